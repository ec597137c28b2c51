"""``waybill build``: the documentation site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from registry.cli.options import as_of
from registry.cli.progress import progress

if TYPE_CHECKING:
    from datetime import date

    from registry.cli.main import Invocation
    from registry.site.build import Engine

EPILOG = """\b
Examples:
  waybill build
  waybill build --as-of 2026-11-23     the same bytes whenever it runs
  waybill build --engine zensical      by Zensical (pip install 'api-waybill[zensical]')
"""


@click.command(epilog=EPILOG)
@click.option(
    "--engine",
    type=click.Choice(["mkdocs", "zensical"]),
    default="mkdocs",
    show_default=True,
    help="What renders the pages; both read the same mkdocs.yml.",
)
@as_of
@click.pass_obj
def command(invocation: Invocation, engine: Engine, as_of: date) -> int:
    """Build the documentation site into .build/site."""
    from registry import workspace  # noqa: PLC0415 - slow to import

    here = workspace.open(invocation.directory, as_of=as_of)
    with progress("Building the site") as report:
        here.build(by=engine, progress=report)
    click.echo(f"The site is built. Look at {here.site / 'index.html'}")
    return 0
