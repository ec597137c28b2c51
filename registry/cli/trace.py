"""``waybill trace``: where does a field come from, and where does it go?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from registry.cli.options import output_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.cli.main import Invocation
    from registry.flow.lineage import Edge

EPILOG = """\b
Examples:
  waybill trace catalog/products#Product.sku
  waybill trace catalog/products#Size.availability --format json
"""


@click.command(epilog=EPILOG)
@click.argument("field")
@output_format("text", "json")
@click.pass_obj
def command(invocation: Invocation, field: str, form: str) -> int:
    """Follow FIELD (system/api#Schema.property) through all flows, against the stream and with it."""
    from registry import workspace  # noqa: PLC0415 - slow to import

    trace = workspace.open(invocation.directory).trace(field)
    if form == "json":
        click.echo(json.dumps(trace.as_json(), indent=2, ensure_ascii=False))
        return 0
    click.echo(f"{field} comes from\n{steps(trace.upstream)}\nand goes to\n{steps(trace.downstream)}")
    return 0


def steps(edges: Sequence[Edge]) -> str:
    """Return one line per step of the way."""
    lines = [
        f"  {edge.source} -> {edge.target}  ({edge.from_path} -> {edge.to_path} in {edge.flow})"
        for edge in edges
    ]
    return "\n".join(lines) if lines else "  no recorded flow"
