"""What a flow says about the quality of the data it moves: does all that is needed arrive, in time, or is it missed?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.flow import fit_rules
from registry.flow.compatibility import row_verdict
from registry.flow.ends import ends, rows
from registry.flow.evidence import Check, Grade, judged
from registry.flow.failures import covers, failures
from registry.flow.required import required_paths
from registry.flow.schedule import in_words, pause
from registry.model.fields import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.flow.compatibility import RowVerdict
    from registry.flow.ends import End, Ends, Row
    from registry.flow.failures import Failure
    from registry.flow.known import Known
    from registry.flow.whereabouts import Where
    from registry.model.flow import Delivery, Flow

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


def flow_grades(known: Known, flow: Flow) -> tuple[Grade, Grade, Grade]:
    """Return the answers that a flow gives by itself: complete, errors, fresh."""
    both = ends(known.registry, flow, known.today)
    written = rows(both)
    return complete(known, both, written), errors(known, both), fresh(known, both, written)


def complete(known: Known, both: Ends, written: tuple[Row, ...]) -> Grade:
    """Each required row has a source that is described and always there, and fits where it goes; none is missing."""
    checks: list[Check] = []
    for row in written:
        if row.written.required or row.is_target_demanded:
            where = where_written(known, row)
            checks += (at_source(known, row, where), at_target(row, row_verdict(known.registry, row), where))
    checks += unmapped(known, both)
    return Grade("complete", COUNTED["complete"], tuple(checks), "no row is required")


def where_written(known: Known, row: Row) -> Where:
    """Return where a row is written."""
    return known.in_flow(row.ends.flow).at(f"/mapping/{row.number}")


def at_source(known: Known, row: Row, where: Where) -> Check:
    """Return whether a value is described where it comes from, and what happens when there is none."""
    subject = row.written.from_
    if not isinstance(row.source, Field):
        return Check(
            subject, "unknown", "the registry knows no such field", "write a path that exists", where
        )
    (gaps,) = known.completeness(row.source.description).gaps((row.source,))
    problems = [gap.problem for gap in gaps]
    remedies = [gap.remedy for gap in gaps]
    if may_be_missing(row):
        problems.append("may be missing, and the row does not say what happens then")
        remedies.append("write onNull")
    return judged(subject, problems, "always there, and described", "; ".join(dict.fromkeys(remedies)), where)


def may_be_missing(row: Row) -> bool:
    """Tell whether the producer may leave the value out or send null, and no rule says what becomes of it."""
    if row.written.on_null is not None or not isinstance(row.source, Field):
        return False
    always = row.source.required or row.source.is_element
    return not always or ("null" in row.source.types and "null" not in (row.written.values or {}))


def at_target(row: Row, verdict: RowVerdict, where: Where) -> Check:
    """Return whether the consumer takes every value that the row sends."""
    subject = row.written.to
    if not verdict.compared:
        nothing = f"nothing describes what '{subject}' takes"
        return Check(subject, "unknown", nothing, "describe the API that takes the data", where)
    unproved = next((one for one in verdict.findings if one.rule == fit_rules.value_not_compared.id), None)
    if unproved is not None:
        return Check(subject, "unknown", unproved.message, unproved.remedy, where)
    problems = (finding.message for finding in verdict.findings if finding.severity != "info")
    return judged(subject, problems, "takes every value that is sent", verdict.remedy, where)


def unmapped(known: Known, both: Ends) -> Iterator[Check]:
    """Yield what the consumer requires and no row maps into."""
    if both.consumer is None or both.consumer.operation is None:
        return
    where = known.in_flow(both.flow).at("/mapping")
    for path in required_paths(both.consumer.operation, tuple(row.to for row in both.flow.mapping)):
        yield Check(path, "missed", "is required, and no row maps into it", "map something into it", where)


def errors(known: Known, both: Ends) -> Grade:
    """What cannot be delivered is kept or told, and each way to fail at either end is tried again or has an action."""
    flow = both.flow
    checks = [
        kept(known, flow),
        *(
            check
            for end in (both.producer, both.consumer)
            if end is not None
            for check in answers(known, end, flow.delivery)
        ),
    ]
    if flow.consumer.store is not None:
        nothing = "nothing describes how it fails"
        remedy = "describe the API that takes the data"
        where = known.in_flow(flow).at("/consumer")
        checks.append(Check(flow.consumer.store, "unknown", nothing, remedy, where))
    return Grade("errors", COUNTED["errors"], tuple(checks))


def kept(known: Known, flow: Flow) -> Check:
    """Return whether a record that could not be delivered leaves a trace."""
    delivery = flow.delivery
    end = delivery.on_exhausted if delivery else None
    remedy = "write delivery.onExhausted: dead-letter, and where in delivery.deadLetter"
    if delivery is None or end is None:
        where = known.in_flow(flow).at("/delivery")
        return Check("delivery", "missed", "nothing says what becomes of a record that fails", remedy, where)
    where = known.in_flow(flow).at("/delivery/onExhausted")
    if end == "drop":
        return Check("delivery", "missed", "a record that fails is dropped without a trace", remedy, where)
    if end == "dead-letter" and not delivery.dead_letter:
        return Check("delivery", "missed", "nothing says where failed records wait", remedy, where)
    return Check("delivery", "met", KEPT[end].format(where=delivery.dead_letter), "", where)


def answers(known: Known, end: End, delivery: Delivery | None) -> Iterator[Check]:
    """Yield for each failure of one end whether it is tried again by the flow, or comes with an action."""
    if end.operation is not None:
        whereabouts = known.in_description(end.description)
        for failure in failures(end.operation):
            yield answered(failure, whereabouts.at(failure.pointer), delivery)


def answered(failure: Failure, where: Where, delivery: Delivery | None) -> Check:
    """Return whether a failure is tried again by the flow, or comes with an action."""
    retry = delivery.retry if delivery else None
    if retry is not None and retry.strategy != "none" and covers(retry.status_codes, failure.status):
        return Check(failure.subject, "met", "tried again by delivery.retry", "", where)
    remedy = "list it under x-operation.errors with an action, or under delivery.retry.statusCodes"
    silent = () if failure.actions else ("nothing says what to do then",)
    return judged(failure.subject, silent, " ".join(failure.actions), remedy, where)


def fresh(known: Known, both: Ends, written: tuple[Row, ...]) -> Grade:
    """The age that the producer promises and the pause between two runs together are within what is needed."""
    needed = both.flow.freshness_needed
    if needed is None:
        return Grade("fresh", COUNTED["fresh"], (), "the flow does not say how fresh the data must be")
    checks = [
        freshness_check(row, where_written(known, row))
        for row in written
        if isinstance(row.source, Field) and (row.promised or row.source.meaning.critical)
    ]
    nothing = f"at most {needed.threshold.in_words} is needed, and no mapped field promises its age"
    return Grade("fresh", COUNTED["fresh"], tuple(checks), nothing)


def freshness_check(row: Row, where: Where) -> Check:
    """Return the sum for one field: promised age, plus pause, against the age that is needed."""
    flow, subject = row.ends.flow, row.written.from_
    needed = flow.freshness_needed
    assert needed is not None
    assert isinstance(row.source, Field)
    promised = row.promised
    if promised is None:
        problem = "is critical, and the producer promises nothing about its age"
        return Check(subject, "missed", problem, "have the producer state x-field.freshness", where)
    between = pause(flow.trigger)
    if between is None and flow.trigger is not None and flow.trigger.type == "batch":
        return Check(subject, "unknown", "nobody can tell when the flow runs", "write trigger.every", where)
    total = promised.threshold.seconds + (between or 0)
    arithmetic = (
        f"{promised.threshold.in_words} promised + {in_words(between or 0)} between runs = {in_words(total)}, "
        f"at most {needed.threshold.in_words} needed"
    )
    too_old = (arithmetic,) if total > needed.threshold.seconds else ()
    remedy = "run more often, agree on a shorter promise, or need less"
    return judged(subject, too_old, arithmetic, remedy, where)
