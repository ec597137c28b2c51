"""``waybill changelog``: write the changelog again from what is frozen, or check that it is up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from registry.cli.options import FINDINGS

if TYPE_CHECKING:
    from registry.cli.main import Invocation

EPILOG = """\b
Examples:
  waybill changelog            write what differs
  waybill changelog --check    for a pipeline: exit with 1 if writing would change a byte
"""


@click.command(epilog=EPILOG)
@click.option(
    "--check", "checking", is_flag=True, help="Change nothing; exit with 1 if a file is not up to date."
)
@click.pass_obj
def command(invocation: Invocation, checking: bool) -> int:  # noqa: FBT001 - click calls it
    """Write every changelog entry again from the frozen releases and the facts recorded at the time.

    Recorded and kept: the date, the author's note, the flows that were hit. Everything else is computed.
    """
    from registry import workspace  # noqa: PLC0415 - slow to import

    here = workspace.open(invocation.directory)
    if not checking:
        changed = here.write_changelog()
        click.echo("\n".join(f"wrote {path}" for path in changed) or "the changelog is up to date")
        return 0
    stale = here.check_changelog()
    for problem in stale:
        click.echo(problem)
    click.echo("run 'waybill changelog' and commit the result" if stale else "the changelog is up to date")
    return FINDINGS if stale else 0
