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

    from registry.check.finding import Finding

SEVERITIES = ("error", "warning", "info")
FORMATS = ("text", "json", "markdown", "github", "sarif", "junit")
COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


def render(findings: Sequence[Finding], form: str, checked: str, *, infos: bool = False) -> str:
    """Return the findings in one of `FORMATS`; ``checked`` says what was looked at.

    What is written for people leaves out infos unless asked for ``infos``, and says how many there are.
    """
    match form:
        case "json":
            return json.dumps(as_json(findings, checked), indent=2, ensure_ascii=False)
        case "markdown":
            return markdown(findings, checked, infos=infos)
        case "text":
            return text(findings, checked, infos=infos)
    annotations = [of_finding(finding) for finding in findings]
    match form:
        case "github":
            return github.render(annotations)
        case "sarif":
            return sarif.render(annotations)
    return junit.render(annotations, "waybill check")


def text(findings: Sequence[Finding], checked: str, *, infos: bool) -> str:
    """Return one line per finding, in the form that editors and terminals link, and a summary."""
    lines = [line(finding) for finding in shown(findings, infos=infos)]
    left_out = len(findings) - len(lines)
    hint = f" ({counted(left_out, 'info')} not shown, see --all)" if left_out else ""
    return "\n".join([*lines, summary(findings, checked, infos=infos) + hint])


def shown(findings: Sequence[Finding], *, infos: bool) -> list[Finding]:
    """Return the findings that people are shown."""
    return [finding for finding in findings if infos or finding.severity != "info"]


def line(finding: Finding) -> str:
    """Return ``file:line:column: error: problem; remedy [rule]``."""
    severity = click.style(finding.severity, fg=COLOURS[finding.severity], bold=True)
    sentence = f"{finding.message}; {finding.remedy}" if finding.remedy else finding.message
    return f"{finding.place}: {severity}: {sentence} [{finding.rule}]"


def summary(findings: Sequence[Finding], checked: str, *, infos: bool) -> str:
    """Say how many findings there are of each severity."""
    found = [
        counted(count, name)
        for name, count in counts(findings).items()
        if count and (infos or name != "info")
    ]
    return f"{checked}: {', '.join(found) if found else 'sound'}"


def counted(count: int, severity: str) -> str:
    """Return ``1 error``, ``2 errors``, ``2 infos``."""
    return f"{count} {severity}" if count == 1 else f"{count} {severity}s"


def counts(findings: Sequence[Finding]) -> dict[str, int]:
    """How many findings there are of each severity, gravest first."""
    found = Counter(finding.severity for finding in findings)
    return {severity: found[severity] for severity in SEVERITIES}  # type: ignore[index]


def markdown(findings: Sequence[Finding], checked: str, *, infos: bool) -> str:
    """Return a table for a comment on a pull request."""
    rows = [
        f"| {finding.severity} | `{finding.place}` | {cell(finding.message)} {cell(finding.remedy)} | "
        f"`{finding.rule}` |"
        for finding in shown(findings, infos=infos)
    ]
    head = ["", "| | Where | What, and the way out | Rule |", "|---|---|---|---|"] if rows else []
    return "\n".join([f"**{summary(findings, checked, infos=infos)}**", *head, *rows])


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
        "witness": None if finding.witness is None else {"value": finding.witness[0]},
    }
