"""The result of `diff` for people and as the published JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from registry.changelog.render import code, example, groups, named
from registry.changelog.render import text as escaped
from registry.cli.reports import github, junit, sarif
from registry.cli.reports.annotation import of_change

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from registry.diff.change import Change, Comparison
    from registry.errors import Place
    from registry.flow.impact import Impact

FORMATS = ("text", "json", "markdown", "github", "sarif", "junit")
COLOURS = {"breaking": "red", "risky": "yellow", "safe": "green"}


def render(
    comparison: Comparison, impacts: Sequence[Impact], form: str, place: Callable[[Change], Place]
) -> str:
    """Return the comparison in one of `FORMATS`; ``place`` tells where a change stands."""
    match form:
        case "json":
            return json.dumps(comparison.as_json(), indent=2, ensure_ascii=False)
        case "markdown":
            return markdown(comparison, impacts)
        case "text":
            return text(comparison, impacts, place)
    annotations = [of_change(change, place) for change in comparison.changes]
    match form:
        case "github":
            return github.render(annotations)
        case "sarif":
            return sarif.render(annotations)
    return junit.render(annotations, "waybill diff")


def text(comparison: Comparison, impacts: Sequence[Impact], place: Callable[[Change], Place]) -> str:
    """Return a paragraph per change, who must act, and a summary."""
    paragraphs = [paragraph(change, place(change)) for change in comparison.changes]
    if impacts:
        paragraphs.append("\n".join(["Who must act:", *(f"  {impact.sentence}" for impact in impacts)]))
    return "\n\n".join([*paragraphs, summary(comparison)])


def paragraph(change: Change, place: Place) -> str:
    """Return how grave it is, what changed, whom it reaches, and where it stands."""
    level = click.style(f"{change.level:<8}", fg=COLOURS[change.level], bold=True)
    lines = [f"{level}  {change.at}", f"          {change.message}"]
    if shown := example(change):
        lines.append(f"          {shown.replace('`', '')}")
    if len(change.operations) > 1:
        lines.append(f"          reaches {named(change.operations).replace('`', '')}")
    lines.append(click.style(f"          {place} [{change.rule}]", dim=True))
    return "\n".join(lines)


def summary(comparison: Comparison) -> str:
    """Say how many changes there are of each level."""
    found = [f"{count} {level}" for level, count in comparison.counts.items() if count]
    said = ", ".join(found) if found else "no change that a client could notice"
    return f"{comparison.base} -> {comparison.revision}: {said}"


def markdown(comparison: Comparison, impacts: Sequence[Impact]) -> str:
    """Return what a comment on a pull request shows: who must act, then removed, changed, added."""
    blocks = [f"**{escaped(summary(comparison))}**"]
    if impacts:
        blocks.append("\n".join(["### Who must act", "", *(f"- {escaped(one.sentence)}" for one in impacts)]))
    for heading, changes in groups(comparison.changes):
        blocks.append("\n".join([f"### {heading}", "", *(item(change) for change in changes)]))
    return "\n\n".join(blocks)


def item(change: Change) -> str:
    """Return one change as an item of a list."""
    level = "" if change.level == "safe" else f"**{change.level}** "
    shown = example(change)
    proof = f"<br>{shown}" if shown else ""
    return f"- {level}`{code(change.at)}`: {escaped(change.message)} ({change.rule}){proof}"
