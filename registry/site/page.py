"""One page, as a value: everything that its template arranges."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from registry.formats.brief import shorten
from registry.site import prose, text

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_DESCRIPTION = 160
_SHORTEST_DESCRIPTION = 50


@dataclass(frozen=True, slots=True)
class Group:
    """A group of links in the sidebar of a page."""

    title: str
    links: tuple[text.Link, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What one page says.

    ``url`` is relative to the root of the site and ends with a slash (the home page's is empty); ``kind`` names
    the template; ``parts`` is what the template arranges. ``owner`` is what the thing is part of: two things may
    have one title. ``continues`` is the URL of the page that this one is a further part of.
    """

    url: str
    kind: str
    title: str
    sentence: text.Inline
    kicker: str = ""
    crumbs: tuple[text.Link, ...] = ()
    badges: tuple[text.Inline, ...] = ()
    notices: tuple[text.Notice, ...] = ()
    sidebar: tuple[Group, ...] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)
    searchable: bool = True
    owner: str = ""
    continues: str = ""

    @property
    def full_title(self) -> str:
        """The title with what it is part of, for search results and tabs of the browser."""
        return f"{self.title} – {self.owner}" if self.owner else self.title  # noqa: RUF001 - a dash for people

    @property
    def description(self) -> str:
        """What search results and link previews show: the sentence, at most 160 characters of it.

        A short one says nothing without the title.
        """
        words = " ".join(words_of(self.sentence).split())
        told = words if len(words) >= _SHORTEST_DESCRIPTION else f"{self.title}: {words}"
        return shorten(told, _LONGEST_DESCRIPTION)


def words_of(value: text.Cell) -> str:
    """Return the bare words of a value."""
    match value:
        case str():
            words = value
        case tuple():
            between = " " if any(isinstance(part, text.Facts) for part in value) else ""
            words = between.join(words_of(part) for part in value)
        case text.Lines():
            words = " ".join(words_of(item) for item in value.items)
        case text.Facts():
            words = ". ".join(f"{label}: {words_of(fact)}" for label, fact in value.items)
        case text.Prose():
            words = prose.to_text(value.markdown)
        case text.Method():
            words = value.name
        case _:
            words = words_of(value.text)
    return words
