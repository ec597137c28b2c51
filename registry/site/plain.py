"""Values to plain Markdown: the ``index.md`` that lies beside every page, for readers that are programs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from registry.site import links, prose, text

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKDOWN = re.compile(r"[\\`*\[\]<>|~]|(?<!\w)_|_(?!\w)|^\s*[-+#]|^\s*\d+[.)](?=\s)")


@dataclass(frozen=True, slots=True)
class Plain:
    """Writes values for the page whose way back to the root is ``back``."""

    back: str

    def __call__(self, value: Any) -> str:
        """Return the value as Markdown that any reader of text understands."""
        match value:
            case text.Heading():
                return f"{'#' * value.level} {self._inline(value.text)}"
            case text.Section():
                return "\n\n".join(self(block) for block in (value.heading, *value.blocks))
            case text.Table():
                return self._table(value)
            case text.Facts():
                return self._pairs(value.items)
            case text.Form():
                return self._pairs(tuple((box.label, box.value) for box in value.boxes))
            case text.Notice():
                return f"> **{_escape(value.title)}** {self._inline(value.text)}"
            case text.Sample():
                return _sample(value)
            case text.Picture():
                return f"*{_escape(value.sentence)}*"
            case list():
                return "\n\n".join(self(block) for block in value)
            case None:
                return ""
            case _:
                return self._inline(value)

    def lead(self, value: text.Inline) -> Markup:
        """Return the one sentence under the title."""
        return Markup(self._inline(value))

    def kicker(self, label: str) -> Markup:
        """Leave out the small word above the title: the sentence says it."""
        del label
        return Markup()

    def badges(self, values: Iterable[text.Inline]) -> Markup:
        """Return the badges in one line."""
        return Markup(" · ".join(self._inline(value) for value in values))

    def crumbs(self, values: Iterable[text.Link]) -> Markup:
        """Return the way from the home page to this one."""
        return Markup(" / ".join(self._inline(value) for value in values))

    def _inline(self, value: Any) -> str:
        match value:
            case str():
                return _escape(value)
            case text.Link():
                return f"[{self._inline(value.text)}]({links.relative(self.back, value.url)})"
            case text.Code():
                return _code(value.text)
            case text.Strong():
                return f"**{self._inline(value.text)}**"
            case text.Small():
                return self._inline(value.text)
            case text.Badge():
                return _escape(value.text)
            case text.Method():
                return _escape(value.name)
            case text.Prose():
                return _escape(prose.to_text(value.markdown))
            case text.Lines():
                return "; ".join(self._inline(item) for item in value.items)
            case text.Facts():
                return "; ".join(f"{_escape(label)}: {self._inline(fact)}" for label, fact in value.items)
            case tuple():
                return "".join(self._inline(part) for part in value)
            case _:
                return ""

    def _pairs(self, items: tuple[tuple[str, text.Inline], ...]) -> str:
        return "\n".join(f"- {_escape(label)}: {self._inline(value)}" for label, value in items)

    def _table(self, value: text.Table) -> str:
        lines = [value.columns, tuple("---" for _ in value.columns)]
        lines += [tuple(self._cell(cell, row, at) for at, cell in enumerate(row.cells)) for row in value.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def _cell(self, cell: Any, row: text.Row, at: int) -> str:
        written = " ".join(self._inline(cell).split())
        return f"{'— ' * row.depth}{written}" if at == 0 else written


def _sample(value: text.Sample) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", value.code)), default=0))
    return f"{fence}{value.language}\n{value.code}\n{fence}"


def _code(name: str) -> str:
    line = " ".join(prose.clean(name).split()).replace("|", "\\|")
    return f"`` {line} ``" if "`" in line else f"`{line}`"


def _escape(words: str) -> str:
    line = " ".join(prose.clean(words).split("\n"))
    return _MARKDOWN.sub(lambda found: "".join(f"\\{c}" if not c.isspace() else c for c in found[0]), line)
