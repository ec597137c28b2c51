"""Breaking changes that are told before they are made: one file for each time that an API's were told."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from registry.changelog.entry import NEWER, Affected
from registry.changelog.ledger import FOLDER
from registry.diff.change import Change
from registry.errors import Place, UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from registry.changelog.entry import Entry


@dataclass(frozen=True, slots=True)
class Announcement:
    """Breaking changes of one API that were ``announced`` on a day, and come on the day ``effective``.

    ``base`` is the newest version of that day, which the changes were compared with; ``affected`` the flows they
    would hit. ``withdrawn`` is the day on which it was called off, None while it stands. ``number`` counts the
    announcements of the API on that day. All of it is a record of what people were told, and is never computed again.
    """

    api: str
    announced: date
    effective: date
    base: str
    changes: tuple[Change, ...]
    affected: tuple[Affected, ...] = ()
    note: str | None = None
    withdrawn: date | None = None
    number: int = 1

    @property
    def name(self) -> str:
        """What tells it from the others of its API: the day, and from the second of a day on the number."""
        return f"{self.announced}" if self.number == 1 else f"{self.announced}-{self.number}"

    def covers(self, change: Change) -> bool:
        """Tell whether this change is one of those announced: the same rule at the same place."""
        return any(told.rule == change.rule and is_same_place(told, change) for told in self.changes)

    def as_json(self) -> dict[str, Any]:
        """Return the published shape (``waybill schema announcement``)."""
        return {
            "waybill": 1,
            "api": self.api,
            "announced": self.announced.isoformat(),
            **({"number": self.number} if self.number > 1 else {}),
            "effective": self.effective.isoformat(),
            "base": self.base,
            "note": self.note,
            "withdrawn": self.withdrawn and self.withdrawn.isoformat(),
            "affected": [affected.as_json() for affected in self.affected],
            "changes": [change.as_json() for change in self.changes],
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Announcement:
        """Return what ``as_json`` wrote."""
        return cls(
            api=written["api"],
            announced=date.fromisoformat(written["announced"]),
            effective=date.fromisoformat(written["effective"]),
            base=written["base"],
            changes=tuple(Change.from_json(NEWER | dict(change)) for change in written["changes"]),
            affected=tuple(Affected.from_json(affected) for affected in written["affected"]),
            note=written["note"],
            withdrawn=date.fromisoformat(day) if (day := written["withdrawn"]) else None,
            number=written.get("number", 1),
        )


def is_same_place(told: Change, change: Change) -> bool:
    """Tell whether two changes are at one place, in words or, where other operations came between, in the document."""
    return told.at == change.at or (told.base is not None and told.base == change.base)


def announcement_path(announcement: Announcement) -> str:
    """Return where an announcement is kept, as JSON; its Markdown stands beside it."""
    return f"{FOLDER}/{announcement.api}/announced/{announcement.name}.json"


def announcements(root: Path) -> tuple[Announcement, ...]:
    """Return every announcement under ``changelog/``, by API, oldest first, withdrawn ones included.

    Raises:
        UnreadableInput: A file there is no announcement.
    """
    return ordered(read(path, root) for path in (root / FOLDER).glob("*/*/announced/*.json"))


def ordered(found: Iterable[Announcement]) -> tuple[Announcement, ...]:
    """Return announcements by API, oldest first."""
    return tuple(sorted(found, key=lambda each: (each.api, each.announced, each.number)))


def read(path: Path, root: Path) -> Announcement:
    """Return the announcement in a file."""
    place = Place(path.relative_to(root).as_posix())
    remedy = "restore it from Git; 'waybill announce' is what writes it"
    try:
        announcement = Announcement.from_json(json.loads(path.read_bytes()))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableInput(place, f"this is no announcement ({error!r})", remedy) from error
    if announcement_path(announcement) != place.file:
        told = f"this is the announcement {announcement.name} of {announcement.api}"
        raise UnreadableInput(place, told, remedy)
    return announcement


def content(announcement: Announcement) -> bytes:
    """Return the announcement as the bytes of its file."""
    return (json.dumps(announcement.as_json(), indent=2, ensure_ascii=False) + "\n").encode()


def outstanding(
    found: Iterable[Announcement], entries: Iterable[Entry], *, as_of: date | None = None
) -> tuple[Announcement, ...]:
    """Return what is announced, stands and was not made yet, each with only the changes still to come.

    A change has come when a release of its API, on the day of the announcement or later, has it. ``as_of`` leaves
    out what was announced after that day.
    """
    entries = tuple(entries)
    left = (
        replace(each, changes=to_come(each, entries))
        for each in found
        if each.withdrawn is None and (as_of is None or each.announced <= as_of)
    )
    return tuple(each for each in left if each.changes)


def to_come(announcement: Announcement, entries: Iterable[Entry]) -> tuple[Change, ...]:
    """Return the announced changes that no release has made yet."""
    made = [
        change
        for entry in entries
        if entry.api == announcement.api and entry.date >= announcement.announced
        for change in entry.changes
    ]
    return tuple(
        told
        for told in announcement.changes
        if not any(told.rule == change.rule and is_same_place(told, change) for change in made)
    )
