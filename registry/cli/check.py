"""``waybill check``: is what people wrote sound?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from registry.cli.options import FINDINGS, as_of, fail_on, output_format, reaches
from registry.cli.reports.findings import FORMATS, SEVERITIES, counts, render, shown
from registry.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from registry.cli.main import Invocation
    from registry.workspace import Workspace
    from registry.workspace.fixing import Fixed

FOR_PEOPLE = ("text", "markdown")

EPILOG = """\b
Examples:
  waybill check                                 the whole registry
  waybill check catalog/products                one API as it is being worked on
  waybill check catalog/products@2.1.0          one frozen release
  waybill check openapi.yaml                    a file, inside a registry or not
  waybill check --format github --fail-on warning
  waybill check --fix --dry-run                 show how what can be mended would be
  waybill check --coverage                      how much of its meaning each API says

\b
Severities are set in specs/registry.yaml, by the ids in brackets:
  rules: {number-without-unit: warning, operation-without-errors: "off"}

`waybill rules ID` explains a rule, and says whether --fix mends what it finds. Where only you know the answer, --fix
writes "FILL IN: …" in its place; comments and layout stay as they are.
"""


@click.command(epilog=EPILOG)
@click.argument("target", required=False)
@output_format(*FORMATS)
@fail_on(*SEVERITIES, default="error")
@click.option("--all", "infos", is_flag=True, help="Show infos as well as errors and warnings.")
@click.option(
    "--coverage", is_flag=True, help="Show how much of its meaning each API says, instead of findings."
)
@click.option("--fix", is_flag=True, help="Mend what is shown and can be mended, then check again.")
@click.option("--dry-run", is_flag=True, help="With --fix: print the changes as a diff, and write nothing.")
@as_of
@click.pass_obj
def command(
    invocation: Invocation,
    target: str | None,
    form: str,
    fail_on: str | None,
    infos: bool,  # noqa: FBT001
    coverage: bool,  # noqa: FBT001
    fix: bool,  # noqa: FBT001
    dry_run: bool,  # noqa: FBT001
    as_of: date,
) -> int:
    """Check descriptions, flows and everything else that people write.

    TARGET is a file, an API (system/api), or a release (system/api@version). Without it the whole registry
    is checked: every API as it is being worked on, every frozen release, flows, teams and glossary.
    """
    if dry_run and not fix:
        raise WrongUse("--dry-run goes with --fix", "give both")
    from registry import workspace  # noqa: PLC0415 - slow to import

    here = workspace.at(invocation.directory, as_of=as_of)
    if coverage:
        click.echo(figures(here, target, form))
        return 0
    findings = here.check(target)
    if fix:
        made = here.fixes(shown(findings, infos=infos or fail_on == "info"))
        if dry_run:
            click.echo("".join(fixed.diff for fixed in made), nl=False)
            return FINDINGS if any(fixed.made for fixed in made) else 0
        mend(made)
        findings = workspace.at(invocation.directory, as_of=as_of).check(target)
    checked = target or (here.extent if form in FOR_PEOPLE else "the registry")
    written = render(findings, form, checked=checked, infos=infos or fail_on == "info")
    click.echo(written, nl=bool(written))
    return FINDINGS if reaches(counts(findings), fail_on or "error") else 0


def mend(made: Sequence[Fixed]) -> None:
    """Write the files that are mended, and say which."""
    from registry.workspace.fixing import write_fixes  # noqa: PLC0415 - slow to import

    write_fixes(made)
    for fixed in made:
        drafts = f", {fixed.drafted} of them to be filled in" if fixed.drafted else ""
        left = f"; {len(fixed.left)} cannot be made without touching something else" if fixed.left else ""
        changes = "1 change" if len(fixed.made) == 1 else f"{len(fixed.made)} changes"
        click.echo(f"{fixed.name}: {changes}{drafts}{left}", err=True)


def figures(here: Workspace, target: str | None, form: str) -> str:
    """Return how much of its meaning each description says."""
    from registry.cli.reports import coverage  # noqa: PLC0415 - slow to import

    if form not in coverage.FORMATS:
        raise WrongUse(f"the coverage cannot be written as {form}", f"choose {', '.join(coverage.FORMATS)}")
    return coverage.render(here.coverage(target), form)
