"""One page, as a value: everything that its template arranges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.site import prose, text

_LONGEST_DESCRIPTION = 160


@dataclass(frozen=True, slots=True)
class Group:
    """A group of links in the sidebar of a page."""

    title: str
    links: tuple[text.Link, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What one page says.

    ``url`` is relative to the root of the site and ends with a slash (the home page's is empty); ``kind`` names
    the template; ``hub`` the URL of the hub that the page belongs to; ``parts`` what the template arranges.
    """

    url: str
    kind: str
    title: str
    sentence: text.Inline
    hub: str = ""
    kicker: str = ""
    crumbs: tuple[text.Link, ...] = ()
    badges: tuple[text.Inline, ...] = ()
    notices: tuple[text.Notice, ...] = ()
    sidebar: tuple[Group, ...] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)
    searchable: bool = True

    @property
    def description(self) -> str:
        """What search results and link previews show: the sentence, at most 160 characters of it."""
        words = words_of(self.sentence)
        return prose.shorten(" ".join(words.split()), _LONGEST_DESCRIPTION) or self.title


def words_of(value: text.Inline) -> str:
    """Return the bare words of a value."""
    match value:
        case str():
            return value
        case text.Code() | text.Badge():
            return value.text
        case text.Method():
            return value.name
        case text.Prose():
            return prose.to_text(value.markdown)
        case text.Lines():
            return " ".join(words_of(item) for item in value.items)
        case tuple():
            return "".join(words_of(item) for item in value)
        case text.Link() | text.Strong() | text.Small():
            return words_of(value.text)
