"""``waybill build``: the documentation site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from registry.cli.options import as_of, jobs, no_cache
from registry.cli.progress import progress

if TYPE_CHECKING:
    from datetime import date

    from registry.cli.main import Invocation
    from registry.site.build import Engine

EPILOG = """\b
Examples:
  waybill build
  waybill build --as-of 2026-11-23     the same bytes whenever it runs
  waybill build --no-cache             every page made anew
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
@jobs
@no_cache
@as_of
@click.pass_obj
def command(
    invocation: Invocation,
    engine: Engine,
    jobs: int,
    no_cache: bool,  # noqa: FBT001 - as click gives it
    as_of: date,
) -> int:
    """Build the documentation site into .build/site.

    Pages that rest on nothing that has changed since the last build are kept; the rest is made, by several processes
    where that is worth it (on Linux).
    """
    from registry import workspace  # noqa: PLC0415 - slow to import

    here = workspace.open(invocation.directory, as_of=as_of)
    with progress("Building the site") as report:
        here.build(by=engine, jobs=jobs, keep=not no_cache, progress=report)
    click.echo(f"The site is built. Look at {here.site / 'index.html'}")
    return 0
