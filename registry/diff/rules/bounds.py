"""Rules about bounds: one family a keyword, since a bound is added, removed, raised or lowered alike everywhere.

A bound that comes or goes is a change of the field that has it: nothing that a client could use was added or removed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from registry.diff.declare import Rule, Spot, allows, changed, reports, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.diff.change import Level
    from registry.schema import Difference


class Bound(NamedTuple):
    """A keyword that limits values; ``outside`` words those shut out, ``head`` is its schema's start."""

    keyword: str
    slug: str
    lower: bool
    outside: str
    head: str


BOUNDS = (
    Bound("minimum", "minimum", True, "numbers below {}", "type: number"),
    Bound("maximum", "maximum", False, "numbers above {}", "type: number"),
    Bound("minLength", "min-length", True, "texts shorter than {} characters", "type: string"),
    Bound("maxLength", "max-length", False, "texts longer than {} characters", "type: string"),
    Bound("minItems", "min-items", True, "lists of fewer than {} items", "type: array"),
    Bound("maxItems", "max-items", False, "lists of more than {} items", "type: array"),
    Bound("minProperties", "min-properties", True, "objects with fewer than {} properties", "type: object"),
    Bound("maxProperties", "max-properties", False, "objects with more than {} properties", "type: object"),
)

NOTHING_LESS = {"minItems": "empty lists", "minLength": "empty texts", "minProperties": "empty objects"}
"""What a least count of one shuts out."""


def _outside(bound: Bound, value: Any) -> str:
    """Return in words what a bound shuts out."""
    if value == 1 and bound.keyword in NOTHING_LESS:
        return NOTHING_LESS[bound.keyword]
    return bound.outside.format(shown(value))


def _family(bound: Bound) -> Iterator[Rule]:
    harder, easier = ("increased", "decreased") if bound.lower else ("decreased", "increased")
    for action, tightens in (("added", True), ("removed", False), (harder, True), (easier, False)):
        yield _rule(bound, action, tightens=tightens)


def _rule(bound: Bound, action: str, *, tightens: bool) -> Rule:
    few, many = f"{{{bound.head}, {bound.keyword}: 5}}", f"{{{bound.head}, {bound.keyword}: 10}}"
    free = f"{{{bound.head}}}"
    old, new = {
        "added": (free, few),
        "removed": (few, free),
        "increased": (few, many),
        "decreased": (many, few),
    }[action]
    sends: Level = "breaking" if tightens else "safe"
    reads: Level = "safe" if tightens else "breaking"

    def sentence(difference: Difference, spot: Spot) -> str:
        before, after = difference.before, difference.after
        if before == after:
            fate = f"is no longer {spot.passed}" if tightens else f"can now be {spot.passed}"
            return f"{bound.keyword} {shown(after)} itself {fate}"
        if tightens:
            was = "" if before is None else f"; the limit was {shown(before)}"
            return f"{_outside(bound, after)} are no longer {spot.passed}{was}"
        now = "" if after is None else f"; the limit is now {shown(after)}"
        return f"{_outside(bound, before)} can now be {spot.passed}{now}"

    sentence.__doc__ = (
        f"A client that sends what {bound.keyword} shuts out is now refused."
        if tightens
        else f"A reader that relied on {bound.keyword} meets what it shut out."
    )
    fix = (
        "Keep accepting what was accepted, and correct or clip it inside."
        if tightens
        else "Keep the bound in answers, or announce the change to those who store or show the value."
    )
    return changed(
        f"{bound.slug}-{action}",
        "changed",
        (bound.keyword, action),
        fix=fix,
        examples=[reports(old, new, sends=sends, reads=reads), allows(few, few.replace("5", "5.0"))],
    )(sentence)


@changed(
    "multiple-of-changed",
    "changed",
    (("multipleOf", "added"), ("multipleOf", "removed"), ("multipleOf", "changed")),
    fix="Keep accepting the old step and round inside; keep the old step in answers.",
    examples=[
        reports(
            "{type: integer, multipleOf: 5}",
            "{type: integer, multipleOf: 10}",
            sends="breaking",
            reads="safe",
        ),
        reports(
            "{type: integer, multipleOf: 10}",
            "{type: integer, multipleOf: 5}",
            sends="safe",
            reads="breaking",
        ),
        allows("{type: integer}", "{type: integer, multipleOf: 1}"),
    ],
)
def multiple_of_changed(difference: Difference, _: Spot) -> str:
    """Divisibility decides, not size: every multiple of 10 is one of 5."""
    if difference.before is None:
        return f"numbers must now be multiples of {shown(difference.after)}"
    if difference.after is None:
        return f"numbers need no longer be multiples of {shown(difference.before)}"
    return f"multipleOf changed from {shown(difference.before)} to {shown(difference.after)}"


@changed(
    "unique-items-added",
    "changed",
    ("uniqueItems", "added"),
    fix="Accept repeated items and drop the repetition inside.",
    examples=[
        reports("{type: array}", "{type: array, uniqueItems: true}", sends="breaking", reads="safe"),
        allows("{type: array}", "{type: array, uniqueItems: false}"),
    ],
)
def unique_items_added(_: Difference, spot: Spot) -> str:
    """A client that repeats an item is now refused."""
    return f"repeated items are no longer {spot.passed}"


@changed(
    "unique-items-removed",
    "changed",
    ("uniqueItems", "removed"),
    fix="Keep items unique in answers, since readers use them as keys.",
    examples=[
        reports("{type: array, uniqueItems: true}", "{type: array}", sends="safe", reads="breaking"),
        allows("{type: array, uniqueItems: false}", "{type: array}"),
    ],
)
def unique_items_removed(_: Difference, spot: Spot) -> str:
    """A reader that uses items as keys counts some twice."""
    return f"repeated items can now be {spot.passed}"


BOUNDS_RULES = (
    *(rule for bound in BOUNDS for rule in _family(bound)),
    multiple_of_changed,
    unique_items_added,
    unique_items_removed,
)
