"""What changes cost others: who must act and by when, who is hit further on, and what nobody uses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from registry.changelog.announcement import outstanding
from registry.changelog.notice import earliest, keeps_working, notice_period
from registry.flow.impact import unused
from registry.flow.indirect import indirect
from registry.model.semantics.spellings import sunset

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from registry.changelog.announcement import Announcement
    from registry.changelog.entry import Entry
    from registry.diff.change import Change, Comparison
    from registry.flow.impact import Impact
    from registry.flow.indirect import Indirect
    from registry.model.registry import Api, Registry


@dataclass(frozen=True, slots=True)
class Due:
    """By when people have to act, and what makes it that day; ``day`` is None where no day is known."""

    day: date | None
    reason: str

    def as_json(self) -> dict[str, Any]:
        """Return the published shape."""
        return {"day": self.day and self.day.isoformat(), "reason": self.reason}


@dataclass(frozen=True)
class Reckoning:
    """The changes of one API, whom they hit, by when each has to act, and which of them reach no recorded flow.

    ``calendar`` knows the day of each change.
    """

    api: str
    comparison: Comparison
    impacts: tuple[Impact, ...]
    indirect: tuple[Indirect, ...]
    calendar: Calendar

    @property
    def acting(self) -> tuple[Impact, ...]:
        """The flows whose owners must act."""
        return tuple(hit for hit in self.impacts if hit.level != "safe")

    @property
    def foreseen(self) -> tuple[Impact, ...]:
        """The flows that use what changes and need nothing done."""
        return tuple(hit for hit in self.impacts if hit.level == "safe")

    @property
    def unused(self) -> tuple[Change, ...]:
        """The breaking changes that no recorded flow uses."""
        return unused(self.comparison, self.impacts)

    @property
    def owners(self) -> Mapping[str, tuple[Impact, ...]]:
        """The flows that must be seen to, by the team that answers for them; who has least time first."""
        teams = dict.fromkeys(hit.flow.owner for hit in sorted(self.acting, key=self._urgency))
        return {team: tuple(hit for hit in self.acting if hit.flow.owner == team) for team in teams}

    def due(self, hit: Impact) -> Due:
        """Return by when something has to be done about a flow: the first of the days of its changes."""
        unforeseen = (effect.change for effect in hit.effects if not effect.handled)
        days = [self.calendar.due(change) for change in unforeseen]
        known = [due for due in days if due.day is not None]
        return min(known, key=lambda due: str(due.day), default=days[0] if days else self.calendar.release)

    def _urgency(self, hit: Impact) -> tuple[bool, str, str]:
        due = self.due(hit)
        return due.day is None, str(due.day), hit.flow.owner


@dataclass(frozen=True)
class Calendar:
    """Knows the day of a change of one API: announced, promised, or set by the end of the version before.

    ``base`` is the frozen version that is compared with, None where it is none. ``made`` is the entry of the release
    that makes the changes, if it is out.
    """

    registry: Registry
    api: Api
    base: str | None
    today: date
    announced: tuple[Announcement, ...] = ()
    made: Entry | None = None

    def due(self, change: Change) -> Due:
        """Return by when people have to act because of a change."""
        told = [each for each in self.announced if each.covers(change)]
        if told:
            first = min(told, key=lambda each: each.effective)
            return Due(first.effective, f"announced on {first.announced} for this day")
        stated = sunset(change.before) if isinstance(change.before, dict) else None
        if stated is not None and stated >= self.today and "removed" in change.rule:
            return Due(stated, "the day on which it was said to stop working")
        return self.release

    @cached_property
    def release(self) -> Due:
        """The day of all changes that were not announced by themselves."""
        if self.made is not None:
            return Due(keeps_working(self.api, self.made), f"{self.made.base} works until then")
        ends = self.api.description(self.base).meaning.sunset_date if self.base else None
        if ends is not None:
            return Due(ends, f"{self.base} stops working")
        system = self.registry.find_system(self.api.system)
        if system is not None and not system.own:
            return Due(None, f"{system.title} sets the day")
        period = notice_period(self.registry, self.api, self.base)
        if not period.seconds:
            return Due(None, "with the next release; no notice is promised")
        return Due(earliest(self.today, period), f"{period.in_words} of notice, if it is announced today")


def reckon(
    registry: Registry,
    api_id: str,
    comparison: Comparison,
    hits: tuple[Impact, ...],
    versions: tuple[str, str | None],
    today: date,
    entries: Iterable[Entry],
    announced: Iterable[Announcement],
) -> Reckoning:
    """Return what the changes from one version to another cost those who are hit; None is the working copy."""
    days = calendar(registry, registry.api(api_id), versions, today, entries, announced)
    further = indirect(registry, api_id, hits, comparison.changes)
    return Reckoning(api_id, comparison, hits, further, days)


def calendar(
    registry: Registry,
    api: Api,
    versions: tuple[str, str | None],
    today: date,
    entries: Iterable[Entry],
    announced: Iterable[Announcement],
) -> Calendar:
    """Return what is known of the days of changes from one version to another; None stands for the working copy."""
    entries = tuple(entry for entry in entries if entry.api == api.id)
    base, revision = versions
    made = next((entry for entry in entries if (entry.base, entry.version) == (base, revision)), None)
    told = outstanding((each for each in announced if each.api == api.id), entries, as_of=today)
    return Calendar(registry, api, base if base in api.versions else None, today, told, made)
