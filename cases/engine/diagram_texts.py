"""How wide the words of a diagram are, and how they are broken or cut to fit. An em is the width of a Han character."""

TITLE_EMS = 10.0


def ems(text: str) -> float:
    """Return about how wide a text is: Han characters are as wide as high, others little more than half."""
    return sum(1.0 if ord(one) > 0x2E7F or one in "“”…↩↻" else 0.58 for one in text)


def cut(text: str, most: float) -> str:
    """Return the text, shortened to `most` ems."""
    if ems(text) <= most:
        return text
    short = text
    while short and ems(short) > most - 1:
        short = short[:-1]
    return f"{short}…"


def wrapped(text: str, most: float = TITLE_EMS) -> tuple[str, ...]:
    """Return the text in at most three lines."""
    lines = [""]
    for one in text:
        if lines[-1] and ems(lines[-1] + one) > most:
            lines.append("")
        lines[-1] += one
    return tuple(lines) if len(lines) <= 3 else (*lines[:2], cut("".join(lines[2:]), most))
