"""``waybill rules``: every rule with its reason, remedy and severity."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from registry.cli.listing import show
from registry.cli.options import output_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.workspace import RuleText

EPILOG = """\b
Examples:
  waybill rules
  waybill rules number-without-unit
  waybill rules --format json
"""


@click.command(epilog=EPILOG)
@click.argument("rule", required=False)
@output_format("text", "json", "markdown")
def command(rule: str | None, form: str) -> int:
    """List the rules of check, diff and flows, or explain RULE."""
    from registry import workspace  # noqa: PLC0415 - slow to import

    rules = workspace.rules() if rule is None else (workspace.rule(rule),)
    if form == "json":
        click.echo(json.dumps([one.as_json() for one in rules], indent=2, ensure_ascii=False))
    elif form == "markdown":
        click.echo(markdown(rules))
    elif rule is None:
        show(("Rule", "Severity", "Of"), [(one.id, one.severity, one.about) for one in rules])
    else:
        click.echo(explained(rules[0]))
    return 0


def explained(rule: RuleText) -> str:
    """Return a rule in words."""
    head = f"{click.style(rule.id, bold=True)} ({rule.severity}, {rule.about})"
    return f"{head}\n\n{rule.reason}\n\nWhat to do: {rule.remedy}"


def markdown(rules: Sequence[RuleText]) -> str:
    """Return the rules as a table."""
    rows = [f"| `{one.id}` | {one.severity} | {one.about} | {one.reason} |" for one in rules]
    return "\n".join(["| Rule | Severity | About | Why |", "|---|---|---|---|", *rows])
