"""Feeds of what changed, and the calendar of what ends: the selections and their bytes are the changelog's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.changelog import feeds as selected
from registry.changelog.calendar import calendar
from registry.changelog.telling import news
from registry.site import links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.changelog.endings import Ending
    from registry.changelog.telling import News
    from registry.site.book import Book
    from registry.site.masthead import Masthead


def files(site: Masthead, book: Book) -> Iterator[tuple[str, bytes]]:
    """Yield every feed as Atom and as JSON Feed, and the calendar."""
    identity = site.address or book.registry.config.title
    addresses = selected.Addresses(
        identity=identity,
        item=lambda one: _at(site, _page(one)),
        feed=lambda feed, kind: _at(site, links.feed(feed.path, kind)),
        home=_at(site, links.CHANGES),
    )
    told = tuple(news(book.registry, book.entries, book.ledger.announced))
    for feed in selected.feeds(book.registry, book.takers, told):
        yield links.feed(feed.path, "atom"), selected.atom(feed, addresses)
        yield links.feed(feed.path, "json"), selected.json_feed(feed, addresses)
    yield (
        links.CALENDAR,
        calendar(
            book.outlook.endings,
            title=f"{book.registry.config.title}: coming changes",
            identity=identity,
            called=book.api_title,
            address=lambda ending: _at(site, _day(ending)),
        ),
    )


def _at(site: Masthead, url: str) -> str:
    return site.at(url) if site.address else f"/{url}"


def _page(one: News) -> str:
    return links.release(one.api, one.version) if one.version else f"{links.COMING}#announced"


def _day(ending: Ending) -> str:
    if ending.kind == "announced":
        return f"{links.COMING}#{links.announced(ending.api, ending.name)}"
    return f"{links.COMING}#with-a-date"
