"""Comparing versions: what lies between any two, where it is worked out beforehand, and how to ask for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff import LEVELS
from registry.site import links, words
from registry.site.page import Group, Page
from registry.site.pages import crumbs, differences
from registry.site.text import Badge, Code, Inline, Link, Row, Sample, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.diff.change import Comparison, Level
    from registry.model.registry import Api
    from registry.site.book import Book

_LATELY = 3
"""How many versions before the newest are compared with it, beside the last of each older major line."""
_MOST_OPERATIONS = 300
"""A description with more operations is compared on demand only: a build must stay quick."""
_MOST_VERSIONS = 200


def pages(book: Book, api: Api) -> Iterator[Page]:
    """Yield the page to choose from, and one page for each comparison that no release has."""
    if len(api.versions) > 1:
        yield _hub(book, api)
    for base in _compared(book, api):
        yield _page(book, api, base)


def _compared(book: Book, api: Api) -> tuple[str, ...]:
    """Return the versions that are compared with the newest; the one before it has the page of the release."""
    if api.latest is None or book.size(api, None) > _MOST_OPERATIONS:
        return ()
    before = api.versions[:-1]
    wanted = {*before[-1 - _LATELY : -1], *book.lines(api).values()} - set(before[-1:])
    return tuple(version for version in before if version in wanted)


def _hub(book: Book, api: Api) -> Page:
    title = book.api_title(api.id)
    known = set(_compared(book, api))
    told = {entry.base: entry.version for entry in book.entries_of(api.id) if entry.base}
    rows = tuple(
        Row((Code(version), _next(api, told.get(version)), _newest(book, api, version, known)))
        for version in reversed(api.versions[:-1][-_MOST_VERSIONS:])
    )
    first, last = api.versions[0], api.versions[-1]
    command = f"waybill diff {api.id}@{first} {api.id}@{last} --format html > changes.html"
    return Page(
        url=links.compare(api.id),
        kind="compare",
        title=f"Compare versions of {title}",
        sentence=f"What changed between any two of the {words.counted(len(api.versions), 'version')} of {title}.",
        kicker="Compare",
        crumbs=(*crumbs.CHANGES, Link(title, links.api(api.id))),
        sidebar=(_sidebar(book, api),),
        parts={
            "pairs": Table("Versions to compare", ("From", "To the next", "To the newest"), rows),
            "command": Sample(command, "sh"),
        },
        searchable=False,
    )


def _next(api: Api, version: str | None) -> Inline:
    return Link(version, links.release(api.id, version)) if version else ""


def _newest(book: Book, api: Api, version: str, known: set[str]) -> Inline:
    newest = str(api.latest)
    if version in known:
        return Link(newest, links.comparison(api.id, version, newest))
    before = next((entry.version for entry in book.entries_of(api.id) if entry.base == version), None)
    return Link(newest, links.release(api.id, newest)) if before == newest else "by the command below"


def _sidebar(book: Book, api: Api) -> Group:
    newest = str(api.latest)
    shown = tuple(
        Link(f"{base} to {newest}", links.comparison(api.id, base, newest)) for base in _compared(book, api)
    )
    return Group(book.api_title(api.id), (Link("Any two versions", links.compare(api.id)), *shown))


def _page(book: Book, api: Api, base: str) -> Page:
    title, newest = book.api_title(api.id), str(api.latest)
    found = book.outlook.comparison(api, base, newest)
    return Page(
        url=links.comparison(api.id, base, newest),
        kind="comparison",
        title=f"{title}: {base} to {newest}",
        sentence=_sentence(found, title, base, newest),
        kicker="Compare",
        crumbs=(*crumbs.CHANGES, Link(title, links.api(api.id)), Link("Compare", links.compare(api.id))),
        badges=tuple(Badge(f"{count} {level}", level) for level, count in _counts(found).items() if count),
        sidebar=(_sidebar(book, api),),
        parts={
            "act": _act(book, api, base, found),
            "groups": differences.groups(book, api.id, found.changes)
            or ["Nothing that a client could notice changed."],
        },
        searchable=False,
    )


def _counts(found: Comparison) -> dict[Level, int]:
    return {level: sum(change.level == level for change in found.changes) for level in LEVELS}


def _sentence(found: Comparison, title: str, base: str, newest: str) -> str:
    counts = [words.counted(count, f"{level} change") for level, count in _counts(found).items() if count]
    told = words.listed(counts) if counts else "no change that a client could notice"
    return f"Whoever goes from version {base} of {title} to {newest} meets {told}."


def _act(book: Book, api: Api, base: str, found: Comparison) -> Table | str:
    rows = tuple(
        Row(
            (
                book.team_link(hit.flow.owner),
                book.flow_link(hit.flow.id),
                book.field_links(hit.fields) or hit.sentence,
                Badge(hit.level, hit.level),
            ),
            tone=hit.level,
        )
        for hit in book.outlook.impact(api, base, found)
    )
    none = f"No recorded flow says that it still works with {base}."
    columns = ("Who", "Because of", "Through", "How grave")
    return Table(f"Who still works with {base}", columns, rows, "changes") if rows else none
