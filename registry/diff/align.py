"""Pairs what belongs together in two descriptions: operations, parameters, bodies, responses, headers. No opinion.

What has a partner yields the two schemas to compare (`Root`); what differs beside schemas yields a difference
(`Found`), with an effect in the sense of the severity law wherever it has one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from registry.diff import contents, securities, semantics
from registry.diff.declare import Spot
from registry.diff.found import Found, Root, Sides
from registry.schema import Action, Difference, Effect, Pointers
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from registry.model.description import Description, Operation
    from registry.model.parts import Parameter
    from registry.schema import Node

REQUEST = Spot("request")


@dataclass(frozen=True, slots=True)
class Matched:
    """An operation on both sides."""

    base: Operation
    revision: Operation


def align(sides: Sides, today: date) -> Iterator[Found | Root]:
    """Yield everything that differs beside schemas, and every pair of schemas to compare."""
    base, revision = sides.base, sides.revision
    yield from _api(base, revision)
    pairs, removed, added = match(base.operations, revision.operations)
    hooks, hooks_removed, hooks_added = match(base.webhooks, revision.webhooks)
    yield from _gone((*removed, *hooks_removed), today)
    for operation in (*added, *hooks_added):
        difference = Difference(
            "operation", "added", Effect.WIDER, None, operation.name, Pointers(None, operation.pointer)
        )
        yield Found(difference, operation.name, (operation.name,), REQUEST)
    for pair in (*pairs, *hooks):
        if sides.unchanged(pair.base, pair.revision):
            continue
        yield from _operation(sides, pair, today)


def match(
    before: Sequence[Operation], after: Sequence[Operation]
) -> tuple[list[Matched], list[Operation], list[Operation]]:
    """Pair operations by method and path up to the names of path parameters, then by server and path together."""
    pairs: list[Matched] = []
    for address in (_address, _full_address):
        taken = {id(operation) for pair in pairs for operation in (pair.base, pair.revision)}
        free = {address(one): one for one in reversed(after) if id(one) not in taken}
        for operation in before:
            if id(operation) not in taken and (twin := free.pop(address(operation), None)) is not None:
                pairs.append(Matched(operation, twin))
    taken = {id(operation) for pair in pairs for operation in (pair.base, pair.revision)}
    order = {id(operation): at for at, operation in enumerate(before)}
    pairs.sort(key=lambda pair: order[id(pair.base)])
    return (
        pairs,
        [one for one in before if id(one) not in taken],
        [one for one in after if id(one) not in taken],
    )


def _address(operation: Operation) -> tuple[str, str]:
    path = operation.path if operation.kind != "operation" else re.sub(r"\{[^{}]*\}", "{}", operation.path)
    return operation.method, path


def _full_address(operation: Operation) -> tuple[str, str]:
    server = str(operation.servers[0].get("url", "/")) if operation.servers else "/"
    method, path = _address(operation)
    prefix = urlsplit(re.sub(r"\{[^{}]*\}", "x", server)).path if operation.kind == "operation" else ""
    return method, prefix.rstrip("/") + path


def _gone(operations: Iterable[Operation], today: date) -> Iterator[Found]:
    for operation in operations:
        keyword = "operation past sunset" if announced(operation.data, today) else "operation"
        difference = Difference(
            keyword, "removed", Effect.NARROWER, operation.name, None, Pointers(operation.pointer)
        )
        yield Found(difference, operation.name, (operation.name,), REQUEST)


def announced(data: Any, today: date) -> bool:
    """Whether a removal was announced: deprecated, with a sunset date that has passed."""
    if not isinstance(data, dict) or data.get("deprecated") is not True:
        return False
    sunset = str(data.get("x-sunset", ""))
    return bool(sunset) and sunset[:10] <= today.isoformat()


def _api(base: Description, revision: Description) -> Iterator[Found]:
    """What holds for the API as a whole: servers, licence, terms."""
    before = {str(server.get("url", "")): at for at, server in enumerate(base.servers)}
    after = {str(server.get("url", "")): at for at, server in enumerate(revision.servers)}
    for url in before:
        if url not in after:
            keyword = "server" if set(before) & set(after) else "every server"
            difference = Difference(
                keyword, "removed", Effect.NARROWER, url, None, Pointers(join("/servers", before[url]))
            )
            yield Found(difference, "servers", (), REQUEST)
    for url in after:
        if url not in before:
            difference = Difference(
                "server", "added", Effect.WIDER, None, url, Pointers(None, join("/servers", after[url]))
            )
            yield Found(difference, "servers", (), REQUEST)
    for keyword in ("license", "termsOfService"):
        one, other = base.info.get(keyword), revision.info.get(keyword)
        if one != other:
            pointer = join("/info", keyword)
            difference = Difference(keyword, "changed", Effect.NONE, one, other, Pointers(pointer, pointer))
            yield Found(difference, f"info {keyword}", (), REQUEST)


def _operation(sides: Sides, pair: Matched, today: date) -> Iterator[Found | Root]:
    base, revision = pair.base, pair.revision
    place = Pointers(base.pointer, revision.pointer)
    inverted = base.kind != "operation"
    sent = Spot("response" if inverted else "request")

    def found(keyword: str, action: Action, effect: Effect, before: Any, after: Any) -> Found:
        return Found(
            Difference(keyword, action, effect, before, after, at=place), base.name, (base.name,), sent
        )

    if base.operation_id != revision.operation_id:
        yield found("operationId", "changed", Effect.NONE, base.operation_id, revision.operation_id)
    if base.deprecated != revision.deprecated:
        action: Action = "added" if revision.deprecated else "removed"
        yield found("operation deprecated", action, Effect.NONE, base.deprecated, revision.deprecated)
    if base.data.get("x-sunset") != revision.data.get("x-sunset"):
        before, after = base.data.get("x-sunset"), revision.data.get("x-sunset")
        yield found("operation x-sunset", "changed", Effect.NONE, before, after)
    yield from _parameters(sides, pair, sent, today)
    yield from contents.bodies(sides, base, revision, sent)
    yield from contents.responses(sides, base, revision, Spot("request" if inverted else "response"))
    yield from securities.compare(sides, base, revision)
    yield from semantics.operation_differences(base, revision)
    callbacks, removed, added = match(base.callbacks, revision.callbacks)
    yield from _gone(removed, today)
    for operation in added:
        difference = Difference(
            "operation", "added", Effect.WIDER, None, operation.name, Pointers(None, operation.pointer)
        )
        yield Found(difference, operation.name, (base.name,), REQUEST)
    for inner in callbacks:
        yield from _operation(sides, inner, today)


def _parameters(sides: Sides, pair: Matched, sent: Spot, today: date) -> Iterator[Found | Root]:
    """Parameters by place and name; those in the path by their position, so a new name is no difference."""
    base, revision = pair.base, pair.revision
    before, after = _heeded(base), _heeded(revision)
    for key, one in before.items():
        at = f"{base.name} {one.location}.{one.name}"
        if key in after:
            yield from _parameter(sides, base, one, after[key], at, sent)
            continue
        if _exploded_into(one, revision.parameters, sides):
            continue
        keyword = "parameter past sunset" if announced(one.data, today) else "parameter"
        difference = Difference(
            keyword, "removed", Effect.NARROWER, one.name, None, Pointers(one.pointer, revision.pointer)
        )
        yield Found(difference, at, (base.name,), sent)
    for key, other in after.items():
        if key in before:
            continue
        at = f"{base.name} {other.location}.{other.name}"
        keyword = "required parameter" if other.required else "parameter"
        effect = Effect.NARROWER if other.required else Effect.WIDER
        difference = Difference(
            keyword, "added", effect, None, other.name, Pointers(base.pointer, other.pointer)
        )
        yield Found(difference, at, (base.name,), sent)
    if [one.name for one in base.parameters] != [other.name for other in revision.parameters] and set(
        before
    ) == set(after):
        names = [one.name for one in base.parameters], [other.name for other in revision.parameters]
        if sorted(names[0]) == sorted(names[1]):
            difference = Difference(
                "parameter order", "changed", Effect.NONE, *names, at=Pointers(base.pointer, revision.pointer)
            )
            yield Found(difference, f"{base.name} parameters", (base.name,), sent)


IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
"""Header parameters that are ignored by definition (OpenAPI 3.1.1, 4.8.12.1)."""


def _heeded(operation: Operation) -> dict[tuple[str, str], Parameter]:
    keyed = ((_parameter_key(operation, parameter), parameter) for parameter in operation.parameters)
    return {key: parameter for key, parameter in keyed if key[0] != "header" or key[1] not in IGNORED_HEADERS}


def _parameter_key(operation: Operation, parameter: Parameter) -> tuple[str, str]:
    if parameter.location == "path":
        names = re.findall(r"\{([^{}]*)\}", operation.path)
        if parameter.name in names:
            return "path", str(names.index(parameter.name))
    return parameter.key


def _exploded_into(parameter: Parameter, others: Iterable[Parameter], sides: Sides) -> bool:
    """Whether a query parameter lives on as a property of an exploded object: the same text on the wire."""
    return parameter.location == "query" and any(
        other.location == "query"
        and other.style == "form"
        and other.explode
        and parameter.name in sides.revision_shape(other.schema, other.schema_pointer).declared
        for other in others
    )


def _parameter(
    sides: Sides, operation: Operation, one: Parameter, other: Parameter, at: str, sent: Spot
) -> Iterator[Found | Root]:
    place = Pointers(one.pointer, other.pointer)

    def found(keyword: str, action: Action, effect: Effect, before: Any, after: Any) -> Found:
        return Found(
            Difference(keyword, action, effect, before, after, at=place), at, (operation.name,), sent
        )

    if one.required != other.required:
        effect = Effect.NARROWER if other.required else Effect.WIDER
        yield found(
            "parameter required",
            "added" if other.required else "removed",
            effect,
            one.required,
            other.required,
        )
    if one.deprecated != other.deprecated:
        yield found(
            "parameter deprecated",
            "added" if other.deprecated else "removed",
            Effect.NONE,
            one.deprecated,
            other.deprecated,
        )
    if one.allow_reserved != other.allow_reserved:
        effect = Effect.NARROWER if one.allow_reserved else Effect.WIDER
        yield found("allowReserved", "changed", effect, one.allow_reserved, other.allow_reserved)
    spot = Spot(sent.direction, text=True)
    listed = _became_list(sides, one, other)
    if listed is not None:
        yield Root(listed[0], listed[1], at, operation.name, spot)
        return
    if _serialisation(sides, one, sides.base_types) != _serialisation(sides, other, sides.revision_types):
        yield found("parameter style", "changed", Effect.BOTH, _style(one), _style(other))
    if one.content or other.content:
        yield from contents.media_types(
            sides, one.content, other.content, at, operation.name, Spot(sent.direction)
        )
    else:
        yield Root(
            *sides.nodes(one.schema, one.schema_pointer, other.schema, other.schema_pointer),
            at,
            operation.name,
            spot,
        )


def _style(parameter: Parameter) -> str:
    return f"{parameter.style}, {'exploded' if parameter.explode else 'not exploded'}"


def _serialisation(sides: Sides, parameter: Parameter, types: Any) -> tuple[Any, ...]:
    """What style and explode come to: for a single value all are the same text, but for the styles with a prefix."""
    composed = types(parameter.schema, parameter.schema_pointer) & {"array", "object"}
    prefixed = parameter.style if parameter.style in {"label", "matrix"} else ""
    return (parameter.style, parameter.explode) if composed else (prefixed, False)


def _became_list(sides: Sides, one: Parameter, other: Parameter) -> tuple[Node, Node] | None:
    """A single query value that became an exploded list: ``?c=x`` is a list of one."""
    if (
        other.style != "form"
        or not other.explode
        or sides.base_types(one.schema, one.schema_pointer) & {"array", "object"}
    ):
        return None
    if sides.revision_types(other.schema, other.schema_pointer) != {"array"} or not isinstance(
        other.schema, dict
    ):
        return None
    schema, pointer = sides.revision.resolve(other.schema, other.schema_pointer)
    if not isinstance(schema, dict) or (schema.get("minItems") or 0) > 1:
        return None
    return sides.nodes(one.schema, one.schema_pointer, schema.get("items", True), join(pointer, "items"))
