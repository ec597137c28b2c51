"""Coming changes: what stops working when, what is announced, and what is written but not released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.site import links, words
from registry.site.page import Page
from registry.site.pages import crumbs, deadlines, differences, timelines
from registry.site.pages.operations import title
from registry.site.text import Badge, Code, Heading, Inline, Link, Prose, Row, Section, Table

if TYPE_CHECKING:
    from registry.changelog.announcement import Announcement
    from registry.changelog.endings import Ending
    from registry.flow.impact import Impact
    from registry.model.registry import Api
    from registry.site.book import Book
    from registry.site.text import Block, Tone


_SOON = 90
"""Days; about the notice that a team needs."""
_MOST_ENDINGS = 300


def page(book: Book) -> Page:
    """Return the page."""
    pending = {api: changed for api in book.registry.apis if (changed := book.outlook.pending_changes(api))}
    return Page(
        url=links.COMING,
        kind="coming",
        title="Coming changes",
        sentence=_sentence(book, len(pending)),
        crumbs=(crumbs.HOME,),
        parts={
            "picture": timelines.endings(book),
            "dated": table(book, book.outlook.endings[:_MOST_ENDINGS]),
            "announced": [_announced(book, each) for each in book.outlook.announcements],
            "pending": [_pending(book, api) for api in pending]
            or "Every working copy equals its newest release.",
        },
    )


def table(book: Book, found: tuple[Ending, ...]) -> Table | str:
    """Return endings as a table with the days left."""
    rows = tuple(
        Row(
            (
                words.day(ending.day),
                Badge(words.days_from(book.as_of, ending.day), urgency(book, ending)),
                what(book, ending),
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


def what(book: Book, ending: Ending) -> Inline:
    """Return what ends, linked to where it is told of."""
    if ending.kind == "api":
        return "The whole API"
    if ending.kind == "operation":
        return _operation(book, ending)
    if ending.kind == "field":
        called = book.called(f"{ending.api}#{ending.name}")
        linked = book.field_link(f"{ending.api}#{ending.name}")
        return (called, ", ", linked) if called else linked
    if ending.kind == "version":
        return ("Version ", Code(ending.name), ", which a later one replaces")
    return Link(
        "Breaking changes that are announced", f"{links.COMING}#{links.announced(ending.api, ending.name)}"
    )


def _operation(book: Book, ending: Ending) -> Inline:
    found = book.operation(ending.api, ending.name)
    return Link(title(found), links.operation(ending.api, found.slug)) if found else Code(ending.name)


def breaking(book: Book) -> tuple[tuple[Api, Impact], ...]:
    """Return the flows that the working copies would break, by API."""
    return tuple(
        (api, hit)
        for api in book.registry.apis
        for hit in book.outlook.pending_impact(api)
        if hit.level == "breaking"
    )


def working_copy(book: Book, api: Api) -> Link:
    """Return where the changes of a working copy are told."""
    return Link(book.api_title(api.id), f"{links.COMING}#{links.field_anchor(api.id)}")


def users(book: Book, ending: Ending) -> Inline:
    """Return the flows that an ending hits, linked."""
    known = tuple(filter(None, map(book.flow, ending.flows)))
    return book.flow_names(known) if known else "no recorded flow"


def urgency(book: Book, ending: Ending) -> Tone:
    """Return the tone of the days left."""
    return "breaking" if (ending.day - book.as_of).days <= _SOON else "risky"


def _sentence(book: Book, pending: int) -> str:
    found = book.outlook.endings
    stops = "stops" if len(found) == 1 else "stop"
    first = f"; the next is on {book.when(found[0].day)}" if found else ""
    has = "has" if pending == 1 else "have"
    return (
        f"{words.counted(len(found), 'thing')} {stops} working on a known day{first}. "
        f"{words.counted(pending, 'API')} {has} changes that are written but not released."
    )


def _announced(book: Book, each: Announcement) -> Section:
    """Return breaking changes that people were told of: the day, whom they hit, what they are."""
    name = book.api_title(each.api)
    said = (
        f"Announced on {words.day(each.announced)}, comes on {book.when(each.effective)}; compared with version ",
        Code(each.base),
        ".",
    )
    blocks: list[Block] = [said, *([Prose(each.note)] if each.note else [])]
    rows = tuple(
        Row(
            (
                book.team_link(hit.owner),
                book.flow_link(hit.flow),
                book.field_links(hit.fields) or hit.sentence,
                book.when(each.effective),
            ),
            tone=hit.level,
        )
        for hit in each.affected
    )
    columns = ("Who", "Because of", "Through", "By when")
    blocks.append(Table("Who must act", columns, rows, "changes") if rows else "No recorded flow is hit.")
    blocks.append(differences.change_table(book, each.api, each.changes, f"Announced changes of {name}"))
    return Section(Heading(3, name, links.announced(each.api, each.name)), tuple(blocks))


def _pending(book: Book, api: Api) -> Section:
    changed = book.outlook.pending_changes(api)
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
        for hit in book.outlook.pending_impact(api)
    )
    columns = ("Who", "Because of", "Through", "How grave", "By when")
    return (
        Table(f"Who would have to act because of {book.api_title(api.id)}", columns, rows, "changes")
        if rows
        else "No recorded flow would be hit."
    )
