"""Send what is due: each notice once, whatever fails or is killed on the way."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.notify.channels import NotDelivered
from registry.notify.message import compose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from registry.notify.channels import Channel
    from registry.notify.deliveries import Deliveries
    from registry.notify.message import Message, Wording
    from registry.notify.selection import Notice

PAUSES = (1.0, 4.0, 15.0)
"""Seconds between attempts: a service that is down for a moment is no reason to wait for the next run."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a message: ``reason`` says why it was not delivered, None where it was.

    ``doubtful`` tells that an earlier run was ended while it was sending it: the receiver may have it twice.
    """

    message: Message
    reason: str | None
    doubtful: bool


def due(found: Iterable[Notice], deliveries: Deliveries) -> tuple[Notice, ...]:
    """Return the notices nobody acknowledged yet; news from before a reader's own day is not for that reader.

    What was called off before somebody was told of it needs no telling, and nor does its end.
    """
    waiting = tuple(
        notice
        for notice in found
        if not deliveries.was_sent(notice.key)
        and (notice.days_left is not None or notice.news.told >= deliveries.readers[notice.reader])
    )
    untold = {
        story(notice) for notice in waiting if not deliveries.begun(notice.key) and is_of("announced", notice)
    }
    settled = untold & {story(notice) for notice in waiting if is_of("withdrawn", notice)}
    return tuple(notice for notice in waiting if story(notice) not in settled)


def is_of(kind: str, notice: Notice) -> bool:
    """Tell whether a notice is the news itself, and of this kind."""
    return notice.news.kind == kind and notice.days_left is None


def story(notice: Notice) -> str:
    """Return what an announcement and its end have in common, for one subscriber in one channel."""
    return notice.key.removeprefix("announced:").removeprefix("withdrawn:")


def messages(
    found: Sequence[Notice], wording: Wording, *, digest: bool, begun: Callable[[str], str | None]
) -> Iterator[Message]:
    """Yield the messages to send: one a notice, or with ``digest`` one for each subscriber and channel.

    ``begun`` tells in which message a notice was on its way when a run was ended: that one is sent again as it was,
    under its id.
    """
    groups: defaultdict[tuple[str, ...], list[Notice]] = defaultdict(list)
    for notice in found:
        together = begun(notice.key) or ("" if digest else notice.key)
        groups[notice.subscriber, notice.channel, together].append(notice)
    for group in groups.values():
        yield compose(group, wording)


def send(
    found: Iterable[Message],
    deliveries: Deliveries,
    channel: Callable[[str], Channel],
    *,
    pauses: Sequence[float] = PAUSES,
    sleep: Callable[[float], None],
) -> Iterator[Sent]:
    """Send messages and yield what became of each; one that fails stays due, and the others go on.

    A channel that failed is not tried again in this run.

    Raises:
        OSError: The record cannot be written: then nothing more is sent.
    """
    failed: dict[str, str] = {}
    for message in found:
        doubtful = any(deliveries.begun(key) for key in message.keys)
        reason = failed.get(message.channel)
        if reason is None:
            reason = handed_over(message, deliveries, channel, pauses, sleep)
        if reason is not None:
            failed[message.channel] = reason
        yield Sent(message, reason, doubtful)


def handed_over(
    message: Message,
    deliveries: Deliveries,
    channel: Callable[[str], Channel],
    pauses: Sequence[float],
    sleep: Callable[[float], None],
) -> str | None:
    """Send a message, again after each pause if that may help; return why it was not taken, None if it was."""
    try:
        taker = channel(message.channel)
    except NotDelivered as problem:
        return problem.reason
    deliveries.begin(message.keys, message.id)
    for pause in (*pauses, None):
        try:
            taker.send(message)
        except NotDelivered as problem:
            if pause is None or not problem.again:
                return problem.reason
            sleep(pause)
        else:
            deliveries.end(message.keys, message.id)
            return None
    return None
