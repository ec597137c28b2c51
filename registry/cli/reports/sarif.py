"""SARIF 2.1.0 (OASIS Standard, 2020): remarks for code scanning."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.cli.reports.annotation import Annotation

LEVELS = {"error": "error", "warning": "warning", "notice": "note"}


def render(annotations: Sequence[Annotation]) -> str:
    """Return one run with one result per remark."""
    rules = sorted({annotation.rule for annotation in annotations})
    driver = {"name": "Waybill", "rules": [{"id": rule} for rule in rules]}
    run = {"tool": {"driver": driver}, "results": [result(annotation) for annotation in annotations]}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def result(annotation: Annotation) -> dict[str, Any]:
    """Return one result (section 3.27); its fingerprint outlives lines that move."""
    return {
        "ruleId": annotation.rule,
        "level": LEVELS[annotation.gravity],
        "message": {"text": annotation.message},
        "locations": [{"physicalLocation": location(annotation)}],
        "partialFingerprints": {"ruleAndSubject/v1": f"{annotation.rule} {annotation.subject}"},
    }


def location(annotation: Annotation) -> dict[str, Any]:
    """Return the file and, where it is known, the region (section 3.30: lines and columns from 1)."""
    place = annotation.place
    found: dict[str, Any] = {"artifactLocation": {"uri": place.file}}
    if place.line is not None:
        region = {"startLine": place.line, "startColumn": place.column}
        found["region"] = {key: value for key, value in region.items() if value is not None}
    return found
