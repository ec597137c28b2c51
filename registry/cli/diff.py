"""``waybill diff``: which changes break whom?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from registry.cli.options import FINDINGS, as_of, fail_on, output_format, reaches
from registry.cli.reports.changes import FORMATS, render
from registry.diff.change import LEVELS

if TYPE_CHECKING:
    from datetime import date

    from registry.cli.main import Invocation

EPILOG = """\b
Each side is one of
  catalog/products@2.1.0   a frozen release
  catalog/products         the API as it is being worked on
  openapi.yaml             a file, inside a registry or not
  main:openapi.yaml        a file at a Git revision (branch, tag, commit)
  main:catalog/products    the API at a Git revision
  -                        standard input

\b
Examples:
  waybill diff catalog/products@2.1.0 catalog/products
  waybill diff origin/main:catalog/products catalog/products --format github
  curl -s https://api.example.com/openapi.json | waybill diff openapi.json -

\b
Levels:
  breaking  somebody who kept to the old contract can fail
  risky     may break reasonable clients
  safe      neither

The JSON is a contract: `waybill schema diff` prints its schema.
"""


@click.command(epilog=EPILOG)
@click.argument("base")
@click.argument("revision")
@output_format(*FORMATS)
@fail_on(*LEVELS, default="as in specs/registry.yaml, else breaking")
@as_of
@click.pass_obj
def command(
    invocation: Invocation, base: str, revision: str, form: str, fail_on: str | None, as_of: date
) -> int:
    """Tell which changes from BASE to REVISION break whom."""
    from registry import workspace  # noqa: PLC0415 - slow to import

    here = workspace.at(invocation.directory, as_of=as_of)
    sides = here.sides(base, revision)
    comparison = here.diff(*sides)
    written = render(comparison, here.impact(*sides, comparison), form, sides[1].place_of)
    click.echo(written, nl=bool(written))
    return FINDINGS if reaches(comparison.counts, fail_on or here.fail_on) else 0
