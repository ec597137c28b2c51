"""``waybill rules``: every rule with its reason, remedy, severity and examples."""

from __future__ import annotations

import json
from textwrap import indent
from typing import TYPE_CHECKING, Any

import click

from registry.cli.listing import columns, show
from registry.cli.options import output_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.cli.main import Invocation
    from registry.workspace import RuleText

EPILOG = """\b
Examples:
  waybill rules
  waybill rules number-without-unit
  waybill rules response-enum-value-added
  waybill rules --format json

In a registry, RULE is explained with the severity that specs/registry.yaml gives it.
"""

WHO = {"sends": "in what a client sends", "reads": "in what a client reads", "any": "wherever it happens"}


@click.command(epilog=EPILOG)
@click.argument("rule", required=False)
@output_format("text", "json", "markdown")
@click.pass_obj
def command(invocation: Invocation, rule: str | None, form: str) -> int:
    """List the rules of check, diff and flows, or explain RULE."""
    from registry import workspace  # noqa: PLC0415 - slow to import

    if rule is None:
        write_all(workspace.rules(), form)
        return 0
    one = workspace.rule(rule)
    here = workspace.at(invocation.directory)
    click.echo(explanation(one, here.severity(one.id), form))
    return 0


def write_all(rules: Sequence[RuleText], form: str) -> None:
    """Print the rules as a list."""
    match form:
        case "json":
            click.echo(json.dumps([one.as_json() for one in rules], indent=2, ensure_ascii=False))
        case "markdown":
            rows = [f"| `{one.id}` | {one.severity} | {one.about} | {one.reason} |" for one in rules]
            click.echo("\n".join(["| Rule | Severity | About | Why |", "|---|---|---|---|", *rows]))
        case _:
            show(("Rule", "Severity", "Of"), [(one.id, one.severity, one.about) for one in rules])


def explanation(rule: RuleText, here: str | None, form: str) -> str:
    """Return one rule explained; ``here`` is what the registry makes of its severity, if it says."""
    match form:
        case "json":
            written: dict[str, Any] = {**rule.as_json(), "configured": here}
            return json.dumps([written], indent=2, ensure_ascii=False)
        case "markdown":
            return markdown(rule, here)
    return text(rule, here)


def text(rule: RuleText, here: str | None) -> str:
    """Return a rule in words: why, what to do, how grave it is, and examples."""
    head = f"{click.style(rule.id, bold=True)} ({rule.severity}, {rule.about})"
    fix = [rule.mending] if rule.mending else []
    blocks = [head, rule.reason, f"What to do: {rule.remedy}", *fix, "How grave:"]
    blocks[-1] += "\n" + indent("\n".join(columns(severities(rule, here))), "  ")
    for example in rule.examples:
        pair = [("before", example.before), ("after", example.after)]
        sides = [(name, side) for name, side in pair if side is not None]
        shown = [beside(name if len(sides) > 1 else "", side) for name, side in sides]
        blocks.append("\n".join([f"{click.style('Example', bold=True)}, {example.verdict}:", *shown]))
    return "\n\n".join(blocks)


def severities(rule: RuleText, here: str | None) -> list[tuple[str, ...]]:
    """Return a small table: who is concerned, how grave it is for them, and in this registry if that differs."""
    rows = [(WHO[who], " or ".join(levels)) for who, levels in rule.levels.items()]
    rows = rows or [("by default", rule.severity)]
    changed = here is not None and rows != [(rows[0][0], here)]
    return [*rows, *([("in this registry", f"{here} (specs/registry.yaml)")] if changed else [])]


def beside(name: str, written: str) -> str:
    """Return lines with a name in front of the first."""
    first, *others = written.splitlines() or [""]
    width = 9 if name else 2
    return "\n".join([f"  {name}".ljust(width) + first, *(" " * width + line for line in others)])


def markdown(rule: RuleText, here: str | None) -> str:
    """Return a rule as a section of Markdown."""
    rows = [f"| {who} | {level} |" for who, level in severities(rule, here)]
    blocks = [
        f"## {rule.id}",
        rule.reason,
        f"**What to do:** {' '.join(filter(None, (rule.remedy, rule.mending)))}",
    ]
    blocks.append("\n".join(["| How grave | |", "|---|---|", *rows]))
    for example in rule.examples:
        before = [] if example.before is None else ["# before", example.before, "", "# after"]
        fenced = ["```yaml", *before, example.after, "```"]
        blocks.append("\n".join([f"Example, {example.verdict}:", "", *fenced]))
    return "\n\n".join(blocks)
