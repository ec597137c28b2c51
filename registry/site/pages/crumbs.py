"""The way from the home page to a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.site import links
from registry.site.text import Link

if TYPE_CHECKING:
    from registry.site.book import Book

HOME = Link("Home", links.HOME)
SYSTEMS = (HOME, Link("Systems", links.SYSTEMS))
APIS = (HOME, Link("APIs", links.APIS))
FLOWS = (HOME, Link("Flows", links.FLOWS))
CHANGES = (HOME, Link("Changes", links.CHANGES))
GLOSSARY = (HOME, Link("Glossary", links.GLOSSARY))
RULES = (HOME, Link("Rules", links.RULES))


def api(book: Book, identity: str) -> tuple[Link, ...]:
    """Return the way to what lies below an API."""
    return (*APIS, Link(book.api_title(identity), links.api(identity)))
