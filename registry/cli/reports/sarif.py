"""SARIF 2.1.0 (OASIS Standard, 2020): remarks for code scanning."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.cli.reports.annotation import Annotation
    from registry.errors import Place
    from registry.workspace import RuleText

LEVELS = {"error": "error", "warning": "warning", "notice": "note"}


def render(annotations: Sequence[Annotation]) -> str:
    """Return one run with one result per remark, and what explains their rules."""
    from registry.workspace import rules  # noqa: PLC0415 - slow to import

    named = {annotation.rule for annotation in annotations}
    known = {rule.id: rule for rule in rules() if rule.id in named}
    described = [descriptor(name, known.get(name)) for name in sorted(named)]
    driver = {"name": "Waybill", "rules": described}
    run = {"tool": {"driver": driver}, "results": [result(annotation) for annotation in annotations]}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def descriptor(name: str, rule: RuleText | None) -> dict[str, Any]:
    """Return a reporting descriptor (section 3.49); structural findings have no rule in the catalogue."""
    if rule is None:
        return {"id": name}
    return {"id": name, "fullDescription": {"text": rule.reason}, "help": {"text": rule.remedy}}


def result(annotation: Annotation) -> dict[str, Any]:
    """Return one result (section 3.27); its fingerprint outlives lines that move."""
    found: dict[str, Any] = {
        "ruleId": annotation.rule,
        "level": LEVELS[annotation.gravity],
        "message": {"text": annotation.message},
        "locations": [{"physicalLocation": location(annotation.place)}],
        "partialFingerprints": {"ruleAndSubject/v1": f"{annotation.rule} {annotation.subject}"},
    }
    if annotation.before is not None:
        before = {"physicalLocation": location(annotation.before), "message": {"text": "before"}}
        found["relatedLocations"] = [{"id": 1, **before}]
    if annotation.waived is not None:
        found["suppressions"] = [{"kind": "external", "justification": annotation.waived.reason}]
    if annotation.undecided:
        found["properties"] = {"compared": False}
    return found


def location(place: Place) -> dict[str, Any]:
    """Return the file and, where it is known, the region (section 3.30: lines and columns from 1)."""
    found: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file)}}
    if place.line is not None:
        region = {"startLine": place.line, "startColumn": place.column}
        found["region"] = {key: value for key, value in region.items() if value is not None}
    return found
