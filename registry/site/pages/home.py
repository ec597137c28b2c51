"""The home page: what is here, what moves, what changes soon."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from registry.site import links, words
from registry.site.diagrams import system_map
from registry.site.page import Page
from registry.site.pages import changes, coming, systems
from registry.site.text import Inline, Lines, Link, Picture, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.flow import Flow
    from registry.site.book import Book
    from registry.site.pages.coming import Ending

_LATEST = 6
_SOONEST = 5


def pages(book: Book, endings: tuple[Ending, ...]) -> Iterator[Page]:
    """Yield the one page; ``endings`` is what stops working from today on, soonest first."""
    yield Page(
        url=links.HOME,
        kind="home",
        title=book.registry.config.title,
        sentence=book.registry.config.description or _sentence(book),
        parts={
            "moves": _moves(book),
            "map": _map(book),
            "flows": _pairs(book),
            "coming": [*_unreleased(book), coming.table(book, endings[:_SOONEST]), _more(len(endings))],
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
        f"{words.counted(len(found.apis), 'API')}, {words.counted(len(found.flows), 'flow')}, "
        "what each field means, and what changes when."
    )


def _moves(book: Book) -> str:
    found = book.registry.flows
    if not found:
        return "No flow is recorded yet."
    givers = words.counted(len({flow.producer_system for flow in found}), "system")
    takers = words.counted(len({flow.consumer_system for flow in found}), "system")
    moved = words.counted(len(found), "flow")
    return f"{moved} of data, from {givers} into {takers}. The table says what."


def _pairs(book: Book) -> Table | None:
    """Return what the picture shows: who gives what to whom."""
    rows = tuple(
        Row(
            (
                book.system_link(source),
                book.system_link(target),
                Lines(tuple(book.flow_link(flow.id) for flow in moved)),
            )
        )
        for (source, target), moved in sorted(_moved(book).items())
    )
    return Table("Who gives what to whom", ("From", "To", "What moves"), rows) if rows else None


def _moved(book: Book) -> dict[tuple[str, str], list[Flow]]:
    found: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    for flow in book.registry.flows:
        found[flow.producer_system, flow.consumer_system].append(flow)
    return found


def _map(book: Book) -> Picture | None:
    counted = {ends: len(moved) for ends, moved in _moved(book).items()}
    titles = {system.id: system.title for system in book.registry.systems}
    sentence = "Map of systems; the table below lists every flow."
    return Picture(system_map(titles, counted), sentence) if counted else None


def _unreleased(book: Book) -> tuple[Inline | Table, ...]:
    found = coming.unreleased(book)
    if found is None:
        return ()
    flows = words.counted(len(found.rows), "flow")
    return (f"Written but not released, and breaking as it stands now: {flows} would be hit.", found)


def _more(count: int) -> Inline:
    rest = f"All {count} coming changes" if count > _SOONEST else "Coming changes in full"
    return (Link(rest, links.COMING), ".")
