"""Changes: every release, who must act because of it, and what moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.site import links, words
from registry.site.page import Group, Page
from registry.site.pages import affected, crumbs, deadlines, differences, timelines
from registry.site.pages.versions import severity
from registry.site.text import (
    Badge,
    Code,
    Facts,
    Heading,
    Inline,
    Link,
    Prose,
    Row,
    Section,
    Small,
    Table,
    joined,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from registry.changelog.entry import Entry
    from registry.model.registry import Api
    from registry.site.book import Book

_UNRECORDED = " Clients that are not recorded here may be; read the breaking changes below."
_MOST_RELEASES = 200


def pages(book: Book, api: Api) -> Iterator[Page]:
    """Yield the page of each release of an API."""
    entries = book.entries_of(api.id)
    for number, entry in enumerate(entries):
        newer = entries[number - 1] if number else None
        older = entries[number + 1] if number + 1 < len(entries) else None
        yield _page(book, entry, newer, older)


def table(book: Book, entries: Iterable[Entry], caption: str) -> Table | str:
    """Return releases as a table, in the order given."""
    rows = tuple(
        Row(
            (
                Link(f"{book.api_title(entry.api)} {entry.version}", links.release(entry.api, entry.version)),
                words.day(entry.date),
                severity(entry),
                _affected(book, entry),
            )
        )
        for entry in entries
    )
    return (
        Table(caption, ("Release", "Date", "Changes", "Must act"), rows)
        if rows
        else "Nothing has been released yet."
    )


def hub(book: Book) -> Page:
    """Return the list of all releases."""
    years = dict.fromkeys(entry.date.year for entry in book.entries)
    shown = [
        Section(
            Heading(2, str(year), links.anchor("year", str(year))),
            (
                table(
                    book,
                    [entry for entry in book.entries[:_MOST_RELEASES] if entry.date.year == year],
                    f"Releases of {year}",
                ),
            ),
        )
        for year in years
        if any(entry.date.year == year for entry in book.entries[:_MOST_RELEASES])
    ]
    count = words.counted(len(book.entries), "release")
    return Page(
        url=links.CHANGES,
        kind="changes",
        title="Changes",
        sentence=f"{count}, newest first: how grave the changes of each were, and whom they made act.",
        crumbs=(crumbs.HOME,),
        parts={
            "picture": timelines.releases(book, book.registry.apis),
            "groups": shown or ["Nothing has been released yet."],
        },
    )


def _page(book: Book, entry: Entry, newer: Entry | None, older: Entry | None) -> Page:
    title = f"{book.api_title(entry.api)} {entry.version}"
    return Page(
        url=links.release(entry.api, entry.version),
        kind="release",
        title=title,
        sentence=_sentence(book, entry),
        kicker="Release",
        crumbs=(*crumbs.CHANGES, Link(book.api_title(entry.api), links.api(entry.api))),
        badges=(Badge(words.day(entry.date)), *_badges(entry)),
        sidebar=(_sidebar(book, entry),),
        parts={
            "way": _way(book, entry, newer, older),
            "act": _act(book, entry),
            "affected": affected.sections(book, entry),
            "note": Prose(entry.note) if entry.note else None,
            "groups": differences.groups(book, entry.api, entry.changes) or [_unchanged(entry)],
            "accepted": _accepted(entry),
            "around": _around(entry, newer, older),
        },
        searchable=newer is None,
    )


def _way(book: Book, entry: Entry, newer: Entry | None, older: Entry | None) -> Inline:
    """Return the links to the versions beside this one, and to the comparison of any two."""
    found: list[Inline] = []
    if older is not None:
        found.append(Link(f"← {older.version}", links.release(older.api, older.version)))
    if newer is not None:
        found.append(Link(f"{newer.version} →", links.release(newer.api, newer.version)))
    api = book.apis.get(entry.api)
    if api is not None and len(api.versions) > 1:
        found.append(Link("Compare any two versions", links.compare(entry.api)))
    return joined(tuple(found), " · ")


def _sentence(book: Book, entry: Entry) -> str:
    name = f"Version {entry.version} of {book.api_title(entry.api)}, released on {words.day(entry.date)},"
    if entry.base is None:
        return f"{name} is the first."
    counts = [words.counted(count, f"{level} change") for level, count in entry.summary.items() if count]
    if not counts:
        return f"{name} changes nothing that a client could notice."
    hit = f" and affects {words.counted(len(entry.affected), 'flow')}" if entry.affected else ""
    return f"{name} brings {words.listed(counts)} since {entry.base}{hit}."


def _badges(entry: Entry) -> tuple[Inline, ...]:
    found = severity(entry)
    return tuple(part for part in found if part != " ") if isinstance(found, tuple) else (found,)


def _sidebar(book: Book, entry: Entry) -> Group:
    shown = book.entries_of(entry.api)[:30]
    return Group(
        book.api_title(entry.api),
        tuple(Link(each.version, links.release(each.api, each.version)) for each in shown),
    )


def _act(book: Book, entry: Entry) -> Table | str:
    if entry.base is None:
        return "Nobody: there was no version before."
    if not entry.affected:
        grave = entry.summary["breaking"]
        return f"Nobody has to: no recorded flow is hit.{_UNRECORDED if grave else ''}"
    due = deadlines.of_release(book, entry)
    rows = tuple(
        Row(
            (
                book.team_link(each.owner),
                book.flow_link(each.flow),
                book.field_links(each.fields) or each.sentence,
                Badge(each.level, each.level),
                _by_when(due, done=affected.is_done(book, entry, each)) if each.level == "breaking" else "",
            ),
            tone=each.level,
        )
        for each in sorted(entry.affected, key=lambda each: differences.LEVELS.index(each.level))
    )
    return Table("Who must act", ("Who", "Because of", "Through", "How grave", "By when"), rows, "changes")


def _by_when(due: Inline, *, done: bool) -> Inline:
    return (Badge("done", "good"), " ", due) if done else due


def _affected(book: Book, entry: Entry) -> Inline:
    acting = affected.acting(book, entry)
    return acting.names if acting.left else Small(acting.told)


def _unchanged(entry: Entry) -> str:
    return (
        "There is nothing to compare the first version with."
        if entry.base is None
        else "Nothing that a client could notice changed."
    )


def _accepted(entry: Entry) -> Table | None:
    rows = tuple(
        Row((Code(each.at), each.reason, each.owner, Link(each.rule, links.rule(each.rule))))
        for each in entry.accepted
    )
    return Table("Accepted on purpose", ("Where", "Why", "Who accepted it", "Rule"), rows) if rows else None


def _around(entry: Entry, newer: Entry | None, older: Entry | None) -> Facts:
    found: list[tuple[str, Inline]] = []
    if newer is not None:
        found.append(("The version after", Link(newer.version, links.release(newer.api, newer.version))))
    if older is not None:
        found.append(("The version before", Link(older.version, links.release(older.api, older.version))))
    files = tuple(
        Link(kind.upper(), links.download(entry.api, entry.version, kind)) for kind in ("yaml", "json")
    )
    return Facts((*found, ("This version as a file", (files[0], " ", files[1]))))
