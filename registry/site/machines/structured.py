"""What a page is, in the words of schema.org, for search engines and assistants (JSON-LD 1.1).

Only what the page says is said here: questions with the answers that stand under them, units that a field has.
https://schema.org/docs/full.html
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from registry.changelog.entry import Entry
from registry.site.machines.subjects import OfApi
from registry.site.machines.things import Node, Things, told

if TYPE_CHECKING:
    from registry.site.content import Content
    from registry.site.machines.dates import Dates
    from registry.site.masthead import Masthead
    from registry.site.page import Page
    from registry.site.text import Link

_TAG = re.compile(r"<[^>]*>")
_HEADING = re.compile(r"<h[1-6] id=.*?</h[1-6]>", re.DOTALL)
_COLLECTIONS = {"systems", "apis", "flows", "changes", "coming", "rules", "guides", "fields"}
_DATED = 10
"""``2026-11-23`` of a moment."""


@dataclass(frozen=True)
class Structured:
    """Describes the pages of one site."""

    site: Masthead
    dates: Dates

    def graph(self, page: Page, content: Content | None = None) -> tuple[Node, ...]:
        """Return the nodes of a page; none where the site has no address, as then nothing has a name.

        ``content`` is the page as people read it, in which questions with their answers are looked for.
        """
        if not self.site.address:
            return ()
        found = (self._page(page), *self._things.about(page), self._crumbs(page), _questions(content))
        return tuple(told(node) for node in found if node)

    @cached_property
    def _things(self) -> Things:
        return Things(self.site, self.dates.subjects)

    def _page(self, page: Page) -> Node:
        if not page.url:
            return self._website(page)
        modified = self.dates.modified(page)
        about = self._things.name(page)
        return {
            "@type": _kind(page),
            "@id": self.site.at(page.url),
            "url": self.site.at(page.url),
            "headline": page.full_title,
            "description": page.description,
            "dateModified": modified.isoformat()[:_DATED] if modified else None,
            "isPartOf": {"@id": self.site.at("#site")},
            "about": {"@id": about} if about else None,
            **self._released(page),
        }

    def _website(self, page: Page) -> Node:
        return {
            "@type": "WebSite",
            "@id": self.site.at("#site"),
            "url": self.site.address,
            "name": self.site.name,
            "description": self.site.description or page.description,
            "publisher": {"@type": "Organization", "name": self.dates.subjects.book.registry.config.title},
        }

    def _released(self, page: Page) -> Node:
        subject = self.dates.subjects.of(page.url)
        if isinstance(subject, Entry):
            return {"datePublished": subject.date.isoformat(), "version": subject.version}
        return {"version": subject.version} if isinstance(subject, OfApi) else {}

    def _crumbs(self, page: Page) -> Node | None:
        """https://schema.org/BreadcrumbList."""
        if not page.crumbs:
            return None
        way = [self._crumb(number, crumb) for number, crumb in enumerate(page.crumbs, 1)]
        here = {"@type": "ListItem", "position": len(way) + 1, "name": page.title}
        return {"@type": "BreadcrumbList", "itemListElement": [*way, here]}

    def _crumb(self, position: int, crumb: Link) -> Node:
        name = str(crumb.text)
        return {"@type": "ListItem", "position": position, "name": name, "item": self.site.at(crumb.url)}


def _kind(page: Page) -> str:
    if page.kind in {"operation", "api", "field"}:
        return "APIReference"
    return "CollectionPage" if page.kind in _COLLECTIONS else "TechArticle"


def _questions(content: Content | None) -> Node | None:
    """Return the questions among the headings with the words under them; a table is no answer to read out."""
    if content is None:
        return None
    answers = _HEADING.split(content.html)[1:]
    pairs = [
        _question(stop.words, answer)
        for stop, answer in zip(content.stops, answers, strict=False)
        if stop.words.endswith("?") and "<table" not in answer and _words(answer)
    ]
    return {"@type": "FAQPage", "mainEntity": pairs} if pairs else None


def _question(asked: str, answer: str) -> Node:
    said = {"@type": "Answer", "text": _words(answer)}
    return {"@type": "Question", "name": html.unescape(asked), "acceptedAnswer": said}


def _words(written: str) -> str:
    bare = html.unescape(_TAG.sub(" ", written.replace("</dt>", ":")))
    return " ".join(bare.split()).replace(" :", ":")
