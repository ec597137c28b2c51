"""A site before the engine has run: every page as a value, and the files that the engine reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from registry.changelog.announcement import announcements
from registry.changelog.ledger import ledger
from registry.model.registry import load
from registry.site import catalogue, links, shell, written
from registry.site.arrange import Templates
from registry.site.book import Book
from registry.site.folders import Folders
from registry.site.paging import divided
from registry.site.redirects import Redirects
from registry.source.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from registry.site.page import Page
    from registry.site.written import Guide


@dataclass(frozen=True)
class Plan:
    """The pages of a registry's site on one day.

    The home page, the hubs and the guides go through the engine; every other page is stamped from a shell.
    """

    root: Path
    book: Book
    pages: tuple[Page, ...]
    guides: tuple[Guide, ...]
    templates: Templates

    @cached_property
    def known(self) -> Mapping[str, Page]:
        """Every page by its URL, guides included."""
        return {page.url: page for page in (*self.pages, *(guide.page for guide in self.guides))}

    @cached_property
    def redirects(self) -> Redirects:
        """Where old addresses lead; raises UnreadableInput."""
        return Redirects.of(self.root, self.known.keys(), self.templates.moved)

    @cached_property
    def stamped(self) -> tuple[Page, ...]:
        """The pages that the engine never sees."""
        return tuple(page for page in self.pages if not _is_hub(page.url))

    @cached_property
    def hubs(self) -> tuple[str, ...]:
        """The hubs that pages are stamped below."""
        return tuple(dict.fromkeys(shell.hub_of(page.url) for page in self.stamped))

    def for_engine(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files that the engine reads, by path: Markdown, and what is handed on as it is."""
        words = Folders(self.root).words
        for page in self.pages:
            if _is_hub(page.url):
                yield f"{page.url}index.md", self.templates.for_engine(page).encode()
        for name, content in written.contents(words / "guides").items():
            yield f"{links.GUIDES}{name}", content
        for name, content in written.contents(words / "assets").items():
            yield f"assets/{name}", content
        for hub in self.hubs:
            yield f"{shell.address(hub)}index.md", shell.markdown(hub)


def plan(root: Path, as_of: date) -> Plan:
    """Return the plan of the site of the registry at ``root``.

    Raises:
        WrongUse: There is no registry.
        UnreadableInputs: A document of the registry cannot be read.
    """
    registry = load(Store.open(root))
    book = Book(registry, ledger(root), as_of, announcements(root))
    guides = written.contents(Folders(root).words / "guides")
    found = divided(catalogue.pages(book, guides))
    return Plan(root, book, found.pages, written.guides(guides), Templates.for_registry(root, found.moved))


def _is_hub(url: str) -> bool:
    """Return whether a page lies directly below the root, or is the home page."""
    return url.count("/") <= 1
