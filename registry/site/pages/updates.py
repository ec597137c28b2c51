"""Get updates: how to hear of everything, of what breaks, or only of what one's own system uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.changelog.feeds import feeds
from registry.site import links, words
from registry.site.page import Page
from registry.site.pages import crumbs
from registry.site.text import Code, Heading, Inline, Link, Row, Sample, Section, Table

if TYPE_CHECKING:
    from registry.changelog.feeds import Feed
    from registry.site.book import Book
    from registry.site.text import Block

_MOST_APIS = 500
_CHANNEL = "your-channel"


def page(book: Book, *, guided: bool) -> Page:
    """Return the page; ``guided`` tells that the registry has the guide about subscriptions."""
    book.asked.note("guides")
    found = {feed.path: feed for feed in feeds(book.registry, book.takers, ())}
    return Page(
        url=links.UPDATES,
        kind="updates",
        title="Get updates",
        sentence="Hear of changes in time: of everything, of what breaks, or only of what your system uses.",
        crumbs=(crumbs.HOME,),
        parts={
            "choices": [
                _choice(found["all",], "Everything", _lines("everything"), guided=guided),
                _choice(found["breaking",], "Only what breaks somebody", _lines("breaking"), guided=guided),
            ],
            "mine": [_mine(book, path[1], guided=guided) for path in found if path[0] == "consumers"],
            "apis": _apis(book, found),
            "calendar": _calendar(book),
        },
    )


def _choice(feed: Feed, title: str, lines: Sample, *, guided: bool) -> Section:
    return Section(
        Heading(3, title, links.anchor(*feed.path)),
        (_addresses(feed.path), _by_message(guided=guided), lines),
    )


def _mine(book: Book, system: str, *, guided: bool) -> Section:
    flows = tuple(map(book.registry.flow, book.flows_into(system)))
    owners = dict.fromkeys(flow.owner for flow in flows)
    title = book.system_title(system)
    many = "the flow" if len(flows) == 1 else f"one of the {len(flows)} flows"
    said = f"What hits {many} into {title}."
    blocks: list[Block] = [said, _addresses(("consumers", system))]
    blocks += (
        [_by_message(guided=guided), *(_lines("breaking", owner, mine=True) for owner in owners)]
        if owners
        else []
    )
    return Section(Heading(3, title, links.anchor("consumers", system)), tuple(blocks))


def _by_message(*, guided: bool) -> Inline:
    more: tuple[Inline, ...] = (
        ("; ", Link("the guide says how", f"{links.GUIDES}subscribe/")) if guided else ()
    )
    return ("As a message, with these lines in ", Code("specs/subscriptions.yaml"), *more, ".")


def _lines(severity: str, subscriber: str = "your-team", *, mine: bool = False) -> Sample:
    only = ", only: what-we-use" if mine else ""
    return Sample(
        f"- subscriber: {subscriber}\n  channels: [{_CHANNEL}]\n  wants: {{severity: {severity}{only}}}",
        "yaml",
    )


def _addresses(path: tuple[str, ...]) -> Inline:
    return (
        "In a feed reader: ",
        Link("Atom", links.feed(path, "atom")),
        " or ",
        Link("JSON Feed", links.feed(path, "json")),
        ".",
    )


def _apis(book: Book, found: dict[tuple[str, ...], Feed]) -> Table | str:
    rows = tuple(
        Row(
            (
                book.api_link("/".join(path[1:])),
                Link("Atom", links.feed(path, "atom")),
                Link("JSON Feed", links.feed(path, "json")),
            )
        )
        for path in found
        if path[0] == "apis"
    )[:_MOST_APIS]
    return (
        Table("Feeds of each API", ("API", "For a feed reader", "For a program"), rows)
        if rows
        else "There is no API yet."
    )


def _calendar(book: Book) -> Inline:
    days = words.counted(len(book.outlook.endings), "day")
    return (
        Link("Calendar of coming changes", links.CALENDAR),
        f", {days} on it today. Subscribe to its address.",
    )
