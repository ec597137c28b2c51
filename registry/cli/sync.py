"""``waybill sync``: pull descriptions that are written in other repositories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from registry.cli.options import FINDINGS

if TYPE_CHECKING:
    from registry.cli.main import Invocation

EPILOG = """\b
Examples:
  waybill sync shop/products --repository https://git.example.com/shop.git --path api/openapi.yaml --ref main
                                       say where it comes from, and pull it
  waybill sync shop/products           pull it again
  waybill sync shop/products --ref v2  follow another branch or tag from now on
  waybill sync                         pull all that come from elsewhere
  waybill sync --check                 for a pipeline: exit with 1 if one differs, write nothing

\b
Where a description comes from is kept in specs/<system>/apis/<api>/source.yaml. Then, as for every change:
  waybill review
"""


@click.command(epilog=EPILOG)
@click.argument("api", required=False)
@click.option("--repository", metavar="URL", help="A folder, or an https or ssh URL.")
@click.option("--path", metavar="FILE", help="The description in it.  [default: openapi.yaml]")
@click.option("--ref", metavar="REF", help="The branch or tag to follow.  [default: main]")
@click.option(
    "--check", "checking", is_flag=True, help="Write nothing; exit with 1 if a description differs."
)
@click.pass_obj
def command(
    invocation: Invocation,
    api: str | None,
    repository: str | None,
    path: str | None,
    ref: str | None,
    checking: bool,  # noqa: FBT001 - click calls it
) -> int:
    """Pull the description of API, or of every API that comes from elsewhere, from its repository at a ref.

    A description of several files is bundled into one. The other repository is read with Git, with your own
    credentials; nobody is asked for a password, and nothing in it is run.
    """
    from registry import workspace  # noqa: PLC0415 - slow to import

    here = workspace.open(invocation.directory)
    said = {"repository": repository, "path": path, "ref": ref}
    differing = 0
    for pulled in here.sync(
        api, trial=checking, **{key: value for key, value in said.items() if value is not None}
    ):
        differing += pulled.differs
        state = ("differs" if checking else "written") if pulled.differs else "is up to date"
        click.echo(f"{pulled.api}: {pulled.path} {state} (commit {pulled.commit[:12]})")
    return FINDINGS if checking and differing else 0
