"""The result of `check` for people and as the published JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from registry.cli.reports import github, junit, sarif
from registry.cli.reports.annotation import of_finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.check.declare import Finding

SEVERITIES = ("error", "warning", "info")
FORMATS = ("text", "json", "markdown", "github", "sarif", "junit")
COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


def render(findings: Sequence[Finding], form: str, checked: str) -> str:
    """Return the findings in one of `FORMATS`; ``checked`` says what was looked at."""
    annotations = [of_finding(finding) for finding in findings]
    match form:
        case "json":
            return json.dumps(as_json(findings, checked), indent=2, ensure_ascii=False)
        case "markdown":
            return markdown(findings, checked)
        case "github":
            return github.render(annotations)
        case "sarif":
            return sarif.render(annotations)
        case "junit":
            return junit.render(annotations, "waybill check")
    return text(findings, checked)


def text(findings: Sequence[Finding], checked: str) -> str:
    """Return one line per finding, in the form that editors and terminals link, and a summary."""
    return "\n".join([*(line(finding) for finding in findings), summary(findings, checked)])


def line(finding: Finding) -> str:
    """Return ``file:line:column: error: problem; remedy [rule]``."""
    severity = click.style(finding.severity, fg=COLOURS[finding.severity], bold=True)
    sentence = f"{finding.message}; {finding.remedy}" if finding.remedy else finding.message
    return f"{finding.place}: {severity}: {sentence} [{finding.rule}]"


def summary(findings: Sequence[Finding], checked: str) -> str:
    """Say how many findings there are of each severity."""
    found = [f"{count} {name}" for name, count in counts(findings).items() if count]
    return f"{checked}: {', '.join(found) if found else 'nothing found'}"


def counts(findings: Sequence[Finding]) -> dict[str, int]:
    """How many findings there are of each severity, gravest first."""
    found = Counter(finding.severity for finding in findings)
    return {severity: found[severity] for severity in SEVERITIES}  # type: ignore[index]


def markdown(findings: Sequence[Finding], checked: str) -> str:
    """Return a table for a comment on a pull request."""
    rows = [
        f"| {finding.severity} | `{finding.place}` | {cell(finding.message)} {cell(finding.remedy)} | "
        f"`{finding.rule}` |"
        for finding in findings
    ]
    head = ["", "| | Where | What, and the way out | Rule |", "|---|---|---|---|"] if rows else []
    return "\n".join([f"**{summary(findings, checked)}**", *head, *rows])


def cell(written: str) -> str:
    """Return words fit for a cell of a table, HTML in them shown as it is."""
    return " ".join(written.split()).replace("|", "\\|").replace("<", "&lt;")


def as_json(findings: Sequence[Finding], checked: str) -> dict[str, Any]:
    """Return the published shape (``waybill schema check``)."""
    return {
        "waybill": 1,
        "checked": checked,
        "findings": [finding_as_json(finding) for finding in findings],
        "summary": {**counts(findings), "total": len(findings)},
    }


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """Return one finding in the published shape."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "remedy": finding.remedy,
        "subject": finding.subject,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "pointer": finding.pointer,
    }
