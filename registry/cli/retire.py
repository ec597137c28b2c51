"""``waybill retire``: may it go, and who still uses it?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from registry.cli.options import FINDINGS, as_of, output_format
from registry.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from registry.cli.main import Invocation
    from registry.flow.retirement import Retirement

EPILOG = """\b
Examples:
  waybill retire catalog/products                          every operation and release of the API
  waybill retire catalog/products --operation listBrands   one operation, by operationId or as "GET /brands"
  waybill retire catalog/products --field Product.sku      a field, with all that is inside it
  waybill retire catalog/products --release 1.1.0          a frozen version
  waybill retire catalog/products@1.1.0                    the same, in one word; catalog/products#Product.sku too

\b
The answer is
  yes      nobody who is recorded uses it, and the day has come on which it was announced to go
  no       somebody uses it: a flow carries it, a key or a time is told by it, another field refers to it,
           is computed from it, or names it as its source of truth
  unknown  nobody who is recorded uses it, but others may, and were not told, or may use it until a day

\b
Exit status: 0 if the answer is yes, 1 if it is not; 0 for a list.
"""

COLOURS = {"yes": "green", "no": "red", "unknown": "yellow"}


@click.command(epilog=EPILOG)
@click.argument("api")
@click.option(
    "--operation", metavar="NAME", help="One operation: its operationId, or a name such as 'GET /products'."
)
@click.option("--field", metavar="FIELD", help="One field: Schema.property.")
@click.option("--release", metavar="VERSION", help="One frozen release.")
@output_format("text", "json")
@as_of
@click.pass_obj
def command(
    invocation: Invocation,
    api: str,
    operation: str | None,
    field: str | None,
    release: str | None,
    form: str,
    as_of: date,
) -> int:
    """Tell whether an operation, a field or a release of API may be taken away, and what has to happen first."""
    from registry import workspace  # noqa: PLC0415 - slow to import

    name, wanted = asked(api, {"operation": operation, "field": field, "release": release})
    found = workspace.open(invocation.directory, as_of=as_of).retire(name, **wanted)
    if form == "json":
        click.echo(json.dumps(as_json(found, as_of), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(line for each in found for line in (detail(each) if wanted else overview(each))))
    return FINDINGS if wanted and found[0].answer != "yes" else 0


def asked(api: str, options: Mapping[str, str | None]) -> tuple[str, dict[str, str]]:
    """Return the API, and the one thing of it that is asked about, if any: ``catalog/products@1.1.0`` is in one word.

    Raises:
        WrongUse: That is more than one thing.
    """
    wanted = [(kind, value) for kind, value in options.items() if value is not None]
    name = api
    for mark, kind in (("#", "field"), ("@", "release")):
        name, found, rest = api.partition(mark)
        if found:
            wanted.append((kind, rest))
            break
    if len(wanted) > 1:
        raise WrongUse("only one thing can be asked about", "name an operation, a field or a release")
    return name, dict(wanted)


def as_json(found: Sequence[Retirement], as_of: date) -> dict[str, object]:
    """Return the published shape (``waybill schema retire``)."""
    return {"waybill": 1, "asOf": as_of.isoformat(), "retirements": [each.as_json() for each in found]}


def overview(one: Retirement) -> Iterator[str]:
    """Yield one line of a list."""
    yield f"{click.style(f'{one.answer:<7}', fg=COLOURS[one.answer])}  {one.subject}: {one.because}"


def detail(one: Retirement) -> Iterator[str]:
    """Yield the answer, who uses it, and what has to happen first."""
    yield f"{one.subject}: {click.style(one.answer, fg=COLOURS[one.answer], bold=True)}, {one.because}"
    if one.holds:
        yield f"  in {', '.join(one.holds)}"
    for use in one.uses:
        place = f"{use.place}: " if use.place else ""
        runs = (
            f" (written for {use.wanted}, runs on {use.runs_on or 'the working copy'})" if use.wanted else ""
        )
        yield f"  {place}{use.who} ({use.owner}) {use.how}{runs}"
    if one.first:
        yield "first"
        yield from (f"  {step}" for step in one.first)
