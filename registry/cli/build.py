"""``waybill build``: the documentation site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from registry.cli.options import as_of
from registry.cli.progress import progress

if TYPE_CHECKING:
    from datetime import date

    from registry.cli.main import Invocation

EPILOG = """\b
Examples:
  waybill build
  waybill build --as-of 2026-11-23     the same bytes whenever it runs
"""


@click.command(epilog=EPILOG)
@as_of
@click.pass_obj
def command(invocation: Invocation, as_of: date) -> int:
    """Build the documentation site into .build/site."""
    from registry import workspace  # noqa: PLC0415 - slow to import

    here = workspace.open(invocation.directory, as_of=as_of)
    with progress("Building the site") as report:
        here.build(progress=report)
    click.echo(f"The site is built. Look at {here.site / 'index.html'}")
    return 0
