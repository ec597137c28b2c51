"""One release in the ledger: the facts that were recorded, the changes that were found, and their JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from registry.changelog.bump import Bump
from registry.diff.change import LEVELS, Change, Level, Waived

if TYPE_CHECKING:
    from collections.abc import Mapping


Day: TypeAlias = date
"""The type, where a field of that name hides it."""

NEWER: dict[str, Any] = {"witness": None, "unwitnessed": None, "waived": None}
"""Keys of a change that entries written by an earlier version of Waybill lack."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What one change does to a flow, and what to do; ``path`` is that of the row, None for the operation as a whole.

    ``handled`` tells that the flow foresaw it.
    """

    rule: str
    at: str
    level: Level
    path: str | None
    sentence: str
    action: str
    handled: bool

    def as_json(self) -> dict[str, Any]:
        """Return the published shape."""
        return {
            "rule": self.rule,
            "at": self.at,
            "level": self.level,
            "path": self.path,
            "sentence": self.sentence,
            "action": self.action,
            "handled": self.handled,
        }


@dataclass(frozen=True, slots=True)
class Affected:
    """A flow that the release hit: who owned it, through which fields, what happens in one sentence and one by one.

    A fact of the day of the release: flows come and go, what was told to people does not. An entry written by an
    earlier version of Waybill has no ``effects``.
    """

    flow: str
    title: str
    owner: str
    level: Level
    fields: tuple[str, ...]
    sentence: str
    effects: tuple[Happening, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the published shape."""
        return {
            "flow": self.flow,
            "title": self.title,
            "owner": self.owner,
            "level": self.level,
            "fields": list(self.fields),
            "sentence": self.sentence,
            "effects": [effect.as_json() for effect in self.effects],
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Affected:
        """Return what ``as_json`` wrote."""
        effects = tuple(Happening(**effect) for effect in written.get("effects", ()))
        return cls(**{**written, "fields": tuple(written["fields"]), "effects": effects})


@dataclass(frozen=True, slots=True)
class Accepted:
    """A waiver that let a change pass: which rule where, why, who answers for it, and until when.

    A fact of the day of the release, as waivers are removed later. ``until`` is None in an entry written by an
    earlier version of Waybill.
    """

    rule: str
    at: str
    reason: str
    owner: str
    until: date | None = None

    @property
    def waived(self) -> Waived:
        """What the change that it is about bears."""
        return Waived(self.owner, self.reason, self.until)

    def as_json(self) -> dict[str, Any]:
        """Return the published shape."""
        return {"rule": self.rule, "at": self.at, **self.waived.as_json()}

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Accepted:
        """Return what ``as_json`` wrote."""
        waived = Waived.from_json({"until": None, **written})
        return cls(written["rule"], written["at"], waived.reason, waived.owner, waived.until)


@dataclass(frozen=True, slots=True)
class Frozen:
    """The file that a release froze, from the root of the registry, and its SHA-256 in hexadecimal.

    A fact of the day of the release: by it everybody can tell whether the file was edited since.
    """

    path: str
    sha256: str

    def as_json(self) -> dict[str, Any]:
        """Return the published shape."""
        return {"path": self.path, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Entry:
    """One release of one API.

    ``base`` is the version it was compared with, None for the first. Recorded once and kept: ``date``,
    ``note``, ``frozen``, ``accepted``, ``affected`` (who must act), ``foreseen`` (who uses what changed and need not),
    ``indirect`` (who carries on what the affected flows bring) and ``previous_until``, the day until which the version
    before keeps working (None where nobody said). Computed from the frozen files, and so again at any time: ``base``,
    ``bump`` and ``changes``. ``frozen`` is None in an entry written by an earlier version of Waybill.
    """

    api: str
    version: str
    date: date
    base: str | None
    bump: Bump
    changes: tuple[Change, ...]
    note: str | None = None
    accepted: tuple[Accepted, ...] = ()
    affected: tuple[Affected, ...] = ()
    frozen: Frozen | None = None
    previous_until: Day | None = None
    foreseen: tuple[Affected, ...] = ()
    indirect: tuple[Affected, ...] = ()

    @property
    def summary(self) -> dict[Level, int]:
        """How many changes there are of each level."""
        found = Counter(change.level for change in self.changes)
        return {level: found[level] for level in LEVELS}

    @property
    def unused(self) -> tuple[Change, ...]:
        """The breaking changes that no recorded flow used; none where an old entry does not say what was used."""
        hits = (*self.affected, *self.foreseen)
        used = {(effect.rule, effect.at) for hit in hits for effect in hit.effects}
        known = all(hit.effects for hit in hits)
        breaking = (change for change in self.changes if change.level == "breaking" and known)
        return tuple(change for change in breaking if (change.rule, change.at) not in used)

    def as_json(self) -> dict[str, Any]:
        """Return the published shape (``waybill schema release``)."""
        return {
            "waybill": 1,
            "api": self.api,
            "version": self.version,
            "date": self.date.isoformat(),
            "base": self.base,
            "bump": {"stated": self.bump.stated, "needed": self.bump.needed},
            "note": self.note,
            "frozen": self.frozen.as_json() if self.frozen else None,
            "previousUntil": self.previous_until and self.previous_until.isoformat(),
            "summary": {**self.summary, "total": len(self.changes)},
            "accepted": [accepted.as_json() for accepted in self.accepted],
            "affected": [affected.as_json() for affected in self.affected],
            "foreseen": [affected.as_json() for affected in self.foreseen],
            "indirect": [affected.as_json() for affected in self.indirect],
            "changes": [change.as_json() for change in self.changes],
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Entry:
        """Return the entry that ``as_json`` wrote."""
        return cls(
            api=written["api"],
            version=written["version"],
            date=date.fromisoformat(written["date"]),
            base=written["base"],
            bump=Bump(**written["bump"]),
            changes=tuple(Change.from_json(NEWER | dict(change)) for change in written["changes"]),
            note=written["note"],
            accepted=tuple(Accepted.from_json(accepted) for accepted in written["accepted"]),
            affected=tuple(Affected.from_json(affected) for affected in written["affected"]),
            frozen=Frozen(**frozen) if (frozen := written.get("frozen")) else None,
            previous_until=date.fromisoformat(day) if (day := written.get("previousUntil")) else None,
            foreseen=tuple(Affected.from_json(affected) for affected in written.get("foreseen", ())),
            indirect=tuple(Affected.from_json(affected) for affected in written.get("indirect", ())),
        )
