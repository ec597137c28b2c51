"""How far a field reaches: the fields inside it, and the pointers of every schema that says something about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.errors import UnreadableInput
from registry.model.fields import Field
from registry.model.fields.spots import Spot, facets, parts
from registry.model.reference import pointer_of
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.description import Description

SAID_ONLY = frozenset({"example", "examples", "default", "const", "enum"})
"""Keywords that hold values: a ``$ref`` in there is part of a value and refers to nothing."""

BY_NAME = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs", "definitions"})
"""Keywords that hold schemas by names, which may be called like a keyword."""


def inner(field: Field) -> Iterator[Field]:
    """Yield the fields inside an object or a list, at any depth, each once; none for a plain value."""
    description = field.description
    waiting = [spot_of(field)]
    seen = {field.pointer}
    while waiting:
        for part in parts(description, waiting.pop()):
            spot = part.spot
            if spot.pointer not in seen:
                seen.add(spot.pointer)
                waiting.append(spot)
                yield Field(description, *spot.declared(), spot.schema, spot.pointer, part.required)


def own_pointers(description: Description, spot: Spot) -> frozenset[str]:
    """Return the pointers of the schemas of a value itself: its own, all that it refers to, their branches."""
    layers = tuple(facets(description, spot))
    chains = (chain(description, layer.schema, layer.pointer) for layer in layers)
    return frozenset(layer.pointer for layer in layers).union(at for found in chains for _, at in found)


def all_pointers(description: Description, spot: Spot) -> frozenset[str]:
    """Return the pointers of all schemas that describe a value or something inside it.

    What stands below one of them belongs to the value, too.
    """
    found = {spot.pointer}
    waiting: list[tuple[Any, str]] = [(spot.schema, spot.pointer)]
    while waiting:
        for node, at in references(*waiting.pop()):
            for target in chain(description, node, at):
                if target[1] not in found:
                    found.add(target[1])
                    waiting.append(target)
    return frozenset(found)


def references(schema: Any, pointer: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield every node with a ``$ref`` within a schema, and its pointer."""
    waiting = [(schema, pointer, False)]
    while waiting:
        node, at, named = waiting.pop()
        if isinstance(node, list):
            waiting.extend((item, join(at, index), False) for index, item in enumerate(node))
        elif isinstance(node, dict):
            if not named and isinstance(node.get("$ref"), str):
                yield node, at
            inside = (key for key in node if named or key not in SAID_ONLY)
            waiting.extend((node[key], join(at, key), not named and key in BY_NAME) for key in inside)


def chain(description: Description, node: Any, pointer: str) -> Iterator[tuple[Any, str]]:
    """Yield each schema on the way that a ``$ref`` begins: aliases in between may say something, too."""
    seen = {pointer}
    while isinstance(node, dict) and isinstance(reference := node.get("$ref"), str):
        at = pointer_of(reference)
        try:
            node, pointer = (
                description.resolve(node, pointer) if at is None else (description.target(reference), at)
            )
        except UnreadableInput:
            return
        if pointer in seen:
            return
        seen.add(pointer)
        yield node, pointer


def spot_of(field: Field) -> Spot:
    """Return the schema of a field as the starting point of a walk."""
    return Spot(field.schema, field.pointer, field.schema_name, field.path)
