"""What is worth telling: releases and announcements alike, for feeds and for messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.changelog.notice import notice_period
from registry.changelog.render import day as in_words
from registry.diff.change import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from registry.changelog.announcement import Announcement
    from registry.changelog.entry import Affected, Entry
    from registry.diff.change import Change, Level
    from registry.model.registry import Api, Registry


@dataclass(frozen=True, slots=True)
class News:
    """One thing that people hear of: a release, an announcement, or the end of one.

    ``key`` tells it from all others and never changes: ``release:catalog/products@2.1.0``,
    ``announced:catalog/products@2026-01-10``, ``withdrawn:…``. ``base`` is the version that was compared with, None
    for the first; ``version`` the one that is released, None for what is not. ``told`` is the day on which it became
    known, ``due`` the day by which people must have acted (None where nobody must, or no day is known). ``sentence`` is
    plain text, ``note`` Markdown. ``foreseen`` are the flows of a release that use what changed and need nothing done.
    """

    key: str
    api: str
    base: str | None
    version: str | None
    told: date
    due: date | None
    title: str
    sentence: str
    changes: tuple[Change, ...]
    affected: tuple[Affected, ...]
    note: str | None = None
    foreseen: tuple[Affected, ...] = ()

    @property
    def kind(self) -> str:
        """Which of the three it is."""
        return self.key.partition(":")[0]

    @property
    def level(self) -> Level:
        """The gravest change, for whomever it hits."""
        levels = [*(change.level for change in self.changes), *(hit.level for hit in self.affected)]
        return min(levels, key=LEVELS.index, default="safe")


def news(registry: Registry, entries: Iterable[Entry], announced: Iterable[Announcement]) -> tuple[News, ...]:
    """Return everything there is to tell, newest first; of APIs that are gone too."""
    apis = {api.id: api for api in registry.apis}
    found = [of_release(registry, apis.get(entry.api), entry) for entry in entries]
    for each in announced:
        found.append(of_announcement(apis.get(each.api), each))
        if each.withdrawn is not None:
            found.append(of_withdrawal(apis.get(each.api), each, each.withdrawn))
    return tuple(sorted(found, key=lambda one: (one.told, one.key), reverse=True))


def of_release(registry: Registry, api: Api | None, entry: Entry) -> News:
    """Return a release as something to tell."""
    counted = [f"{count} {level}" for level, count in entry.summary.items() if count]
    changed = f": {', '.join(counted)}" if counted else ""
    hit = [affected for affected in entry.affected if affected.level != "safe"]
    return News(
        key=f"release:{entry.api}@{entry.version}",
        api=entry.api,
        base=entry.base,
        version=entry.version,
        told=entry.date,
        due=works_until(registry, api, entry) if hit else None,
        title=f"{called(api, entry.api)} {entry.version}{changed}",
        sentence=f"{said_of(entry)} {flows_hit(len(hit))}",
        changes=entry.changes,
        affected=entry.affected,
        note=entry.note,
        foreseen=entry.foreseen,
    )


def of_announcement(api: Api | None, each: Announcement) -> News:
    """Return an announcement as something to tell."""
    name = called(api, each.api)
    many = f"{len(each.changes)} breaking change{'s' * (len(each.changes) != 1)}"
    return News(
        key=f"announced:{each.api}@{each.name}",
        api=each.api,
        base=each.base,
        version=None,
        told=each.announced,
        due=each.effective,
        title=f"{name} changes on {in_words(each.effective)}: {many}",
        sentence=f"{name} announces {many} after version {each.base}, for {in_words(each.effective)}. "
        f"{flows_hit(len(each.affected))}",
        changes=each.changes,
        affected=each.affected,
        note=each.note,
    )


def of_withdrawal(api: Api | None, each: Announcement, on: date) -> News:
    """Return the end of an announcement as something to tell; nobody must act any more."""
    name = called(api, each.api)
    return News(
        key=f"withdrawn:{each.api}@{each.name}",
        api=each.api,
        base=each.base,
        version=None,
        told=on,
        due=None,
        title=f"{name} does not change on {in_words(each.effective)}",
        sentence=f"What {name} announced on {in_words(each.announced)} for {in_words(each.effective)} is called off.",
        changes=each.changes,
        affected=each.affected,
    )


def works_until(registry: Registry, api: Api | None, entry: Entry) -> date | None:
    """Return until when the version before a release works: as was said, else as long as notice was promised.

    None where neither says anything, or there is no version before.
    """
    if api is None or entry.base is None or entry.base not in api.versions:
        return entry.previous_until
    stated = entry.previous_until or api.description(entry.base).meaning.sunset_date
    period = notice_period(registry, api, entry.base)
    return stated or (entry.date + period.timedelta if period.seconds else None)


def said_of(entry: Entry) -> str:
    """Say in a sentence what a release changed."""
    if entry.base is None:
        return f"The first release, of {in_words(entry.date)}."
    counted = [
        f"{count} {level} change{'s' * (count != 1)}" for level, count in entry.summary.items() if count
    ]
    listed = " and ".join(filter(None, (", ".join(counted[:-1]), *counted[-1:])))
    return f"Released on {in_words(entry.date)}, after {entry.base}, with {listed or 'no change to notice'}."


def flows_hit(count: int) -> str:
    """Say how many flows must be looked after."""
    if not count:
        return "No recorded flow is hit."
    return "1 flow is hit." if count == 1 else f"{count} flows are hit."


def called(api: Api | None, api_id: str) -> str:
    """Return what people call an API, on one line; its id where it is gone or has no title."""
    return " ".join(api.description(api.latest).title.split() if api else ()) or api_id
