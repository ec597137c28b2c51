"""What the tags of a choice stand for, by its discriminator; a choice by content alone knows none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from registry.schema.difference import Difference, Edge, Effect, Pointers, Related
from registry.schema.members import member
from registry.source.pointer import join, parent, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from registry.schema.admission import Document
    from registry.schema.node import Node
    from registry.schema.shape import Shape, Union

SCHEMAS = "/components/schemas"

COMPONENT = re.compile(rf"{SCHEMAS}/[^/]+")

ABSENT = "no tag"
"""How the kind of objects without a tag is called (``defaultMapping``, OpenAPI 3.2.0, 4.26)."""


class Kind(NamedTuple):
    """What a tag stands for, as written and as a schema; None where the reference leads nowhere."""

    written: str
    node: Node | None


Kinds = dict[str, Kind]


def property_of(discriminator: Any) -> str:
    """Return the name of the property that bears the tag; empty where none is named."""
    name = discriminator.get("propertyName") if isinstance(discriminator, dict) else None
    return name if isinstance(name, str) else ""


def told_by_tags(a: Shape, b: Shape) -> bool:
    """Whether both are choices told apart by one property, whose tags ``compare_tags`` weighs."""
    if len(a.unions) != 1 or len(b.unions) != 1:
        return False
    one, other = a.unions[0].discriminator, b.unions[0].discriminator
    if one != a.notes.get("discriminator") or other != b.notes.get("discriminator"):
        return False
    return bool(property_of(one)) and property_of(one) == property_of(other)


def compare_tags(
    one: Union, other: Union, relation: Related, pairs: Sequence[tuple[Node, Node]]
) -> Iterator[Difference | Edge]:
    """Tags that went or came while their alternative stayed, and tags that now stand for something else."""
    name = property_of(one.discriminator)
    if not name or name != property_of(other.discriminator):
        return
    before = _kinds(relation.a, one, frozenset(node.key for node, _ in pairs))
    after = _kinds(relation.b, other, frozenset(node.key for _, node in pairs))
    moved = sorted(tag for tag in before.keys() & after.keys() if not _stays(before[tag], after[tag], pairs))
    for tag in moved:
        left, right = before[tag].node, after[tag].node
        if left is not None and right is not None:
            yield Edge(f"({tag})", left, right, null_aside=True)
    lost, gained = before.keys() - after.keys(), after.keys() - before.keys()
    if lost or gained or moved:
        effect = Effect.NONE
        if before and after:
            effect = (Effect.NARROWER if lost else effect) | (Effect.WIDER if gained else effect)
        place = Pointers(*(join(parent(union.pointer), "discriminator") for union in (one, other)))
        told = (_told(name, before), _told(name, after))
        yield Difference("discriminator", "changed", effect, *told, at=place, name=", ".join(moved))


def _stays(one: Kind, other: Kind, pairs: Sequence[tuple[Node, Node]]) -> bool:
    """Whether a tag stands for the same alternative on both sides."""
    if one.node is None or other.node is None:
        return one.written == other.written
    return any(left.key == one.node.key and right.key == other.node.key for left, right in pairs)


def _kinds(side: Document, union: Union, stayed: frozenset[tuple[int, ...]]) -> Kinds:
    """Return the tags that the mapping names, and of the alternatives that stayed the names that serve as tags.

    A name is no tag where the mapping gives another, or where the property itself lists its values (OpenAPI 3.1.1,
    4.8.25.3): those are compared as any listed values.
    """
    discriminator = union.discriminator or {}
    mapping = discriminator.get("mapping")
    written = {**mapping} if isinstance(mapping, dict) else {}
    if "defaultMapping" in discriminator:
        written[ABSENT] = discriminator["defaultMapping"]
    found = {tag: Kind(text, target_of(side, text)) for tag, text in written.items() if isinstance(text, str)}
    mapped = {kind.node.key for tag, kind in found.items() if kind.node is not None and tag != ABSENT}
    name = property_of(discriminator)
    for node in union.branches:
        pointer = node.pointer or ""
        if node.key in stayed and node.key not in mapped and COMPONENT.fullmatch(pointer):
            shape = side.shape(node)
            if side.shape(member(side.schemas, shape, name)).values is None:
                found[split(pointer)[-1]] = Kind(f"#{pointer}", node)
    return found


def target_of(side: Document, written: str) -> Node | None:
    """Return the schema that a mapping names, by reference or by the name of a component."""
    reference = written if "#" in written else f"#{SCHEMAS}/{written}"
    target = side.schemas.target(reference)
    return None if target is None else side.schemas.node(*target)


def _told(name: str, kinds: Kinds) -> Mapping[str, Any]:
    return {"propertyName": name, "mapping": {tag: kind.written for tag, kind in kinds.items()}}
