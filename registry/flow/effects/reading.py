"""What happens to a row when what it reads changes: other values arrive, or they mean something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from registry.flow.carry import carried
from registry.flow.effects import meaning
from registry.flow.effects.absence import gone, null, optional
from registry.flow.effects.case import Case, Said, fate, limit, said_of, words
from registry.flow.effects.limits import LIMITS, exceeds, measured
from registry.flow.wording import listed, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NUMBERS = frozenset({"integer", "number"})


def listed_value_added(case: Case) -> Said:
    """A value that was not listed so far can come."""
    values = said_of(case.change)
    new = words(values, case.source_field, "or")
    if case.written.values is None:
        return passed_on(case, values, f"{case.source} can now be {new}")
    left = [value for value in values if carried(case.written, value).left_out]
    if not left:
        made = listed(plain(carried(case.written, value).value) for value in values)
        return Said(
            f"{case.source} can now be {new}; {case.taker} gets {made} for it, as the row says already",
            "Nothing",
            handled=True,
        )
    missing = words(left, case.source_field, "or")
    action = f"Add {missing} to the values of the row before it comes"
    then = (
        f"and {case.target} is required: {case.taker} refuses such a record{fate(case.flow)}"
        if case.is_demanded
        else f"so {case.taker} gets no {case.target} for it"
    )
    return Said(f"{case.source} can now be {missing}, which the row does not translate, {then}", action)


def passed_on(case: Case, values: list[Any], why: str) -> Said:
    """Say what the consumer makes of new values that the row carries as they are."""
    known = [meaning.value for meaning in case.target_field.meaning.values] if case.target_field else []
    unknown = [value for value in values if value not in known]
    if known and not unknown:
        return Said(f"{why}; {case.taker} knows it in {case.target} already", "Nothing", handled=True)
    action = f"Check that {case.taker} is ready for {words(values)}, or translate it with values in the row"
    if known and case.target_field is not None and not case.target_field.meaning.extensible:
        return Said(
            f"{why}, which {case.target} does not know: {case.taker} refuses such a record{fate(case.flow)}",
            action,
        )
    return Said(
        f"{why}; {case.taker} stores it in {case.target} as it comes, and every rule or segment there that "
        "lists the "
        "values passes it by",
        action,
    )


def any_value(case: Case) -> Said:
    """The list of values is given up."""
    was = words(case.change.before or (), case.source_field)
    why = f"{case.source} can now be any value, not only {was}"
    if case.written.values is not None:
        return Said(
            f"{why}, and the row translates only those: {case.taker} gets no {case.target} for the rest",
            "Say what becomes of other values, or carry them as they are",
        )
    return passed_on(case, ["other values"], why)


def other_type(case: Case) -> Said:
    """Values of another type come."""
    after = str(case.change.after)
    why = f"{case.source} now comes as {after}, not {case.change.before}"
    if case.written.convert is not None and not NUMBERS.intersection(re.findall(r"\w+", after)):
        return Said(
            f"{why}, and the row calculates with it: the import into {case.taker} stops",
            f"Take a number for {case.target} from another field, or take convert out",
        )
    if case.written.values is not None:
        return Said(
            f"{why}, so no translation of the row fits: {case.taker} gets no {case.target}",
            "Write the values of the row anew",
        )
    wanted = set(case.target_field.types) - {"null"} if case.target_field else set()
    sent = set(re.findall(r"\w+", after)) & {"string", "integer", "number", "boolean", "array", "object"}
    fits = wanted | ({"integer"} if "number" in wanted else set())
    if wanted and sent and not sent <= fits and case.written.convert is None:
        return Said(
            f"{why}, and {case.target} takes only {listed(sorted(wanted))}: {case.taker} refuses such "
            f"records{fate(case.flow)}",
            f"Convert it before it is sent, or have {case.target} take {after}",
        )
    return Said(
        f"{why}; {case.taker} stores it in {case.target} as it comes, and what compares it with older "
        "values finds no match",
        f"Check who uses {case.target}, and convert what is stored already",
    )


def looser(case: Case) -> Said:
    """Larger, smaller, longer or shorter values come than so far."""
    keyword, noun = LIMITS[family(case.change.rule)]
    after = case.change.after
    now = f"{noun} {measured(keyword, after)}" if after is not None else f"{noun} any size"
    before = (
        f", not {measured(keyword, case.change.before)}"
        if after is not None and case.change.before is not None
        else ""
    )
    why = f"{case.source} can now be {now}{before}"
    most = limit(case.target_field, keyword)
    if most is None or case.written.values is not None:
        return Said(
            f"{why}; {case.taker} stores it in {case.target} as it comes",
            f"Check that {case.taker} shows it whole",
        )
    if exceeds(keyword, after, most, case.written.convert):
        return Said(
            f"{why}, and {case.target} takes {noun} {measured(keyword, most)}: {case.taker} refuses what "
            f"lies beyond{fate(case.flow)}",
            f"Cut or refuse such values before they are sent, or widen {case.target}",
        )
    return Said(f"{why}; {case.target} takes that too", "Nothing", handled=True)


def other_form(case: Case) -> Said:
    """Text comes in another form than was promised."""
    wanted = limit(case.target_field, "format") or limit(case.target_field, "pattern")
    if wanted:
        return Said(
            f"{case.source}: {case.change.message}, and {case.target} takes only {wanted}: {case.taker} "
            f"refuses what does not match{fate(case.flow)}",
            "Bring the text into that form before it is sent",
        )
    return Said(
        f"{case.source}: {case.change.message}; {case.taker} stores it in {case.target} as it comes, and "
        "may fail to read it",
        f"Check how {case.taker} reads {case.target}",
    )


def family(rule: str) -> str:
    """Return the keyword of a rule about a limit: ``response-max-length-increased`` is max-length."""
    bare_rule = rule.removeprefix("response-").removeprefix("request-")
    return next((name for name in LIMITS if bare_rule.startswith(f"{name}-")), "")


READING: Mapping[str, Callable[[Case], Said]] = {
    "property-removed": gone,
    "required-property-removed": gone,
    "property-removed-after-sunset": gone,
    "required-header-removed": gone,
    "header-removed": gone,
    "property-became-optional": optional,
    "header-became-optional": optional,
    "branch-added": optional,
    "null-added": null,
    "enum-value-added": listed_value_added,
    "extensible-enum-value-added": listed_value_added,
    "enum-dropped": any_value,
    "type-changed": other_type,
    "type-widened": other_type,
    "pattern-removed": other_form,
    "pattern-changed": other_form,
    "format-removed": other_form,
    "format-changed": other_form,
    "unit-changed": meaning.unit,
    "currency-changed": meaning.currency,
    "timezone-changed": meaning.timezone,
    "null-meaning-changed": meaning.null_meaning,
    "null-values-changed": meaning.null_values,
    "value-meaning-changed": meaning.value_meaning,
    "freshness-relaxed": meaning.staler,
    "classification-raised": meaning.classified,
}
"""By the rule without its direction; limits have a family of rules each."""


def read(case: Case, rule: str) -> Said:
    """Return what happens to the row."""
    if family(rule):
        return looser(case)
    return READING.get(rule, meaning.other_meaning)(case)
