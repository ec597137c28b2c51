"""``waybill adopt``: freeze the versions that are found in Git history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from registry.cli.listing import show
from registry.flow.wording import counted

if TYPE_CHECKING:
    from registry.cli.main import Invocation
    from registry.workspace.adopting import Adopted

EPILOG = """\b
Examples:
  waybill adopt catalog/products --dry-run         which versions does its history hold?
  waybill adopt catalog/products                   freeze them
  waybill adopt ../shop/openapi.yaml --as shop/products
                                                   a file of another repository on this disk
  waybill adopt ../shop:api/openapi.yaml --as shop/products
"""


@click.command(epilog=EPILOG)
@click.argument("target")
@click.option("--as", "api", metavar="SYSTEM/API", help="The API that a file from elsewhere becomes.")
@click.option(
    "--shallow", is_flag=True, help="Adopt what a shallow clone holds, though dates may be too late."
)
@click.option("--dry-run", is_flag=True, help="Show what is found; write nothing.")
@click.pass_obj
def command(
    invocation: Invocation,
    target: str,
    api: str | None,
    shallow: bool,  # noqa: FBT001 - click calls it
    dry_run: bool,  # noqa: FBT001 - click calls it
) -> int:
    """Freeze the versions of a description that its Git history holds, and write their changelog.

    TARGET is an API of this registry, a file in Git, or repository:path. Each info.version becomes a release, dated
    as it was first committed, with the content it had last, in JSON where that was JSON; renames of the file are
    followed. What is frozen already stays. Commits that cannot be read, and numbers that come back, are named.
    """
    from registry import workspace  # noqa: PLC0415 - slow to import

    adopted = workspace.open(invocation.directory).adopt(target, api, shallow=shallow, trial=dry_run)
    told(adopted, trial=dry_run)
    return 0


def told(adopted: Adopted, *, trial: bool) -> None:
    """Print the versions, what was passed over, and what was written."""
    fresh = {past.version for past in adopted.fresh}
    rows = [
        (
            past.version,
            f"{past.day}{' or before' if not past.certain else ''}",
            str(past.contents - 1),
            "new" if past.version in fresh else "frozen already",
        )
        for past in adopted.found.versions
    ]
    show(("Version", "First seen", "Changed after", ""), rows)
    for passed in adopted.found.passed:
        click.echo(f"passed over: {passed}", err=True)
    if trial:
        click.echo(f"{adopted.api}: {len(fresh)} of {counted(len(rows), 'version')} would be frozen")
    elif not adopted.files:
        click.echo(f"{adopted.api}: nothing new")
    else:
        click.echo(
            f"{adopted.api}: {counted(len(fresh), 'version')} frozen; {counted(len(adopted.files), 'file')} written"
        )
