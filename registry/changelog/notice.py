"""Notice: how long before a breaking change people must be told, who was told, and what comes too early."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from registry.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from registry.changelog.announcement import Announcement
    from registry.changelog.entry import Entry
    from registry.diff.change import Change
    from registry.formats import Duration
    from registry.model.registry import Api, Registry


@dataclass(frozen=True, slots=True)
class Early:
    """A breaking change that may not be made yet; ``effective`` is the day it was announced for, None if it was not."""

    change: Change
    effective: date | None


def notice_period(registry: Registry, api: Api, base: str | None) -> Duration:
    """Return the notice promised to users of the version ``base``: what it says itself, else policy.

    A version that is not frozen any more says nothing.
    """
    known = base is None or base in api.versions
    said = api.description(base).meaning.notice_period if known else None
    return said or registry.config.policy.notice_period


def earliest(today: date, period: Duration) -> date:
    """Return the first day on which a breaking change announced today may be made."""
    try:
        return today + period.timedelta
    except OverflowError:
        return date.max


def too_early(entry: Entry, announced: Iterable[Announcement]) -> tuple[Early, ...]:
    """Return the breaking changes of a release, not accepted by a waiver, whose announced day has not come."""
    standing = [each for each in announced if each.api == entry.api and each.withdrawn is None]
    found: list[Early] = []
    for change in entry.changes:
        if change.level != "breaking" or change.waived is not None:
            continue
        days = [each.effective for each in standing if each.covers(change)]
        if not days or min(days) > entry.date:
            found.append(Early(change, min(days, default=None)))
    return tuple(found)


def refuse_early(registry: Registry, api: Api, entry: Entry, announced: Iterable[Announcement]) -> None:
    """Refuse breaking changes whose notice has not run, unless the version before keeps working that long.

    Nothing is asked of an API that a vendor changes: we record what the vendor did.

    Raises:
        WrongUse: With every such change, and the ways out.
    """
    if entry.base is None or not registry.system(api.system).own:
        return
    period = notice_period(registry, api, entry.base)
    due = earliest(entry.date, period)
    if not period.seconds or keeps_working(api, entry) >= due:
        return
    if early := too_early(entry, announced):
        listed = "".join(f"\n  {each.change.at}: {each.change.message} ({told(each)})" for each in early)
        raise WrongUse(
            f"{entry.api} {entry.version} breaks somebody before the notice of {period.in_words} is over:{listed}\n"
            f"{first_way_out(entry, early, due)}; or keep {entry.base} working "
            f"that long (--previous-until {due}); or waive it (`waybill diff --write-waivers` drafts that)",
        )


def first_way_out(entry: Entry, early: Iterable[Early], due: date) -> str:
    """Say how long to wait: until what is announced comes, or after announcing what is not."""
    days = [each.effective for each in early]
    announced = [day for day in days if day is not None]
    if len(announced) == len(days):
        return f"Release it from {max(announced)} on"
    what = "the rest" if announced else "it"
    return f"Announce {what} (`waybill announce {entry.api}`) and release from {max((due, *announced))} on"


def keeps_working(api: Api, entry: Entry) -> date:
    """Return the day until which the version before a release works; the day of the release if nothing is said."""
    stated = api.description(entry.base).meaning.sunset_date if entry.base in api.versions else None
    return max(filter(None, (entry.previous_until, stated, entry.date)))


def served_until(api: Api, entries: Iterable[Entry]) -> dict[str, date]:
    """Return until which day releases of an API work, as far as it was said when the next one was made."""
    own = (entry for entry in entries if entry.api == api.id and entry.base is not None)
    return {str(entry.base): entry.previous_until for entry in own if entry.previous_until is not None}


def told(early: Early) -> str:
    """Say what is known of the announcement of a change."""
    return "not announced" if early.effective is None else f"announced for {early.effective}"
