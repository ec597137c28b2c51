"""Values to plain Markdown: the ``index.md`` that lies beside every page, for readers that are programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from registry.site import links, prose, words
from registry.site.markup import final
from registry.site.text import (
    Badge,
    Board,
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

_MARKDOWN = re.compile(r"[\\`*\[\]<>|~]|(?<!\w)_|_(?!\w)|^\s*[-+#]|^\s*\d+[.)](?=\s)")


@dataclass(frozen=True, slots=True)
class Plain:
    """Writes values for the page whose way back to the root is ``back``; ``where`` tells where a target is now."""

    back: str
    where: Callable[[str], str] = str

    def __call__(self, value: Any) -> str:
        """Return a block of Markdown; a list is several blocks."""
        if value is None:
            return ""
        if isinstance(value, list):
            return "\n\n".join(self(block) for block in value)
        write = _BLOCKS.get(type(value))
        return write(self, value) if write else self.inline(value)

    def inline(self, value: Any) -> str:
        """Return Markdown on one line."""
        return _INLINES[type(value)](self, value)

    def lead(self, value: Inline) -> Markup:
        """Return the one sentence under the title."""
        return final(self.inline(value))

    def owner(self, name: str) -> Markup:
        """Return what the thing of the title is part of, behind the title."""
        return final(f" – {_escape(name)}" if name else "")  # noqa: RUF001 - a dash

    def badges(self, values: Iterable[Inline]) -> Markup:
        """Return the badges in one line."""
        return final(" · ".join(self.inline(value) for value in values))

    def crumbs(self, values: Iterable[Link]) -> str:
        """Return the way from the home page to this one."""
        return " / ".join(self.inline(value) for value in values)


def _link(write: Plain, value: Link) -> str:
    return f"[{write.inline(value.text)}]({links.relative(write.back, write.where(value.url), 'index.md')})"


@lru_cache(maxsize=65536)
def _code(name: str) -> str:
    line = " ".join(prose.clean(name).split()).replace("|", "\\|")
    return f"`` {line} ``" if "`" in line else f"`{line}`"


def _pairs(write: Plain, items: Iterable[tuple[str, Inline]]) -> str:
    return "\n".join(f"- {_escape(words.labelled(label))} {write.inline(value)}" for label, value in items)


def _table(write: Plain, value: Table) -> str:
    lines = [value.columns, tuple("---" for _ in value.columns)]
    lines += [_cells(write, row) for row in value.rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cells(write: Plain, row: Row) -> tuple[str, ...]:
    first, *rest = (" ".join(write.inline(cell).split()) for cell in row.cells)
    return (f"{'— ' * row.depth}{first}", *rest)


def _sample(_: Plain, value: Sample) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", value.code)), default=0))
    return f"{fence}{value.language}\n{value.code}\n{fence}"


@lru_cache(maxsize=65536)
def _prose(markdown: str) -> str:
    return Plain("").inline(prose.spoken(markdown))


@lru_cache(maxsize=65536)
def _shared(cell: Shared) -> str:
    """It has no link, so that any page may write it."""
    return Plain("").inline(cell.text)


@lru_cache(maxsize=65536)
def _escape(words: str) -> str:
    line = prose.clean(words).replace("\n", " ")
    return _MARKDOWN.sub(lambda found: re.sub(r"([^\s\d])", r"\\\1", found[0]), line)


Writer = Callable[[Plain, Any], str]

_INLINES: Mapping[type, Writer] = {
    str: lambda _, value: _escape(value),
    tuple: lambda write, value: "".join(write.inline(part) for part in value),
    Badge: lambda _, value: _escape(value.text),
    Code: lambda _, value: _code(value.text),
    Facts: lambda write, value: "".join(
        f" {_escape(words.labelled(label))} {write.inline(fact).rstrip('.')}." for label, fact in value.items
    ),
    Lines: lambda write, value: "; ".join(write.inline(item) for item in value.items if item),
    Link: _link,
    Method: lambda _, value: _escape(value.name),
    Prose: lambda _, value: _prose(value.markdown),
    Shared: lambda _, value: _shared(value),
    Small: lambda write, value: write.inline(value.text),
    Strong: lambda write, value: f"**{write.inline(value.text)}**",
}
"""What can stand in a line or a cell."""

_BLOCKS: Mapping[type, Writer] = {
    Console: lambda write, value: "\n".join(
        f"- [{_escape(label)}]({links.relative(write.back, url)})" for label, url in value.versions
    ),
    Board: lambda write, value: "\n\n".join(
        "\n\n".join((f"## {_escape(panel.title)}", *(write(block) for block in panel.blocks)))
        for panel in value.panels
    ),
    Facts: lambda write, value: _pairs(write, value.items),
    Fold: lambda write, value: f"### {_escape(value.summary)}\n\n{write(value.block)}",
    Form: lambda write, value: _pairs(write, ((box.label, box.value) for box in value.boxes)),
    Heading: lambda write, value: f"{'#' * value.level} {write.inline(value.text)}",
    Notice: lambda write, value: f"> **{_escape(value.title)}** {write.inline(value.text)}",
    Picture: lambda _, value: f"*{_escape(value.sentence)}*",
    Sample: _sample,
    Section: lambda write, value: "\n\n".join(write(block) for block in (value.heading, *value.blocks)),
    Table: _table,
    Tabs: lambda write, value: "\n\n".join(
        f"{_escape(words.labelled(label))}\n\n{write(sample)}" for label, sample in value.items
    ),
}
"""What stands by itself; anything else becomes a line."""
