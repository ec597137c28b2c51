"""``waybill export``: say it in the words of other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from registry.cli.options import as_of
from registry.errors import WrongUse

if TYPE_CHECKING:
    from datetime import date

    from registry.cli.main import Invocation
    from registry.export.document import Export

STANDARDS = ("odcs", "openlineage", "arazzo", "backstage", "headers", "fields")
STANDARD_OUTPUT = "-"

EPILOG = """\b
STANDARD:
  odcs         data contracts, Open Data Contract Standard 3.1 (YAML), one for each release of an API
  openlineage  static lineage: datasets, jobs and the lineage of each column (one JSON event a line)
  arazzo       workflows, Arazzo 1.0 (YAML), one for each flow
  backstage    the software catalog: groups, systems, APIs, components, resources (YAML)
  headers      Deprecation and Sunset for gateways, per operation (JSON; RFC 9745, RFC 8594)
  fields       every field with what it means, one row each (CSV or Markdown)

\b
Examples:
  waybill export odcs catalog/products                     the newest release, to standard output
  waybill export odcs catalog/products@2.1.0
  waybill export odcs --release all --output contracts     every release of every API
  waybill export openlineage > lineage.ndjson
  waybill export arazzo email/size-availability
  waybill export backstage --output .                      catalog-info.yaml beside specs/
  waybill export fields --format csv > fields.csv

\b
Nothing is invented: what is not known is left out. What a standard has no word for stands where it lets
others add theirs (customProperties, x-...), or is told on standard error.
"""


@click.command(epilog=EPILOG)
@click.argument("standard", metavar="STANDARD", type=click.Choice(STANDARDS))
@click.argument("what", nargs=-1)
@click.option(
    "--output",
    "-o",
    metavar="FOLDER",
    default=STANDARD_OUTPUT,
    show_default=True,
    help="The folder to write files into; - writes to standard output.",
)
@click.option(
    "--release",
    metavar="VERSION",
    default="newest",
    show_default=True,
    help="The version of each API named without one: a version, newest, all, or working (the working copy).",
)
@click.option(
    "--format", "form", type=click.Choice(("csv", "markdown")), help="How to write fields.  [default: csv]"
)
@as_of
@click.pass_obj
def command(
    invocation: Invocation,
    standard: str,
    what: tuple[str, ...],
    output: str,
    release: str,
    form: str | None,
    as_of: date,
) -> int:
    """Write systems, APIs and flows as STANDARD has them, for other tools.

    WHAT is a system, an API (system/api), a release (system/api@version) or a flow; without it, everything.
    A system stands for all it offers and takes, an API for the flows that use it too.
    """
    from registry import workspace  # noqa: PLC0415 - slow to import

    if form is not None and standard != "fields":
        raise WrongUse(f"{standard} has one form of its own", "leave out --format; it is for fields")
    here = workspace.open(invocation.directory, as_of=as_of)
    folder = None if output == STANDARD_OUTPUT else invocation.directory / output
    made = here.export(
        f"{standard}-markdown" if form == "markdown" else standard, *what, release=release, folder=folder
    )
    if folder is None:
        click.echo(joined(made), nl=False)
    else:
        files = {document.path: document.text.encode() for document in made.documents}
        for path in workspace.write(folder, files):
            click.echo(f"wrote {folder / path}")
    if not made.documents:
        click.echo(f"waybill: there is nothing here to write as {standard}", err=True)
    for remark in made.remarks:
        click.echo(f"waybill: {remark}", err=True)
    return 0


def joined(made: Export) -> str:
    """Return all documents as one text: YAML as a stream of documents."""
    return "---\n".join(document.text for document in made.documents)
