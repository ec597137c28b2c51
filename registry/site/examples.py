"""Examples of bodies: those that are written, else made of the schema and shown only if they fit it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from registry.schema import oracle
from registry.schema.node import Schemas
from registry.schema.sample import FORMATS, NoSample, sample
from registry.schema.side import Side
from registry.site import shapes, types
from registry.site.shapes import Part
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from registry.model.description import Description, Operation
    from registry.model.parts import MediaType, Parameter
    from registry.schema.oracle import Direction

_DEEPEST = 5
_MOST_MEMBERS = 40
_MOST_VALUES = 400
"""Values in one example: beyond them only what is required is filled in."""
_PLAIN_TEXT = "text"
_SHOWN = frozenset("123")
"""Answers of failures are told in a table of their own, without examples."""
_HIDDEN = {"request": "readOnly", "response": "writeOnly"}


class Example(NamedTuple):
    """A value of a body; ``made`` tells that nobody wrote it."""

    value: Any
    made: bool = False


class _Lacking(Exception):  # noqa: N818 - an answer, not an error
    """So much is required that an example leaves some of it out: nothing of the kind can fit."""


@dataclass(frozen=True, slots=True)
class _Way:
    """How one got to a value: so many values deep, through the components in ``opened``.

    ``sure`` tells that the value has to fit its schema: on the way there was nothing to choose.
    """

    direction: Direction
    depth: int = 0
    opened: frozenset[str] = frozenset()
    sure: bool = True


class Examples:
    """The examples of some operations of a description; what has to be made is made and checked all together."""

    def __init__(self, description: Description, operations: Collection[Operation]) -> None:
        self._description = description
        self._operations = operations
        self._side = Side(Schemas(description.data, description.dialect))
        self._filled = 0

    def of(self, media: MediaType) -> Example | None:
        """Return the first written example of a body, nearest first, else one that was made; None if neither fits."""
        written = _written(self._description, media)
        return written or self._made.get((media.pointer, media.name))

    def of_parameter(self, parameter: Parameter) -> Any:
        """Return the value that a parameter has in examples; None if there is none to be had."""
        written = _in_document(self._description, parameter.data, parameter.pointer)
        if written is not None:
            return written.value
        media = next(iter(parameter.content), None)
        schema = media.schema if media else parameter.schema
        if not isinstance(schema, dict):
            return None
        pointer = media.schema_pointer if media else parameter.schema_pointer
        return self._filled_in(Part(schema, pointer), _Way("request", sure=False))

    @cached_property
    def _made(self) -> Mapping[tuple[str, str], Example]:
        found: dict[tuple[str, str], Example] = {}
        directions: tuple[Direction, ...] = ("request", "response")
        for direction in directions:
            wanted = {
                (media.pointer, media.name): self._referred(Part(media.schema, media.schema_pointer))
                for operation in self._operations
                for media in _content(operation, direction)
                if isinstance(media.schema, dict) and _written(self._description, media) is None
            }
            proved = self._proved(direction, tuple(dict.fromkeys(wanted.values())))
            found |= {name: proved[part] for name, part in wanted.items() if part in proved}
        return found

    def _referred(self, part: Part) -> Part:
        """Return what a bare reference names, so that bodies that are alike share one example."""
        bare = part.schema.keys() == {"$ref"}
        target = self._description.follow(part.schema, part.pointer) if bare else None
        return Part(*target) if target else part

    def _proved(self, direction: Direction, wanted: tuple[Part, ...]) -> dict[Part, Example]:
        """Return what fits its schema by the word of an independent validator; the smallest value as last resort."""
        found: dict[Part, Example] = {}
        asked = oracle.Oracle(self._side.schemas, direction)
        for build in (self._built, self._smallest):
            tried = {part: build(part, direction) for part in wanted if part not in found}
            cases = {part: value for part, value in tried.items() if value is not None}
            verdicts = asked.verdicts([(self._node(part), value) for part, value in cases.items()])
            fitting = (case for case, fits in zip(cases.items(), verdicts, strict=True) if fits)
            found |= {part: Example(value, made=True) for part, value in fitting}
        return found

    def _node(self, part: Part) -> Any:
        return self._side.schemas.node(part.schema, part.pointer)

    def _smallest(self, part: Part, direction: Direction) -> Any:
        del direction
        try:
            return sample(self._side, self._node(part))
        except NoSample:
            return None

    def _built(self, part: Part, direction: Direction) -> Any:
        try:
            return self._filled_in(part, _Way(direction))
        except _Lacking:
            return None

    def _filled_in(self, part: Part, way: _Way) -> Any:
        self._filled = 0
        return self._value(part, way)

    def _value(self, part: Part, way: _Way) -> Any:
        """Return a value with every member that people would expect: examples where they are written."""
        self._filled += 1
        found = shapes.parts(self._description, part)
        told = _told(found)
        if told is not None:
            return told.value
        branches = shapes.alternatives(found)
        own = {name for each in found if (name := shapes.component_of(each.pointer))}
        kinds, chosen = types.types_of(found), len(branches) > 1
        is_object = "object" in kinds or (not kinds and not branches)
        if not is_object and not chosen and "array" not in kinds:
            return self._scalar(found, part, way.direction)
        inside = replace(way, opened=way.opened | own, sure=way.sure and not chosen)
        if is_object:
            members = self._members(found, inside, again=bool(own & way.opened))
            first = self._value(branches[0], inside) if chosen else {}
            return members | first if isinstance(first, dict) else first
        return self._value(branches[0], inside) if chosen else self._items(found, inside)

    def _members(self, found: tuple[Part, ...], way: _Way, *, again: bool) -> dict[str, Any]:
        members: dict[str, Any] = {}
        below = replace(way, depth=way.depth + 1)
        declared = list(shapes.properties(found).items())
        if way.sure and any(
            required and not self._is_hidden(child, way.direction)
            for _, (child, required) in declared[_MOST_MEMBERS:]
        ):
            raise _Lacking
        for name, (child, required) in declared[:_MOST_MEMBERS]:
            full = again or way.depth >= _DEEPEST or self._filled > _MOST_VALUES
            if (full and not required) or way.depth > 2 * _DEEPEST or self._is_hidden(child, way.direction):
                continue
            flags = shapes.parts(self._description, child)
            if not required and shapes.keyword(flags, "deprecated") is True:
                continue
            value = self._value(child, below)
            if value is not None or types.allows_null(flags):
                members[name] = value
        if not members and not again:
            for brackets, child in shapes.contents(found):
                if brackets == "{}" and way.depth < _DEEPEST:
                    members["name"] = self._value(child, below)
        return members

    def _is_hidden(self, part: Part, direction: Direction) -> bool:
        return shapes.keyword(shapes.parts(self._description, part), _HIDDEN[direction]) is True

    def _items(self, found: tuple[Part, ...], way: _Way) -> list[Any]:
        child = next((child for brackets, child in shapes.contents(found) if brackets == "[]"), None)
        if child is None or way.depth > _DEEPEST or shapes.identities(self._description, child) & way.opened:
            return []
        value = self._value(child, replace(way, depth=way.depth + 1))
        return [] if value is None else [value]

    def _scalar(self, found: tuple[Part, ...], part: Part, direction: Direction) -> Any:
        """Return a text of its format, or the smallest value that the limits allow."""
        limited = any(
            shapes.keyword(found, word) is not None for word in ("pattern", "minLength", "maxLength")
        )
        if types.types_of(found)[:1] == ["string"] and not limited:
            return FORMATS.get(str(shapes.keyword(found, "format")), (_PLAIN_TEXT,))[0]
        return self._smallest(part, direction)


def _content(operation: Operation, direction: Direction) -> Iterator[MediaType]:
    if direction == "request":
        yield from operation.body.content if operation.body else ()
    else:
        for answer in operation.responses:
            yield from answer.content if answer.status[:1] in _SHOWN else ()


def _written(description: Description, media: MediaType) -> Example | None:
    beside = _in_document(description, media.data, media.pointer)
    if beside is not None or not isinstance(media.schema, dict):
        return beside
    target = description.follow(media.schema, media.schema_pointer)
    within = target[0] if target else media.schema
    return _of_schema(media.schema) or _of_schema(within)


def _in_document(description: Description, data: Mapping[str, Any], pointer: str) -> Example | None:
    """Return the first of ``examples`` or ``example`` beside a schema (OpenAPI 3.1.1, 4.8.14)."""
    examples = data.get("examples")
    if isinstance(examples, dict) and examples:
        first = description.follow(next(iter(examples.values())), join(pointer, "examples"))
        for key in ("value", "dataValue"):
            if first is not None and key in first[0]:
                return Example(first[0][key])
    return Example(data["example"]) if "example" in data else None


def _of_schema(schema: Mapping[str, Any]) -> Example | None:
    listed = schema.get("examples")
    if isinstance(listed, list) and listed:
        return Example(listed[0])
    return Example(schema["example"]) if "example" in schema else None


def _told(found: tuple[Part, ...]) -> Example | None:
    """Return the value that a schema itself names: an example, what it always is, its default, its first value."""
    for part in found:
        written = _of_schema(part.schema)
        if written is not None:
            return written
    for word in ("const", "default"):
        value = shapes.keyword(found, word)
        if value is not None:
            return Example(value)
    values = types.values_of(found)
    return Example(values[0]) if values else None
