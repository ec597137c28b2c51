"""Changes as a table: what changed where, what was and what is, and the value that shows it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from registry.changelog import render
from registry.formats import brief
from registry.site import links, shown, words
from registry.site.text import Badge, Code, Heading, Inline, Lines, Link, Row, Section, Small, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from registry.diff.change import Change
    from registry.site.book import Book

LEVELS = ("breaking", "risky", "safe")
_KINDS = {"removed": "Removed", "changed": "Changed", "added": "Added"}
_MEANING = ("unit", "currency", "null-meaning", "null-values", "default-meaning", "timezone")
_MOST_OPERATIONS = 4
_SHORT = 40


def groups(book: Book, api: str, changes: tuple[Change, ...]) -> tuple[Section, ...]:
    """Return the changes under Removed, Changed and Added, worst first in each."""
    found = []
    for kind, title in _KINDS.items():
        own = [change for change in changes if change.kind == kind]
        if own:
            found.append(
                Section(Heading(2, title, links.anchor(kind)), (change_table(book, api, own, title),))
            )
    return tuple(found)


def change_table(
    book: Book, api: str, changes: Iterable[Change], caption: str, *, anchored: bool = True
) -> Table:
    """Return changes as a table in the order of `ordered`; with an anchor for each where it is told first."""
    rows = tuple(
        Row(
            (
                _told(change),
                Lines((_place(book, api, change), *_reached(book, api, change))),
                _values(change),
            ),
            anchor=links.change_anchor(change.rule, change.at) if anchored else "",
            tone=change.level,
        )
        for change in ordered(changes)
    )
    return Table(caption, ("What changed", "Where", "Before and after"), rows, "changes")


def ordered(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the worst first, at each level what changes a meaning; the findings of a field stay together."""
    fields: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        fields[render.path_of(change.at) or change.at].append(change)
    each = [sorted(found, key=_gravity) for found in fields.values()]
    return tuple(change for found in sorted(each, key=lambda found: _gravity(found[0])) for change in found)


def _gravity(change: Change) -> tuple[int, bool]:
    """What refuses no value is noticed last, and so is told first."""
    return LEVELS.index(change.level), not any(word in change.rule for word in _MEANING)


def _told(change: Change) -> Inline:
    rule = links.rule(change.rule)
    remedy: tuple[Inline, ...] = (
        () if change.level == "safe" else (" · ", Link("what to do", f"{rule}#what-to-do"))
    )
    return Lines(
        (
            (Badge(change.level, change.level), " ", shown.message(change)),
            Small((Link(change.rule, rule), *remedy)),
        )
    )


def _place(book: Book, api: str, change: Change) -> Inline:
    """Return the place in the words of a report, its operation linked where it is still there."""
    method, path, *inside = change.at.split(" ", 2)[:3] if " " in change.at else (change.at, "")
    known = book.operation(api, f"{method} {path}")
    if known is None:
        return Code(change.at)
    linked = book.operation_link(api, known.name)
    return (linked, " ", Code(inside[0])) if inside else linked


def _reached(book: Book, api: str, change: Change) -> tuple[Inline, ...]:
    """Name the other operations that a change in a shared schema reaches."""
    others = [name for name in change.operations if not change.at.startswith(name)]
    named: list[Inline] = [
        Small(("also ", book.operation_link(api, name))) for name in others[:_MOST_OPERATIONS]
    ]
    more = len(others) - _MOST_OPERATIONS
    return (*named, *([Small(f"and {more} more")] if more > 0 else []))


def _values(change: Change) -> Inline:
    """Return what was and what is, the value that proves the change, and who accepts it."""
    lines = [*_before_and_after(change), *_proof(change)]
    if change.waived is not None:
        lines.append(Small(f"{render.accepted(change)}: {change.waived.reason}"))
    return Lines(tuple(lines)) if lines else ""


def _before_and_after(change: Change) -> tuple[Inline, ...]:
    if not change.compared:
        return (Badge("not compared", "quiet"),)
    before, after = shown.values(change)
    if before is not None and after is not None and len(before) + len(after) <= _SHORT:
        return ((Code(before), " → ", Code(after)),)
    was: tuple[Inline, ...] = (("was ", Code(before)),) if before is not None else ()
    return (*was, ("is ", Code(after))) if after is not None else was


def _proof(change: Change) -> tuple[Inline, ...]:
    """Return the value that worked and no longer does, or why there is none."""
    if change.witness is None:
        told = change.unwitnessed if change.level != "safe" else None
        return (Small(words.sentence(told)),) if told else ()
    lacking = "required" in change.rule
    path = render.path_of(change.at)
    value = brief.way(change.witness.value, path, lacking=lacking)
    without: tuple[Inline, ...] = (" without ", Code(path)) if lacking and path else ()
    return ((f"{render.sentence_of(change.witness).capitalize()}: ", Code(value), *without),)
