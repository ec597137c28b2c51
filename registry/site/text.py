"""What a page is made of: small frozen values, which `web` and `plain` write each in their own way.

A plain ``str`` is text from anywhere and is always escaped; only `Prose` may carry Markdown, and only the
safe part of it survives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["", "breaking", "risky", "safe", "quiet", "muted", "good", "accent"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page of the site, or out of it; ``url`` as `links` makes it."""

    text: Inline
    url: str


@dataclass(frozen=True, slots=True)
class Code:
    """A name or value exactly as machines read it."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """What the eye should find first."""

    text: Inline


@dataclass(frozen=True, slots=True)
class Small:
    """A side remark."""

    text: Inline


@dataclass(frozen=True, slots=True)
class Badge:
    """A short word with a tone."""

    text: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Method:
    """The verb of an operation."""

    name: str


@dataclass(frozen=True, slots=True)
class Prose:
    """CommonMark written by other people: rendered, and stripped of everything that is not plain text."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Several things, one below the other."""

    items: tuple[Inline, ...]


Inline = str | Link | Code | Strong | Small | Badge | Method | Prose | Lines | tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values: a description list."""

    items: tuple[tuple[str, Inline], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a form: ``wide`` boxes take the whole row."""

    label: str
    value: Inline
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The head of a waybill: labelled boxes, as on the paper that travels with a shipment."""

    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; ``anchor`` makes it linkable, ``depth`` sets it in."""

    cells: tuple[Cell, ...]
    anchor: str = ""
    depth: int = 0
    tone: Tone = ""


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """A cell that stands in many rows, and reads the same on every page; `shared` makes it.

    It is equal to itself alone, so that writers need to write it but once.
    """

    text: Cell


Cell = Inline | Facts | Shared | tuple["Cell", ...]
"""What a cell of a table can hold."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of each row is its heading. ``kind`` says how it looks."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    kind: Literal["plain", "fields", "changes", "glance"] = "plain"
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the reader must know before the rest."""

    tone: Tone
    title: str
    text: Inline


@dataclass(frozen=True, slots=True)
class Sample:
    """Lines of code or data, exactly as written."""

    code: str
    language: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG made by us, its title, and the sentence that says what it shows; a table with the same facts follows."""

    svg: str
    sentence: str
    title: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading whose text comes from outside; fixed headings stand in the templates."""

    level: int
    text: Inline
    anchor: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    heading: Heading
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Console:
    """Where a reader can call an API: ``versions`` are labels with the URL of the description as JSON."""

    versions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a board under a heading of its own; ``wide`` takes the whole row."""

    title: str
    anchor: str
    blocks: tuple[Block, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """Panels side by side where there is room: what one should see at a glance."""

    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Tabs:
    """Several ways to say the same, one shown at a time; works without scripts, and on paper all are shown."""

    caption: str
    anchor: str
    items: tuple[tuple[str, Sample], ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """A long block that opens when its summary is chosen."""

    summary: str
    block: Table
    anchor: str


Block = (
    Board
    | Console
    | Tabs
    | Fold
    | Facts
    | Form
    | Table
    | Notice
    | Sample
    | Picture
    | Heading
    | Section
    | Inline
)


def shared(cell: Cell) -> Cell:
    """Return a cell of many rows as one that is written once; not one with a link, whose way depends on the page."""
    return cell if _leads(cell) else Shared(cell)


def _leads(cell: Cell) -> bool:
    match cell:
        case Link():
            return True
        case Strong() | Small() | Shared():
            return _leads(cell.text)
        case tuple():
            return any(map(_leads, cell))
        case Lines():
            return any(map(_leads, cell.items))
        case Facts():
            return any(_leads(fact) for _, fact in cell.items)
    return False


def joined(items: tuple[Inline, ...], separator: str = ", ") -> Inline:
    """Return the items in one line with ``separator`` between them."""
    return tuple(part for item in items for part in (separator, item))[1:]
