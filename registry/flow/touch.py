"""Whether a change lies on the way from an operation's body to a field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from registry.flow.ends import prefixes
from registry.model.fields import Field
from registry.model.fields.spots import Spot, facets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.diff.change import Change
    from registry.flow.ends import End

LEADS_ON = frozenset(
    {
        *("properties", "items", "prefixItems", "patternProperties", "additionalProperties", "required"),
        *("allOf", "oneOf", "anyOf"),
    }
)
"""Keywords below which another field may be meant than the one on the way; branches have their own pointers."""


@dataclass(frozen=True, eq=False, slots=True)
class Way:
    """The pointers of all schemas that describe a field, and of those that describe what holds it."""

    field: Field
    at: frozenset[str]
    above: frozenset[str]

    @classmethod
    def of(cls, end: End, path: str) -> Self | None:
        """Return the way to the field at ``path``, None if there is no such field."""
        field = end.find(path)
        if not isinstance(field, Field):
            return None
        holders = (holder for prefix in prefixes(path) if isinstance(holder := end.find(prefix), Field))
        above = frozenset(pointer for holder in holders for pointer in pointers(holder))
        return cls(field, frozenset(pointers(field)), above - frozenset(pointers(field)))

    def is_touched_by(self, change: Change) -> bool:
        """Tell whether the change is at the field, in it, or at what holds it."""
        return any(self._holds(place) or self._is_held_by(place) for place in places_of(change))

    def _holds(self, place: str) -> bool:
        return any(place == pointer or place.startswith(f"{pointer}/") for pointer in self.at)

    def _is_held_by(self, place: str) -> bool:
        return any(
            place == pointer
            or (
                place.startswith(f"{pointer}/")
                and place[len(pointer) + 1 :].partition("/")[0] not in LEADS_ON
            )
            for pointer in self.above
        )


def places_of(change: Change) -> tuple[str, ...]:
    """Return the pointers at which a change stands; where a side lacks the thing, it points at the holder."""
    sides = {"removed": (change.base,), "added": (change.revision,)}.get(change.kind, ())
    places = tuple(place for place in sides if place is not None)
    return places or tuple(place for place in (change.base, change.revision) if place is not None)


def pointers(field: Field) -> Iterator[str]:
    """Yield the pointers of the schemas that describe a field: its own, those referred to, their branches."""
    spot = Spot(field.schema, field.pointer, field.schema_name, field.path)
    return (facet.pointer for facet in facets(field.description, spot))


def is_within_schema(change: Change) -> bool:
    """Tell whether a change is in a schema, rather than in an operation, its parameters or the API."""
    place = change.base or change.revision or ""
    return place.startswith("/components/schemas/") or "/schema" in place or "/itemSchema" in place
