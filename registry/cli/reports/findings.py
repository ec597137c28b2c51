"""The result of `check` for people and as the published JSON."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import click

from registry.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from registry.check.finding import Finding

SEVERITIES = ("error", "warning", "info")
FORMATS = ("text", "json", "markdown", "github", "sarif", "junit")
MANY = 100
"""Findings above which people are told how to have them counted."""
COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


def render(
    findings: Sequence[Finding],
    form: str,
    checked: str,
    least: str = "warning",
    unchecked: tuple[str, ...] = (),
) -> str:
    """Return the findings in one of `FORMATS`; ``checked`` says what was looked at, ``unchecked`` what could not be.

    What is written for people leaves out what is less grave than ``least``, and says how many there are.
    """
    match form:
        case "json":
            return json.dumps(as_json(findings, checked, unchecked), indent=2, ensure_ascii=False)
        case "markdown":
            return markdown(findings, checked, least, unchecked)
        case "text":
            return text(findings, checked, least, unchecked)
    from registry.cli.reports import github, junit, sarif  # noqa: PLC0415 - slow to import
    from registry.cli.reports.annotation import of_finding  # noqa: PLC0415 - as above

    annotations = [of_finding(finding) for finding in findings]
    match form:
        case "github":
            return github.render(annotations)
        case "sarif":
            return sarif.render(annotations)
    return junit.render(annotations, "waybill check")


def text(findings: Sequence[Finding], checked: str, least: str, unchecked: tuple[str, ...] = ()) -> str:
    """Return one line per finding, in the form that editors and terminals link, and a summary."""
    lines = [line(finding) for finding in shown(findings, least)]
    said = summary(counts(findings), checked, least) + hints(findings, least)
    return "\n".join([*lines, said, *not_checked(unchecked)])


def not_checked(unchecked: tuple[str, ...]) -> list[str]:
    """Return the line that names what could not be checked, none where all was."""
    return [f"not checked: {', '.join(unchecked)}"] if unchecked else []


def hints(findings: Sequence[Finding], least: str) -> str:
    """Say, in brackets, what is not shown, and what need not be mended by hand."""
    seen = shown(findings, least)
    hidden = [
        counted(count, name)
        for name, count in counts(findings).items()
        if count and not is_shown(name, least)
    ]
    fixable = sum(bool(finding.fixes) for finding in seen)
    told = [f"{' and '.join(hidden)} not shown, see --all"] if hidden else []
    told += [f"{fixable} can be mended, see --fix"] if fixable else []
    told += ["counted by rule with --summary"] if len(seen) > MANY else []
    return f" ({'; '.join(told)})" if told else ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each rule found something and in which files, so that the findings themselves need not be kept."""

    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    files: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def count(self, findings: Iterable[Finding]) -> None:
        """Count findings."""
        self.add(Counter((finding.severity, finding.rule, finding.place.file) for finding in findings))

    def add(self, counted: Mapping[tuple[str, str, str], int]) -> None:
        """Add what was counted by severity, rule and file."""
        for (severity, rule, file), count in counted.items():
            self.found[severity, rule] += count
            self.files[severity, rule].add(file)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity, gravest first."""
        return {
            severity: sum(count for key, count in self.found.items() if key[0] == severity)
            for severity in SEVERITIES
        }

    @property
    def rows(self) -> list[tuple[str, str, int, int]]:
        """Severity, rule, findings and files; gravest first, then most often."""
        order = sorted(
            self.found.items(), key=lambda item: (SEVERITIES.index(item[0][0]), -item[1], item[0][1])
        )
        return [(*key, count, len(self.files[key])) for key, count in order]


def by_rule(tally: Tally, form: str, checked: str, unchecked: tuple[str, ...] = ()) -> str:
    """Return how often each rule found something, and in how many files; ``unchecked`` is as for `render`."""
    if form == "json":
        rules = [
            {"rule": rule, "severity": severity, "findings": found, "files": files}
            for severity, rule, found, files in tally.rows
        ]
        total = {**tally.counts, "total": tally.found.total()}
        told = {"waybill": 1, "checked": checked, "notChecked": list(unchecked)}
        return json.dumps({**told, "rules": rules, "summary": total}, indent=2)
    heading = summary(tally.counts, checked, "info")
    if form == "markdown":
        table = [
            f"| {severity} | {found:,} | {files:,} | `{rule}` |"
            for severity, rule, found, files in tally.rows
        ]
        head = [
            f"**{heading}**",
            *paragraph(unchecked),
            "",
            "| | Found | In files | Rule |",
            "|---|--:|--:|---|",
        ]
        return "\n".join([*head, *table])
    if form != "text":
        raise WrongUse(f"a summary cannot be written as {form}", "choose text, json or markdown")
    lines = [
        f"{severity:<8}{found:>9,} in {files:>6,} files  {rule}"
        for severity, rule, found, files in tally.rows
    ]
    return "\n".join([*lines, heading, *not_checked(unchecked)])


def shown(findings: Sequence[Finding], least: str) -> list[Finding]:
    """Return the findings that people are shown."""
    return [finding for finding in findings if is_shown(finding.severity, least)]


def is_shown(severity: str, least: str) -> bool:
    """Tell whether a severity is as grave as the least that is shown."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(least)


