"""``waybill codeowners``: who reviews which folder, for GitHub and GitLab."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from registry.cli.options import FINDINGS

if TYPE_CHECKING:
    from registry.cli.main import Invocation

EPILOG = """\b
Examples:
  waybill codeowners              write our lines of CODEOWNERS
  waybill codeowners --check      for a pipeline: exit with 1 if it is not up to date

\b
Teams say who reviews for them in specs/registry.yaml:
  teams: {commerce: {title: Commerce, reviewers: ["@acme/commerce"]}}
"""


@click.command(epilog=EPILOG)
@click.option(
    "--check", "checking", is_flag=True, help="Write nothing; exit with 1 if the file would change."
)
@click.pass_obj
def command(invocation: Invocation, checking: bool) -> int:  # noqa: FBT001 - click calls it
    """Write CODEOWNERS: each system's folder to its team, each flow to its owner and to who takes the data.

    The file that is there is used, else .gitlab/CODEOWNERS beside a .gitlab-ci.yml, else .github/CODEOWNERS. Lines
    before ours are left alone, and those after a line that says "What follows is not written by `waybill codeowners`."
    """
    from registry import workspace  # noqa: PLC0415 - slow to import

    here = workspace.open(invocation.directory)
    path, stale = here.codeowners(trial=checking)
    said = (
        ("is not up to date; run 'waybill codeowners'" if checking else "written")
        if stale
        else "is up to date"
    )
    click.echo(f"{path} {said}")
    return FINDINGS if stale and checking else 0
