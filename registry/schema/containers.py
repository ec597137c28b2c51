"""Comparators for arrays and objects: what is declared on both sides is followed, the rest is weighed here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from registry.schema.difference import Action, Difference, Edge, Effect
from registry.schema.node import Node, Part
from registry.schema.scalars import spot
from registry.schema.shape import Contains, Shape

if TYPE_CHECKING:
    from registry.schema.relate import Relation, Side

NONE, NARROWER, WIDER, UNKNOWN = Effect.NONE, Effect.NARROWER, Effect.WIDER, Effect.UNKNOWN


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return None


def matches(pattern: str, name: str) -> bool:
    """Whether a property name matches a pattern; a pattern that Python cannot read matches nothing."""
    compiled = _compiled(pattern)
    return compiled is not None and compiled.search(name) is not None


def member(side: Side, shape: Shape, name: str) -> Node:
    """Return what a shape allows as the value of a property; the node of every value where it says nothing."""
    parts: list[Part] = []
    evaluated = False
    for members in shape.members:
        own = [members.properties[name]] if name in members.properties else []
        own += [part for pattern, part in members.patterns if matches(pattern, name)]
        evaluated = evaluated or bool(own)
        parts += own or ([members.others] if members.others is not None else [])
    if not evaluated and shape.unevaluated_properties is not None:
        parts += shape.unevaluated_properties.parts
    return side.schemas.together(parts)


def others(side: Side, shape: Shape) -> Node | None:
    """Return what a shape allows as the value of a property it does not declare; None where nothing is written."""
    parts = [members.others for members in shape.members if members.others is not None]
    if shape.unevaluated_properties is not None:
        parts += shape.unevaluated_properties.parts
    return side.schemas.together(parts) if parts else None


def item(side: Side, shape: Shape, position: int | None) -> Node:
    """Return what a shape allows at a position; None: at every position behind those listed."""
    parts: list[Part] = []
    for items in shape.items:
        if position is not None and position < len(items.first):
            parts.append(items.first[position])
        elif items.rest is not None:
            parts.append(items.rest)
    return side.schemas.together(parts)


def compare_arrays(a: Shape, b: Shape, relation: Relation) -> Iterator[Difference | Edge]:
    """Items by position and the rest, uniqueness, what must be contained, and what is not evaluated."""
    listed = max((len(items.first) for shape in (a, b) for items in shape.items), default=0)
    for position in (*range(listed), None):
        one, other = item(relation.a, a, position), item(relation.b, b, position)
        if one.parts or other.parts:
            yield Edge("[]" if position is None else f"[{position}]", one, other)
    if a.unique != b.unique:
        effect, action = (WIDER, "removed") if a.unique else (NARROWER, "added")
        yield Difference("uniqueItems", action, effect, a.unique, b.unique, **spot(a, b, "uniqueItems"))
    yield from _compare_contains(a, b, relation)
    yield from _optional("unevaluatedItems", "[]", a.unevaluated_items, b.unevaluated_items, spot(a, b, "unevaluatedItems"))


def _compare_contains(a: Shape, b: Shape, relation: Relation) -> Iterator[Difference | Edge]:
    effect = NONE
    if not all(any(_implies(one, other, relation, flip=False) for one in a.contains) for other in b.contains):
        effect |= NARROWER
    if not all(any(_implies(other, one, relation, flip=True) for other in b.contains) for one in a.contains):
        effect |= WIDER
    if effect:
        action: Action = "added" if not a.contains else "removed" if not b.contains else "changed"
        yield Difference("contains", action, effect, len(a.contains), len(b.contains), **spot(a, b, "contains"))


def _implies(given: Contains, wanted: Contains, relation: Relation, *, flip: bool) -> bool:
    """Whether an array with enough items of one kind has enough, and not too many, of the other."""
    effect = relation.effect(wanted.node, given.node) if flip else relation.effect(given.node, wanted.node)
    if flip:
        effect = effect.mirrored()
    if wanted.most is not None:
        return effect is NONE and given.most is not None and given.most <= wanted.most and given.least >= wanted.least
    return given.least >= wanted.least and not effect & (NARROWER | UNKNOWN)


def _optional(
    keyword: str, segment: str, one: Node | None, other: Node | None, place: dict[str, Any]
) -> Iterator[Difference | Edge]:
    """A sub-schema that may be missing on either side."""
    if one is not None and other is not None:
        yield Edge(segment, one, other)
    elif other is not None:
        yield Difference(keyword, "added", NARROWER, None, _text(other), **place)
    elif one is not None:
        yield Difference(keyword, "removed", WIDER, _text(one), None, **place)


def _text(node: Node) -> Any:
    return node.parts[0].schema if node.parts else True


def compare_objects(a: Shape, b: Shape, relation: Relation) -> Iterator[Difference | Edge]:
    """Declared properties, required ones, patterns, all others, names and dependencies."""
    declared_a, declared_b = set(a.declared), set(b.declared)
    for name in dict.fromkeys((*a.declared, *b.declared)):
        if name in declared_a and name in declared_b:
            yield Edge(f".{name}", member(relation.a, a, name), member(relation.b, b, name))
        elif name in declared_a:
            yield from _removed(name, a, b, relation)
        else:
            yield from _added(name, a, b, relation)
    yield from _required(a, b)
    yield from _compare_others(a, b, relation)
    yield from _compare_patterns(a, b, relation)
    yield from _compare_names(a, b)
    yield from _compare_dependencies(a, b)


def _pointer(shape: Shape, name: str) -> str | None:
    return next((members.properties[name].pointer for members in shape.members if name in members.properties), None)


def _removed(name: str, a: Shape, b: Shape, relation: Relation) -> Iterator[Difference | Edge]:
    """A property that is no longer declared: still let in by an open object, refused by a closed one."""
    one, other = member(relation.a, a, name), member(relation.b, b, name)
    closed = relation.b.shape(other).empty
    demanded = name in a.required
    if other.parts and not closed:
        yield Edge(f".{name}", one, other)
    effect = NARROWER if closed else WIDER
    if demanded and name not in b.required:
        effect |= WIDER
    keyword = "required properties" if demanded else "properties"
    yield Difference(
        keyword, "removed", effect, _text(one), None, base=_pointer(a, name), revision=spot(a, b)["revision"],
        name=name, undeclared=not closed,
    )  # fmt: skip


def _added(name: str, a: Shape, b: Shape, relation: Relation) -> Iterator[Difference | Edge]:
    """A property that is declared now: an open object let in anything under its name, a closed one nothing."""
    one, other = member(relation.a, a, name), member(relation.b, b, name)
    closed = relation.a.shape(one).empty
    demanded = name in b.required and name not in a.required
    if one.parts and not closed:
        yield Edge(f".{name}", one, other)
    effect = WIDER if closed else NARROWER
    if demanded:
        effect |= NARROWER
    yield Difference(
        "required properties" if demanded else "properties", "added", effect, None, _text(other),
        base=spot(a, b)["base"], revision=_pointer(b, name), name=name, undeclared=not closed and not demanded,
    )  # fmt: skip


def _required(a: Shape, b: Shape) -> Iterator[Difference]:
    """Properties declared on both sides, or on none, that became required or optional."""
    told = set(a.declared) ^ set(b.declared)
    for name in b.required:
        if name not in a.required and not (name in told and name in b.declared):
            place = {"base": _pointer(a, name) or spot(a, b)["base"], "revision": spot(a, b, "required")["revision"]}
            yield Difference("required", "added", NARROWER, False, True, name=name, **place)
    for name in a.required:
        if name not in b.required and not (name in told and name in a.declared):
            place = {"base": spot(a, b, "required")["base"], "revision": _pointer(b, name) or spot(a, b)["revision"]}
            yield Difference("required", "removed", WIDER, True, False, name=name, **place)


def _compare_others(a: Shape, b: Shape, relation: Relation) -> Iterator[Difference | Edge]:
    """Properties that nobody declared; ``true`` and nothing written let in the same, but promise differently."""
    one, other = others(relation.a, a), others(relation.b, b)
    if one is None and other is None:
        return
    place = spot(a, b, "additionalProperties", "unevaluatedProperties", "properties")
    closed = [node is not None and side.shape(node).empty for side, node in ((relation.a, one), (relation.b, other))]
    limited = [node is not None and not side.unlimited(node) for side, node in ((relation.a, one), (relation.b, other))]
    unwritten = one is None and bool(a.declared)
    if closed[0] != closed[1]:
        action, effect = ("removed", NARROWER) if closed[1] else ("added", WIDER)
        yield Difference("additionalProperties", action, effect, not closed[0], not closed[1], **place,
                         undeclared=unwritten or closed[0])  # fmt: skip
    elif one is not None and other is not None and limited[0] and limited[1]:
        yield Edge("{}", one, other)
    elif other is not None and limited[1]:
        yield Difference("additionalProperties", "narrowed", NARROWER, None, _text(other), **place, undeclared=unwritten)
    elif one is not None and limited[0]:
        yield Difference("additionalProperties", "widened", WIDER, _text(one), None, **place)


def _compare_patterns(a: Shape, b: Shape, relation: Relation) -> Iterator[Difference | Edge]:
    one = {text: part for members in a.members for text, part in members.patterns}
    other = {text: part for members in b.members for text, part in members.patterns}
    place = spot(a, b, "patternProperties", "properties")
    for text in dict.fromkeys((*one, *other)):
        if text in one and text in other:
            before, after = relation.a.schemas.together([one[text]]), relation.b.schemas.together([other[text]])
            yield Edge(f"{{{text}}}", before, after)
        elif text in other:
            rest = others(relation.a, a)
            effect = NARROWER if rest is None else WIDER if relation.a.shape(rest).empty else Effect.BOTH
            yield Difference("patternProperties", "added", effect, None, other[text].schema, name=text, **place)
        else:
            rest = others(relation.b, b)
            effect = WIDER if rest is None else NARROWER if relation.b.shape(rest).empty else Effect.BOTH
            yield Difference("patternProperties", "removed", effect, one[text].schema, None, name=text, **place)


def _compare_names(a: Shape, b: Shape) -> Iterator[Difference | Edge]:
    place = spot(a, b, "propertyNames")
    if len(a.names) <= 1 and len(b.names) <= 1:
        yield from _optional("propertyNames", "(name)", next(iter(a.names), None), next(iter(b.names), None), place)
    elif a.names or b.names:
        yield Difference("propertyNames", "changed", UNKNOWN, len(a.names), len(b.names), **place)


def _compare_dependencies(a: Shape, b: Shape) -> Iterator[Difference | Edge]:
    place = spot(a, b, "dependentRequired")
    one = {(name, needed) for name, wanted in a.dependent_required for needed in wanted if needed not in a.required}
    other = {(name, needed) for name, wanted in b.dependent_required for needed in wanted if needed not in b.required}
    for name, needed in sorted(other - one):
        if needed not in a.required:
            yield Difference("dependentRequired", "added", NARROWER, None, needed, name=name, **place)
    for name, needed in sorted(one - other):
        if needed not in b.required:
            yield Difference("dependentRequired", "removed", WIDER, needed, None, name=name, **place)
    before, after = dict(a.dependent_schemas), dict(b.dependent_schemas)
    for name in dict.fromkeys((*before, *after)):
        where = spot(a, b, "dependentSchemas")
        yield from _optional("dependentSchemas", f"(with {name})", before.get(name), after.get(name), where)