def line(finding: Finding) -> str:
    """Return ``file:line:column: error: problem; remedy [rule]``."""
    sentence = f"{finding.message}; {finding.remedy}" if finding.remedy else finding.message
    return f"{finding.place}: {coloured(finding.severity)}: {sentence} [{finding.rule}]"


@cache
def coloured(severity: str) -> str:
    """Return a severity as a terminal shows it; what is no terminal is sent no colours."""
    return click.style(severity, fg=COLOURS[severity], bold=True)


def summary(counts: Mapping[str, int], checked: str, least: str) -> str:
    """Say how many findings there are of each severity."""
    found = [counted(count, name) for name, count in counts.items() if count and is_shown(name, least)]
    nothing = "sound" if is_shown("warning", least) or not counts["warning"] else "no error"
    return f"{checked}: {', '.join(found) or nothing}"


def counted(count: int, noun: str) -> str:
    """Return ``1 error``, ``2 errors``, ``2 infos``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def counts(findings: Sequence[Finding]) -> dict[str, int]:
    """How many findings there are of each severity, gravest first."""
    found = Counter(finding.severity for finding in findings)
    return {severity: found[severity] for severity in SEVERITIES}  # type: ignore[index]


def markdown(findings: Sequence[Finding], checked: str, least: str, unchecked: tuple[str, ...] = ()) -> str:
    """Return a table for a comment on a pull request."""
    rows = [
        f"| {finding.severity} | `{finding.place}` | {cell(finding.message)} {cell(finding.remedy)} | "
        f"`{finding.rule}` |"
        for finding in shown(findings, least)
    ]
    head = ["", "| | Where | What, and the way out | Rule |", "|---|---|---|---|"] if rows else []
    said = f"**{summary(counts(findings), checked, least)}**"
    return "\n".join([said, *paragraph(unchecked), *head, *rows])


def paragraph(unchecked: tuple[str, ...]) -> list[str]:
    """Return what could not be checked as a paragraph of Markdown, nothing where all was."""
    return ["", *map(cell, not_checked(unchecked))] if unchecked else []


def cell(written: str) -> str:
    """Return words fit for a cell of a table, HTML in them shown as it is."""
    return " ".join(written.split()).replace("|", "\\|").replace("<", "&lt;")


def as_json(findings: Sequence[Finding], checked: str, unchecked: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the published shape (``waybill schema check``)."""
    return {
        "waybill": 1,
        "checked": checked,
        "notChecked": list(unchecked),
        "findings": [{**finding_as_json(finding), "fixable": bool(finding.fixes)} for finding in findings],
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
