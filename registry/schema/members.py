"""What a shape allows as the value of a property, or at a position of an array: all that bears on it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.schema import texts

if TYPE_CHECKING:
    from registry.schema.node import Node, Part, Schemas
    from registry.schema.shape import Shape


EVALUATING = ("unions", "conditions", "dependent_schemas", "contains", "negations")
"""What may evaluate a member depending on the value; beside it nothing is said about what is left over."""


def matches(pattern: str, name: str) -> bool:
    """Whether a property name matches a pattern; a pattern that cannot be read matches nothing."""
    return texts.found(pattern, name) is True


def member(schemas: Schemas, shape: Shape, name: str) -> Node:
    """Return what a shape allows as the value of a property; the node of every value where it says nothing."""
    parts: list[Part] = []
    evaluated = False
    for members in shape.members:
        found = [members.properties[name]] if name in members.properties else []
        if members.patterns:
            found += [part for pattern, part in members.patterns if matches(pattern, name)]
        if not found and members.others is not None:
            found.append(members.others)
        evaluated = evaluated or bool(found)
        parts += found
    if not evaluated and shape.unevaluated_properties is not None and not shape.says(*EVALUATING):
        parts += shape.unevaluated_properties.parts
    return schemas.together(parts)


def others(schemas: Schemas, shape: Shape) -> Node | None:
    """Return what a shape allows as the value of a property it does not declare; None where nothing is written."""
    parts = [members.others for members in shape.members if members.others is not None]
    if not parts and shape.unevaluated_properties is not None and not shape.says(*EVALUATING):
        parts += shape.unevaluated_properties.parts
    return schemas.together(parts) if parts else None


def item(schemas: Schemas, shape: Shape, position: int | None) -> Node:
    """Return what a shape allows at a position; None: at every position behind those listed."""
    parts: list[Part] = []
    for items in shape.items:
        if position is not None and position < len(items.first):
            parts.append(items.first[position])
        elif items.rest is not None:
            parts.append(items.rest)
    if not parts and shape.unevaluated_items is not None and not shape.says(*EVALUATING):
        parts += shape.unevaluated_items.parts
    return schemas.together(parts)
