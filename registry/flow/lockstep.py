"""The same value in two versions, walked side by side: what holds a field, the field, and all inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from registry.model import lenient
from registry.model.fields import json_types
from registry.model.fields.spots import Spot, facets, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.description import Description

Spots: TypeAlias = tuple[Spot, ...]
"""All schemas of one value that are written down."""


def pairs(old: Description, one: Spots, new: Description, other: Spots) -> Iterator[tuple[Spots, Spots]]:
    """Yield the schemas of a value in both versions, then those of each part that both have, at any depth."""
    waiting = [(one, other)]
    seen: set[tuple[str, ...]] = set()
    while waiting:
        before, after = waiting.pop()
        yield before, after
        inner, later = below(old, before), below(new, after)
        for step in inner.keys() & later.keys():
            places = tuple(spot.pointer for spots in (inner[step], later[step]) for spot in spots)
            if places not in seen:
                seen.add(places)
                waiting.append((inner[step], later[step]))


def below(description: Description, spots: Spots) -> dict[str, Spots]:
    """Return the parts of a value by the step that leads there."""
    found: dict[str, Spots] = {}
    for spot in spots:
        for part in parts(description, spot):
            found[part.step] = (*found.get(part.step, ()), part.spot)
    return found


def nullable(description: Description, spots: Spots) -> bool:
    """Tell whether any of some schemas of a value allows null."""
    return any("null" in json_types(spot.schema, description.follow) for spot in spots)


def says_the_same(old: Description, one: Spots, new: Description, other: Spots) -> bool:
    """Tell whether a value is described by the same words in both versions, whatever is said of its parts."""
    before, after = (
        [own_words(facet.schema) for spot in spots for facet in facets(description, spot)]
        for description, spots in ((old, one), (new, other))
    )
    return before == after


def own_words(schema: dict[str, Any]) -> dict[str, Any]:
    """Return what a schema says of a value itself: its parts by their names only, its branches not at all."""
    said = {key: value for key, value in schema.items() if key not in INNER}
    return {**said, "properties": sorted(lenient.mapping(schema.get("properties")))}


INNER = frozenset(
    {
        *("properties", "items", "prefixItems", "patternProperties", "additionalProperties"),
        *("allOf", "oneOf", "anyOf"),
    }
)
"""Keywords that describe parts of a value, or hold branches that are looked at by themselves."""
