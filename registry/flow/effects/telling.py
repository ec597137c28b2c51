"""From a case to its sentence: by whether the flow reads, writes, or calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.flow.effects.absence import optional
from registry.flow.effects.calling import call
from registry.flow.effects.case import Said, fate
from registry.flow.effects.meaning import null_moved
from registry.flow.effects.reading import read
from registry.flow.effects.writing import write

if TYPE_CHECKING:
    from registry.flow.effects.case import Case


def tell(case: Case) -> Said:
    """Return what a change does to a flow, in a sentence, and what to do."""
    rule = undirected(case.change.rule)
    if case.row is None:
        return call(case, rule)
    if case.position == "inside":
        return inside(case)
    if case.position == "above" and rule not in HELD:
        return above(case)
    return read(case, rule) if case.reads else write(case, rule)


def above(case: Case) -> Said:
    """Say what a change of what holds a field does to it."""
    if case.reads and undirected(case.change.rule) in (
        "null-added",
        "branch-added",
        "property-became-optional",
    ):
        return optional(case)
    if is_meaning(case):
        return said_of_holder(case)
    if case.reads:
        return Said(
            f"what holds {case.source} changes ({case.change.message}), so the row may not find it: "
            f"{case.taker} then gets "
            f"no {case.target}",
            "Look where the field stands after the change, and adapt the row",
        )
    return Said(
        f"{case.taker} changes what holds {case.target} ({case.change.message}), so it may refuse what the "
        "row sends"
        f"{fate(case.flow)}",
        "Look how the field is sent after the change, and adapt the row",
    )


def said_of_holder(case: Case) -> Said:
    """Say that other words stand about what holds a field, and that its values stay as they are."""
    holder = f"'{case.change.at.rpartition(' ')[2]}'"
    of_null = undirected(case.change.rule) == "null-meaning-changed"
    moved = null_moved(case, holder) if of_null else f"{holder}: {case.change.message}"
    what = "reads inside it" if case.reads else "sends inside it"
    return Said(
        f"{moved}; what the flow {what} goes on as before",
        f"Check with the owner of {holder} what that means",
    )


def is_meaning(case: Case) -> bool:
    """Tell whether a change is in what is said of values, rather than in the values themselves."""
    return case.change.direction is None and case.change.witness is None


def inside(case: Case) -> Said:
    """Say what a change of something inside an object or list does to a row that carries it as a whole."""
    if case.reads:
        return Said(
            f"inside {case.source}, {case.change.at.partition(' ')[2]} changes: {case.change.message}; "
            f"{case.taker} gets it "
            f"in {case.target} as it comes",
            f"Check what {case.taker} does with that part of {case.target}",
        )
    return Said(
        f"inside {case.target}, {case.taker} changes {case.change.at.partition(' ')[2]}: "
        f"{case.change.message}; the row sends "
        f"{case.source} as a whole, as before",
        f"Check whether that part of {case.source} still fits",
    )


HELD = frozenset(
    {
        *("property-removed", "required-property-removed", "property-removed-after-sunset"),
        *("property-became-required", "required-property-added"),
    }
)
"""Rules that do to a field what they do to what holds it."""


def undirected(rule: str) -> str:
    """Return the id of a rule without its direction."""
    return rule.removeprefix("request-").removeprefix("response-")
