"""Values to HTML: what stands in the Markdown pages that the engine renders.

Everything is one HTML element on one line, so that no Markdown engine looks inside it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from registry.site import links, prose, words
from registry.site.markup import final
from registry.site.text import (
    Badge,
    Board,
    Cell,
    Code,
    Console,
    Facts,
    Fold,
    Form,
    Heading,
    Inline,
    Lines,
    Link,
    Method,
    Notice,
    Panel,
    Picture,
    Prose,
    Row,
    Sample,
    Section,
    Shared,
    Small,
    Strong,
    Table,
    Tabs,
)

if TYPE_CHECKING:
    from markupsafe import Markup

_MARKDOWN = re.compile(r"[\\`*_\[\]{}<>&\"'|~^=$!:#]|^\s*[-+>]|^\s*\d+[.)]")
_AROUND_TAGS = re.compile(r"(<[^>]*>|&#?\w+;)|([\\`*_\[\]{}~|^=$!:#])")
_HREF = re.compile(r' href="([^"#][^"]*)"')
_LONG = 18
_DEEPEST = 9


@dataclass(frozen=True, slots=True)
class Web:
    """Writes values for the page whose way back to the root is ``back``; ``where`` tells where a target is now."""

    back: str
    where: Callable[[str], str] = str

    def __call__(self, value: Any) -> str:
        """Return a block: HTML on one line, or a heading; a list is several blocks, a string bare text."""
        if value is None:
            return ""
        if isinstance(value, list):
            return "\n\n".join(self(block) for block in value)
        write = _BLOCKS.get(type(value))
        return write(self, value) if write else f"<p>{self.inline(value)}</p>"

    def inline(self, value: Cell) -> str:
        """Return HTML that can stand in a paragraph or in a cell."""
        return _INLINES[type(value)](self, value)

    def rows(self, table: Table) -> list[str]:
        """Return the rows of a table, each as it stands in it."""
        labels = [_escape(words.labelled(column)) for column in table.columns[1:]]
        return [_row(self, row, labels) for row in table.rows]

    def lead(self, value: Inline) -> Markup:
        """Return the one sentence under the title."""
        return final(f'<div class="wb-lead">{self.inline(value)}</div>')

    def owner(self, name: str) -> Markup:
        """Return what the thing of the title is part of, behind the title."""
        return final(f'<span class="wb-owner"> – {_in_markdown(name)}</span>' if name else "")  # noqa: RUF001 - a dash

    def badges(self, values: Iterable[Inline]) -> Markup:
        """Return the badges in one row."""
        found = "".join(f"<li>{self.inline(value)}</li>" for value in values)
        return final(f'<ul class="wb-badges">{found}</ul>' if found else "")


def _link(write: Web, value: Link) -> str:
    outside = ' rel="nofollow noopener noreferrer"' if links.is_external(value.url) else ""
    href = _escape(links.relative(write.back, write.where(value.url)))
    return f'<a href="{href}"{outside}>{write.inline(value.text)}</a>'


@lru_cache(maxsize=65536)
def _code(name: str) -> str:
    """Let long names break after a separator instead of pushing the page wide."""
    parts = re.split(r"(?<=[./_\]-])(?=\w)", name) if len(name) > _LONG else [name]
    return f"<code>{'<wbr>'.join(_escape(part) for part in parts)}</code>"


def _badge(_: Web, value: Badge) -> str:
    return f'<span class="wb-badge{_tone(value.tone)}">{_escape(value.text)}</span>'


def _method(_: Web, value: Method) -> str:
    name = _escape(value.name)
    return f'<span class="wb-method" data-method="{name.lower()}">{name}</span>'


def _lines(write: Web, value: Lines) -> str:
    return " ".join(f'<div class="wb-line">{write.inline(item)}</div>' for item in value.items if item)


def _facts(write: Web, value: Facts) -> str:
    items = " ".join(
        f"<div><dt>{_escape(label)}</dt> <dd>{write.inline(fact)}</dd></div>" for label, fact in value.items
    )
    return f'<dl class="wb-facts">{items}</dl>' if items else ""


def _heading(write: Web, value: Heading) -> str:
    """Headings go through Markdown, so that the engine's table of contents finds them."""
    return f"{'#' * value.level} {_in_heading(write, value.text)} {{ #{value.anchor} }}"


