"""A printed sheet as plain data: what the layout decides and the Word and HTML renderers only draw.

Positions are permille of the table's width (0–1000): a cell lies between two edges, and a table's grid is the union
of all edges in it, so that rows with different columns still meet in one table, as official sheets do.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

FULL = 1000
# 胶装 takes about half a centimetre of the binding edge.
GLUE_MM = 5

# A line of a cell: one piece of text, or several that stand in equal columns (boxes in two columns).
Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperExplanation:
    """A 说明 to what looked unusual: where, what was asked, the words, who wrote them and when."""

    place: str
    message: str
    text: str
    author: str
    time: str


@dataclass(frozen=True, slots=True)
class PaperContext:
    """What the sheet says about itself and the form version cannot know.

    `placeholders` fill the title: {"county": "青岚县"}. `draft` puts 草稿 across every page. `check_code` (校验码) and
    the address at which it can be verified stand on every page. `binding` says how the paper is bound: "single"
    (printed on one side), "duplex" (双面: the margins change sides) or "glued" (胶装: duplex with room for the glue).
    `explanations` are listed at the end of the sheet.
    """

    placeholders: Mapping[str, str] = field(default_factory=dict)
    reference: str = ""
    version_number: int | None = None
    draft: bool = False
    check_code: str = ""
    verify_url: str = ""
    binding: str = "single"
    explanations: tuple[PaperExplanation, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell between two edges, over one or more rows. `kind` is heading, label, head (of a column) or value."""

    kind: str
    lines: tuple[Line, ...]
    left: int
    right: int
    rowspan: int = 1

    @property
    def text(self) -> str:
        """Everything in the cell, line by line."""
        return "\n".join("\u3000".join(line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table. A long row may break over pages; one that `keeps_next` stands on the page of the next."""

    cells: tuple[Cell, ...]
    header: bool = False
    breakable: bool = False
    keeps_next: bool = False


@dataclass(frozen=True)
class Table:
    """One section of the sheet."""

    rows: tuple[Row, ...]

    @cached_property
    def edges(self) -> tuple[int, ...]:
        """All vertical lines of the table, from 0 to FULL."""
        found = {0, FULL}
        for row in self.rows:
            for cell in row.cells:
                found |= {cell.left, cell.right}
        return tuple(sorted(found))

    @property
    def widths(self) -> tuple[int, ...]:
        """The width of each grid column, in permille."""
        return tuple(right - left for left, right in pairwise(self.edges))

    def blocks(self) -> Iterator[tuple[Row, ...]]:
        """The rows below the header, together where they have to stay on one page."""
        block: list[Row] = []
        for row in self.rows:
            if row.header:
                continue
            block.append(row)
            if not row.keeps_next:
                yield tuple(block)
                block = []
        if block:
            yield tuple(block)

    def span(self, cell: Cell) -> int:
        """How many grid columns a cell covers."""
        edges = self.edges
        return edges.index(cell.right) - edges.index(cell.left)


@dataclass(frozen=True, slots=True)
class PaperDocument:
    """The whole sheet, ready to be drawn."""

    title: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    reference: str = ""
    version_number: int | None = None
    draft: bool = False
    check_code: str = ""
    verify_url: str = ""
    binding: str = "single"

    @property
    def footer_lines(self) -> tuple[str, ...]:
        """What stands in the footer beside the page number: whose paper this is, and how to tell that it is genuine."""
        version = f"表单第{self.version_number}版" if self.version_number else ""
        first = "\u3000".join(part for part in (self.reference, version) if part)
        code = f"校验码 {self.check_code}" if self.check_code else ""
        return tuple(line for line in (first, code) if line)

    @property
    def footer_text(self) -> str:
        """The footer as one line."""
        return "\u3000".join(self.footer_lines)

    @property
    def watermark(self) -> str:
        """The word across every page."""
        return "草稿" if self.draft else ""

    @property
    def duplex(self) -> bool:
        """Whether both sides are printed, so that the binding edge changes sides."""
        return self.binding in ("duplex", "glued")

    @property
    def gutter_mm(self) -> int:
        """How much of the outer margin moves to the binding edge."""
        return GLUE_MM if self.binding == "glued" else 0
