"""The home page: what is here, what moves, what changes soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.site import links, words
from registry.site.diagrams import system_map
from registry.site.page import Page
from registry.site.pages import changes, coming, flows, systems
from registry.site.text import Inline, Link, Picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.site.book import Book

_LATEST = 6
_SOONEST = 5


def pages(book: Book) -> Iterator[Page]:
    """Yield the one page."""
    endings = coming.endings(book)
    yield Page(
        url=links.HOME,
        kind="home",
        title=book.registry.config.title,
        sentence=book.registry.config.description or _sentence(book),
        parts={
            "moves": _moves(book),
            "map": _map(book),
            "flows": flows.table(book, book.registry.flows, "All flows of data"),
            "coming": [coming.table(book, endings[:_SOONEST]), _more(len(endings))],
            "releases": [
                changes.table(book, book.entries[:_LATEST], "Latest releases"),
                (Link("All releases", links.CHANGES), "."),
            ],
            "contents": systems.table(book),
        },
    )


def _sentence(book: Book) -> str:
    found = book.registry
    return (
        f"What data moves where between {words.counted(len(found.systems), 'system')}: "
        f"{words.counted(len(found.apis), 'API')}, {words.counted(len(found.flows), 'flow')}, what each field means, and what changes when."
    )


def _moves(book: Book) -> str:
    if not book.registry.flows:
        return "No flow is recorded yet."
    count = words.counted(len(book.registry.flows), "flow")
    ends = (
        {flow.producer_system for flow in book.registry.flows},
        {flow.consumer_system for flow in book.registry.flows},
    )
    return f"{count} of data, from {words.counted(len(ends[0]), 'system')} into {words.counted(len(ends[1]), 'system')}. The picture shows which; the table below it says what."


def _map(book: Book) -> Picture | None:
    counted: dict[tuple[str, str], int] = {}
    for flow in book.registry.flows:
        ends = flow.producer_system, flow.consumer_system
        counted[ends] = counted.get(ends, 0) + 1
    if not counted:
        return None
    titles = {system.id: system.title for system in book.registry.systems}
    return Picture(system_map(titles, counted), "Map of systems; the table below lists every flow.")


def _more(count: int) -> Inline:
    rest = f"All {count} coming changes" if count > _SOONEST else "Coming changes in full"
    return (Link(rest, links.COMING), ".")
