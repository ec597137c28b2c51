"""What a comparison finds: values that carry facts, and the published JSON they become."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Level = Literal["breaking", "risky", "safe"]
Kind = Literal["removed", "changed", "added"]
Direction = Literal["request", "response"]

LEVELS: tuple[Level, ...] = get_args(Level)
"""Worst first."""

KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order a changelog shows them."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A value that worked and no longer does, checked by an independent validator.

    ``value`` is the whole body (or parameter, or header) of one ``operation``. It fits the side named by
    ``works_with`` and not the other: a request that the base accepted, or an answer of the revision.
    """

    value: Any
    works_with: Literal["base", "revision"]
    direction: Direction
    operation: str

    def as_json(self) -> dict[str, Any]:
        """Return the witness in the published shape."""
        return {
            "value": self.value,
            "worksWith": self.works_with,
            "direction": self.direction,
            "operation": self.operation,
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Witness:
        """Return the witness that ``as_json`` wrote."""
        return cls(written["value"], written["worksWith"], written["direction"], written["operation"])


@dataclass(frozen=True, slots=True)
class Waived:
    """Who accepts a change, why, and until which day; None where an old changelog entry does not say."""

    owner: str
    reason: str
    until: date | None

    def as_json(self) -> dict[str, Any]:
        """Return the acceptance in the published shape."""
        return {
            "owner": self.owner,
            "reason": self.reason,
            "until": self.until and self.until.isoformat(),
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Waived:
        """Return the acceptance that ``as_json`` wrote."""
        until = written["until"]
        return cls(written["owner"], written["reason"], until and date.fromisoformat(until))


@dataclass(frozen=True, slots=True)
class Change:
    """One changed place, reported once, with every operation it reaches.

    ``rule`` is an id of the catalogue; rules about schemas carry the direction in front
    (``response-enum-value-added``). ``at`` is the place in words (``GET /products 200 items[].price``);
    ``base`` and ``revision`` are JSON Pointers into the two descriptions, None on the side where the place
    does not exist. ``before`` and ``after`` are plain JSON values, None where there is nothing.
    ``compared`` is False where the two sides could not be compared: the level is then a guess on the safe side.
    ``witness`` shows a breaking or risky change of a schema; where there is none, ``unwitnessed`` says why.
    ``waived`` says who accepts it; its level stays what it is. ``also`` are other words for the place, by which a
    waiver may call it; they are not published.
    """

    rule: str
    level: Level
    kind: Kind
    message: str
    at: str
    operations: tuple[str, ...] = ()
    base: str | None = None
    revision: str | None = None
    before: Any = None
    after: Any = None
    direction: Direction | None = None
    compared: bool = True
    witness: Witness | None = None
    unwitnessed: str | None = None
    waived: Waived | None = None
    also: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def as_json(self) -> dict[str, Any]:
        """Return the change in the published shape (``waybill schema diff``)."""
        return {
            "rule": self.rule,
            "level": self.level,
            "kind": self.kind,
            "message": self.message,
            "operations": list(self.operations),
            "at": self.at,
            "pointer": {"base": self.base, "revision": self.revision},
            "before": self.before,
            "after": self.after,
            "direction": self.direction,
            "compared": self.compared,
            "witness": self.witness and self.witness.as_json(),
            "unwitnessed": self.unwitnessed,
            "waived": self.waived and self.waived.as_json(),
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Change:
        """Return the change that ``as_json`` wrote."""
        return cls(
            rule=written["rule"],
            level=written["level"],
            kind=written["kind"],
            message=written["message"],
            at=written["at"],
            operations=tuple(written["operations"]),
            base=written["pointer"]["base"],
            revision=written["pointer"]["revision"],
            before=written["before"],
            after=written["after"],
            direction=written["direction"],
            compared=written["compared"],
            witness=Witness.from_json(written["witness"]) if written["witness"] else None,
            unwitnessed=written["unwitnessed"],
            waived=Waived.from_json(written["waived"]) if written["waived"] else None,
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes between two descriptions, worst first, then in the order of the document.

    ``base`` and ``revision`` name the two sides as the reader asked for them (``catalog/products@2.1.0``).
    """

    base: str
    revision: str
    changes: tuple[Change, ...]

    @property
    def counts(self) -> dict[Level, int]:
        """How many changes there are of each level; every level is present."""
        return _counted(self.changes)

    @property
    def unwaived(self) -> dict[Level, int]:
        """How many of the changes that nobody accepts there are of each level: what a pipeline fails on."""
        return _counted(change for change in self.changes if change.waived is None)

    @property
    def worst(self) -> Level | None:
        """The gravest level found, None where nothing changed."""
        return next((level for level, count in self.counts.items() if count), None)

    def as_json(self) -> dict[str, Any]:
        """Return the comparison in the published shape (``waybill schema diff``)."""
        return {
            "waybill": 1,
            "base": self.base,
            "revision": self.revision,
            "changes": [change.as_json() for change in self.changes],
            "summary": {
                **self.counts,
                "total": len(self.changes),
                "notCompared": sum(not change.compared for change in self.changes),
                "waived": sum(change.waived is not None for change in self.changes),
            },
        }


def _counted(changes: Iterable[Change]) -> dict[Level, int]:
    found = Counter(change.level for change in changes)
    return {level: found[level] for level in LEVELS}
