"""What happens to a row when what it writes into changes: less is taken, more is asked for, or it means otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from registry.flow.carry import carried
from registry.flow.effects.case import Case, Said, fate, limit, money, said_of, words
from registry.flow.effects.limits import LIMITS, exceeds, measured
from registry.flow.effects.meaning import null_moved
from registry.flow.effects.reading import family
from registry.flow.effects.units import bare, times, wrong_by
from registry.flow.wording import listed
from registry.model.fields import json_types
from registry.model.flow import Substitute

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def lost(case: Case) -> Said:
    """The consumer knows the field no more."""
    refused = case.change.level == "breaking" and "announced date" not in case.change.message
    does = (
        f"it refuses every record that has it{fate(case.flow)}"
        if refused
        else f"what the flow sends from {case.source} is ignored, or refused"
    )
    return Said(
        f"{case.taker} no longer has {case.target}: {does}",
        "Map the value into another field, or take the row out",
    )


def demanded(case: Case) -> Said:
    """The consumer refuses records without the field; the row fills it, perhaps not always."""
    rule = case.written.on_null
    field = case.source_field
    sure = field is not None and field.required and "null" not in field.types
    if isinstance(rule, Substitute) or rule == "reject" or sure:
        return Said(
            f"{case.taker} now asks for {case.target}, which the row always sends", "Nothing", handled=True
        )
    return Said(
        f"{case.taker} now refuses records without {case.target}, and {case.source} may be "
        f"missing{fate(case.flow)}",
        "Write onNull: reject, or the value to send instead",
    )


def no_null(case: Case) -> Said:
    """The consumer takes null no more."""
    rule = case.written.on_null
    sent = carried(case.written, None)
    nullable = case.source_field is None or not case.source_field.types or "null" in case.source_field.types
    if sent.left_out or sent.value is not None or not nullable:
        return Said(
            f"{case.taker} takes no null in {case.target} any more; the row sends none",
            "Nothing",
            handled=True,
        )
    passes = "the row sends null on" if rule == "send" else "nothing in the row keeps null back"
    return Said(
        f"{case.taker} takes no null in {case.target} any more, and {passes}: it refuses such a "
        f"record{fate(case.flow)}",
        "Write onNull: skip, reject or the value to send instead",
    )


def fewer_values(case: Case) -> Said:
    """Listed values are taken no more, or only listed ones are."""
    sends = case.sends()
    if case.change.kind == "removed":
        refused = [value for value in said_of(case.change) if sends is None or value in sends]
    else:
        taken = said_of(case.change)
        refused = [value for value in sends or () if value not in taken]
        if sends is None:
            return Said(
                f"{case.taker} now takes only {words(taken)} in {case.target}, and {case.source} may be "
                f"anything: it refuses the rest{fate(case.flow)}",
                "Translate it with values in the row",
            )
    if not refused:
        gone = words(said_of(case.change))
        return Said(
            f"{case.taker} changes what it takes in {case.target} ({gone}); the row sends nothing that is "
            "refused",
            "Nothing",
            handled=True,
        )
    origin = [name for name, value in (case.written.values or {}).items() if value in refused]
    stands = f", which the row sends for {listed(origin)}" if origin else ""
    return Said(
        f"{case.taker} now refuses {words(refused, case.target_field)} in "
        f"{case.target}{stands}{fate(case.flow)}",
        f"Map {listed(origin) if origin else words(refused)} to a value that is still taken",
    )


def other_type(case: Case) -> Said:
    """The consumer takes values of another type."""
    after = str(case.change.after)
    sent = types_sent(case)
    taken = set(re.findall(r"\w+", after)) | ({"integer"} if "number" in after else set())
    if sent and sent <= taken:
        return Said(
            f"{case.taker} now takes {after} in {case.target}, which the row sends already",
            "Nothing",
            handled=True,
        )
    return Said(
        f"{case.taker} now takes {after} in {case.target}, not {case.change.before}: it refuses what the "
        "row sends from "
        f"{case.source}{fate(case.flow)}",
        f"Send {after} from the day of the change",
    )


def types_sent(case: Case) -> set[str]:
    """Return the types of what a row sends, null aside; none where that is not known."""
    if case.written.values is not None:
        return {
            kind for value in case.written.values.values() for kind in json_types({"const": value}, nowhere)
        } - {"null"}
    if case.written.convert is not None:
        return {"number"}
    return set(case.source_field.types) - {"null"} if case.source_field else set()


def nowhere(_schema: object, _pointer: str) -> None:
    """Follow no reference: a value has none."""


def tighter(case: Case) -> Said:
    """The consumer takes only smaller, larger, shorter or longer values."""
    keyword, noun = LIMITS[family(case.change.rule)]
    after = case.change.after
    why = f"{case.taker} now takes {case.target} only {noun} {measured(keyword, after)}"
    if case.written.values is None:
        mine = limit(case.source_field, keyword)
        if mine is not None and not exceeds(keyword, mine, after, case.written.convert):
            return Said(f"{why}; {case.source} never goes beyond", "Nothing", handled=True)
        goes = f"can be {noun} {measured(keyword, mine)}" if mine is not None else "has no such limit"
        return Said(
            f"{why}, and {case.source} {goes}: it refuses what lies beyond{fate(case.flow)}",
            "Cut or refuse such values before they are sent",
        )
    return Said(
        f"{why}: it may refuse what the row sends{fate(case.flow)}",
        "Compare the values of the row with the limit",
    )


def other_form(case: Case) -> Said:
    """The consumer takes text of another form."""
    mine = limit(case.source_field, "pattern") or limit(case.source_field, "format")
    if mine is not None and mine == case.change.after:
        return Said(
            f"{case.taker} now takes {case.target} only as {mine}, and {case.source} is that",
            "Nothing",
            handled=True,
        )
    return Said(
        f"{case.taker}, {case.target}: {case.change.message}; it refuses what {case.source} holds in "
        f"another form{fate(case.flow)}",
        "Bring the text into that form before it is sent",
    )


def unit(case: Case) -> Said:
    """The consumer measures in something else."""
    before, after = case.change.before, case.change.after
    if not before or not after:
        return other_meaning(case)
    return Said(
        f"{case.taker} takes {case.target} for {bare(after)} instead of {bare(before)}, and the row still "
        "sends "
        f"{bare(before)}: it will store numbers {wrong_by(times(after, before))}",
        f"Change convert of the row from {bare(before)} to {bare(after)}, on the day of the change and not "
        "before",
    )


def currency(case: Case) -> Said:
    """The consumer takes the amount for other money."""
    before, after = (money(side) for side in (case.change.before, case.change.after))
    return Said(
        f"{case.taker} takes the amount in {case.target} for {after} instead of {before}, and the row still "
        f"sends {before}",
        f"Convert to {after} before it is sent, or send the currency along",
    )


def null_meaning(case: Case) -> Said:
    """No value stands for something else in the consumer."""
    return Said(
        f"{case.taker}: {null_moved(case, case.target)}; the row goes on as before",
        f"Decide whether {case.source} may still be left out or null",
    )


def other_meaning(case: Case) -> Said:
    """The consumer says something else of the values."""
    return Said(
        f"{case.taker}, {case.target}: {case.change.message}; the row goes on sending {case.source} as "
        "before",
        f"Check whether {case.source} still is what {case.taker} means",
    )


WRITING: Mapping[str, Callable[[Case], Said]] = {
    "property-removed": lost,
    "required-property-removed": lost,
    "property-removed-after-sunset": lost,
    "parameter-removed": lost,
    "property-became-required": demanded,
    "required-property-added": demanded,
    "parameter-became-required": demanded,
    "null-removed": no_null,
    "enum-value-removed": fewer_values,
    "enum-introduced": fewer_values,
    "type-changed": other_type,
    "type-narrowed": other_type,
    "pattern-added": other_form,
    "pattern-changed": other_form,
    "format-added": other_form,
    "format-changed": other_form,
    "unit-changed": unit,
    "currency-changed": currency,
    "null-meaning-changed": null_meaning,
}
"""By the rule without its direction; limits have a family of rules each."""


def write(case: Case, rule: str) -> Said:
    """Return what happens to the row."""
    if family(rule):
        return tighter(case)
    return WRITING.get(rule, other_meaning)(case)
