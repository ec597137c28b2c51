"""Which changes somebody accepts: waivers held against changes by rule, place, version and day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from registry.diff.change import Waived

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from registry.diff.change import Change, Comparison
    from registry.model.agreements import Waiver


def accepted(
    comparison: Comparison, waivers: Iterable[Waiver], *, today: date, version: str | None
) -> Comparison:
    """Return the comparison with each breaking or risky change that a waiver accepts marked so.

    ``version`` is that of the revision. Levels stay as they are: a waiver says that a change is wanted, not
    that nobody is hit by it. Of several waivers for one change the first counts.
    """
    holding = [waiver for waiver in waivers if holds(waiver, today, version)]

    def by(change: Change) -> Waived | None:
        waiver = next((waiver for waiver in holding if matches(waiver, change)), None)
        return None if waiver is None else Waived(waiver.owner, waiver.reason, waiver.until)

    return marked(comparison, by) if holding else comparison


def marked(comparison: Comparison, by: Callable[[Change], Waived | None]) -> Comparison:
    """Return the comparison with who accepts each change, as ``by`` tells."""
    return replace(
        comparison, changes=tuple(replace(change, waived=by(change)) for change in comparison.changes)
    )


def holds(waiver: Waiver, today: date, version: str | None) -> bool:
    """Tell whether a waiver counts on a day for a step to a version; its last day is one of its days."""
    return waiver.until >= today and waiver.version in (None, version)


def matches(waiver: Waiver, change: Change) -> bool:
    """Tell whether a waiver is for this change: same place, same rule, with or without the direction."""
    return change.level != "safe" and waiver.at == change.at and waiver.rule in names(change)


def names(change: Change) -> tuple[str, ...]:
    """Return the ids by which a waiver may call the rule of a change, the full one first."""
    return tuple(dict.fromkeys((change.rule, change.rule.removeprefix(f"{change.direction}-"))))
