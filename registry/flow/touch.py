"""Whether a change lies on the way from what an operation sends or answers to a field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self, TypeAlias

from registry.flow.extent import all_pointers, chain, own_pointers
from registry.flow.lockstep import nullable, pairs, says_the_same
from registry.model.fields import way
from registry.model.fields.finding import bodies
from registry.model.fields.spots import facets
from registry.source.pointer import find, parent, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from registry.diff.change import Change
    from registry.flow.ends import End
    from registry.flow.lockstep import Spots
    from registry.model.description import Description
    from registry.model.fields.spots import Part, Spot

Position: TypeAlias = Literal["at", "above", "inside"]
"""Where a change is: at the field itself, at what holds it, at something that it holds."""

PARTS = ("properties", "items", "prefixItems", "patternProperties", "additionalProperties")
"""Keywords below which the parts of a value are described."""

LEADS_ON = frozenset(
    {
        *("properties", "items", "prefixItems", "patternProperties", "additionalProperties", "required"),
        *("allOf", "oneOf", "anyOf"),
    }
)
"""Keywords below which another field may be meant than the one on the way; branches have their own pointers."""

OF_PROPERTY = (
    "property-added",
    "property-removed",
    "-became-required",
    "-became-optional",
    "-removed-after-sunset",
)
"""How the rules end that speak of one property by its name, wherever their pointers stand."""

OF_NULL = ("null-added", "null-removed")
"""How the rules end that speak of null."""

DEMANDS = ("required-property-added", "property-became-required")
"""How the rules end that ask a sender for something it may not have sent so far."""


@dataclass(frozen=True, eq=False, slots=True)
class Holder:
    """What holds a field on the way: its schemas, their pointers, and what the way takes from it."""

    spots: Spots
    at: frozenset[str]
    steps: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True)
class Way:
    """The way to a field: what holds it, outermost first, and the pointers of the schemas that describe it.

    ``leaf`` are the schemas of the field itself and ``at`` their pointers, ``inside`` also those of what it holds.
    """

    path: str
    description: Description
    leaf: Spots
    at: frozenset[str]
    inside: frozenset[str]
    holders: tuple[Holder, ...]

    @classmethod
    def of(cls, end: End, path: str) -> Self | None:
        """Return the way to the field at ``path``, None if there is no such field."""
        if end.operation is None:
            return None
        description = end.description
        layers = way(description, end.operation, path, end.side)
        if not layers:
            return None
        leaf = tuple(part.spot for part in layers[-1])
        inside = frozenset(at for spot in leaf for at in all_pointers(description, spot))
        return cls(path, description, leaf, pointers(description, leaf), inside, tuple(holders(end, layers)))

    def position(self, change: Change, later: Self | None = None) -> Position | None:
        """Return where a change is, seen from the field; None where it passes it by.

        ``later`` is the same way in the new version: a schema that is used at several steps and replaced at one of them
        changes nothing at the others.
        """
        if later is not None and change.rule.endswith(OF_NULL) and is_made_elsewhere(change, self, later):
            return self._of_null(later)
        for depth in range(len(self.holders)):
            if self._takes(change, depth) and self._meets(change.revision, depth, later):
                return "at" if self._is_last(change, depth) else "above"
        place = change.base or change.revision
        if place is None or not is_below(place, self.inside) or not self._goes_on(change, later):
            return None
        return "at" if place in self.at or any(is_own(place, pointer) for pointer in self.at) else "inside"

    def asks(self, change: Change, later: Self | None) -> bool:
        """Tell whether a property is demanded of something that is sent when this field is."""
        holder, _ = property_of(change)
        on_the_way = any(
            holder in one.at and self._meets(change.revision, depth, later)
            for depth, one in enumerate(self.holders)
        )
        return on_the_way or (is_below(holder, self.inside) and self._goes_on(change, later))

    def _meets(self, place: str | None, depth: int, later: Self | None) -> bool:
        """Tell whether a place of the new version is what holds the field at a step, or a property of it."""
        if later is None or depth >= len(later.holders) or place is None:
            return True
        before, after = self.holders[depth], later.holders[depth]
        changed = not says_the_same(self.description, before.spots, later.description, after.spots)
        return changed and is_of(place, after.at)

    def _takes(self, change: Change, depth: int) -> bool:
        """Tell whether a change is at what holds the field at a step, or at the property that the way takes there."""
        place, one = change.base or change.revision or "", self.holders[depth]
        if change.rule.endswith(OF_PROPERTY):
            holder, name = property_of(change)
            return holder in one.at and name in one.steps
        return any(
            place == pointer
            or (
                place.startswith(f"{pointer}/")
                and place[len(pointer) + 1 :].partition("/")[0] not in LEADS_ON
            )
            for pointer in one.at
        )

    def _is_last(self, change: Change, depth: int) -> bool:
        return change.rule.endswith(OF_PROPERTY) and depth == len(self.holders) - 1

    def _goes_on(self, change: Change, later: Self | None) -> bool:
        """Tell whether a change inside the field is at one and the same value in both versions."""
        if later is None or change.base is None or change.revision is None:
            return True
        return any(
            is_of(change.base, pointers(self.description, before))
            and is_of(change.revision, pointers(later.description, after))
            and not says_the_same(self.description, before, later.description, after)
            for before, after in pairs(self.description, self.leaf, later.description, later.leaf)
        )

    def _of_null(self, later: Self) -> Position | None:
        """Return where null is allowed in one version only."""
        for one, other in zip(self.holders, later.holders, strict=False):
            if nullable(self.description, one.spots) != nullable(later.description, other.spots):
                return "above"
        for before, after in pairs(self.description, self.leaf, later.description, later.leaf):
            if nullable(self.description, before) != nullable(later.description, after):
                return "at" if before == self.leaf else "inside"
        return None


def is_made_elsewhere(change: Change, before: Way, after: Way) -> bool:
    """Tell whether what a change points at is the same text in both versions: it was made on the way there."""
    if change.base is None or change.revision is None:
        return False
    try:
        old = find(before.description.data, split(change.base))
        return bool(old == find(after.description.data, split(change.revision)))
    except KeyError:
        return False


def holders(end: End, layers: tuple[tuple[Part, ...], ...]) -> Iterator[Holder]:
    """Yield what holds the field at the end of a way: the body, then each step but the last."""
    assert end.operation is not None
    body = [spot for spot in bodies(end.operation, end.side) if declares(end.description, spot, layers[0])]
    above = [body, *([part.spot for part in layer] for layer in layers[:-1])]
    for spots, layer in zip(above, layers, strict=True):
        found = (at for spot in spots for at in leading(end.description, spot, layer))
        yield Holder(tuple(spots), frozenset(found), frozenset(part.step for part in layer))


def leading(description: Description, spot: Spot, layer: tuple[Part, ...]) -> Iterator[str]:
    """Yield the pointers of the schemas of a value that hold for the next step: other branches do not."""
    for facet in facets(description, spot):
        if facet.sure or declares(description, facet, layer):
            yield facet.pointer
            yield from (at for _, at in chain(description, facet.schema, facet.pointer))


def declares(description: Description, spot: Spot, layer: tuple[Part, ...]) -> bool:
    """Tell whether a schema, or one that it refers to, is one of those that declare a step."""
    mine = own_pointers(description, spot)
    places = (part.spot.pointer for part in layer)
    return any(parent(at) in mine or parent(parent(at)) in mine for at in places)


def pointers(description: Description, spots: Iterable[Spot]) -> frozenset[str]:
    """Return the pointers of all schemas that describe some values themselves."""
    return frozenset(at for spot in spots for at in own_pointers(description, spot))


def is_own(place: str, pointer: str) -> bool:
    """Tell whether a place is a schema or a keyword of it, rather than in one of its parts."""
    return place == pointer or (
        place.startswith(f"{pointer}/")
        and not place[len(pointer) + 1 :].startswith(tuple(f"{key}/" for key in PARTS))
    )


def property_of(change: Change) -> tuple[str, str]:
    """Return where the object stands that a change of one property concerns, and the name of the property.

    A side that lacks the property points at the object instead, or at its list of required ones.
    """
    sides = (change.revision,) if change.kind == "added" else (change.base, change.revision)
    for place in sides:
        tokens = split(place or "")
        if len(tokens) > 1 and tokens[-2] == "properties" and change.at.endswith(tokens[-1]):
            other = change.base if place != change.base else parent(parent(place or ""))
            return (other or "").removesuffix("/required"), tokens[-1]
    return (change.base or change.revision or "").removesuffix("/required"), change.at.rpartition(".")[2]


def is_below(place: str, pointers: Iterable[str]) -> bool:
    """Tell whether a place is one of some pointers, or below it."""
    return any(place == pointer or place.startswith(f"{pointer}/") for pointer in pointers)


def is_of(place: str, pointers: frozenset[str]) -> bool:
    """Tell whether a place is one of some schemas, a keyword of it, or one of its properties."""
    return parent(parent(place)) in pointers or any(is_own(place, pointer) for pointer in pointers)


def is_demand(change: Change) -> bool:
    """Tell whether a change asks every sender for a property."""
    return change.rule.endswith(DEMANDS) and change.direction != "response"


def is_within_schema(change: Change) -> bool:
    """Tell whether a change is in a schema, rather than in an operation, its parameters or the API."""
    kind, *rest = split(change.base or change.revision or "") or ("",)
    if kind == "components":
        return rest[:1] == ["schemas"] or not SCHEMA.isdisjoint(rest[2:])
    return not SCHEMA.isdisjoint(rest[2:])


SCHEMA = frozenset({"schema", "itemSchema"})
"""The keys under which parameters, headers and media types hold a schema."""


def header_of(change: Change) -> str | None:
    """Return the name of the header of a response that a change is about, None if it is about something else."""
    tokens = split(change.base or change.revision or "")
    if "responses" in tokens and "headers" in tokens and tokens[-1] != "headers":
        return tokens[tokens.index("headers") + 1]
    return None
