"""Reminders: what was told once is told again 30, 7 and 1 days before people must have acted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from registry.changelog.announcement import outstanding
from registry.source.versions import satisfies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from registry.changelog.announcement import Announcement
    from registry.changelog.entry import Affected, Entry
    from registry.changelog.telling import News
    from registry.model.registry import Registry
    from registry.notify.selection import Notice

THRESHOLDS = (1, 7, 30)
"""Days before the date, nearest first."""


def reminders(found: Iterable[Notice], *, as_of: date) -> Iterator[Notice]:
    """Yield what must be said again today: of each notice the nearest threshold that is reached.

    A run that comes late, or the first one, says only the nearest: who hears "1 day left" needs no "30 days left".
    Only those who must act are reminded, not those who merely wanted to know.
    """
    for notice in found:
        due = notice.news.due
        if due is None or not notice.hits or notice.news.told >= as_of:
            continue
        left = (due - as_of).days
        reached = next((threshold for threshold in THRESHOLDS if left <= threshold), None)
        if left >= 0 and reached is not None:
            yield replace(notice, days_left=reached)


def still_open(
    registry: Registry,
    found: Iterable[News],
    entries: Iterable[Entry],
    announced: Iterable[Announcement],
) -> Iterator[News]:
    """Yield the news that somebody must still act on, each with only the flows that have not moved on.

    An announcement that was called off or whose changes were made is settled; so is a flow whose range of versions no
    longer takes in the version that goes.
    """
    standing = {f"announced:{each.api}@{each.name}" for each in outstanding(announced, entries)}
    for one in found:
        settled = one.kind == "announced" and one.key not in standing
        hits = tuple(hit for hit in one.affected if is_on(registry, hit, one))
        if one.due is not None and one.kind != "withdrawn" and not settled and hits:
            yield replace(one, affected=hits)


def is_on(registry: Registry, hit: Affected, one: News) -> bool:
    """Tell whether a flow still runs against the version that goes; unknown flows are gone."""
    flow = next((flow for flow in registry.flows if flow.id == hit.flow), None)
    if flow is None:
        return False
    ends = {flow.producer.api: flow.producer.version}
    if flow.consumer.operation is not None:
        ends[flow.consumer.operation.partition("#")[0]] = flow.consumer.version
    return one.api in ends and (one.base is None or satisfies(one.base, ends[one.api] or "*"))
