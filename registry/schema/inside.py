"""What a branch, an outcome or a dependency says, read in its place: beside what is declared around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.schema.admission import Document
    from registry.schema.difference import Related
    from registry.schema.node import Node
    from registry.schema.shape import Shape


def inside(around: tuple[Shape, Shape], one: Node, other: Node, relation: Related) -> tuple[Node, Node]:
    """Return two nodes with what is declared around of the properties that only one of them declares.

    Seen alone such a property is new to an open object, or lost; in its place it is limited further, or less.
    """
    within = relation.a.shape(one).declared, relation.b.shape(other).declared
    names = [
        name
        for name in dict.fromkeys((*within[0], *within[1]))
        if (name in within[0]) != (name in within[1]) and all(name in shape.declared for shape in around)
    ]
    if not names:
        return one, other
    return _declaring(relation.a, one, around[0], names), _declaring(relation.b, other, around[1], names)


def _declaring(side: Document, node: Node, around: Shape, names: Sequence[str]) -> Node:
    declared_around = [
        side.schemas.declaring(name, members.properties[name])
        for name in names
        for members in around.members
        if name in members.properties
    ]
    return side.schemas.together((*node.parts, *declared_around))
