"""What happens to a row when values stay as they are and mean something else: units, null, freshness, protection."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from registry.flow.carry import carried
from registry.flow.effects.case import Case, Said, meant, money, words
from registry.flow.effects.units import bare, times, wrong_by
from registry.flow.wording import arithmetic, instead, plain
from registry.formats import Duration

if TYPE_CHECKING:
    from registry.model.semantics import Freshness


def unit(case: Case) -> Said:
    """The number measures something else."""
    before, after = case.change.before, case.change.after
    if not before or not after:
        return other_meaning(case)
    still = (
        f"still is {arithmetic(case.written.convert)}" if case.written.convert else "is carried on as it is"
    )
    return Said(
        f"{case.source} comes in {bare(after)} instead of {bare(before)}, and {still}: {case.taker} will "
        "store "
        f"{case.target} {wrong_by(times(before, after))}",
        f"Change convert of the row from {bare(before)} to {bare(after)}, on the day of the change and not "
        "before",
    )


def currency(case: Case) -> Said:
    """The amount is other money."""
    before, after = (money(side) for side in (case.change.before, case.change.after))
    if case.change.before is None or case.change.after is None:
        return other_meaning(case)
    return Said(
        f"{case.source} is an amount in {after} instead of {before}: {case.taker} will show the same number "
        f"as {before} in "
        f"{case.target}",
        f"Send the currency along, or convert to {before} before it is sent",
    )


def timezone(case: Case) -> Said:
    """The clock time is that of another zone."""
    before, after = (plain(side) for side in (case.change.before, case.change.after))
    return Said(
        f"{case.source} is now the time in {after}, not in {before}: {case.taker} will show another moment "
        f"in {case.target}",
        "Write the offset into the value, or convert it in the flow",
    )


def null_moved(case: Case, of: str) -> str:
    """Say what no value meant and means."""
    before, after = (case.change.before or {}, case.change.after or {})
    changed = [name for name in ("null", "absent") if before.get(name) != after.get(name)]
    no_value = "a missing value" if changed == ["absent"] else "null"
    was, now = (side.get(changed[0] if changed else "null") for side in (before, after))
    if was and now:
        return f"{no_value} in {of} meant “{was}” and now means “{now}”"
    if was:
        return f"nobody says any more what {no_value} in {of} means; it was “{was}”"
    return f"{no_value} in {of} is now said to mean “{now}”"


def null_meaning(case: Case) -> Said:
    """No value stands for something else than so far."""
    moved = null_moved(case, case.source)
    rule = case.written.on_null
    value = carried(case.written, None)
    if not value.left_out and value.value is not None:
        named = f"{meant(case.target_field, value.value)}{case.alike(value.value)}"
        does = f"{case.taker} goes on storing {named}, in {case.target}"
    elif rule is not None:
        does = f"for {case.target} the row goes on as before: {instead(rule)}"
    else:
        does = f"{case.taker} goes on taking it for {case.target} as before"
    return Said(
        f"{moved}; {does}",
        f"Decide whether that is still right for {case.taker}; else change onNull of the row",
    )


def null_values(case: Case) -> Said:
    """Other numbers or words stand for no value."""
    before, after = case.change.before or [], case.change.after or []
    new, old = [one for one in after if one not in before], [one for one in before if one not in after]
    parts = []
    if new:
        parts.append(
            f"{words(new)} now means that there is no value, and {case.taker} will store it as one in "
            f"{case.target}"
        )
    if old:
        parts.append(f"{words(old)} now is a value, and the flow may still drop it")
    return Said(
        f"in {case.source}, {'; '.join(parts) or case.change.message}",
        f"Translate {words(new or old)} in the row",
    )


def value_meaning(case: Case) -> Said:
    """A listed value says something else."""
    found = re.match(r"meaning of '(.*?)'", case.change.message)
    value = found[1] if found else "a value"
    sent = carried(case.written, value)
    still = (
        "" if sent.left_out else f"; {case.taker} still stores {plain(sent.value)} for it, in {case.target}"
    )
    before, after = case.change.before, case.change.after
    moved = f"meant “{before}” and now means “{after}”" if before and after else case.change.message
    return Said(
        f"{case.source} {value} {moved}{still}",
        f"Decide whether that is still right for {case.taker}; else change values of the row",
    )


def staler(case: Case) -> Said:
    """Values may be older than so far."""
    needed = case.flow.freshness_needed
    after = case.change.after
    offered = Duration.parse(after) if isinstance(after, str) else None
    if offered is None:
        return unpromised(case, needed)
    why = f"{case.source} may now be {offered.in_words} old"
    if needed is None:
        return Said(
            f"{why}; {case.taker} may show it that late in {case.target}",
            "Write freshnessNeeded into the flow if that is too old",
        )
    if offered <= needed.threshold:
        return Said(f"{why}; the flow bears {needed.threshold.in_words}", "Nothing", handled=True)
    rule = case.written.on_stale
    does = {
        "reject": f"records that old are left out, and {case.taker} keeps what it had",
        "skip": f"{case.target} is left out then, and {case.taker} keeps what it had",
    }.get(rule or "", f"{case.taker} decides on values that are too old, in {case.target}")
    return Said(
        f"{why}, and the flow needs it at most {needed.threshold.in_words} old: {does}",
        "Ask the producer to keep the promise as it was, or need less",
    )


def unpromised(case: Case, needed: Freshness | None) -> Said:
    """Nothing is promised any more of how old values may be."""
    why = f"nobody promises any more how old {case.source} may be"
    need = f", and the flow needs it at most {needed.threshold.in_words} old" if needed else ""
    return Said(
        f"{why}{need}: {case.taker} may decide on values of any age, in {case.target}",
        "Ask the producer for the promise, or check the age of each record",
    )


def classified(case: Case) -> Said:
    """The data counts as more sensitive."""
    basis = case.flow.personal_data
    if basis is None:
        return Said(
            f"{case.source} now counts as protected data ({case.change.message}), and the flow states no "
            f"legal basis: it may not be sent to {case.taker}",
            "Write personalData with legalBasis and dataUse, or take the row out",
        )
    return Said(
        f"{case.source} now counts as protected data ({case.change.message}); the flow states "
        f"{basis.legal_basis} as its basis, which must cover it",
        f"Check that the basis covers {case.target}",
    )


def other_meaning(case: Case) -> Said:
    """Something else is said of the values, which stay as they are."""
    return Said(
        f"{case.source}: {case.change.message}; {case.taker} goes on using {case.target} as before",
        f"Check with the owner of {case.source} whether that is still right",
    )
