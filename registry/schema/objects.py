"""Comparators for objects: what is declared on both sides is followed, the rest is weighed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.schema.arrays import unevaluated
from registry.schema.dependencies import always_there, compare_dependencies
from registry.schema.difference import Action, Difference, Edge, Effect, Pointers, Related
from registry.schema.members import member, others
from registry.schema.scalars import spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.schema.admission import Document
    from registry.schema.node import Node, Part
    from registry.schema.shape import Shape

NONE, NARROWER, WIDER, UNKNOWN = Effect.NONE, Effect.NARROWER, Effect.WIDER, Effect.UNKNOWN


def _optional(
    keyword: str, segment: str, one: Node | None, other: Node | None, place: Pointers
) -> Iterator[Difference | Edge]:
    """A sub-schema that may be missing on either side."""
    if one is not None and other is not None:
        yield Edge(segment, one, other)
    elif other is not None:
        yield Difference(keyword, "added", NARROWER, None, _text(other), at=place)
    elif one is not None:
        yield Difference(keyword, "removed", WIDER, _text(one), None, at=place)


def _text(node: Node) -> Any:
    return node.parts[0].schema if node.parts else True


def compare_objects(a: Shape, b: Shape, relation: Related) -> Iterator[Difference | Edge]:
    """Declared properties, required ones, patterns, all others, names and dependencies."""
    declared_a, declared_b = set(a.declared), set(b.declared)
    for name in dict.fromkeys((*a.declared, *b.declared)):
        if _full(a, name) or _full(b, name):
            continue  # what lets it in on one side only is told as required or maxProperties
        if name in declared_a and name in declared_b:
            yield Edge(f".{name}", member(relation.a.schemas, a, name), member(relation.b.schemas, b, name))
        elif name in declared_a:
            yield from _removed(name, a, b, relation)
        else:
            yield from _added(name, a, b, relation)
    yield from _required(a, b, relation)
    yield from _compare_others(a, b, relation)
    yield from _compare_patterns(a, b, relation)
    yield from _compare_names(a, b)
    yield from compare_dependencies(a, b, relation)
    if a.unevaluated_properties is not None or b.unevaluated_properties is not None:
        yield from unevaluated("unevaluatedProperties", a, b)


def _full(shape: Shape, name: str) -> bool:
    """Whether there is no room for a property beside the required ones."""
    most = shape.max_properties
    return most is not None and most <= len(shape.required) and name not in shape.required


def _pointer(shape: Shape, name: str) -> str | None:
    return next(
        (members.properties[name].pointer for members in shape.members if name in members.properties), None
    )


def _let_in(side: Document, node: Node, effect: Effect, *, closed: bool) -> Effect:
    """Return the effect of a declaration on one side only: none where it lets in the same as the other side does."""
    same = side.shape(node).empty if closed else side.shape(node).unlimited
    return NONE if same else effect


def _removed(name: str, a: Shape, b: Shape, relation: Related) -> Iterator[Difference | Edge]:
    """A property that is no longer declared: still let in by an open object, refused by a closed one."""
    one, other = member(relation.a.schemas, a, name), member(relation.b.schemas, b, name)
    closed = relation.b.shape(other).empty
    demanded = name in a.required
    if other.parts and not closed:
        yield Edge(f".{name}", one, other)
    effect = _let_in(relation.a, one, NARROWER if closed else WIDER, closed=closed)
    if demanded and name not in b.required:
        effect |= WIDER
    keyword = "required properties" if demanded else "properties"
    yield Difference(
        keyword,
        "removed",
        effect,
        _text(one),
        None,
        at=Pointers(_pointer(a, name), spot(a, b).revision),
        name=name,
        undeclared=not closed,
    )


def _added(name: str, a: Shape, b: Shape, relation: Related) -> Iterator[Difference | Edge]:
    """A property that is declared now: an open object let in anything under its name, a closed one nothing."""
    one, other = member(relation.a.schemas, a, name), member(relation.b.schemas, b, name)
    closed = relation.a.shape(one).empty
    demanded = name in b.required and name not in a.required
    if one.parts and not closed:
        yield Edge(f".{name}", one, other)
    effect = _let_in(relation.b, other, WIDER if closed else NARROWER, closed=closed)
    if demanded:
        effect |= NARROWER
    yield Difference(
        "required properties" if demanded else "properties",
        "added",
        effect,
        None,
        _text(other),
        at=Pointers(spot(a, b).base, _pointer(b, name)),
        name=name,
        undeclared=not closed and not demanded,
    )


def _required(a: Shape, b: Shape, relation: Related) -> Iterator[Difference]:
    """Properties that became required or optional, and are not told as declared on one side only."""
    told = {name for name in set(a.declared) ^ set(b.declared) if not (_full(a, name) or _full(b, name))}
    demanded = always_there(relation.a, a), always_there(relation.b, b)
    for name in b.required:
        if name not in demanded[0] and not (name in told and name in b.declared):
            place = Pointers(_pointer(a, name) or spot(a, b).base, spot(a, b, "required").revision)
            yield Difference("required", "added", NARROWER, False, True, name=name, at=place)
    for name in a.required:
        if name not in demanded[1] and not (name in told and name in a.declared):
            place = Pointers(spot(a, b, "required").base, _pointer(b, name) or spot(a, b).revision)
            yield Difference("required", "removed", WIDER, True, False, name=name, at=place)


def _compare_others(a: Shape, b: Shape, relation: Related) -> Iterator[Difference | Edge]:
    """Properties that nobody declared; ``true`` and nothing written let in the same, but promise differently."""
    one, other = others(relation.a.schemas, a), others(relation.b.schemas, b)
    if one is None and other is None:
        return
    place = spot(a, b, "additionalProperties", "unevaluatedProperties", "properties")
    closed = [
        node is not None and side.shape(node).empty for side, node in ((relation.a, one), (relation.b, other))
    ]
    limited = [
        node is not None and not side.shape(node).unlimited
        for side, node in ((relation.a, one), (relation.b, other))
    ]
    unwritten = one is None and bool(a.declared)
    if closed[0] != closed[1]:
        action: Action = "removed" if closed[1] else "added"
        effect = NARROWER if closed[1] else WIDER
        yield Difference(
            "additionalProperties",
            action,
            effect,
            not closed[0],
            not closed[1],
            at=place,
            undeclared=unwritten or closed[0],
        )
    elif one is not None and other is not None and limited[0] and limited[1]:
        yield Edge("{}", one, other)
    elif other is not None and limited[1]:
        yield Difference(
            "additionalProperties", "narrowed", NARROWER, None, _text(other), at=place, undeclared=unwritten
        )
    elif one is not None and limited[0]:
        yield Difference("additionalProperties", "widened", WIDER, _text(one), None, at=place)


def _compare_patterns(a: Shape, b: Shape, relation: Related) -> Iterator[Difference | Edge]:
    """Properties by pattern; one that stands on one side only is held against what the other says of all others."""
    one, other = _by_pattern(relation.a, a), _by_pattern(relation.b, b)
    place = spot(a, b, "patternProperties", "properties")
    for text in dict.fromkeys((*one, *other)):
        before = one.get(text, others(relation.a.schemas, a))
        after = other.get(text, others(relation.b.schemas, b))
        if (
            before is not None
            and after is not None
            and _open(relation.a, before)
            and _open(relation.b, after)
        ):
            yield Edge(f"{{{text}}}", before, after)
            continue
        action: Action = "removed" if text in one else "added"
        effect = (
            _lost(relation.a, before, relation.b, after)
            | _lost(relation.b, after, relation.a, before).mirrored()
        )
        if effect:
            told = None if text not in one else _text(one[text])
            tells = None if text not in other else _text(other[text])
            yield Difference("patternProperties", action, effect, told, tells, at=place, name=text)


def _by_pattern(side: Document, shape: Shape) -> dict[str, Node]:
    """Return what each pattern of properties asks for; several schemas may use the same one."""
    parts: dict[str, list[Part]] = {}
    for members in shape.members:
        for text, part in members.patterns:
            parts.setdefault(text, []).append(part)
    return {text: side.schemas.together(found) for text, found in parts.items()}


def _open(side: Document, node: Node) -> bool:
    return not side.shape(node).empty


def _lost(side: Document, node: Node | None, other: Document, other_node: Node | None) -> Effect:
    """Return ``NARROWER`` where one side lets in something under a name, and the other nothing or less."""
    if other_node is None or (node is not None and not _open(side, node)):
        return NONE
    return NONE if other.shape(other_node).unlimited else NARROWER


def _compare_names(a: Shape, b: Shape) -> Iterator[Difference | Edge]:
    place = spot(a, b, "propertyNames")
    if len(a.names) <= 1 and len(b.names) <= 1:
        yield from _optional(
            "propertyNames", "(name)", next(iter(a.names), None), next(iter(b.names), None), place
        )
    elif a.names or b.names:
        yield Difference("propertyNames", "changed", UNKNOWN, len(a.names), len(b.names), at=place)
