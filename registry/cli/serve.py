"""``waybill serve``: the site while one works on it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from registry.cli.address import Address, given_address, refuse_taken
from registry.cli.progress import progress

if TYPE_CHECKING:
    from registry.cli.main import Invocation

EPILOG = """\b
Examples:
  waybill serve
  waybill serve --address 127.0.0.1:9000
"""


@click.command(epilog=EPILOG)
@click.option(
    "--address",
    callback=given_address,
    default="127.0.0.1:8000",
    show_default=True,
    metavar="HOST:PORT",
    help="Where to serve; 0.0.0.0:PORT for others in the network too.",
)
@click.pass_obj
def command(invocation: Invocation, address: Address) -> int:
    """Build the site, serve it, and rebuild it on every change; the browser reloads by itself."""
    from registry import workspace  # noqa: PLC0415 - slow to import

    here = workspace.open(invocation.directory)
    refuse_taken(address)
    with ExitStack() as first:
        report = first.enter_context(progress("Building the site"))

        def tell(sentence: str) -> None:
            """Say it where the bar of the first build has been."""
            first.close()
            click.echo(sentence)

        try:
            here.serve(str(address), tell=tell, progress=report)
        except OSError:
            refuse_taken(address)  # somebody else took it while the site was made
            raise
    return 0
