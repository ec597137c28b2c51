"""Parameters of a matched operation, paired by what stands on the wire."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from registry.diff import contents, serialisation
from registry.diff.announced import promised, removal
from registry.diff.declare import Spot
from registry.diff.found import Found, Root, Sides
from registry.schema import Action, Difference, Effect, Pointers
from registry.schema.members import member
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from registry.model.description import Operation
    from registry.model.parts import Parameter
    from registry.schema import Node
    from registry.schema.side import Side

Key = tuple[str, str]

Heeded = dict[Key, "Parameter"]

IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
"""Header parameters that are ignored by definition (OpenAPI 3.1.1, 4.8.12.1)."""


def compare(
    sides: Sides, base: Operation, revision: Operation, sent: Spot, today: date
) -> Iterator[Found | Root]:
    """Parameters by place and name; those in the path by their position, so a new name is no difference."""
    before, after = _on_the_wire(sides, base, revision)
    for key, one in before.items():
        at = f"{base.name} {one.location}.{one.name}"
        if key in after:
            yield from _parameter(sides, base, one, after[key], at, sent)
        else:
            yield Found(_removed(one, revision, sent, today), at, (base.name,), sent)
    for key, other in after.items():
        if key not in before:
            at = f"{base.name} {other.location}.{other.name}"
            yield Found(_added(base, other), at, (base.name,), sent)
    yield from _order(base, revision, sent)


def _removed(one: Parameter, revision: Operation, sent: Spot, today: date) -> Difference:
    lost = sent.direction == "response" and one.required
    return Difference(
        removal("parameter", one.data, today),
        "removed",
        Effect.WIDER if lost else Effect.NARROWER,
        one.name,
        at=Pointers(one.pointer, revision.pointer),
        name=promised(one.data, today),
    )


def _added(base: Operation, other: Parameter) -> Difference:
    keyword = "required parameter" if other.required else "parameter"
    effect = Effect.NARROWER if other.required else Effect.WIDER
    return Difference(keyword, "added", effect, None, other.name, Pointers(base.pointer, other.pointer))


def _order(base: Operation, revision: Operation, sent: Spot) -> Iterator[Found]:
    before = [one.name for one in base.parameters]
    after = [other.name for other in revision.parameters]
    if before != after and sorted(before) == sorted(after):
        place = Pointers(base.pointer, revision.pointer)
        difference = Difference("parameter order", "changed", Effect.NONE, before, after, at=place)
        yield Found(difference, f"{base.name} parameters", (base.name,), sent)


def _on_the_wire(sides: Sides, base: Operation, revision: Operation) -> tuple[Heeded, Heeded]:
    """Return the parameters of both sides as they stand on the wire: an exploded object is its properties."""
    before, after = _heeded(base), _heeded(revision)
    relation = sides.relation
    return (
        _exploded(before, after, relation.a, sides.base_node),
        _exploded(after, before, relation.b, sides.revision_node),
    )


def _heeded(operation: Operation) -> Heeded:
    keyed = ((_key(operation, parameter), parameter) for parameter in operation.parameters)
    return {key: parameter for key, parameter in keyed if key[0] != "header" or key[1] not in IGNORED_HEADERS}


def _key(operation: Operation, parameter: Parameter) -> Key:
    if parameter.location == "path":
        names = re.findall(r"\{([^{}]*)\}", operation.path)
        if parameter.name in names:
            return "path", str(names.index(parameter.name))
    return parameter.key


def _exploded(
    own: Heeded, others: Mapping[Key, Parameter], side: Side, node: Callable[[Any, str], Node]
) -> Heeded:
    """Take an object apart that has no partner, where the other side has a parameter of a property's name."""
    found: Heeded = {}
    for key, parameter in own.items():
        fields = (
            {}
            if key in others
            else _fields(parameter, side, node(parameter.schema, parameter.schema_pointer))
        )
        found |= fields if fields.keys() & (others.keys() - own.keys()) else {key: parameter}
    return found


