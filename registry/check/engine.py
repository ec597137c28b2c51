"""Checks one description, or what the documents of a registry say of each other, against every rule."""

from __future__ import annotations

import datetime as dt
from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from registry.check.finding import SEVERITIES, Finding, Severity
from registry.check.structure import version_of
from registry.check.survey import Survey
from registry.errors import Place
from registry.source.edit import Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from registry.check.declare import Rule
    from registry.check.finding import Hit
    from registry.check.registry_view import View
    from registry.model.description import Description
    from registry.model.registry import Registry

_DRAFT = "unfilled-draft"
_AS_DECLARED: Mapping[str, str] = MappingProxyType({})


def check(
    description: Description,
    *,
    severities: Mapping[str, str] = _AS_DECLARED,
    today: dt.date | None = None,
    rules: Iterable[Rule] | None = None,
) -> tuple[Finding, ...]:
    """Return what the rules find in a description, in the order of its files and lines.

    ``severities`` sets a rule to "error", "warning", "info" or "off" by its id; ids of other layers' rules,
    and severities of changes, are passed over. ``today`` decides whether a sunset has passed. ``rules`` are
    those to ask, by default all about a description.

    Raises:
        UnreadableInput: The document declares no version of OpenAPI that exists.
    """
    version_of(description.bundle.data, description.bundle.place)
    asked = _all_rules() if rules is None else rules
    day = today or dt.datetime.now(dt.UTC).date()
    # The survey of a large description takes more than the description: it ends before the places are looked for.
    found = _without_echoes([*_found(asked, Survey(description, day), severities)])
    pointers = [hit.pointer if hit.written else description.written_at(hit.pointer) for _, _, hit in found]
    places = description.bundle.places(set(pointers))
    findings = (
        _finding(rule, severity, hit, hit.place or places[pointer], _fixes(description, hit))
        for (rule, severity, hit), pointer in zip(found, pointers, strict=True)
    )
    return tuple(sorted(findings, key=in_reading_order))


def _all_rules() -> tuple[Rule, ...]:
    from registry.check.catalogue import DESCRIPTION_RULES  # noqa: PLC0415 - more than a quick check needs

    return DESCRIPTION_RULES


def check_registry(registry: Registry, known_rules: Collection[str] | None = None) -> tuple[Finding, ...]:
    """Return what is wrong between the documents of a registry: names that lead to nothing.

    ``known_rules`` are the ids of the rules of all layers, which the settings may name; without them, the
    settings are not checked for ids that do not exist.

    Raises:
        UnreadableInput: A description cannot be read.
        UnreadableInputs: A description cannot be read, for several reasons.
    """
    found = (finding for _, part in rule_by_rule(registry, known_rules) for finding in part())
    return tuple(sorted(found, key=in_reading_order))


def rule_by_rule(
    registry: Registry, known_rules: Collection[str] | None = None, unread: Collection[str] = ()
) -> Iterator[tuple[str, Callable[[], tuple[Finding, ...]]]]:
    """Yield each rule about a registry with what asks it; `check_registry` asks all.

    ``unread`` are descriptions that cannot be read, as in `View`: a rule passes over them, and raises as
    `check_registry` does where it can say nothing without what cannot be read.
    """
    from registry.check.catalogue import CATALOGUE, REGISTRY_RULES  # noqa: PLC0415 - as above
    from registry.check.registry_view import View  # noqa: PLC0415 - as above

    view = View(registry, known_rules, tuple(rule.id for rule in CATALOGUE), unread)
    yield from ((rule.id, partial(_of_registry, rule, view)) for rule in REGISTRY_RULES)


def _of_registry(rule: Rule, view: View) -> tuple[Finding, ...]:
    found = _found((rule,), view, view.registry.config.rules)
    return tuple(_finding(rule, severity, hit, hit.place or Place("")) for rule, severity, hit in found)


def in_reading_order(finding: Finding) -> tuple[str, int, int, int, str]:
    """Sort key: file, line, column, then the worst first."""
    place = finding.place
    return place.file, place.line or 0, place.column or 0, SEVERITIES.index(finding.severity), finding.rule


def _found(
    rules: Iterable[Rule], subject: Survey | View, severities: Mapping[str, str]
) -> Iterator[tuple[Rule, Severity, Hit]]:
    for rule in rules:
        severity = _severity(rule, severities.get(rule.id))
        if severity is not None:
            # What two paths share by reference is looked at twice, and reported once.
            yield from ((rule, severity, hit) for hit in dict.fromkeys(rule.find(subject)))


def _without_echoes(found: list[tuple[Rule, Severity, Hit]]) -> list[tuple[Rule, Severity, Hit]]:
    """Leave out that something is a draft where a rule no milder says there what is missing."""
    if all(rule.id != _DRAFT for rule, _, _ in found):
        return found
    told: dict[str, int] = {}
    for rule, severity, hit in found:
        if rule.id != _DRAFT:
            gravity = SEVERITIES.index(severity)
            told[hit.pointer] = min(gravity, told.get(hit.pointer, gravity))
    return [
        (rule, severity, hit)
        for rule, severity, hit in found
        if rule.id != _DRAFT or told.get(hit.pointer, len(SEVERITIES)) > SEVERITIES.index(severity)
    ]


def _severity(rule: Rule, chosen: str | None) -> Severity | None:
    """Return how bad a finding is, or None where the rule is off."""
    effective = chosen if chosen == "off" or chosen in SEVERITIES else rule.severity
    return next((severity for severity in SEVERITIES if severity == effective), None)


def _finding(
    rule: Rule, severity: Severity, hit: Hit, place: Place, fixes: tuple[tuple[str, Edit], ...] = ()
) -> Finding:
    remedy = hit.remedy or _continued(rule.remedy)
    return Finding(rule.id, severity, hit.message, remedy, hit.pointer, place, hit.subject, fixes=fixes)


def _fixes(description: Description, hit: Hit) -> tuple[tuple[str, Edit], ...]:
    """Return the edits of a hit, each with the file, and the pointer into it, of what was written there."""
    if not hit.edits:
        return ()
    return tuple(
        (document.file, Edit(pointer, edit.value))
        for edit in hit.edits
        for document, pointer in [description.bundle.origins.locate(description.written_at(edit.pointer))]
    )


@cache
def _continued(sentence: str) -> str:
    """Return a sentence as the second half of another one."""
    begins = sentence[:1].lower() if sentence[1:2].islower() else sentence[:1]
    return (begins + sentence[1:]).removesuffix(".")
