"""``compare(base, revision)``: align, relate, judge; each changed place becomes one `Change`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from registry.diff import examples, semantics, stability
from registry.diff.align import align
from registry.diff.change import LEVELS, Change, Comparison, Level
from registry.diff.found import Found, Root, Sides
from registry.diff.reach import reached
from registry.diff.rules import BY_DIFFERENCE
from registry.schema import Effect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from registry.model.description import Description


@dataclass(frozen=True, slots=True)
class Settings:
    """What a registry decides: severities by rule id (with or without direction), profile, and the day it is.

    ``examples`` asks for a witness of each breaking or risky change of a schema.
    Operations less stable than ``stability`` may change without breaking anybody's trust. ``named`` are places in
    words, as of waivers: a change at one of them says so, by whatever operation it is told.
    """

    severities: Mapping[str, Level | Literal["off"]] = field(default_factory=dict)
    profile: Literal["wire", "sdk"] = "wire"
    today: date = field(default_factory=date.today)
    stability: Literal["draft", "alpha", "beta", "stable"] = "beta"
    examples: bool = True
    named: frozenset[str] = frozenset()


def compare(
    base: Description,
    revision: Description,
    *,
    settings: Settings | None = None,
    names: tuple[str, str] | None = None,
) -> Comparison:
    """Return every change from one description to another, worst first, then in the order of the document.

    ``names`` are what the two sides are called in the result, by default title and version. Nothing is read from
    disk, and the clock is ``settings.today`` only.
    """
    settings = settings or Settings()
    sides = Sides(base, revision)
    merged = _merged(_changes(sides, settings))
    changes = examples.shown(sides, merged) if settings.examples else [change for change, _ in merged]
    ranked = sorted(changes, key=lambda change: LEVELS.index(change.level))
    labels = names or (f"{base.title} {base.version}", f"{revision.title} {revision.version}")
    return Comparison(labels[0], labels[1], tuple(ranked))


def _changes(sides: Sides, settings: Settings) -> Iterator[tuple[Change, Found]]:
    loose = stability.below(sides.base, settings.stability)
    for found in _found(sides, settings):
        change = _judged(found, settings)
        if change is not None:
            excused = change.operations and loose.issuperset(change.operations)
            yield replace(change, level="safe") if excused else change, found


def _found(sides: Sides, settings: Settings) -> Iterator[Found]:
    roots: list[Root] = []
    yield from semantics.api_differences(sides.base, sides.revision)
    for item in align(sides, settings.today):
        if isinstance(item, Root):
            roots.append(item)
        else:
            yield item
    yield from reached(sides, roots, settings.today, settings.named)


def _judged(found: Found, settings: Settings) -> Change | None:
    """Return the change that a difference is, None where the registry has switched its rule off."""
    difference, at, operations, spot, _, also = found
    rule = BY_DIFFERENCE[difference.keyword, difference.action]
    spot = replace(spot, sdk=settings.profile == "sdk")
    rule_id = rule.reported_as(spot.direction)
    wanted = settings.severities.get(rule_id, settings.severities.get(rule.id))
    if wanted == "off":
        return None
    return Change(
        rule=rule_id,
        level=wanted or rule.verdict(difference, spot),
        kind=rule.kind,
        message=rule.sentence(difference, spot),
        at=at,
        operations=operations,
        base=difference.at.base,
        revision=difference.at.revision,
        before=difference.before,
        after=difference.after,
        direction=spot.direction if len(rule.ids) > 1 else None,
        compared=Effect.UNKNOWN not in difference.effect,
        also=also,
    )


Place = tuple[str, str | None, str | None, str]
"""Rule, both pointers, message: the same fact at the same spot of both documents, met on several ways."""

Words = tuple[str, str, str]
"""Rule, place in words, message: the same fact at spots that read alike, as under several media types."""


def _merged(changes: Iterable[tuple[Change, Found]]) -> list[tuple[Change, Found]]:
    """One finding per changed place: a fact met more than once keeps its gravest level and all operations."""
    by_place: dict[Place, tuple[Change, Found]] = {}
    told: dict[Words, Place] = {}
    for change, found in changes:
        place = (change.rule, change.base, change.revision, change.message)
        words = (change.rule, change.at, change.message)
        if place not in by_place:
            place = told.setdefault(words, place)
        known = by_place.get(place)
        by_place[place] = (change, found) if known is None else _joined(known, (change, found))
    return list(by_place.values())


def _joined(one: tuple[Change, Found], other: tuple[Change, Found]) -> tuple[Change, Found]:
    graver = min(one, other, key=lambda pair: LEVELS.index(pair[0].level))
    operations = tuple(dict.fromkeys((*one[0].operations, *other[0].operations)))
    also = tuple(dict.fromkeys((*one[0].also, other[0].at, *other[0].also)))
    return replace(one[0], level=graver[0].level, operations=operations, also=also), graver[1]
