"""Values to HTML: what stands in the Markdown pages that the engine renders.

Everything is one HTML element on one line, so that no Markdown engine looks inside it.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from registry.site import links, prose, text

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKDOWN = re.compile(r"[\\`*_\[\]{}<>&\"'|~^=$!:#]|^\s*[-+>]|^\s*\d+[.)]")
_LONG = 18


@dataclass(frozen=True, slots=True)
class Web:
    """Writes values for the page whose way back to the root is ``back``."""

    back: str

    def __call__(self, value: Any) -> str:
        """Return the value as one line of HTML; a bare string as text that Markdown leaves alone."""
        match value:
            case str():
                return _in_markdown(value)
            case text.Heading():
                return self._heading(value)
            case text.Section():
                return "\n\n".join(self(block) for block in (value.heading, *value.blocks))
            case list():
                return "\n\n".join(self(block) for block in value)
            case None:
                return ""
            case _:
                return self._block(value)

    def _heading(self, value: text.Heading) -> str:
        return f"{'#' * value.level} {self._plain_inline(value.text)} {{ #{value.anchor} }}"

    def _plain_inline(self, value: text.Inline) -> str:
        """Headings go through Markdown, so that the engine's table of contents finds them."""
        match value:
            case str():
                return _in_markdown(value)
            case text.Code():
                return f"<code>{_in_markdown(value.text)}</code>"
            case text.Method():
                return self._inline(value)
            case tuple():
                return "".join(self._plain_inline(part) for part in value)
            case _:
                return self._inline(value)

    def _block(self, value: text.Block) -> str:
        match value:
            case text.Table():
                return self._table(value)
            case text.Facts():
                return self._facts(value)
            case text.Form():
                return self._form(value)
            case text.Notice():
                return self._notice(value)
            case text.Sample():
                return _sample(value)
            case text.Picture():
                return _picture(value)
            case text.Prose():
                return f'<div class="wb-prose">{prose.to_html(value.markdown)}</div>'
            case _:
                return f"<p>{self._inline(value)}</p>"

    def lead(self, value: text.Inline) -> Markup:
        """Return the one sentence under the title."""
        return Markup(f'<div class="wb-lead">{self._inline(value)}</div>')

    def kicker(self, label: str) -> Markup:
        """Return the small word above the title that says what kind of page this is."""
        return Markup(f'<p class="wb-kicker">{_escape(label)}</p>' if label else "")

    def badges(self, values: Iterable[text.Inline]) -> Markup:
        """Return the badges in one row."""
        found = "".join(f"<li>{self._inline(value)}</li>" for value in values)
        return Markup(f'<ul class="wb-badges">{found}</ul>' if found else "")

    def crumbs(self, values: Iterable[text.Link]) -> Markup:
        """Return the way from the home page to this one."""
        found = "".join(f"<li>{self._inline(value)}</li>" for value in values)
        return Markup(
            f'<nav class="wb-crumbs" aria-label="Breadcrumb"><ol>{found}</ol></nav>' if found else ""
        )

    def _inline(self, value: Any) -> str:
        match value:
            case str():
                return _escape(value)
            case text.Link():
                return self._link(value)
            case text.Code():
                return f"<code>{_breakable(value.text)}</code>"
            case text.Strong():
                return f"<strong>{self._inline(value.text)}</strong>"
            case text.Small():
                return f"<small>{self._inline(value.text)}</small>"
            case text.Badge():
                return f'<span class="wb-badge{_tone(value.tone)}">{_escape(value.text)}</span>'
            case text.Method():
                name = _escape(value.name)
                return f'<span class="wb-method" data-method="{name.lower()}">{name}</span>'
            case text.Prose():
                return prose.to_html(value.markdown)
            case text.Lines():
                return "".join(f'<div class="wb-line">{self._inline(item)}</div>' for item in value.items)
            case text.Facts():
                return self._facts(value)
            case tuple():
                return "".join(self._inline(part) for part in value)
            case _:
                return ""

    def _link(self, value: text.Link) -> str:
        outside = ' rel="nofollow noopener noreferrer"' if links.is_external(value.url) else ""
        href = _escape(links.relative(self.back, value.url))
        return f'<a href="{href}"{outside}>{self._inline(value.text)}</a>'

    def _facts(self, value: text.Facts) -> str:
        items = "".join(
            f"<div><dt>{_escape(label)}</dt><dd>{self._inline(fact)}</dd></div>"
            for label, fact in value.items
        )
        return f'<dl class="wb-facts">{items}</dl>' if items else ""

    def _form(self, value: text.Form) -> str:
        boxes = "".join(
            f"<div{' data-wide' if box.wide else ''}><dt>{_escape(box.label)}</dt>"
            f"<dd>{self._inline(box.value)}</dd></div>"
            for box in value.boxes
        )
        return f'<dl class="wb-form">{boxes}</dl>'

    def _notice(self, value: text.Notice) -> str:
        return (
            f'<div class="wb-notice{_tone(value.tone)}" role="note"><p class="wb-notice-title">'
            f'{_escape(value.title)}</p><div class="wb-notice-text">{self._inline(value.text)}</div></div>'
        )

    def _table(self, value: text.Table) -> str:
        head = "".join(f'<th scope="col">{_escape(column)}</th>' for column in value.columns)
        rows = "".join(self._row(row, value.columns) for row in value.rows)
        return (
            f'<div class="wb-scroll" role="region" tabindex="0" aria-label="{_escape(value.caption)}">'
            f'<table class="wb-table wb-table--{value.kind}"><caption>{_escape(value.caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        )

    def _row(self, row: text.Row, columns: tuple[str, ...]) -> str:
        identity = f' id="{_escape(row.anchor)}"' if row.anchor else ""
        depth = f' data-depth="{min(row.depth, 9)}"' if row.depth else ""
        tone = f' class="wb-row{_tone(row.tone)}"' if row.tone else ""
        mark = (
            f'<a class="wb-anchor" href="#{_escape(row.anchor)}" aria-label="Link to this row">#</a>'
            if row.anchor
            else ""
        )
        first, *rest = (self._inline(cell) for cell in row.cells)
        cells = "".join(
            f'<td data-label="{_escape(column)}">{cell}</td>' if cell else "<td></td>"
            for column, cell in zip(columns[1:], rest, strict=True)
        )
        return f'<tr{identity}{depth}{tone}><th scope="row">{first}{mark}</th>{cells}</tr>'


def _sample(value: text.Sample) -> str:
    code = _escape_lines(value.code)
    label = _escape(value.language)
    return f'<div class="wb-sample"><pre tabindex="0" aria-label="{label}"><code>{code}</code></pre></div>'


def _picture(value: text.Picture) -> str:
    svg = prose.in_page(value.svg).replace("&#10;", " ")
    return f'<figure class="wb-picture"><div class="wb-scroll" tabindex="0">{svg}</div></figure>'


def _tone(tone: str) -> str:
    return f" is-{tone}" if tone else ""


def _escape(words: str) -> str:
    """Escape for HTML; white space, line breaks included, becomes one space."""
    return prose.in_page(html.escape(prose.clean(words).replace("\n", " ")))


def _escape_lines(code: str) -> str:
    return prose.in_page(html.escape(prose.clean(code)))


def _breakable(name: str) -> str:
    """Let long names break after a separator instead of pushing the page wide."""
    parts = re.split(r"(?<=[./_\]-])(?=\w)", name) if len(name) > _LONG else [name]
    return "<wbr>".join(_escape(part) for part in parts)


def _in_markdown(words: str) -> str:
    """Escape for a line of Markdown: every character that could mean something becomes an entity."""
    line = " ".join(prose.clean(words).split())
    return _MARKDOWN.sub(lambda found: "".join(f"&#{ord(character)};" for character in found[0]), line)
