"""``waybill check``: is what people wrote sound?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from registry.cli.options import FINDINGS, as_of, fail_on, output_format, reaches
from registry.cli.reports.findings import FORMATS, SEVERITIES, counts, render
from registry.errors import WrongUse

if TYPE_CHECKING:
    from datetime import date

    from registry.cli.main import Invocation
    from registry.workspace import Workspace

FOR_PEOPLE = ("text", "markdown")

EPILOG = """\b
Examples:
  waybill check                                 the whole registry
  waybill check catalog/products                one API as it is being worked on
  waybill check catalog/products@2.1.0          one frozen release
  waybill check openapi.yaml                    a file, inside a registry or not
  waybill check --format github --fail-on warning
  waybill check --coverage                      how much of its meaning each API says

\b
Severities are set in specs/registry.yaml, by the ids in brackets:
  rules: {number-without-unit: warning, operation-without-errors: "off"}

`waybill rules ID` explains a rule.
"""


@click.command(epilog=EPILOG)
@click.argument("target", required=False)
@output_format(*FORMATS)
@fail_on(*SEVERITIES, default="error")
@click.option("--all", "infos", is_flag=True, help="Show infos as well as errors and warnings.")
@click.option(
    "--coverage", is_flag=True, help="Show how much of its meaning each API says, instead of findings."
)
@as_of
@click.pass_obj
def command(
    invocation: Invocation,
    target: str | None,
    form: str,
    fail_on: str | None,
    infos: bool,  # noqa: FBT001
    coverage: bool,  # noqa: FBT001
    as_of: date,
) -> int:
    """Check descriptions, flows and everything else that people write.

    TARGET is a file, an API (system/api), or a release (system/api@version). Without it the whole registry
    is checked: every API as it is being worked on, every frozen release, flows, teams and glossary.
    """
    from registry import workspace  # noqa: PLC0415 - slow to import

    here = workspace.at(invocation.directory, as_of=as_of)
    if coverage:
        click.echo(figures(here, target, form))
        return 0
    findings = here.check(target)
    checked = target or (here.extent if form in FOR_PEOPLE else "the registry")
    written = render(findings, form, checked=checked, infos=infos or fail_on == "info")
    click.echo(written, nl=bool(written))
    return FINDINGS if reaches(counts(findings), fail_on or "error") else 0


def figures(here: Workspace, target: str | None, form: str) -> str:
    """Return how much of its meaning each description says."""
    from registry.cli.reports import coverage  # noqa: PLC0415 - slow to import

    if form not in coverage.FORMATS:
        raise WrongUse(f"the coverage cannot be written as {form}", f"choose {', '.join(coverage.FORMATS)}")
    return coverage.render(here.coverage(target), form)
