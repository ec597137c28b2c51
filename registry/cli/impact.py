"""``waybill impact``: whom does a change hit, what happens to them, and by when do they have to act?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from registry.cli.missing import status_without
from registry.cli.options import FINDINGS, as_of, output_format, reaches

if TYPE_CHECKING:
    from datetime import date

    from registry.cli.main import Invocation

EPILOG = """\b
Examples:
  waybill impact catalog/products                 the working copy, against the newest release
  waybill impact catalog/products@2.1.0           the working copy, against this release
  waybill impact catalog/products@2.0.0 catalog/products@2.1.0
  waybill impact main:catalog/products catalog/products
  waybill impact catalog/products --format markdown > who-must-act.md

\b
A flow is hit through the fields that it maps: as its producer sends them, or as its consumer
takes them. What happens follows from its row: values, convert, onNull, onStale, required.
  breaking  the flow stops, or its data is wrong
  risky     it may be
  foreseen  the row says already what becomes of it: nothing has to be done
Flows further on read what a flow that is hit brings, or what is computed from it.

\b
By when: the day that was announced; else the day on which the old version stops working;
else the notice that the API promises, from --as-of on.

The JSON is a contract: `waybill schema impact` prints its schema.
"""


@click.command(epilog=EPILOG)
@click.argument("base", metavar="API|BASE")
@click.argument("revision", required=False)
@output_format("text", "json", "markdown")
@click.option(
    "--fail-on",
    type=click.Choice(("breaking", "risky", "never")),
    default="never",
    show_default=True,
    help="Exit with 1 if a flow is hit at this level.",
)
@as_of
@click.pass_obj
def command(
    invocation: Invocation, base: str, revision: str | None, form: str, fail_on: str, as_of: date
) -> int:
    """Tell whom the changes of an API hit: the flow, its owner, the field, what happens, what to do, and by when.

    A flow or a system that cannot be read is passed over: it is named on standard error, and the exit status is 3.
    """
    from registry import workspace  # noqa: PLC0415 - slow to import
    from registry.cli.reports.reckoning import render, summary  # noqa: PLC0415 - as above

    here = workspace.open(invocation.directory, as_of=as_of)
    found = here.reckon(base, revision)
    click.echo(render(found, here.readable, form))
    counts = summary(found)
    if found.comparison.changes and (status := status_without(here.unread("flow", "system"))):
        return status
    return FINDINGS if reaches({level: counts[level] for level in ("breaking", "risky")}, fail_on) else 0
