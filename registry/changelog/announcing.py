"""Announce the breaking changes of a description before they are made; no file is written here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from registry.changelog.announcement import Announcement, ordered, outstanding
from registry.changelog.judging import settings
from registry.changelog.notice import earliest, notice_period
from registry.changelog.release import affected, announced_files, index
from registry.diff import waivers
from registry.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from registry.changelog.entry import Entry
    from registry.diff.change import Comparison
    from registry.model.description import Description
    from registry.model.registry import Api, Registry


def prepare(
    registry: Registry,
    api: Api,
    entries: Sequence[Entry],
    announced: Sequence[Announcement],
    *,
    today: date,
    on: date | None = None,
    note: str | None = None,
    description: Description | None = None,
) -> Announcement:
    """Return what announcing today says: the breaking changes from the newest release to ``description``.

    ``description`` is by default the working copy; ``on`` by default the first day that the promised notice allows.
    What stands announced already is left out.

    Raises:
        WrongUse: Nothing is released yet, nothing breaks, all of it stands announced, or the day is too early.
    """
    base = api.latest
    if base is None:
        raise WrongUse(f"{api.id} has no release, so nobody can rely on it", "release it first")
    period = notice_period(registry, api, base)
    first = earliest(today, period)
    if on is not None and on < first:
        raise WrongUse(
            f"{on} is too early: {api.id} promises {period.in_words} of notice",
            f"announce it for {first} or later",
        )
    found = breaking(registry, api, base, description or api.description(), today)
    if not found.changes:
        raise WrongUse(
            f"nothing that would come after {api.id}@{base} breaks anybody", "there is nothing to announce"
        )
    mine = [each for each in outstanding(announced, entries) if each.api == api.id]
    changes = tuple(change for change in found.changes if not any(each.covers(change) for each in mine))
    if not changes:
        days = ", ".join(sorted({str(each.effective) for each in mine}))
        raise WrongUse(
            f"all of it is announced already, for {days}",
            "to name another day or to say something else, withdraw that first (--withdraw)",
        )
    return Announcement(
        api=api.id,
        announced=today,
        effective=on or first,
        base=base,
        changes=changes,
        affected=tuple(
            affected(registry, api, base, replace(found, changes=changes), description or api.description())
        ),
        note=note,
        number=1
        + max(
            (each.number for each in announced if (each.api, each.announced) == (api.id, today)), default=0
        ),
    )


def breaking(registry: Registry, api: Api, base: str, description: Description, today: date) -> Comparison:
    """Return the comparison with the newest release, with only the breaking changes that nobody accepted."""
    wanted = settings(registry.config, today)
    judged = waivers.judged(api.description(base), description, api.waivers, settings=wanted)
    kept = (change for change in judged.changes if change.level == "breaking" and change.waived is None)
    return replace(judged, changes=tuple(kept))


def withdrawn(
    api: Api, entries: Sequence[Entry], announced: Sequence[Announcement], *, today: date
) -> tuple[Announcement, ...]:
    """Return the announcements of an API that stand, called off today; raises WrongUse if there is none."""
    standing = {each.name for each in outstanding(announced, entries) if each.api == api.id}
    if not standing:
        raise WrongUse(f"nothing is announced for {api.id}", "see changelog/README.md for what is")
    return tuple(
        replace(each, withdrawn=today) for each in announced if each.api == api.id and each.name in standing
    )


def files(
    made: Iterable[Announcement], announced: Iterable[Announcement], entries: Iterable[Entry]
) -> dict[str, bytes]:
    """Return every file that these announcements need, in the order to write them; the index last."""
    made = tuple(made)
    again = {(each.api, each.name) for each in made}
    others = [each for each in announced if (each.api, each.name) not in again]
    written = {path: data for each in made for path, data in announced_files(each).items()}
    return written | index(entries, ordered([*others, *made]))
