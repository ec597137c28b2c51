"""``waybill notify``: tell subscribers what concerns them, each thing once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry.cli.options import FINDINGS, as_of, day_option, output_format

if TYPE_CHECKING:
    from datetime import date

    from registry.cli.main import Invocation
    from registry.notify.message import Message
    from registry.notify.sending import Sent

EPILOG = """\b
Examples:
  waybill notify --dry-run                 show every message that is due, send none
  waybill notify                           send them
  waybill notify --digest                  one message for each subscriber and channel
  waybill notify --since 2026-10-01        the first time: tell what happened since that day

\b
Who gets what is said in specs/subscriptions.yaml, where it goes in specs/registry.yaml:
  channels:
    ops-mail: "mailtos://${SMTP_LOGIN}@mail.example.com?to=ops@example.com"     # any Apprise URL
    ops-hook: "webhook+https://hooks.example.com/waybill?secret=${HOOK_SECRET}" # signed, see Standard Webhooks
Secrets come from the environment and are never printed.
"""


@click.command(epilog=EPILOG)
@click.option("--dry-run", is_flag=True, help="Show the messages; send and record nothing.")
@click.option(
    "--digest", is_flag=True, help="Put all that is due for a subscriber in a channel into one message."
)
@day_option(
    "--since", "Where nothing was sent yet: tell what became known from this day on.  [default: today]"
)
@click.option(
    "--record",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file that keeps what was sent.  [default: changelog/deliveries.jsonl of the registry]",
)
@output_format("text", "json")
@as_of
@click.pass_obj
def command(
    invocation: Invocation,
    dry_run: bool,  # noqa: FBT001 - click calls it
    digest: bool,  # noqa: FBT001 - click calls it
    since: date | None,
    record: Path | None,
    form: str,
    as_of: date,
) -> int:
    """Send what releases and announcements mean for each subscriber, and reminders 30, 7 and 1 days before a date.

    Each notice is sent once for each subscriber and channel. What was sent is recorded in a file, line by line:
    a run that is interrupted, or a channel that fails, is completed by the next run. Keep that file in Git, or
    somewhere else that lasts.

    A message that was on its way when a run was killed is sent again under the same id, for it may not have arrived.
    Exits with 1 where a message could not be delivered.
    """
    from registry import workspace  # noqa: PLC0415 - slow to import

    here = workspace.open(invocation.directory, as_of=as_of)
    if dry_run:
        click.echo(shown(here.messages(digest=digest, since=since, record=record), form))
        return 0
    outcomes = []
    for outcome in here.notify(digest=digest, since=since, record=record):
        outcomes.append(outcome)
        if form == "text":
            click.echo(told(outcome))
    failed = sum(outcome.reason is not None for outcome in outcomes)
    if form == "json":
        click.echo(json.dumps([as_json(outcome) for outcome in outcomes], indent=2, ensure_ascii=False))
    else:
        click.echo(summary(len(outcomes) - failed, failed))
    return FINDINGS if failed else 0


def shown(messages: tuple[Message, ...], form: str) -> str:
    """Return messages as a reader would get them, or as programs do."""
    if form == "json":
        return json.dumps([dict(message.payload) for message in messages], indent=2, ensure_ascii=False)
    if not messages:
        return "nothing is due"
    return "\n".join(
        f"To {message.subscriber} by {message.channel}\nSubject: {message.subject}\n\n{message.text}\n{'=' * 72}"
        for message in messages
    )


def told(outcome: Sent) -> str:
    """Say what became of a message."""
    message = outcome.message
    to = f"{message.subscriber} by {message.channel}: {message.subject}"
    if outcome.reason is not None:
        return f"FAILED   {to}\n         {outcome.reason}"
    again = (
        " (perhaps for the second time: an earlier run did not learn whether it arrived)"
        if outcome.doubtful
        else ""
    )
    return f"sent     {to}{again}"


def as_json(outcome: Sent) -> dict[str, object]:
    """Return what became of a message, for a program."""
    message = outcome.message
    return {
        "id": message.id,
        "subscriber": message.subscriber,
        "channel": message.channel,
        "subject": message.subject,
        "notices": list(message.keys),
        "delivered": outcome.reason is None,
        "reason": outcome.reason,
        "doubtful": outcome.doubtful,
    }


def summary(sent: int, failed: int) -> str:
    """Say in a line how it went, and what to do."""
    if not sent and not failed:
        return "nothing is due"
    tried = f"{sent} message{'s' * (sent != 1)} sent"
    return f"{tried}, {failed} not delivered; run this again to try those" if failed else tried
