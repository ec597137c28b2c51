"""The console of each API: a page from which a reader can call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.site import links
from registry.site.page import Page
from registry.site.pages import crumbs
from registry.site.pages.operations import api_group
from registry.site.text import Console

if TYPE_CHECKING:
    from registry.model.registry import Api
    from registry.site.book import Book

_WARNING = (
    "Requests go straight from your browser to the server of the API, which has to allow that (CORS). "
    "What you send is real: it may change data. Nothing that you type is kept."
)


def page(book: Book, api: Api) -> Page:
    """Return the page, with every version to choose from, newest first."""
    title = book.api_title(api.id)
    versions = tuple(reversed(api.versions)) or (None,)
    return Page(
        url=links.console(api.id),
        kind="console",
        title=f"Try {title}",
        sentence=f"Call the operations of {title} from here, and see what they answer.",
        kicker="Console",
        crumbs=crumbs.api(book, api.id),
        sidebar=(api_group(book, api),),
        parts={
            "warning": _WARNING,
            "console": Console(
                tuple(
                    (version or "not released", links.download(api.id, version or "pending", "json"))
                    for version in versions
                )
            ),
        },
    )
