"""Tell subscribers: what there is to tell now, and sending it."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from registry.changelog.announcement import announcements
from registry.changelog.ledger import ledger
from registry.changelog.telling import news
from registry.notify.channels import channel
from registry.notify.deliveries import PATH, Deliveries
from registry.notify.message import Wording
from registry.notify.reminders import reminders, still_open
from registry.notify.selection import notices, readers
from registry.notify.sending import due, messages, send
from registry.site import links

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from registry.changelog.telling import News
    from registry.notify.message import Message
    from registry.notify.selection import Notice
    from registry.notify.sending import Sent
    from registry.workspace.opened import Opened


def pending(
    here: Opened, *, digest: bool = False, since: date | None = None, path: Path | None = None
) -> tuple[Message, ...]:
    """Return the messages that sending now would send; nothing is written, and no secret is read."""
    with Deliveries.read(record(here, path), since=since or here.as_of) as deliveries:
        return tuple(composed(here, deliveries, digest=digest))


def notify(
    here: Opened, *, digest: bool = False, since: date | None = None, path: Path | None = None
) -> Iterator[Sent]:
    """Send what is due and yield what became of each message, as it happens."""
    with Deliveries.open(record(here, path), since=since or here.as_of) as deliveries:
        waiting = composed(here, deliveries, digest=digest)
        channels = here.registry.config.channels
        yield from send(
            waiting,
            deliveries,
            lambda name: channel(name, channels.get(name), os.environ),
            sleep=time.sleep,
        )


def composed(here: Opened, deliveries: Deliveries, *, digest: bool) -> tuple[Message, ...]:
    """Return the messages of all notices that are due."""
    deliveries.meet(readers(here.registry), here.as_of)
    found = due(told(here), deliveries)
    return tuple(messages(found, wording(here), digest=digest, begun=deliveries.begun))


def told(here: Opened) -> Iterator[Notice]:
    """Yield every notice there is: the news, oldest first, then the reminders of today."""
    entries, announced = ledger(here.root), announcements(here.root)
    found = [one for one in reversed(news(here.registry, entries, announced)) if one.told <= here.as_of]
    yield from notices(here.registry, found)
    waiting = still_open(here.registry, found, entries, announced)
    yield from reminders(notices(here.registry, waiting), as_of=here.as_of)


def wording(here: Opened) -> Wording:
    """Return what messages need to know of this registry."""
    config = here.registry.config
    return Wording(
        registry=here.registry,
        identity=config.url or config.title,
        as_of=here.as_of,
        address=lambda one: address(config.url, one),
    )


def address(site: str | None, one: News) -> str:
    """Return where an item of news is told on the published site; its page there, where no site is published."""
    page = (
        f"{links.COMING}#{links.field_anchor(one.api)}"
        if one.version is None
        else links.release(one.api, one.version)
    )
    return f"{site.rstrip('/')}/{page}" if site else page


def record(here: Opened, path: Path | None) -> Path:
    """Return the file that keeps what was sent."""
    return here.root / PATH if path is None else here.directory / path