def _fields(parameter: Parameter, side: Side, node: Node) -> Heeded:
    """Return the properties of an object in the query as the parameters they are on the wire (RFC 6570, 3.2.8)."""
    shape = side.shape(node)
    if (parameter.location, parameter.style, parameter.explode) != ("query", "form", True):
        return {}
    found: Heeded = {}
    for name in shape.declared:
        parts = member(side.schemas, shape, name).parts
        if len(parts) != 1:
            return {}
        schema, pointer = parts[0]
        found["query", name] = replace(
            parameter,
            name=name,
            required=name in shape.required and (parameter.required or len(shape.declared) > 1),
            schema=schema,
            schema_at=pointer,
            deprecated=isinstance(schema, dict) and schema.get("deprecated") is True,
            pointer=pointer,
            data=schema if isinstance(schema, dict) else {},
        )
    return found


def _parameter(
    sides: Sides, operation: Operation, one: Parameter, other: Parameter, at: str, sent: Spot
) -> Iterator[Found | Root]:
    place = Pointers(one.pointer, other.pointer)

    def found(keyword: str, action: Action, effect: Effect, before: Any, after: Any) -> Found:
        difference = Difference(keyword, action, effect, before, after, at=place)
        return Found(difference, at, (operation.name,), sent)

    if one.required != other.required:
        action: Action = "added" if other.required else "removed"
        effect = Effect.NARROWER if other.required else Effect.WIDER
        yield found("parameter required", action, effect, one.required, other.required)
    if one.deprecated != other.deprecated:
        action = "added" if other.deprecated else "removed"
        yield found("parameter deprecated", action, Effect.NONE, one.deprecated, other.deprecated)
    if one.data.get("x-sunset") != other.data.get("x-sunset"):
        dates = one.data.get("x-sunset"), other.data.get("x-sunset")
        yield found("parameter x-sunset", "changed", Effect.NONE, *dates)
    if (empty := one.data.get("allowEmptyValue") is True) != (other.data.get("allowEmptyValue") is True):
        effect = Effect.NARROWER if empty else Effect.WIDER
        yield found("allowEmptyValue", "changed", effect, empty, not empty)
    if one.allow_reserved != other.allow_reserved:
        effect = Effect.NARROWER if one.allow_reserved else Effect.WIDER
        yield found("allowReserved", "changed", effect, one.allow_reserved, other.allow_reserved)
    yield from _values(sides, one, other, at, operation.name, sent)


def _values(
    sides: Sides, one: Parameter, other: Parameter, at: str, operation: str, sent: Spot
) -> Iterator[Found | Root]:
    """How values are written, and which may be sent."""
    text = Spot(sent.direction, text=True)
    if _same_values(sides, one, other):
        nodes = sides.nodes(one.schema, one.schema_pointer, other.schema, other.schema_pointer)
        yield Root(*nodes, at, operation, text)
        return
    listed = _became_list(sides, one, other)
    if listed is not None:
        yield Root(*listed, at, operation, text)
        return
    style = serialisation.compare(sides, one, other, "parameter style")
    if style is not None:
        yield Found(style, at, (operation,), sent)
    if one.content and other.content:
        yield from contents.media_types(
            sides, one.content, other.content, at, operation, Spot(sent.direction)
        )
    elif style is None:
        nodes = sides.nodes(*serialisation.schema(one), *serialisation.schema(other))
        yield Root(*nodes, at, operation, text)


def _same_values(sides: Sides, one: Parameter, other: Parameter) -> bool:
    """Whether the same values are written in the same way, as the text says: a frequent case."""
    if one.content or other.content or (one.style, one.explode) != (other.style, other.explode):
        return False
    return sides.relation.equal_values(one.schema, other.schema)


def _became_list(sides: Sides, one: Parameter, other: Parameter) -> tuple[Node, Node] | None:
    """A single query value that became an exploded list: ``?c=x`` is a list of one."""
    if other.style != "form" or not other.explode or one.content or other.content:
        return None
    types = sides.base_types(one.schema, one.schema_pointer)
    if types & {"array", "object"} or not isinstance(other.schema, dict):
        return None
    if sides.revision_types(other.schema, other.schema_pointer) != {"array"}:
        return None
    schema, pointer = sides.revision.resolve(other.schema, other.schema_pointer)
    if not isinstance(schema, dict) or (schema.get("minItems") or 0) > 1:
        return None
    return sides.nodes(one.schema, one.schema_pointer, schema.get("items", True), join(pointer, "items"))