def _in_heading(write: Web, value: Inline) -> str:
    """A heading is a line of Markdown: what is no tag in it must mean nothing there either."""
    if isinstance(value, str):
        return _in_markdown(value)
    if isinstance(value, tuple):
        return "".join(_in_heading(write, part) for part in value)
    return _AROUND_TAGS.sub(lambda found: found[1] or f"&#{ord(found[2])};", write.inline(value))


def _section(write: Web, value: Section) -> str:
    return "\n\n".join(write(block) for block in (value.heading, *value.blocks))


def _form(write: Web, value: Form) -> str:
    boxes = " ".join(
        f"<div{' data-wide' if box.wide else ''}><dt>{_escape(box.label)}</dt> "
        f"<dd>{write.inline(box.value)}</dd></div>"
        for box in value.boxes
    )
    return f'<dl class="wb-form">{boxes}</dl>'


def _notice(write: Web, value: Notice) -> str:
    title = f'<p class="wb-notice-title">{_escape(value.title)}</p>'
    said = f'<div class="wb-notice-text">{write.inline(value.text)}</div>' if value.text else ""
    return f'<div class="wb-notice{_tone(value.tone)}" role="note">{title}{said}</div>'


def _table(write: Web, value: Table) -> str:
    caption = _escape(value.caption)
    identity = f' id="{_escape(value.anchor)}"' if value.anchor else ""
    head = "".join(f'<th scope="col">{_escape(column)}</th>' for column in value.columns)
    rows = "".join(write.rows(value))
    return (
        f'<div class="wb-scroll"{identity} role="region" tabindex="0" aria-label="{caption}">'
        f'<table class="wb-table wb-table--{value.kind}"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(write: Web, row: Row, labels: Sequence[str]) -> str:
    identity, mark = "", ""
    if row.anchor:
        anchor = _escape(row.anchor)
        identity = f' id="{anchor}"'
        mark = (
            f'<a class="wb-anchor" href="#{anchor}" aria-label="Link to this row" data-search-exclude>#</a>'
        )
    depth = f' data-depth="{min(row.depth, _DEEPEST)}"' if row.depth else ""
    tone = f' class="wb-row{_tone(row.tone)}"' if row.tone else ""
    first, *rest = [write.inline(cell) for cell in row.cells]
    cells = " ".join(
        [
            f'<td data-label="{label}">{cell}</td>' if cell else "<td></td>"
            for label, cell in zip(labels, rest, strict=True)
        ]
    )
    return f'<tr{identity}{depth}{tone}><th scope="row">{first}{mark}</th> {cells}</tr> '


def _fold(write: Web, value: Fold) -> str:
    opening = (
        f'<details class="wb-fold" id="{_escape(value.anchor)}"><summary>{_escape(value.summary)}</summary>'
    )
    return f"{opening}{write(value.block)}</details>"


def _board(write: Web, value: Board) -> str:
    return f'<div class="wb-board">{"".join(_panel(write, panel) for panel in value.panels)}</div>'


def _panel(write: Web, value: Panel) -> str:
    """The heading stands in HTML: a board is seen at a glance and needs no table of contents."""
    anchor, wide = _escape(value.anchor), " data-wide" if value.wide else ""
    blocks = "".join(write(block) for block in value.blocks)
    return f'<section class="wb-panel"{wide}><h2 id="{anchor}">{_escape(value.title)}</h2>{blocks}</section>'


def _console(write: Web, value: Console) -> str:
    """A button that appears, and loads the console, where there are scripts; without them, the words why not."""
    options = "".join(
        f'<option value="{_escape(links.relative(write.back, url))}">{_escape(label)}</option>'
        for label, url in value.versions
    )
    return (
        '<div class="wb-console"><p class="wb-console-without">The console needs scripts, which are off. '
        "Each operation shows its request as code.</p>"
        '<p><select aria-label="Version" hidden>'
        f'{options}</select> <button type="button" class="md-button" hidden>Open the console</button></p>'
        '<p class="wb-console-note" role="status"></p><div class="wb-console-target"></div></div>'
        f'<script src="{write.back}assets/waybill/console/console.js"></script>'
    )


def _tabs(write: Web, value: Tabs) -> str:
    """Radio buttons choose, the style sheet shows: a tab that every browser can open without scripts."""
    anchor = _escape(value.anchor)
    choices, panels = [], []
    for number, (label, sample) in enumerate(value.items, 1):
        identity, checked = f"{anchor}-{number}", " checked" if number == 1 else ""
        choices.append(
            f'<input type="radio" name="{anchor}" id="{identity}"{checked}>'
            f'<label for="{identity}">{_escape(label)}</label>'
        )
        panels.append(
            f'<div class="wb-tab"><p class="wb-tab-title">{_escape(label)}</p>{write(sample)}</div>'
        )
    legend = f"<legend>{_escape(value.caption)}</legend>"
    return f'<fieldset class="wb-tabs">{legend}{"".join(choices)}{"".join(panels)}</fieldset>'


def _sample(_: Web, value: Sample) -> str:
    code = prose.in_page(html.escape(prose.clean(value.code)))
    label = _escape(value.language)
    return f'<div class="wb-sample"><pre tabindex="0" aria-label="{label}"><code>{code}</code></pre></div>'


def _picture(write: Web, value: Picture) -> str:
    """Our own SVG, whose links lead from the root of the site or to a place on the page."""
    led = _HREF.sub(lambda found: f' href="{links.relative(write.back, write.where(found[1]))}"', value.svg)
    svg = prose.in_page(led.replace("\n", " "))
    said = f"<figcaption>{_escape(value.sentence)}</figcaption>"
    label = f'role="region" tabindex="0" aria-label="Picture: {_escape(value.title)}"'
    return f'<figure class="wb-picture">{said}<div class="wb-scroll" {label}>{svg}</div></figure>'


@lru_cache(maxsize=65536)
def _shared(cell: Shared) -> str:
    """It has no link, so that any page may write it."""
    return Web("").inline(cell.text)


def _tone(tone: str) -> str:
    return f" is-{tone}" if tone else ""


@lru_cache(maxsize=65536)
def _escape(words: str) -> str:
    return prose.in_page(html.escape(prose.clean(words).replace("\n", " ")))


def _in_markdown(words: str) -> str:
    """Escape for a line of Markdown: every character that could mean something becomes an entity."""
    line = " ".join(prose.clean(words).split())
    return _MARKDOWN.sub(lambda found: "".join(f"&#{ord(character)};" for character in found[0]), line)


Writer = Callable[[Web, Any], str]

_INLINES: Mapping[type, Writer] = {
    str: lambda _, value: _escape(value),
    tuple: lambda write, value: "".join(write.inline(part) for part in value),
    Badge: _badge,
    Code: lambda _, value: _code(value.text),
    Facts: _facts,
    Lines: _lines,
    Link: _link,
    Method: _method,
    Prose: lambda _, value: prose.to_html(value.markdown),
    Shared: lambda _, value: _shared(value),
    Small: lambda write, value: f"<small>{write.inline(value.text)}</small>",
    Strong: lambda write, value: f"<strong>{write.inline(value.text)}</strong>",
}
"""What can stand in a line or a cell."""

_BLOCKS: Mapping[type, Writer] = {
    str: lambda _, value: _in_markdown(value),
    Board: _board,
    Console: _console,
    Facts: _facts,
    Fold: _fold,
    Form: _form,
    Heading: _heading,
    Notice: _notice,
    Picture: _picture,
    Prose: lambda _, value: f'<div class="wb-prose">{prose.to_html(value.markdown)}</div>',
    Sample: _sample,
    Section: _section,
    Table: _table,
    Tabs: _tabs,
}
"""What stands by itself; anything else becomes a paragraph."""
