"""The result of `diff` in each format: the published JSON, Markdown for reviews, and what others read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from registry.changelog.render import code, example, groups, named
from registry.changelog.render import text as escaped
from registry.cli.reports import github, junit, page, prose, sarif
from registry.cli.reports.annotation import of_change, of_finding
from registry.cli.reports.findings import finding_as_json
from registry.cli.reports.report import impact_as_json, remarks, summary, visible

if TYPE_CHECKING:
    from registry.cli.reports.report import Report
    from registry.diff.change import Change
    from registry.workspace import RuleText

FORMATS = ("text", "json", "markdown", "html", "github", "sarif", "junit")


def render(report: Report, form: str) -> str:
    """Return the report in one of `FORMATS`."""
    match form:
        case "json":
            return json.dumps(as_json(report), indent=2, ensure_ascii=False)
        case "markdown":
            return markdown(report)
        case "html":
            return page.page(report)
        case "text":
            return prose.text(report)
    changes = [of_change(change, report.places) for change in report.comparison.changes]
    annotations = [*changes, *map(of_finding, report.findings)]
    match form:
        case "github":
            return github.render(annotations)
        case "sarif":
            return sarif.render(annotations)
    return junit.render(annotations, "waybill diff")


def as_json(report: Report) -> dict[str, Any]:
    """Return the published shape (``waybill schema diff``)."""
    written = report.comparison.as_json()
    for change, told in zip(report.comparison.changes, written["changes"], strict=True):
        told["place"] = report.places.as_json(change)
    impacts = [impact_as_json(impact) for impact in report.impacts]
    return {
        **written,
        "impacts": impacts,
        "findings": [finding_as_json(finding) for finding in report.findings],
    }


def markdown(report: Report) -> str:
    """Return what a comment on a pull request shows: who must act, then removed, changed, added."""
    blocks = [f"**{escaped(summary(report))}**"]
    if report.acting:
        hit = [f"- {escaped(impact.sentence)}" for impact in report.acting]
        blocks.append("\n".join(["### Who must act", "", *hit]))
    for heading, changes in groups(report.comparison.changes):
        items = [item(report, change, rule) for change, rule in report.explained(changes)]
        blocks.append("\n".join([f"### {heading}", "", *items]))
    if report.findings:
        idle = [
            f"- {finding.severity}: {escaped(str(finding))} ({finding.rule})" for finding in report.findings
        ]
        blocks.append("\n".join(["### Waivers", "", *idle]))
    return "\n".join(visible(line) for line in "\n\n".join(blocks).split("\n"))


def item(report: Report, change: Change, rule: RuleText | None) -> str:
    """Return one change as an item of a list, what is said of it on lines of its own."""
    level = "" if change.level == "safe" else f"**{change.level}** "
    reached = f"; in {named(change.operations)}" if len(change.operations) > 1 else ""
    lines = [f"- {level}`{code(change.at)}`: {escaped(change.message)}{reached} ({change.rule})"]
    if proof := example(change):
        lines.append(proof)
    lines += map(escaped, remarks(change))
    if rule is not None:
        lines += [f"Why: {escaped(rule.reason)}", f"What to do: {escaped(rule.remedy)}"]
    if standing := report.standing(change):
        lines.append(f"<sub>`{code(standing)}`</sub>")
    return "<br>".join(lines)
