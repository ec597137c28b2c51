"""``waybill quality``: can I rely on this data?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from registry.cli.options import as_of, output_format

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from registry.cli.main import Invocation
    from registry.flow.evidence import Check, Grade, Quality

EPILOG = """\b
Examples:
  waybill quality                               every API and flow, one line each
  waybill quality catalog/products              one API, with what is missing and what would help
  waybill quality email/size-availability --all one flow, with everything that was looked at
  waybill quality --format json --as-of 2026-11-23

\b
The four questions:
  complete    Are required fields complete and normalised?
  errors      Are errors logged and actionable?
  fresh       Is the data fresh enough for the decision?
  announced   Are changes announced before they are made?

Each answer is a fraction of checks: yes where all are met, no where none is. What the registry cannot tell
counts as not met; where it can tell nothing, the answer is "not known".
"""

COLOURS = {"yes": "green", "partly": "yellow", "no": "red", "not known": "magenta"}
MARKS = {"met": "ok", "missed": "missed", "unknown": "not known"}


@click.command(epilog=EPILOG)
@click.argument("subject", required=False)
@click.option("--all", "everything", is_flag=True, help="Show what is met as well as what is missed.")
@output_format("text", "json")
@as_of
@click.pass_obj
def command(
    invocation: Invocation,
    subject: str | None,
    everything: bool,  # noqa: FBT001 - click calls it
    form: str,
    as_of: date,
) -> int:
    """Answer four questions about SUBJECT (system/api or system/flow) from data, with the arithmetic.

    Without SUBJECT all APIs and flows are answered for, one line each.
    """
    from registry import workspace  # noqa: PLC0415 - slow to import

    found = workspace.open(invocation.directory, as_of=as_of).quality(subject)
    if form == "json":
        click.echo(json.dumps(as_json(found, as_of), indent=2, ensure_ascii=False))
    elif subject is None:
        click.echo("\n".join(overview(found)))
    else:
        click.echo("\n".join(line for each in found for line in detail(each, everything=everything)))
    return 0


def as_json(found: Sequence[Quality], as_of: date) -> dict[str, object]:
    """Return the published shape (``waybill schema quality``)."""
    return {"waybill": 1, "asOf": as_of.isoformat(), "subjects": [each.as_json() for each in found]}


def overview(found: Sequence[Quality]) -> Iterator[str]:
    """Yield one line for each API and flow: its answers, with their fractions."""
    if not found:
        yield "no API and no flow yet"
        return
    width = max(len(each.subject) for each in found)
    yield f"{'':{width}}  " + "  ".join(f"{grade.question:<18}" for grade in found[0].grades).rstrip()
    for each in found:
        yield f"{each.subject:{width}}  {'  '.join(map(cell, each.grades))}".rstrip()


def cell(grade: Grade) -> str:
    """Return one answer with its fraction, as wide as its column."""
    fraction = f"{grade.met} of {grade.total}" if grade.total else ""
    return click.style(f"{grade.answer:<9}", fg=COLOURS[grade.answer]) + f"{fraction:<9}"


def detail(quality: Quality, *, everything: bool) -> Iterator[str]:
    """Yield the four answers with what they rest on, and what would help."""
    yield f"{quality.subject}: {quality.title}"
    for grade in quality.grades:
        yield ""
        yield f"{grade.asked} {click.style(grade.answer, fg=COLOURS[grade.answer], bold=True)}"
        yield f"  {grade.sentence}"
        for check in grade.evidence:
            if (
                everything or check.outcome != "met" or grade.question == "fresh"
            ):  # there the sum is the answer
                yield f"  {line(check)}"
        yield from (f"  to improve: {remedy}" for remedy in grade.improve)


def line(check: Check) -> str:
    """Return one check: where it is written, its outcome, and why."""
    place = f"{check.place}: " if check.place else ""
    return f"{place}{MARKS[check.outcome]}: {check.subject}: {check.because}"
