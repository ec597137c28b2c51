"""Examples for what breaks: proposed by the engine, checked against both sides by jsonschema-rs, in few runs."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from registry.diff.change import Change, Direction, Witness
from registry.schema import Effect, oracle, tags, witness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from registry.diff.found import Found, Sides, Step

NOT_FOUND = "no example found"

LOST = "no value is refused: what is sent or expected under the name is lost without a word"

BEHAVIOUR = "no value is refused: the behaviour changes"

UNDECIDED = "not compared"

TAG = "discriminator"
"""A keyword that no validator looks at: what it asks of a value is held against the value all the same."""


@dataclass(slots=True)
class Case:
    """One change that wants an example: the values proposed for it, and the one that was proved."""

    change: Change
    direction: Direction
    root: Step
    proposals: Iterator[Any]
    tagged: bool
    proved: Witness | None = None


def shown(sides: Sides, found: Iterable[tuple[Change, Found]]) -> list[Change]:
    """Return the changes, each breaking or risky one of a schema with a witness, or with the reason for none."""
    pairs = list(found)
    cases: dict[int, Case] = {}
    for at, (change, finding) in enumerate(pairs):
        if _wants_example(change, finding):
            cases[at] = _case(sides, change, finding)
    groups: dict[tuple[Direction, bool], list[Case]] = {}
    for case in cases.values():
        groups.setdefault((case.direction, case.tagged), []).append(case)
    for (direction, tagged), group in groups.items():
        _prove(sides, direction, group, tagged=tagged)
    return [_explained(change, finding, cases.get(at)) for at, (change, finding) in enumerate(pairs)]


def _wants_example(change: Change, found: Found) -> bool:
    if change.level == "safe" or found.trail is None:
        return False
    harmful = Effect.NARROWER if found.spot.direction == "request" else Effect.WIDER
    ignored = found.difference.keyword == "properties" and found.difference.undeclared
    refused = not ignored and bool(found.difference.effect & (harmful | Effect.UNKNOWN))
    return refused or found.difference.keyword == TAG


def _case(sides: Sides, change: Change, found: Found) -> Case:
    """Return a case: of requests, values that the base takes; of answers, values that the revision gives."""
    assert found.trail is not None
    steps = found.trail.steps()
    good, bad = sides.relation.a, sides.relation.b
    way = tuple(witness.Level(step.segment, step.base, step.revision) for step in steps)
    told = found.difference.before, found.difference.after
    if found.spot.direction == "response":
        good, bad = bad, good
        way = tuple(witness.Level(step.segment, step.revision, step.base) for step in steps)
        told = found.difference.after, found.difference.before
    tagged = found.difference.keyword == TAG
    values = (
        tags.proposals(good, way, *told) if tagged else witness.proposals(good, bad, way, found.difference)
    )
    return Case(change, found.spot.direction, steps[0], values, tagged)


def _prove(sides: Sides, direction: Direction, cases: list[Case], *, tagged: bool) -> None:
    """Try one proposal of each open case after the other, all cases in one run of the validator."""
    before, after = (
        oracle.Oracle(side.schemas, direction, tagged=tagged) for side in (sides.relation.a, sides.relation.b)
    )
    for _ in range(witness.PROPOSED):
        tried = [
            (case, value)
            for case in cases
            if not case.proved
            for value in itertools.islice(case.proposals, 1)
        ]
        if not tried:
            return
        base = before.verdicts([(case.root.base, value) for case, value in tried])
        revision = after.verdicts([(case.root.revision, value) for case, value in tried])
        wanted = (True, False) if direction == "request" else (False, True)
        for (case, value), *verdict in zip(tried, base, revision, strict=True):
            if tuple(verdict) == wanted:
                works = "base" if direction == "request" else "revision"
                operation = case.change.operations[0] if case.change.operations else ""
                case.proved = Witness(value, works, direction, operation)  # type: ignore[arg-type]


def _explained(change: Change, found: Found, case: Case | None) -> Change:
    if case is not None and case.proved is not None:
        return replace(change, witness=case.proved)
    if change.level == "safe" or found.trail is None:
        return change
    return replace(change, unwitnessed=_reason(change, found, case))


def _reason(change: Change, found: Found, case: Case | None) -> str:
    if not change.compared:
        return UNDECIDED
    if (
        case is not None
        and not case.tagged
        and not (found.difference.keyword == "properties" and found.difference.undeclared)
    ):
        return NOT_FOUND
    return LOST if found.difference.keyword in {"properties", "required properties"} else BEHAVIOUR
