"""``waybill release``: freeze a version and write its changelog entry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from registry.cli.options import as_of, commit_option, day_option, output_format
from registry.errors import WrongUse

if TYPE_CHECKING:
    from datetime import date

    from registry.cli.main import Invocation
    from registry.workspace import Released

EPILOG = """\b
Examples:
  waybill release catalog/products
  waybill release catalog/products --note "Sizes now say which system they are counted in."
  waybill release catalog/products --previous-until 2027-04-01
  waybill release catalog/products --commit
  waybill release --all --commit                     what a pipeline does when a change is merged
  waybill release catalog/products --as-of 2026-09-07

A run that was interrupted is completed by running it again.
"""


@click.command(epilog=EPILOG)
@click.argument("api", required=False)
@click.option("--all", "every", is_flag=True, help="Release every API whose version is not frozen yet.")
@click.option("--note", metavar="TEXT", help="What you want to say of the release, in Markdown.")
@day_option("--previous-until", "Until when the version before keeps working beside this one.")
@commit_option
@output_format("text", "json", "markdown")
@as_of
@click.pass_obj
def command(
    invocation: Invocation,
    api: str | None,
    every: bool,  # noqa: FBT001 - click calls it
    note: str | None,
    previous_until: date | None,
    commit: bool,  # noqa: FBT001 - click calls it
    form: str,
    as_of: date,
) -> int:
    """Freeze the version that API's description states, and write its changelog entry.

    The description, bundled and with its overlay applied, becomes
    specs/<system>/apis/<api>/releases/<version>.yaml (.json where it is written in JSON), which is never
    edited again; what changed, and whom that hit, becomes changelog/<system>/<api>/<version>.json and .md.

    Refused: a version that is frozen already with other content, one that is not greater than the newest,
    a breaking change without a major version, unless specs/registry.yaml
    (policy.breakingWithoutMajor) or a waiver allows it; and a breaking change before the promised notice
    (noticePeriod) is over, counted from its announcement (`waybill announce`), unless the version before
    keeps working that long or a waiver allows it.
    """
    from registry import workspace  # noqa: PLC0415 - slow to import

    here = workspace.open(invocation.directory, as_of=as_of)
    if every == (api is not None):
        both = "API and --all do not go together" if every else "no API is named"
        raise WrongUse(
            both, "name one that is to be released, or give --all for every one that has a new version"
        )
    made = []
    for name in here.unreleased() if api is None else (api,):
        released = here.release(name, note=note, previous_until=previous_until)
        made.append(released)
        if commit:
            here.commit(released, f"Release {name} {released.entry.version}")
    if form == "json" and every:
        click.echo(json.dumps([each.entry.as_json() for each in made], indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(written(each, form) for each in made) or "nothing to release")
    return 0


def written(released: Released, form: str) -> str:
    """Return what was released as text, as the published JSON, or as the Markdown of the changelog."""
    from registry.changelog import render  # noqa: PLC0415 - slow to import

    entry = released.entry
    if form == "json":
        return json.dumps(entry.as_json(), indent=2, ensure_ascii=False)
    if form == "markdown":
        return render.markdown(entry)
    if not released.files:
        return f"{entry.api} {entry.version} is released already; nothing to do"
    hit = [f"  {affected.sentence}" for affected in entry.affected]
    return "\n".join(
        [
            f"Released {entry.api} {entry.version}. {render.counts(entry)}",
            *(["Who must act:", *hit] if hit else []),
            "Written:",
            *(f"  {path}" for path in released.files),
        ]
    )
