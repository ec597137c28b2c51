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

\b
Both exit with 1 where a release has no entry.
"""


@click.command(epilog=EPILOG)
@click.option(
    "--check", "checking", is_flag=True, help="Change nothing; exit with 1 if a file is not up to date."
)
@click.pass_obj
def command(invocation: Invocation, checking: bool) -> int:  # noqa: FBT001 - click calls it
    """Write every changelog entry again from the frozen releases and the facts recorded at the time.

    Recorded and kept: the date, the author's note, the digest of the frozen file, the flows that were hit.
    Everything else is computed. A frozen file that was edited since is refused.
    """
    from registry import workspace  # noqa: PLC0415 - slow to import

    here = workspace.open(invocation.directory)
    written = () if checking else here.write_changelog()
    problems = here.check_changelog()
    told = [*(f"wrote {path}" for path in written), *problems]
    click.echo("\n".join(told) or "the changelog is up to date")
    return FINDINGS if problems else 0
