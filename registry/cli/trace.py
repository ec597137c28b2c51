"""``waybill trace``: where does a field come from, and where does it go?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from registry.cli.missing import status_without
from registry.cli.options import output_format

FORMATS = ("text", "json", "mermaid")

if TYPE_CHECKING:
    from registry.cli.main import Invocation
    from registry.flow.trace import Direction

EPILOG = """\b
SUBJECT is one of
  catalog/products#Product.sku       a field, with all that is inside it
  catalog/products                   all fields of an API
  catalog                            all APIs and stores of a system
  email/size-availability            a flow
  "crm/store:table products#sku"     a column of a system that has no API

\b
Four things lead from one field to another:
  a row of a flow          carries the value there
  x-field.derivation       the field is computed from the other
  x-field.sourceOfTruth    the other one decides the value
  x-field.relationships    the field refers to the other

\b
Examples:
  waybill trace catalog/products#Size.availability
  waybill trace catalog/products#Product.sku --direction down --depth 1
  waybill trace email/size-availability --format mermaid
  waybill trace catalog --format json

\b
Each way is followed over any number of systems; a circle is walked once.
The JSON is a contract: `waybill schema trace` prints its schema.
"""


@click.command(epilog=EPILOG)
@click.argument("subject")
@click.option(
    "--direction",
    type=click.Choice(("up", "down", "both")),
    default="both",
    show_default=True,
    help="Up to where values come from, down to where they go.",
)
@click.option("--depth", type=click.IntRange(min=1), metavar="HOPS", help="Follow so many hops and no more.")
@output_format("text", "json", "mermaid")
@click.pass_obj
def command(invocation: Invocation, subject: str, direction: Direction, depth: int | None, form: str) -> int:
    """Follow SUBJECT through all flows, against the stream and with it.

    A flow or a system that cannot be read is passed over: it is named on standard error, and the exit status is 3.
    """
    from registry import workspace  # noqa: PLC0415 - slow to import
    from registry.cli.reports.lineage import render  # noqa: PLC0415 - as above

    here = workspace.open(invocation.directory)
    trace = here.trace(subject, direction, depth)
    click.echo(render(here.readable, trace, direction, form))
    return status_without(here.unread("flow", "system"))
