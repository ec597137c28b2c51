"""What happens to a row whose field has no value: it is null, it may be left out, it is gone for good."""

from __future__ import annotations

from registry.flow.carry import carried
from registry.flow.effects.case import Case, Said, fate, meant, takes_null
from registry.flow.wording import plain
from registry.model.flow import Substitute


def null(case: Case) -> Said:
    """A value may be null."""
    return without(case, f"{case.source} can now be null", "null", always=False)


def optional(case: Case) -> Said:
    """A value may be left out."""
    return without(case, f"{case.source} can now be missing", "a missing value", always=False)


def gone(case: Case) -> Said:
    """No value comes any more."""
    return without(case, f"{case.source} is no longer sent", "the missing value", always=True)


def without(case: Case, why: str, what: str, *, always: bool) -> Said:
    """Say what becomes of a record whose field has no value; ``always`` tells that this is every record."""
    rule = case.written.on_null
    records, record = ("every record", "each record") if always else ("such a record", "the record")
    translated = "null" in (case.written.values or {}) and what == "null"
    if isinstance(rule, Substitute) or translated:
        return stored(case, why, what, always=always)
    change_rule = f"Map another field into {case.target}, or take the row out"
    action = (
        change_rule
        if always
        else f"Say with onNull what {case.taker} is to get then: skip, reject or a value"
    )
    if rule == "reject":
        left = "nothing reaches" if always else "it does not reach"
        return Said(f"{why}; the flow then leaves {record} out, and {left} {case.taker}", action, not always)
    if case.is_demanded and rule != "send":
        stops = (
            f"the import into {case.taker} stops"
            if always
            else f"{case.taker} refuses {records}{fate(case.flow)}"
        )
        return Said(f"{why}, and {case.target} is required: {stops}", action)
    if rule == "skip":
        kept = "gets it no more" if always else "does not learn it"
        return Said(f"{why}; the row leaves {case.target} out, and {case.taker} {kept}", action, not always)
    return unruled(case, why, what, action, always=always)


def stored(case: Case, why: str, what: str, *, always: bool) -> Said:
    """Say which value takes the place, and which other values it cannot be told from."""
    value = carried(case.written, None).value
    named = meant(case.target_field, value)
    alike = case.alike(value)
    when = " for every record" if always else ""
    sentence = f"{why}; {case.taker} will store {what} as {named}{alike}, in {case.target}{when}"
    if always:
        return Said(sentence, f"Map another field into {case.target}, or take the row out")
    return Said(
        sentence,
        f"Nothing, if {plain(value)} is right where nothing is known; else change onNull",
        handled=True,
    )


def unruled(case: Case, why: str, what: str, action: str, *, always: bool) -> Said:
    """Say what happens where the row says nothing of it, or sends null on."""
    if always:
        return Said(f"{why}; {case.taker} gets no {case.target} any more", action)
    if case.written.on_null is None and case.written.values is not None:
        return Said(
            f"{why}, which the row does not translate: nobody knows what {case.taker} then stores in "
            f"{case.target}",
            action,
        )
    if case.written.on_null is None and case.written.convert is not None:
        return Said(f"{why}, and nothing can be calculated from that: the row fails for {case.taker}", action)
    if what != "null":
        return Said(f"{why}; {case.taker} then gets no {case.target}", action)
    match takes_null(case.target_field):
        case False:
            return Said(
                f"{why}, and {case.target} takes no null: {case.taker} refuses such a "
                f"record{fate(case.flow)}",
                action,
            )
        case True:
            assert case.target_field is not None
            meaning = case.target_field.meaning.null_meaning.get("null", "")
            stands = f", where it means: {meaning.rstrip('.')}" if meaning else ""
            return Said(f"{why}; {case.taker} will store null in {case.target}{stands}", action)
    return Said(
        f"{why}; {case.taker} will store it in {case.target} as it comes, and nobody wrote down what that "
        "means",
        action,
    )
