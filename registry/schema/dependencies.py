"""Comparators for what must hold where a property is present: other properties, or a schema of the whole object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.schema.counts import travels
from registry.schema.difference import Difference, Edge, Effect
from registry.schema.inside import inside
from registry.schema.scalars import spot
from registry.schema.shape import FACETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from registry.schema.admission import Document
    from registry.schema.difference import Related
    from registry.schema.node import Node, Part
    from registry.schema.shape import Shape

NARROWER, WIDER = Effect.NARROWER, Effect.WIDER

BESIDE_REQUIRED = tuple(name for name in FACETS["object"] if name != "required")


def compare_dependencies(a: Shape, b: Shape, relation: Related) -> Iterator[Difference | Edge]:
    """Properties and schemas that a property asks for; both spell the same where the schema only requires."""
    yield from _compare_companions(a, b, relation)
    before, after = _by_property(relation.a, a), _by_property(relation.b, b)
    place = spot(a, b, "dependentSchemas")
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        if one is not None and other is not None:
            yield Edge(f"(with {name})", *inside((a, b), one, other, relation))
        elif other is not None and not _asked(other, relation.b, _companions(relation.a, a, name)):
            text = other.parts[0].schema
            yield Difference("dependentSchemas", "added", NARROWER, None, text, at=place)
        elif one is not None and not _asked(one, relation.a, _companions(relation.b, b, name)):
            text = one.parts[0].schema
            yield Difference("dependentSchemas", "removed", WIDER, text, None, at=place)


def _compare_companions(a: Shape, b: Shape, relation: Related) -> Iterator[Difference]:
    """Properties that must be there where another one is."""
    place = spot(a, b, "dependentRequired")
    one, other = _pairs(a), _pairs(b)
    for name, needed in sorted(other - one):
        if needed not in _companions(relation.a, a, name):
            yield Difference("dependentRequired", "added", NARROWER, None, needed, name=name, at=place)
    for name, needed in sorted(one - other):
        if needed not in _companions(relation.b, b, name):
            yield Difference("dependentRequired", "removed", WIDER, needed, None, name=name, at=place)


def _pairs(shape: Shape) -> set[tuple[str, str]]:
    return {
        (name, needed)
        for name, wanted in shape.dependent_required
        for needed in wanted
        if needed not in shape.required
    }


def _companions(side: Document, shape: Shape, name: str) -> set[str]:
    """Return the properties that are there wherever one property is, itself included."""
    found = {name, *shape.required}
    for first, needed in shape.dependent_required:
        found.update(needed if first == name else ())
    for first, node in shape.dependent_schemas:
        found.update(side.shape(node).required if first == name else ())
    return found


def _asked(node: Node, side: Document, there: set[str]) -> bool:
    """Whether what must hold beside a property only requires properties that are there."""
    shape = side.shape(node)
    if "object" not in shape.types or not shape.plain or shape.says(*BESIDE_REQUIRED):
        return False
    return there.issuperset(shape.required)


def _by_property(side: Document, shape: Shape) -> Mapping[str, Node]:
    """Return what must hold where each property is present; several schemas may speak of the same one."""
    parts: dict[str, list[Part]] = {}
    for name, node in shape.dependent_schemas:
        parts.setdefault(name, []).extend(node.parts)
    return {name: side.schemas.together(found) for name, found in parts.items()}


def always_there(side: Document, shape: Shape) -> set[str]:
    """Return the required properties, and those that the ones among them ask for that travel both ways."""
    found = set(shape.required)
    if not shape.dependent_required and not shape.dependent_schemas:
        return found
    waiting = [name for name in shape.required if travels(side, shape, name)]
    while waiting:
        asked = _companions(side, shape, waiting.pop()) - found
        fresh = [name for name in asked if travels(side, shape, name)]
        found.update(fresh)
        waiting += fresh
    return found
