"""Coming changes: what stops working when, and what is written but not released."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.site import links, words
from registry.site.page import Page
from registry.site.pages import crumbs, deadlines, differences, pictures
from registry.site.pages.operations import title
from registry.site.text import Badge, Code, Heading, Inline, Link, Row, Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from registry.flow.impact import Impact
    from registry.model.registry import Api
    from registry.site.book import Book
    from registry.site.text import Tone


_SOON = 90
"""Days; about the notice that a team needs."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that stops working on a day; ``users`` are the ids of the flows that it hits."""

    day: date
    what: Inline
    api: str
    users: tuple[str, ...] = ()


def pages(book: Book, found: tuple[Ending, ...]) -> Iterator[Page]:
    """Yield the one page; ``found`` is what `endings` returns."""
    pending = {api: changed for api in book.registry.apis if (changed := book.pending_changes(api))}
    yield Page(
        url=links.COMING,
        kind="coming",
        title="Coming changes",
        sentence=_sentence(book, found, len(pending)),
        crumbs=(crumbs.HOME,),
        parts={
            "picture": pictures.endings(book, found),
            "dated": table(book, found),
            "pending": [_pending(book, api) for api in pending]
            or "Every working copy equals its newest release.",
        },
    )


def endings(book: Book) -> tuple[Ending, ...]:
    """Return what stops working from today on, soonest first."""
    found = [ending for api in book.registry.apis for ending in _of(book, api) if ending.day >= book.as_of]
    return tuple(sorted(found, key=lambda ending: (ending.day, ending.api)))


def table(book: Book, found: tuple[Ending, ...]) -> Table | str:
    """Return endings as a table with the days left."""
    rows = tuple(
        Row(
            (
                words.day(ending.day),
                Badge(words.days_from(book.as_of, ending.day), urgency(book, ending)),
                ending.what,
                book.api_link(ending.api),
                users(book, ending),
            )
        )
        for ending in found
    )
    if not rows:
        return "Nothing is announced to stop working."
    return Table(
        "What stops working, and when", ("Day", "Time left", "What stops working", "Part of", "Hits"), rows
    )


def breaking(book: Book) -> tuple[tuple[Api, Impact], ...]:
    """Return the flows that the working copies would break, by API."""
    return tuple(
        (api, hit)
        for api in book.registry.apis
        for hit in book.pending_impact(api)
        if hit.level == "breaking"
    )


def working_copy(book: Book, api: Api) -> Link:
    """Return where the changes of a working copy are told."""
    return Link(book.api_title(api.id), f"{links.COMING}#{links.field_anchor(api.id)}")


def users(book: Book, ending: Ending) -> Inline:
    """Return the flows that an ending hits, linked."""
    if not ending.users:
        return "no recorded flow"
    return book.flow_names(tuple(book.flows[flow] for flow in ending.users))


def urgency(book: Book, ending: Ending) -> Tone:
    """Return the tone of the days left."""
    return "breaking" if (ending.day - book.as_of).days <= _SOON else "risky"


def _sentence(book: Book, found: tuple[Ending, ...], pending: int) -> str:
    stops = "stops" if len(found) == 1 else "stop"
    first = f"; the next is on {book.when(found[0].day)}" if found else ""
    has = "has" if pending == 1 else "have"
    return (
        f"{words.counted(len(found), 'thing')} {stops} working on a known day{first}. "
        f"{words.counted(pending, 'API')} {has} changes that are written but not released."
    )


def _of(book: Book, api: Api) -> Iterator[Ending]:
    description = book.description(api)
    users = tuple(flow.id for flow in book.flows_of(api.id))
    if description.meaning.sunset_date:
        yield Ending(description.meaning.sunset_date, "The whole API", api.id, users)
    for operation in description.operations:
        if operation.sunset is not None:
            what = Link(title(operation), links.operation(api.id, operation.slug))
            hit = tuple(flow.id for flow in book.flows_of(api.id, operation))
            yield Ending(operation.sunset, what, api.id, hit)
    for field in book.fields(api).values():
        if field.meaning.sunset:
            hit = tuple(dict.fromkeys(edge.flow for edge in book.edges(api.id, field.id)))
            yield Ending(
                field.meaning.sunset, _field(book, api, field.id, field.meaning.business_name), api.id, hit
            )


def _field(book: Book, api: Api, name: str, called: str | None) -> Inline:
    linked = book.field_link(f"{api.id}#{name}")
    return (called, ", ", linked) if called else linked


def _pending(book: Book, api: Api) -> Section:
    changed = book.pending_changes(api)
    title = book.api_title(api.id)
    said = (
        f"{words.counted(len(changed), 'change')} since version ",
        Code(str(api.latest)),
        ", as the working copy says now. It may still change before it is released.",
    )
    table = differences.change_table(book, api.id, changed, f"Changes to come in {title}")
    return Section(Heading(3, title, links.field_anchor(api.id)), (said, _hit(book, api), table))


def _hit(book: Book, api: Api) -> Table | str:
    due = deadlines.of_working_copy(book, api)
    rows = tuple(
        Row(
            (
                book.team_link(hit.flow.owner),
                book.flow_link(hit.flow.id),
                book.field_links(hit.fields) or hit.sentence,
                Badge(hit.level, hit.level),
                due if hit.level == "breaking" else "",
            ),
            tone=hit.level,
        )
        for hit in book.pending_impact(api)
    )
    columns = ("Who", "Because of", "Through", "How grave", "By when")
    return (
        Table("Who would have to act", columns, rows, "changes") if rows else "No recorded flow would be hit."
    )
