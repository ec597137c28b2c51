"""What a description says about the quality of its data: complete fields, actionable errors, promised freshness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.flow.evidence import Check, Grade, judged
from registry.flow.failures import failures
from registry.model.fields import NoSuchField, fields, named

if TYPE_CHECKING:
    from registry.flow.failures import Failure
    from registry.flow.known import Known
    from registry.flow.whereabouts import Where
    from registry.model.description import Description
    from registry.model.fields import Field

COUNTED = {
    "complete": "required fields say what a reader must know, in a form that can be checked",
    "errors": "ways to fail can be recognised and say what to do",
    "fresh": "fields on which something is decided promise their age and carry the time to check it",
}

DECISIVE = frozenset({"critical", "freshness"})
"""The keys of ``x-field`` by which something is decided on a field, or it promises its age."""


def api_grades(known: Known, description: Description) -> tuple[Grade, Grade, Grade]:
    """Return the answers that one description gives by itself: complete, errors, fresh."""
    return complete(known, description), errors(known, description), fresh(known, description)


def complete(known: Known, description: Description) -> Grade:
    """Each required field has a description, and where it needs them unit, currency, meanings, time zone, form."""
    completeness, whereabouts = known.completeness(description), known.in_description(description)
    checks = []
    for one, gaps in zip(completeness.required, completeness.gaps(completeness.required), strict=True):
        remedy = "; ".join(dict.fromkeys(gap.remedy for gap in gaps))
        problems = [gap.problem for gap in gaps]
        where = whereabouts.at(one.pointer)
        checks.append(judged(one.name, problems, "says all that is needed", remedy, where))
    return Grade("complete", COUNTED["complete"], tuple(checks), "no field is required")


def errors(known: Known, description: Description) -> Grade:
    """Each documented way to fail has a described body, and says what to do or is tried again."""
    whereabouts = known.in_description(description)
    found = {operation: tuple(failures(operation)) for operation in description.operations}
    checks = (
        *(
            failure_check(failure, whereabouts.at(failure.pointer))
            for documented in found.values()
            for failure in documented
        ),
        *(
            Check(
                operation.name,
                "missed",
                "nothing says how it fails",
                "document its answers from 400 on, and list them under x-operation.errors with an action",
                whereabouts.at(operation.pointer),
            )
            for operation, documented in found.items()
            if not documented
        ),
    )
    return Grade("errors", COUNTED["errors"], checks, "there is no operation")


def failure_check(failure: Failure, where: Where) -> Check:
    """Return whether a failure can be told from others, and whether anything says what to do."""
    acted = failure.actions or (("tried again as x-operation.retry says",) if failure.is_retried else ())
    problems, remedies = [], []
    if not failure.recognisable:
        problems.append("its answer has no described body to recognise and log it by")
        remedies.append("describe the body of the answer, such as application/problem+json (RFC 9457)")
    if not acted:
        problems.append("nothing says what to do then")
        remedies.append("list it under x-operation.errors with an action")
    return judged(failure.subject, problems, " ".join(acted), "; ".join(remedies), where)


def fresh(known: Known, description: Description) -> Grade:
    """Each field that is critical, or promises freshness, says how old it may be and which field tells its age."""
    whereabouts = known.in_description(description)
    likely = (one for one in fields(description) if one.may_say(DECISIVE))
    decisive = (one for one in likely if one.meaning.critical or one.meaning.freshness)
    checks = tuple(freshness_check(one, whereabouts.at(one.pointer)) for one in decisive)
    return Grade("fresh", COUNTED["fresh"], checks, "no field is called critical, and none promises its age")


def freshness_check(field: Field, where: Where) -> Check:
    """Return whether a field promises its age, and whether a reader can hold it against the promise."""
    promised = field.meaning.freshness
    if promised is None:
        problem, remedy = "is critical, and nothing says how old it may be", "add x-field.freshness"
        return Check(field.id, "missed", problem, remedy, where)
    age = f"at most {promised.threshold.in_words} old"
    if promised.timestamp_field is None:
        problem, remedy = f"{age}, and no field tells its age", "name one: x-field.freshness.timestampField"
        return Check(field.id, "missed", problem, remedy, where)
    if not has_beside(field, promised.timestamp_field):
        problem = f"{age}, and '{promised.timestamp_field}', which is to tell its age, does not exist"
        return Check(field.id, "missed", problem, "name a field of the same object", where)
    return Check(field.id, "met", f"{age}, by {promised.timestamp_field}", "", where)


def has_beside(field: Field, name: str) -> bool:
    """Tell whether the object that holds a field has another of this name."""
    holder, dot, _ = field.id.rpartition(".")
    try:
        named(field.description, f"{holder}{dot}{name}")
    except NoSuchField:
        return False
    return True
