"""``waybill review``: all that a pending change means, on one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry.cli.options import FINDINGS, as_of, output_format
from registry.cli.reports.reviews import FORMATS, render, unreadable
from registry.errors import UnreadableInput, UnreadableInputs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from registry.cli.main import Invocation

EPILOG = """\b
Examples:
  waybill review                                   since this branch left origin/main
  waybill review --base main --format markdown     the comment on a pull request
  waybill review --format github                   remarks on the lines of a pull request
  waybill review --format sarif > review.sarif     for code scanning
  waybill review --format github --write markdown=comment.md --write sarif=review.sarif
                                                   all of it at once, as a pipeline wants it

\b
The exit status is 1 where somebody must act before this is merged: a frozen release was edited, a flow stops
fitting, a rule finds an error, or a breaking change is neither accepted by a waiver nor ready to be released (its
version number says too little, or its notice has not run). The page names the way out of each.
"""


def wanted(
    _ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> tuple[tuple[str, Path], ...]:
    """Return the formats and files of ``--write``."""
    found = [(form, Path(file)) for each in given for form, _, file in [each.partition("=")]]
    for form, file in found:
        if form not in FORMATS or file == Path():
            raise click.BadParameter(f"write FORMAT=FILE, with one of the formats {', '.join(FORMATS)}")
    return tuple(found)


@click.command(epilog=EPILOG)
@click.option(
    "--base",
    metavar="REVISION",
    default="origin/main",
    show_default=True,
    help="The branch that this one is to be merged into.",
)
@output_format(*FORMATS)
@click.option(
    "--write",
    "files",
    metavar="FORMAT=FILE",
    multiple=True,
    callback=wanted,
    help="Write the review into a file too, in another format; may be given again.",
)
@as_of
@click.pass_obj
def command(
    invocation: Invocation, base: str, form: str, files: tuple[tuple[str, Path], ...], as_of: date
) -> int:
    """Show everything that the working tree changes: verdict, impact, whom a release would tell, and the way out.

    Compared is with the commit where this branch left BASE. In a shallow clone that may not be known; the page then
    says what it could not see.
    """
    from registry import workspace  # noqa: PLC0415 - slow to import

    here = workspace.open(invocation.directory, as_of=as_of)
    try:
        found = here.review(base)
    except (UnreadableInput, UnreadableInputs) as problem:
        write(files, {"markdown": unreadable(problem)})
        raise
    written = render(found, form)
    click.echo(written, nl=bool(written))
    write(files, {each: render(found, each) for each, _ in files})
    return FINDINGS if found.fails else 0


def write(files: tuple[tuple[str, Path], ...], rendered: Mapping[str, str]) -> None:
    """Write what there is into the files that were asked for."""
    for form, file in files:
        if form in rendered:
            file.write_text(f"{rendered[form]}\n", encoding="utf-8")
