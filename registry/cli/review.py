"""``waybill review``: all that a pending change means, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from registry.cli.options import FINDINGS, as_of, output_format
from registry.cli.reports.reviews import FORMATS, render

if TYPE_CHECKING:
    from datetime import date

    from registry.cli.main import Invocation

EPILOG = """\b
Examples:
  waybill review                                   since this branch left origin/main
  waybill review --base main --format markdown     the comment on a pull request
  waybill review --format github                   remarks on the lines of a pull request
  waybill review --format sarif > review.sarif     for code scanning

\b
The exit status is 1 where somebody must act before this is merged: a frozen release was edited, a flow stops
fitting, a rule finds an error, or a breaking change is neither accepted by a waiver nor ready to be released (its
version number says too little, or its notice has not run). The page names the way out of each.
"""


@click.command(epilog=EPILOG)
@click.option(
    "--base",
    metavar="REVISION",
    default="origin/main",
    show_default=True,
    help="The branch that this one is to be merged into.",
)
@output_format(*FORMATS)
@as_of
@click.pass_obj
def command(invocation: Invocation, base: str, form: str, as_of: date) -> int:
    """Show everything that the working tree changes: verdict, impact, whom a release would tell, and the way out.

    Compared is with the commit where this branch left BASE. In a shallow clone that may not be known; the page then
    says what it could not see.
    """
    from registry import workspace  # noqa: PLC0415 - slow to import

    found = workspace.open(invocation.directory, as_of=as_of).review(base)
    written = render(found, form)
    click.echo(written, nl=bool(written))
    return FINDINGS if found.fails else 0
