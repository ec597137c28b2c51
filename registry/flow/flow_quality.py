"""What a flow says about the quality of the data it moves: does all that is needed arrive, in time, or is it missed?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.flow import fit_rules
from registry.flow.compatibility import check_flow
from registry.flow.completeness import Completeness
from registry.flow.ends import ends, rows
from registry.flow.evidence import Check, Grade, judged
from registry.flow.failures import covers, failures
from registry.flow.required import required_paths
from registry.flow.schedule import in_words, pause
from registry.model.fields import Field
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from registry.errors import Place
    from registry.flow.compatibility import RowVerdict
    from registry.flow.ends import Ends, Row
    from registry.flow.failures import Failure
    from registry.model.description import Description
    from registry.model.flow import Delivery, Flow
    from registry.model.registry import Registry

COUNTED = {
    "complete": "ends of required fields hold: described and always there at the source, accepted at the target",
    "errors": "ways to fail are caught: kept, tried again, or answered with an action",
    "fresh": "fields that promise their age are fresh enough when they arrive",
}
KEPT = {
    "dead-letter": "a record that cannot be delivered waits in: {where}",
    "stop": "the flow stops at a record that cannot be delivered",
    "alert": "somebody is told of a record that cannot be delivered",
}


def flow_grades(registry: Registry, flow: Flow, today: date) -> tuple[Grade, Grade, Grade]:
    """Return the answers that a flow gives by itself: complete, errors, fresh."""
    both = ends(registry, flow, today)
    return complete(registry, both, today), errors(registry, both), fresh(registry, both)


def complete(registry: Registry, both: Ends, today: date) -> Grade:
    """Each required row has a source that is described and always there, and fits where it goes; none is missing."""
    known = None if both.producer is None else Completeness(both.producer.description, today)
    verdicts = {verdict.row: verdict for verdict in check_flow(registry, both.flow, both.today)}
    checks: list[Check] = []
    for row in rows(both):
        if row.written.required or row.is_target_demanded:
            checks += (at_source(registry, row, known), at_target(registry, row, verdicts[row.number]))
    checks += unmapped(registry, both)
    return Grade("complete", COUNTED["complete"], tuple(checks), "no row is required")


def at_source(registry: Registry, row: Row, known: Completeness | None) -> Check:
    """Return whether a value is described where it comes from, and what happens when there is none."""
    subject = row.written.from_
    place = registry.place(row.ends.flow.path, join("/mapping", row.number))
    if known is None or not isinstance(row.source, Field):
        return Check(
            subject, "unknown", "the registry knows no such field", "write a path that exists", place
        )
    gaps = known.gaps(row.source.schema, row.source.pointer)
    problems = [gap.problem for gap in gaps]
    remedies = [gap.remedy for gap in gaps]
    if may_be_missing(row):
        problems.append("may be missing, and the row does not say what happens then")
        remedies.append("write onNull")
    return judged(subject, problems, "always there, and described", "; ".join(dict.fromkeys(remedies)), place)


def may_be_missing(row: Row) -> bool:
    """Tell whether the producer may leave the value out or send null, and no rule says what becomes of it."""
    if row.written.on_null is not None or not isinstance(row.source, Field):
        return False
    always = row.source.required or row.source.is_element
    return not always or ("null" in row.source.types and "null" not in (row.written.values or {}))


def at_target(registry: Registry, row: Row, verdict: RowVerdict) -> Check:
    """Return whether the consumer takes every value that the row sends."""
    subject = row.written.to
    place = registry.place(row.ends.flow.path, join("/mapping", row.number))
    if not verdict.compared:
        nothing = f"nothing describes what '{subject}' takes"
        return Check(subject, "unknown", nothing, "describe the API that takes the data", place)
    unproved = next((one for one in verdict.findings if one.rule == fit_rules.value_not_compared.id), None)
    if unproved is not None:
        return Check(subject, "unknown", unproved.message, unproved.remedy, place)
    problems = (finding.message for finding in verdict.findings if finding.severity != "info")
    return judged(subject, problems, "takes every value that is sent", verdict.remedy, place)


def unmapped(registry: Registry, both: Ends) -> Iterator[Check]:
    """Yield what the consumer requires and no row maps into."""
    if both.consumer is None or both.consumer.operation is None:
        return
    place = registry.place(both.flow.path, "/mapping")
    for path in required_paths(both.consumer.operation, tuple(row.to for row in both.flow.mapping)):
        yield Check(path, "missed", "is required, and no row maps into it", "map something into it", place)


def errors(registry: Registry, both: Ends) -> Grade:
    """What cannot be delivered is kept or told, and each way to fail at either end is tried again or has an action."""
    flow = both.flow
    checks = [
        kept(registry, flow),
        *(
            check
            for end in (both.producer, both.consumer)
            if end is not None and end.operation is not None
            for check in answers(end.description, tuple(failures(end.operation)), flow.delivery)
        ),
    ]
    if flow.consumer.store is not None:
        nothing = "nothing describes how it fails"
        remedy = "describe the API that takes the data"
        place = registry.place(flow.path, "/consumer")
        checks.append(Check(flow.consumer.store, "unknown", nothing, remedy, place))
    return Grade("errors", COUNTED["errors"], tuple(checks))


def kept(registry: Registry, flow: Flow) -> Check:
    """Return whether a record that could not be delivered leaves a trace."""
    delivery = flow.delivery
    end = delivery.on_exhausted if delivery else None
    remedy = "write delivery.onExhausted: dead-letter, and where in delivery.deadLetter"
    if delivery is None or end is None:
        place = registry.place(flow.path, "/delivery")
        return Check("delivery", "missed", "nothing says what becomes of a record that fails", remedy, place)
    place = registry.place(flow.path, "/delivery/onExhausted")
    if end == "drop":
        return Check("delivery", "missed", "a record that fails is dropped without a trace", remedy, place)
    if end == "dead-letter" and not delivery.dead_letter:
        return Check("delivery", "missed", "nothing says where failed records wait", remedy, place)
    return Check("delivery", "met", KEPT[end].format(where=delivery.dead_letter), "", place)


def answers(
    description: Description, found: tuple[Failure, ...], delivery: Delivery | None
) -> Iterator[Check]:
    """Yield for each failure of one end whether it is tried again by the flow, or comes with an action."""
    places = description.places(failure.pointer for failure in found)
    yield from (answered(failure, places[failure.pointer], delivery) for failure in found)


def answered(failure: Failure, place: Place, delivery: Delivery | None) -> Check:
    """Return whether a failure is tried again by the flow, or comes with an action."""
    retry = delivery.retry if delivery else None
    if retry is not None and retry.strategy != "none" and covers(retry.status_codes, failure.status):
        return Check(failure.subject, "met", "tried again by delivery.retry", "", place)
    remedy = "list it under x-operation.errors with an action, or under delivery.retry.statusCodes"
    silent = () if failure.actions else ("nothing says what to do then",)
    return judged(failure.subject, silent, " ".join(failure.actions), remedy, place)


def fresh(registry: Registry, both: Ends) -> Grade:
    """The age that the producer promises and the pause between two runs together are within what is needed."""
    needed = both.flow.freshness_needed
    if needed is None:
        return Grade("fresh", COUNTED["fresh"], (), "the flow does not say how fresh the data must be")
    checks = [
        freshness_check(registry, row)
        for row in rows(both)
        if isinstance(row.source, Field) and (row.promised or row.source.meaning.critical)
    ]
    nothing = f"at most {needed.threshold.in_words} is needed, and no mapped field promises its age"
    return Grade("fresh", COUNTED["fresh"], tuple(checks), nothing)


def freshness_check(registry: Registry, row: Row) -> Check:
    """Return the sum for one field: promised age, plus pause, against the age that is needed."""
    flow, subject = row.ends.flow, row.written.from_
    needed = flow.freshness_needed
    assert needed is not None
    assert isinstance(row.source, Field)
    promised = row.promised
    place = registry.place(flow.path, join("/mapping", row.number))
    if promised is None:
        problem = "is critical, and the producer promises nothing about its age"
        return Check(subject, "missed", problem, "have the producer state x-field.freshness", place)
    between = pause(flow.trigger)
    if between is None and flow.trigger is not None and flow.trigger.type == "batch":
        return Check(subject, "unknown", "nobody can tell when the flow runs", "write trigger.every", place)
    total = promised.threshold.seconds + (between or 0)
    arithmetic = (
        f"{promised.threshold.in_words} promised + {in_words(between or 0)} between runs = {in_words(total)}, "
        f"at most {needed.threshold.in_words} needed"
    )
    too_old = (arithmetic,) if total > needed.threshold.seconds else ()
    remedy = "run more often, agree on a shorter promise, or need less"
    return judged(subject, too_old, arithmetic, remedy, place)
