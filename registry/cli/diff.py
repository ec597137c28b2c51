"""``waybill diff``: which changes break whom?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from registry.cli.missing import status_without
from registry.cli.options import FINDINGS, as_of, fail_on, output_format, reaches
from registry.cli.reports.changes import FORMATS, render
from registry.cli.reports.places import located
from registry.cli.reports.report import Report
from registry.diff.change import LEVELS

if TYPE_CHECKING:
    from datetime import date

    from registry.check.finding import Finding, Severity
    from registry.cli.main import Invocation
    from registry.diff.change import Comparison, Level
    from registry.flow.impact import Impact
    from registry.workspace import Side, Workspace

STANDARD_OUTPUT = "-"

WEIGHTS: dict[Severity, Level] = {"error": "breaking", "warning": "risky", "info": "safe"}
"""What a finding about a waiver counts as."""

EPILOG = """\b
Each side is one of
  catalog/products@2.1.0   a frozen release
  catalog/products         the API as it is being worked on
  openapi.yaml             a file, inside a registry or not
  main:openapi.yaml        a file at a Git revision (branch, tag, commit)
  main:catalog/products    the API at a Git revision
  -                        standard input

\b
Examples:
  waybill diff catalog/products@2.1.0 catalog/products
  waybill diff origin/main:catalog/products catalog/products --format github
  curl -s https://api.example.com/openapi.json | waybill diff openapi.json -
  waybill diff catalog/products@2.1.0 catalog/products --explain
  waybill diff catalog/products@2.1.0 catalog/products --format html > changes.html
  waybill diff catalog/products@2.1.0 catalog/products --write-waivers

\b
--write-waivers takes what follows it for FILE: write it last, or as --write-waivers=FILE.
A draft lasts for the notice period. Its reason is empty, and it counts for nothing until
you write one: waybill check names it as an error.

\b
Levels:
  breaking  somebody who kept to the old contract can fail
  risky     may break reasonable clients
  safe      neither
A change that breaks a flow of the registry counts as breaking for --fail-on, whatever
it does to others: data older than the flow needs, for example.
A waiver past its day, or one for a change that no version makes, is told too. For
--fail-on an error about a waiver counts as breaking, a warning as risky, an info as safe:
so by default it fails nothing, and the change that it no longer accepts does.

The JSON is a contract: `waybill schema diff` prints its schema.
"""


@click.command(epilog=EPILOG)
@click.argument("base")
@click.argument("revision")
@output_format(*FORMATS)
@fail_on(*LEVELS, default="as in specs/registry.yaml, else breaking")
@click.option("--explain", is_flag=True, help="Say of each rule, once, why it matters and what to do.")
@click.option(
    "--write-waivers",
    "waivers",
    metavar="[FILE]",
    is_flag=False,
    flag_value="",
    help="Draft a waiver for each change that fails and nobody accepts, and append them to FILE, by default "
    "the waivers.yaml of the API; - prints them instead of the report.",
)
@as_of
@click.pass_obj
def command(
    invocation: Invocation,
    base: str,
    revision: str,
    form: str,
    fail_on: str | None,
    explain: bool,  # noqa: FBT001 - click calls it
    waivers: str | None,
    as_of: date,
) -> int:
    """Tell which changes from BASE to REVISION break whom.

    Changes that a waiver in waivers.yaml accepts are told, with who accepts them, and fail nothing. A flow of the
    registry that cannot be read is passed over: it is named on standard error, and the exit status is 3.
    """
    from registry import workspace  # noqa: PLC0415 - slow to import

    here = workspace.at(invocation.directory, as_of=as_of)
    one, other = here.sides(base, revision)
    comparison = here.diff(one, other)
    impacts = here.impact(one, other, comparison)
    judged = taken(comparison, impacts)
    level = fail_on or here.fail_on
    idle = here.idle_waivers(other, comparison)
    drafts = "" if waivers is None else here.draft_waivers(one, other, judged, level)
    if waivers == STANDARD_OUTPUT:
        click.echo(drafts, nl=False)
    else:
        report = Report(
            comparison,
            located(comparison, one.places, other.places),
            impacts,
            idle,
            {rule.id: rule for rule in workspace.rules()} if explain else {},
        )
        written = render(report, form)
        click.echo(written, nl=bool(written))
    if waivers not in (None, STANDARD_OUTPUT):
        click.echo(drafted(here, other, drafts, waivers or None), err=True)
    may_hit = one.api is not None and one.api == other.api and comparison.changes
    if may_hit and (status := status_without(here.unread("flow"))):
        return status
    return FINDINGS if reaches(counted(judged, idle), level) else 0


def counted(judged: Comparison, idle: tuple[Finding, ...]) -> dict[Level, int]:
    """Return how much there is of each level for --fail-on: changes that nobody accepts, findings about waivers."""
    weights = Counter(WEIGHTS[finding.severity] for finding in idle)
    return {level: count + weights[level] for level, count in judged.unwaived.items()}


def taken(comparison: Comparison, impacts: tuple[Impact, ...]) -> Comparison:
    """Return the comparison as the flows take it: what breaks one of them is breaking."""
    if not impacts:
        return comparison
    from registry.flow.impact import raised  # noqa: PLC0415 - slow to import

    return raised(comparison, impacts)


def drafted(here: Workspace, revision: Side, drafts: str, file: str | None) -> str:
    """Append the drafts and say so."""
    if not drafts:
        return "no change needs a new waiver"
    written = here.add_waivers(drafts, revision, file)
    count = sum(line.startswith("- ") for line in drafts.splitlines())
    noun = "1 waiver" if count == 1 else f"{count} waivers"
    return f"drafted {noun} in {written}; give each its reason, for until then it counts for nothing"
