"""What a release means for each flow that it hits: what changes for it, what to do, whether that is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.changelog import render
from registry.model.fields.spots import of_pointer
from registry.site import links, shown
from registry.site.field_index import whole
from registry.site.pages import deadlines, differences
from registry.site.text import Badge, Code, Facts, Heading, Inline, Lines, Link, Section, Small
from registry.source.versions import satisfies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.changelog.entry import Affected, Entry
    from registry.diff.change import Change
    from registry.model.flow import Flow
    from registry.site.book import Book

_MOST, _MOST_CHANGES = 40, 12
_KEYWORDS = 3
"""How many steps of a pointer may lie below the field: a keyword, a branch, a value."""


def sections(book: Book, entry: Entry) -> list[Section]:
    """Return one section per flow that the release hits, those that break first."""
    ordered = sorted(entry.affected, key=lambda each: differences.LEVELS.index(each.level))
    return [_section(book, entry, each) for each in ordered[:_MOST]]


def is_done(book: Book, entry: Entry, each: Affected) -> bool:
    """Tell whether a flow that a release hits does not count on the version before any more."""
    flow = book.flow(each.flow)
    return flow is not None and not _counts_on(entry, flow)


def _section(book: Book, entry: Entry, each: Affected) -> Section:
    flow = book.flow(each.flow)
    found = tuple(
        change
        for change in differences.ordered(entry.changes)
        if change.level != "safe" and _is_met(entry, change, flow) and _concerns(entry, each, change)
    )
    facts: list[tuple[str, Inline]] = [("Who", book.team_contact(each.owner))]
    if each.level == "breaking":
        facts.append(("By when", deadlines.of_release(book, entry)))
    if each.fields:
        facts.append(("Through", book.field_links(each.fields)))
    if found:
        facts.append(("What changes for it", Lines(tuple(map(_told, found[:_MOST_CHANGES])))))
    done = is_done(book, entry, each)
    if flow is not None:
        facts.append(("Is it done?", _state(entry, flow, done=done)))
    if not done:
        facts.append(("What to do", Lines(tuple(_steps(entry, each, found)))))
    title = book.flow_link(each.flow) if flow is not None else each.title
    return Section(Heading(3, title, links.anchor("for", each.flow)), (Facts(tuple(facts)),))


def _told(change: Change) -> Inline:
    row = f"#{links.change_anchor(change.rule, change.at)}"
    at = render.path_of(change.at) or change.at
    return (Badge(change.level, change.level), " ", Link(shown.message(change), row), " ", Small(Code(at)))


def _is_met(entry: Entry, change: Change, flow: Flow | None) -> bool:
    """Tell whether a flow meets a change: one that only reads does not meet what others may send."""
    if flow is None or change.direction is None:
        return True
    return change.direction == ("response" if flow.producer.api == entry.api else "request")


def _concerns(entry: Entry, each: Affected, change: Change) -> bool:
    """Tell whether a change is at one of the fields through which the flow is hit, or inside it."""
    fields = tuple(map(whole, each.fields))
    names = (name for pointer in (change.revision, change.base) if (name := _field(entry.api, pointer)))
    return any(
        name == field or name.startswith((f"{field}.", f"{field}[")) for name in names for field in fields
    )


def _field(api: str, pointer: str | None) -> str | None:
    """Return the reference of the field that a pointer leads to, or to a keyword of."""
    for _ in range(_KEYWORDS):
        found = of_pointer(pointer) if pointer else None
        if found is not None and found[1]:
            return whole(f"{api}#{found[0]}.{found[1]}")
        pointer = pointer.rpartition("/")[0] if pointer else None
    return None


def _steps(entry: Entry, each: Affected, found: tuple[Change, ...]) -> Iterator[Inline]:
    if entry.note:
        yield ("Read ", Link("what the owner says", "#in-the-words-of-the-owner"), ".")
    if each.level == "breaking":
        yield (
            "Change the receiver so that it works with both versions, and then the flow."
            if found
            else (f"{each.sentence}.")
        )
    else:
        yield "Check that the receiver bears what is listed here; it may not break."
    file = f"specs/{each.flow.replace('/', '/flows/', 1)}.yaml"
    yield ("State in ", Code(file), " that the flow works with ", Code(entry.version), " once it does.")


def _state(entry: Entry, flow: Flow, *, done: bool) -> Inline:
    """Return what the flow says today of the versions that it works with."""
    wanted = Code(_range(flow, entry.api))
    if done:
        return (
            Badge("yes", "good"),
            " It does not count on ",
            Code(str(entry.base)),
            " any more: ",
            wanted,
            ".",
        )
    if satisfies(entry.version, _range(flow, entry.api)):
        return (Badge("begun", "risky"), " It says that it works with both versions: ", wanted, ".")
    return (Badge("not yet", "breaking"), " It says that it works with ", wanted, ".")


def _counts_on(entry: Entry, flow: Flow) -> bool:
    """Tell whether the flow still says that it works with the version before."""
    return entry.base is not None and satisfies(entry.base, _range(flow, entry.api))


def _range(flow: Flow, api: str) -> str:
    return flow.producer.version if flow.producer.api == api else flow.consumer.version
