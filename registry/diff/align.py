"""Pairs what belongs together in two descriptions: operations, parameters, bodies, responses, headers. No opinion.

What has a partner yields the two schemas to compare (`Root`); what differs beside schemas yields a difference
(`Found`), with an effect in the sense of the severity law wherever it has one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.diff import contents, parameters, schemes, securities, semantics, serving, stability
from registry.diff.announced import announced, promised, removal
from registry.diff.declare import Spot
from registry.diff.found import Found, Root, Sides
from registry.diff.matching import Matched, heir, match, shares
from registry.schema import Action, Difference, Effect, Pointers
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from registry.model.description import Description, Operation

__all__ = ["align", "announced"]

REQUEST = Spot("request")


def align(sides: Sides, today: date) -> Iterator[Found | Root]:
    """Yield everything that differs beside schemas, and every pair of schemas to compare."""
    base, revision = sides.base, sides.revision
    pairs, removed, added = match(base.operations, revision.operations)
    hooks, hooks_removed, hooks_added = match(base.webhooks, revision.webhooks)
    yield from _api(base, revision, pairs)
    yield from schemes.compare(sides)
    yield from _gone((*removed, *hooks_removed), sides, today)
    for operation in (*added, *hooks_added):
        yield _new(operation, operation)
    for pair in (*pairs, *hooks):
        if sides.unchanged(pair.base, pair.revision):
            continue
        yield from _operation(sides, pair, today)


def _gone(operations: Iterable[Operation], sides: Sides, today: date) -> Iterator[Found]:
    for operation in operations:
        keyword, name = removal("operation", operation.data, today), promised(operation.data, today)
        taken: tuple[Operation, ...] = ()
        if keyword == "operation":
            keyword, taken = _left_to(operation, sides)
            name = ", ".join(one.name for one in taken)
        place = Pointers(operation.pointer, taken[0].pointer if taken else None)
        difference = Difference(keyword, "removed", Effect.NARROWER, operation.name, at=place, name=name)
        yield Found(difference, operation.name, (operation.name,), REQUEST)


def _left_to(operation: Operation, sides: Sides) -> tuple[str, tuple[Operation, ...]]:
    """Return the keyword of a removal that nobody announced, and the operations that take its requests in."""
    successor = heir(operation, sides)
    if successor is not None:
        return "operation left to a template", (successor,)
    parts = shares(operation, sides)
    return "operation split" if parts else "operation", parts


def _new(operation: Operation, owner: Operation) -> Found:
    place = Pointers(None, operation.pointer)
    difference = Difference("operation", "added", Effect.WIDER, None, operation.name, place)
    return Found(difference, operation.name, (owner.name,), REQUEST)


def _api(base: Description, revision: Description, pairs: Sequence[Matched]) -> Iterator[Found]:
    """What holds for the API as a whole: servers, licence, terms, the dialect of its schemas."""
    yield from serving.of_api(base, revision, pairs)
    dialects = _schema_dialect(base), _schema_dialect(revision)
    if dialects[0] != dialects[1] and base.dialect == revision.dialect:
        place = Pointers("/jsonSchemaDialect", "/jsonSchemaDialect")
        difference = Difference("jsonSchemaDialect", "changed", Effect.UNKNOWN, *dialects, at=place)
        yield Found(difference, "schemas", (), REQUEST)
    for keyword in ("license", "termsOfService"):
        one, other = base.info.get(keyword), revision.info.get(keyword)
        if one != other:
            pointer = join("/info", keyword)
            difference = Difference(keyword, "changed", Effect.NONE, one, other, Pointers(pointer, pointer))
            yield Found(difference, f"info {keyword}", (), REQUEST)


def _schema_dialect(description: Description) -> str | None:
    """Return the dialect that the schemas are written in, None for OpenAPI's own."""
    written = description.data.get("jsonSchemaDialect")
    own = not isinstance(written, str) or written.startswith("https://spec.openapis.org/oas/")
    return None if own else written


def _operation(sides: Sides, pair: Matched, today: date) -> Iterator[Found | Root]:
    base, revision = pair.base, pair.revision
    inverted = base.kind != "operation"
    sent = Spot("response" if inverted else "request")
    yield from _declared(base, revision, sent)
    yield from stability.compare(base, revision, sent)
    yield from serving.of_operation(base, revision)
    yield from parameters.compare(sides, base, revision, sent, today)
    yield from contents.bodies(sides, base, revision, sent)
    yield from contents.responses(sides, base, revision, Spot("request" if inverted else "response"))
    yield from securities.compare(sides, base, revision)
    yield from semantics.operation_differences(base, revision)
    callbacks, removed, added = match(base.callbacks, revision.callbacks)
    yield from _gone(removed, sides, today)
    for operation in added:
        yield _new(operation, base)
    for inner in callbacks:
        yield from _operation(sides, inner, today)


def _declared(base: Operation, revision: Operation, sent: Spot) -> Iterator[Found]:
    """What is written at the operation itself: its id, and how long it will stay."""
    place = Pointers(base.pointer, revision.pointer)

    def found(keyword: str, action: Action, before: Any, after: Any) -> Found:
        difference = Difference(keyword, action, Effect.NONE, before, after, at=place)
        return Found(difference, base.name, (base.name,), sent)

    if base.operation_id != revision.operation_id:
        yield found("operationId", "changed", base.operation_id, revision.operation_id)
    if base.deprecated != revision.deprecated:
        action: Action = "added" if revision.deprecated else "removed"
        yield found("operation deprecated", action, base.deprecated, revision.deprecated)
    if base.data.get("x-sunset") != revision.data.get("x-sunset"):
        yield found("operation x-sunset", "changed", base.data.get("x-sunset"), revision.data.get("x-sunset"))
