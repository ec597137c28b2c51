"""The home page: what is here, what moves, what changes soon, at a glance."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from registry.site import links, words
from registry.site.page import Page
from registry.site.pages import affected, coming, pictures, quality, systems
from registry.site.pages.versions import severity
from registry.site.text import Badge, Block, Board, Fold, Inline, Lines, Link, Panel, Row, Small, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.changelog.endings import Ending
    from registry.changelog.entry import Entry
    from registry.model.flow import Flow
    from registry.site.book import Book

_LATEST = 6
_SOONEST = 5
_MOST_PAIRS = 200


def page(book: Book) -> Page:
    """Return the page."""
    return Page(
        url=links.HOME,
        kind="home",
        title=book.registry.config.title,
        sentence=book.registry.config.description or _sentence(book),
        parts={
            "glance": Board(
                (
                    Panel("What moves", "what-moves", tuple(_moves(book)), wide=True),
                    Panel("What changes soon", "what-changes-soon", tuple(_soon(book))),
                    Panel("Latest releases", "latest-releases", tuple(_releases(book))),
                    Panel("Can the data be trusted?", "quality", (quality.today(book),)),
                    Panel("What is here", "what-is-here", (systems.table(book),), wide=True),
                )
            ),
        },
    )


def _sentence(book: Book) -> str:
    found = book.registry
    return (
        f"What data moves where between {words.counted(len(found.systems), 'system')}: "
        f"{words.counted(len(found.apis), 'API')}, {words.counted(len(found.flows), 'flow')}, "
        "what each field means, and what changes when."
    )


def _moves(book: Book) -> Iterator[Block]:
    """Yield the map, and what it shows as a table."""
    picture = pictures.system_map(book)
    if picture is None:
        yield "No flow is recorded yet."
        return
    yield picture
    moved = _moved(book)
    rows = tuple(
        Row(
            (
                book.system_link(source),
                book.system_link(target),
                Lines(tuple(book.flow_link(flow.id) for flow in flows)),
            ),
            pictures.moves_anchor(source, target),
        )
        for (source, target), flows in sorted(moved.items())[:_MOST_PAIRS]
    )
    table = Table("Who gives what to whom", ("From", "To", "What moves"), rows)
    yield Fold(f"All {words.counted(len(book.registry.flows), 'flow')} as a table", table, "who-gives-what")


def _moved(book: Book) -> dict[tuple[str, str], list[Flow]]:
    found: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    for flow in book.registry.flows:
        found[flow.producer_system, flow.consumer_system].append(flow)
    return found


def _soon(book: Book) -> Iterator[Block]:
    dated = tuple(
        Row(
            (
                Badge(words.days_from(book.as_of, ending.day), coming.urgency(book, ending)),
                Lines((coming.what(book, ending), Small(_hits(book, ending)))),
            )
        )
        for ending in book.outlook.endings[:_SOONEST]
    )
    pending = tuple(
        Row(
            (
                Badge("no day yet", "breaking"),
                Lines(
                    (
                        (book.team(hit.flow.owner), ": ", book.flow_link(hit.flow.id), " would break"),
                        Small(("by the working copy of ", coming.working_copy(book, api))),
                    )
                ),
            )
        )
        for api, hit in coming.breaking(book)[:_SOONEST]
    )
    if dated or pending:
        yield Table("What changes soon", ("When", "What"), (*dated, *pending), "glance")
    else:
        yield "Nothing is announced to stop working, and no working copy would break a flow."
    rest = len(book.outlook.endings) > _SOONEST or len(coming.breaking(book)) > _SOONEST
    yield (Link("All coming changes" if rest else "Coming changes in full", links.COMING), ".")


def _hits(book: Book, ending: Ending) -> Inline:
    return (f"{words.day(ending.day)} · ", book.api_link(ending.api), " · hits ", coming.users(book, ending))


def _releases(book: Book) -> Iterator[Block]:
    rows = tuple(
        Row((words.day(entry.date), Lines(_release(book, entry)))) for entry in book.entries[:_LATEST]
    )
    if not rows:
        yield "Nothing has been released yet."
        return
    yield Table("Latest releases", ("Day", "Release"), rows, "glance")
    yield (Link("All releases", links.CHANGES), ".")


def _release(book: Book, entry: Entry) -> tuple[Inline, ...]:
    named = Link(f"{book.api_title(entry.api)} {entry.version}", links.release(entry.api, entry.version))
    act = affected.acting(book, entry).told
    return ((named, " ", _worst(severity(entry))), *((Small(act),) if act else ()))


def _worst(found: Inline) -> Inline:
    """Return the gravest count alone: the page of the release has them all."""
    return found[0] if isinstance(found, tuple) else found
