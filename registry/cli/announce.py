"""``waybill announce``: tell of breaking changes before they are made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from registry.cli.options import as_of, commit_option, day_option, output_format
from registry.errors import WrongUse

if TYPE_CHECKING:
    from datetime import date

    from registry.changelog.announcement import Announcement
    from registry.cli.main import Invocation
    from registry.workspace import Announced

EPILOG = """\b
Examples:
  waybill announce catalog/products                          what the working copy breaks, as soon as allowed
  waybill announce catalog/products --on 2027-04-01 --note "Sizes move to their own operation."
  waybill announce catalog/products drop-size-system:catalog/products
                                                             what a branch would break
  waybill announce catalog/products --withdraw               call it off

\b
Then, for the people who asked to be told:
  waybill notify
"""


@click.command(epilog=EPILOG)
@click.argument("api")
@click.argument("revision", required=False)
@day_option("--on", "The day on which it comes.  [default: as soon as the promised notice allows]")
@click.option("--note", metavar="TEXT", help="What you want to say of it, in Markdown.")
@click.option("--withdraw", is_flag=True, help="Call off what is announced for API.")
@commit_option
@output_format("text", "json", "markdown")
@as_of
@click.pass_obj
def command(
    invocation: Invocation,
    api: str,
    revision: str | None,
    on: date | None,
    note: str | None,
    withdraw: bool,  # noqa: FBT001 - click calls it
    commit: bool,  # noqa: FBT001 - click calls it
    form: str,
    as_of: date,
) -> int:
    """Record the breaking changes that come after API's newest release, and the day on which they come.

    REVISION is what will be released: by default the working copy; else a file, an API at a Git revision
    (branch:catalog/products), as for `waybill diff`. Written are changelog/<system>/<api>/announced/<today>.json
    and .md (<today>-2 for a second one that day); pages, feeds and notices tell it from there on, and `waybill
    release` lets the changes pass on the day that was named.

    The notice counts from today. It is what the newest release promises (info.x-registry.noticePeriod), else
    what specs/registry.yaml does (policy.noticePeriod).
    """
    from registry import workspace  # noqa: PLC0415 - slow to import

    if withdraw and (revision or on or note):
        raise WrongUse("--withdraw takes no revision, day or note", "give API alone")
    here = workspace.open(invocation.directory, as_of=as_of)
    made = here.withdraw(api) if withdraw else here.announce(api, revision, on=on, note=note)
    if commit:
        here.commit(made, f"{'Call off' if withdraw else 'Announce'} breaking changes of {api}")
    click.echo(written(made, form))
    return 0


def written(made: Announced, form: str) -> str:
    """Return what was announced as text, as the published JSON, or as the Markdown of the changelog."""
    if form == "json":
        return json.dumps([each.as_json() for each in made.announcements], indent=2, ensure_ascii=False)
    if form == "markdown":
        from registry.changelog import render  # noqa: PLC0415 - slow to import

        return "\n".join(render.announcement(each) for each in made.announcements)
    lines = [line for each in made.announcements for line in told(each)]
    return "\n".join([*lines, "Written:", *(f"  {path}" for path in made.files)])


def told(each: Announcement) -> list[str]:
    """Return what an announcement says, line by line."""
    if each.withdrawn:
        return [f"Called off: what {each.api} announced on {each.announced} for {each.effective}"]
    hit = [f"  {affected.sentence}" for affected in each.affected]
    return [
        f"Announced: breaking changes of {each.api} after {each.base}, for {each.effective}",
        *(f"  {change.at}: {change.message}" for change in each.changes),
        *(["Who must act:", *hit] if hit else ["No recorded flow uses what changes."]),
    ]
