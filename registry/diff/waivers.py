"""Which changes somebody accepts: waivers held against changes by rule, place, version and day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from registry.diff.change import Waived
from registry.diff.engine import compare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from registry.diff.change import Change, Comparison
    from registry.diff.engine import Settings
    from registry.model.agreements import Waiver
    from registry.model.description import Description


def judged(
    base: Description,
    revision: Description,
    agreed: Sequence[Waiver],
    *,
    settings: Settings,
    names: tuple[str, str] | None = None,
) -> Comparison:
    """Return what `compare` finds, each change that the waivers of the revision's API accept marked so."""
    found = compare(base, revision, settings=naming(settings, agreed), names=names)
    return accepted(found, agreed, today=settings.today, version=revision.version)


def naming(settings: Settings, agreed: Iterable[Waiver]) -> Settings:
    """Return settings by which changes are known at the places that the waivers name."""
    return replace(settings, named=frozenset(waiver.at for waiver in agreed))


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
    """Tell whether a waiver counts on a day for a step to a version; its last day is one of its days, no draft does."""
    return not waiver.empty and waiver.until >= today and waiver.version in (None, version)


def matches(waiver: Waiver, change: Change) -> bool:
    """Tell whether a waiver is for this change: same rule, with or without the direction, at a place of the change.

    A change of something shared is told at the first operation that it reaches; a waiver may name any of them.
    """
    return change.level != "safe" and waiver.at in (change.at, *change.also) and waiver.rule in names(change)


def names(change: Change) -> tuple[str, ...]:
    """Return the ids by which a waiver may call the rule of a change, the full one first."""
    return tuple(dict.fromkeys((change.rule, change.rule.removeprefix(f"{change.direction}-"))))
