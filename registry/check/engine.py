"""Checks one description against every rule."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType
from typing import TYPE_CHECKING

from registry.check.catalogue import CATALOGUE
from registry.check.declare import SEVERITIES, Finding, Severity
from registry.check.structure import version_of
from registry.check.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from registry.check.declare import Hit, Rule
    from registry.errors import Place
    from registry.model.description import Description

_AS_DECLARED: Mapping[str, str] = MappingProxyType({})


def check(
    description: Description,
    *,
    severities: Mapping[str, str] = _AS_DECLARED,
    today: dt.date | None = None,
) -> tuple[Finding, ...]:
    """Return what the rules find in a description, in the order of its files and lines.

    ``severities`` sets a rule to "error", "warning", "info" or "off" by its id; ids of other layers' rules are
    passed over. ``today`` decides whether a sunset has passed.

    Raises:
        UnreadableInput: The document declares no version of OpenAPI that exists.
    """
    version_of(description.bundle.data, description.bundle.place)
    survey = Survey(description, today or dt.datetime.now(dt.UTC).date())
    found = [
        (rule, severity, hit)
        for rule in CATALOGUE
        if (severity := _severity(rule, severities)) is not None
        for hit in _distinct(rule.find(survey))
    ]
    places = _places(description, (hit for _, _, hit in found))
    findings = (
        Finding(
            rule.id, severity, hit.message, hit.remedy or rule.remedy, hit.pointer, places[hit], hit.subject
        )
        for rule, severity, hit in found
    )
    return tuple(sorted(findings, key=in_reading_order))


def in_reading_order(finding: Finding) -> tuple[str, int, int, int, str]:
    """Sort key: file, line, column, then the worst first."""
    place = finding.place
    return place.file, place.line or 0, place.column or 0, SEVERITIES.index(finding.severity), finding.rule


def _severity(rule: Rule, severities: Mapping[str, str]) -> Severity | None:
    chosen = severities.get(rule.id, rule.severity)
    return next((severity for severity in SEVERITIES if severity == chosen), None)


def _distinct(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Yield each hit once: what two paths share by reference is looked at twice."""
    return iter(dict.fromkeys(hits))


def _places(description: Description, hits: Iterable[Hit]) -> dict[Hit, Place]:
    """Return where each hit was written, all in one pass over the files."""
    written = {hit: hit.pointer if hit.written else description.written_at(hit.pointer) for hit in hits}
    places = description.bundle.places(set(written.values()))
    return {hit: places[pointer] for hit, pointer in written.items()}
