"""Random formulas and answers: some that make sense, some that do not, many at the borders."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from cms.core.formula.functions.table import FUNCTIONS

FIELDS = {"a": "number", "b": "number", "c": "text", "d": "text", "e": "date", "f": "boolean", "g": "list", "h": "any"}
COLUMNS = {"x": "number", "y": "text", "z": "date", "w": "any"}
NUMBERS = (
    "0", "1", "2", "3", "7", "10", "12", "100", "0.5", "2.5", "0.005", "1.005", "0.1", "0.2", "0.3", "99.995",
    "33.333333333333333333", "0.0000000000000005", "0.00000000000000049", "123456789012345",
    "999999999999999999999999999999", "0.000000000000000000000000000001", "6500", "2024", "1900", "31",
)  # fmt: skip
TEXTS = (
    "", " ", "a", "A", "abc", "Abc", "大型", "中型", "小型", "是", "否", "江苏省", "江苏*", "?型", "~*",
    "5", " 5 ", "-2.50", "1e5", "+.5", "5.", "２", "2024-02-29", "2025/1/31", "2025年12月31日", "2025-02-30",
    "𠮷野家", "😀", "é", "\uffff", "元", "万元", "亿元", ">=5", "<>", "=", "<>是", "<5", ">b", "<=2025-01-31",
    "0.00", "#,##0.00", "0.0%", "000", "0.0#", "¥#,##0元", "yyyy-mm-dd", "yy.m.d", "yyyy年m月d日", "aaaa",
    "@", "0;0", "Y", "M", "D", "YM", "YD", "MD", "规则", "TRUE",
)  # fmt: skip
PREFERRED = {"DATEDIF": ("Y", "M", "D", "YM", "YD", "MD"), "RMBUPPER": ("元", "万元", "亿元"), "LOOKUP": ("规则",)}
FORMATS = tuple(text for text in TEXTS if any(sign in text for sign in "0#ym@a"))


class Fuzz:
    """A source of random cases; the same seed gives the same cases."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def case(self) -> dict[str, Any]:
        """Return a formula with the answers that it meets."""
        typed = self.random.random() < 0.8
        want = self.random.choice(("number", "text", "date", "boolean", "any"))
        return {
            "text": self.part(self.random.choice((1, 1, 2, 2, 3, 4, 5)), want if typed else "chaos"),
            "env": self.environment(),
        }

    def number(self) -> str:
        """Return a number as text."""
        pick = self.random.random()
        if pick < 0.5:
            return self.random.choice(NUMBERS)
        if pick < 0.65:
            return str(self.random.randint(0, 40))
        if pick < 0.8:
            return self.half()
        digits = self.random.randint(1, 18)
        whole = str(self.random.randrange(10**digits))
        return whole + (f".{self.random.randrange(10 ** self.random.randint(1, 20))}" if pick < 0.95 else "")

    def half(self) -> str:
        """Return a number that lies in the middle when it is rounded: to some decimals, or halved, to 40 digits."""
        if self.random.random() < 0.2:
            return f"{self.random.randrange(10**9, 10**10)}.{self.random.randrange(10**29, 10**30) // 2 * 2 + 1}"
        return f"{self.random.randint(0, 200)}.{self.random.choice(('', self.random.randint(0, 9), 12))}5"

    def day(self) -> date:
        """Return a date, often near the end of a month."""
        if self.random.random() < 0.3:
            return self.random.choice((date(2024, 2, 29), date(2025, 1, 31), date(1900, 1, 1), date(9999, 12, 31)))
        return date(2023, 1, 1) + timedelta(days=self.random.randint(0, 1_200))

    def scalar(self, kind: str) -> Any:
        """Return an answer of a kind in the wire form, now and then blank."""
        if self.random.random() < 0.1:
            return None
        makers: dict[str, Callable[[], Any]] = {
            "number": lambda: {"n": ("-" if self.random.random() < 0.2 else "") + self.number()},
            "text": lambda: self.random.choice(TEXTS),
            "date": lambda: {"d": self.day().isoformat()},
            "boolean": lambda: self.random.random() < 0.5,
            "error": lambda: {"e": self.random.choice(("#N/A", "#DIV/0!"))},
        }
        return makers[kind]()

    def value(self, kind: str = "any", depth: int = 0) -> Any:
        """Return an answer, of another kind than it should be one time in ten."""
        if kind == "any" or self.random.random() < 0.1:
            kind = self.random.choice(("number", "number", "text", "date", "boolean", "list", "error"))
        if kind == "list" and depth < 2:
            return [self.value("text", depth + 1) for _ in range(self.random.randint(0, 4))]
        return self.scalar("text" if kind == "list" else kind)

    def column(self, kind: str) -> list[Any]:
        """Return a column, usually of one kind."""
        if self.random.random() < 0.15:
            return [self.value("any", 1) for _ in range(self.random.randint(0, 6))]
        kind = self.random.choice(("number", "text", "date", "boolean")) if kind == "any" else kind
        return [self.scalar(kind) for _ in range(self.random.randint(0, 6))]

    def environment(self) -> dict[str, Any]:
        """Return answers in the wire form."""
        return {
            "values": {name: self.value(kind) for name, kind in FIELDS.items()},
            "columns": {f"t.{name}": self.column(kind) for name, kind in COLUMNS.items()},
            "rows": {name: self.value(kind) for name, kind in COLUMNS.items()},
            "ups": {name: self.value(kind) for name, kind in COLUMNS.items()},
            "lines": {"r1": self.value("number"), "*": self.column("number")},
            "lasts": {name: self.value(kind) for name, kind in FIELDS.items()},
            "tables": {"规则": {self.random.choice(TEXTS): self.value(depth=2) for _ in range(3)}},
            "points": {"a": {"大型": "5", "是": "2.5", "abc": "x"}, "y": {"5": "1", "是": "-3"}},
            "holidays": [self.day().isoformat() for _ in range(5)],
            "years": [2023, 2024, 2025],
            "today": self.day().isoformat(),
        }

    def quoted(self, text: str) -> str:
        """Return a text as formulas hold it."""
        return '"' + text.replace('"', '""') + '"'

    def leaf(self, want: str) -> str:
        """Return a part without parts."""
        pick = self.random.random()
        if pick < 0.45:
            return self.reference(want)
        if want in ("chaos", "any"):
            want = self.random.choice(("number", "text", "date", "boolean"))
        if want == "date":
            return self.quoted(self.day().isoformat()) if pick < 0.8 else "TODAY()"
        if want == "boolean":
            return self.random.choice(("TRUE", "FALSE"))
        return self.quoted(self.random.choice(TEXTS)) if want == "text" else self.number()

    def reference(self, want: str = "any", *, lists: bool = False) -> str:
        """Return a name in brackets that holds what is wanted, or anything."""

        def one_of(names: dict[str, str]) -> str:
            fitting = [name for name, kind in names.items() if want in ("any", "chaos") or kind in (want, "any")]
            return self.random.choice(fitting or list(names))

        pick = self.random.random()
        if lists or (want == "chaos" and pick < 0.2):
            return f"[#t.#{one_of(COLUMNS)}]" if pick < 0.6 else self.random.choice(("[#g]", "[line.#*]"))
        if pick < 0.7:
            return f"[#{one_of(FIELDS)}]"
        if pick < 0.9:
            return f"[{self.random.choice(('row', 'up'))}.#{one_of(COLUMNS)}]"
        return f"[last.#{one_of(FIELDS)}]" if pick < 0.97 else "[line.#r1]"

    def part(self, depth: int, want: str) -> str:
        """Return a part that often comes to `want`."""
        if depth <= 0:
            return self.leaf(want)
        pick = self.random.random()
        if pick < 0.12:
            return self.leaf(want)
        if pick < 0.5:
            return self.operation(depth, want)
        return self.call(depth, want)

    def operation(self, depth: int, want: str) -> str:
        """Return operands with an operator."""
        inner = "chaos" if want == "chaos" else "number"
        if want in ("boolean", "chaos") and self.random.random() < 0.5:
            inner = self.random.choice(("number", "text", "date")) if want == "boolean" else "chaos"
            operator = self.random.choice(("=", "<>", "<", "<=", ">", ">="))
        elif want == "text":
            operator = "&"
        else:
            operator = self.random.choice(("+", "-", "*", "/", "+", "-", "*", "/", "^", "%", "neg"))
        left = self.part(depth - 1, inner)
        if operator == "%":
            return f"({left})%"
        if operator == "neg":
            return f"-({left})"
        if operator == "^" and self.random.random() < 0.7:
            return f"({left})^{self.random.choice(('2', '3', '-1', '0.5', '0', '(1/3)', '-2', '10', '1.5'))}"
        return f"({left}){operator}({self.part(depth - 1, inner)})"

    def call(self, depth: int, want: str) -> str:
        """Return a call of a function, mostly with arguments of the right kind."""
        fitting = [
            one for one in FUNCTIONS.values() if want in ("chaos", "any") or one.result in (want, "any", "least")
        ]
        function = self.random.choice(fitting or list(FUNCTIONS.values()))
        count = self.random.randint(function.least, min(function.most, function.least + 2))
        if self.random.random() < 0.01:
            count = max(0, count - 1)
        parts = []
        for index in range(count):
            kind = function.kind_of(index) if function.arguments else "any"
            if function.name in PREFERRED and kind == "text":
                parts.append(self.quoted(self.random.choice(PREFERRED[function.name])))
            elif function.name == "TEXT" and index == 1:
                parts.append(self.quoted(self.random.choice(FORMATS)))
            elif (kind in ("numbers", "values") and self.random.random() < 0.6) or kind == "field":
                parts.append(self.reference())
            elif function.name.startswith("ROUND") and index == 0 and self.random.random() < 0.5:
                parts.append(self.half())
            elif index > 0 and kind == "number" and self.random.random() < 0.6:
                parts.append(str(self.random.choice((0, 1, 1, 2, 2, 3, 4, 5, 12, -1, -2))))
            elif index > 0 and kind == "number" and self.random.random() < 0.1:
                parts.append(str(self.random.randint(-3, 14)))
            else:
                parts.append(self.part(depth - 1, self.kind_for(kind, want)))
        return f"{function.name}({','.join(parts)})"

    def kind_for(self, kind: str, want: str) -> str:
        """Return what to ask for where an argument of this kind is wanted."""
        if want == "chaos":
            return "chaos"
        known = {"numbers": "number", "values": "number", "any": self.random.choice(("number", "text", "boolean"))}
        return known.get(kind, kind)
