"""The schemas that describe one value, and the step from a value to its parts."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from registry.model import lenient
from registry.source.pointer import escape, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.description import Description

ITEM = "[]"
"""The step from an array to any of its items."""
VALUE = "{}"
"""The step from a map to any of its values."""

_SINGLE = {"items": ITEM, "additionalProperties": VALUE}
_KEYED = {"prefixItems": ITEM, "patternProperties": VALUE, "allOf": "", "oneOf": "", "anyOf": ""}
_LEADING_ON = frozenset({"$ref", "allOf", "oneOf", "anyOf"})
HOLDING = _LEADING_ON | {"properties", "items", "additionalProperties", "prefixItems", "patternProperties"}
"""The keywords of a value that has parts."""


class Spot(NamedTuple):
    """A schema at its pointer; ``path`` leads to it from the part of the operation named by ``label``.

    ``sure`` is false behind ``oneOf`` and ``anyOf``, where the schema need not apply.
    """

    schema: dict[str, Any]
    pointer: str
    label: str
    path: str
    sure: bool = True

    def declared(self) -> tuple[str, str]:
        """Return the component schema that declares it and the path there; else its label and path."""
        return of_pointer(self.pointer) or (self.label, self.path)


class Part(NamedTuple):
    """A part of a value; ``step`` leads to it: a property's name, `ITEM` or `VALUE`."""

    step: str
    spot: Spot
    required: bool


@lru_cache(maxsize=65_536)
def of_pointer(pointer: str) -> tuple[str, str] | None:
    """Return the component schema in which ``pointer`` stands, and the path of the field there.

    The same few thousand pointers are asked for by every operation that answers with them, in every version.
    """
    if not pointer.startswith("/components/schemas/"):
        return None
    _, _, name, *tokens = split(pointer)
    path, index = "", 0
    while index < len(tokens):
        key = tokens[index]
        if key in _SINGLE:
            path, index = path + _SINGLE[key], index + 1
        elif key in _KEYED:
            path, index = path + _KEYED[key], index + 2
        elif key == "properties" and index + 1 < len(tokens):
            path, index = extended(path, tokens[index + 1]), index + 2
        else:
            return None
    return name, path


def extended(path: str, step: str) -> str:
    """Return the path one step below ``path``."""
    return f"{path}.{step}" if path and step not in {ITEM, VALUE} else f"{path}{step}"


def facets(description: Description, spot: Spot, *, through_references: bool = True) -> Iterator[Spot]:
    """Yield all schemas that describe the value at ``spot``: itself, references, branches of combinators."""
    if _LEADING_ON.isdisjoint(spot.schema):
        yield spot
        return
    seen: set[str] = set()
    waiting = [spot]  # a stack, so that no chain is too long
    while waiting:
        here = waiting.pop()
        if here.pointer in seen:
            continue
        seen.add(here.pointer)
        yield here
        inner = list(_branches(here))
        if through_references and "$ref" in here.schema:
            found = description.follow(here.schema, here.pointer)
            inner[:0] = [Spot(*found, here.label, here.path, here.sure)] if found is not None else []
        waiting.extend(reversed(inner))


def _branches(spot: Spot) -> Iterator[Spot]:
    for key in ("allOf", "oneOf", "anyOf"):
        for index, branch in enumerate(lenient.sequence(spot.schema.get(key))):
            if isinstance(branch, dict):
                at = f"{spot.pointer}/{key}/{index}"
                yield Spot(branch, at, spot.label, spot.path, spot.sure and key == "allOf")


def parts(description: Description, spot: Spot, *, through_references: bool = True) -> Iterator[Part]:
    """Yield the properties, items and map values of the value at ``spot``, in document order."""
    if HOLDING.isdisjoint(spot.schema):
        return
    schemas = tuple(facets(description, spot, through_references=through_references))
    sure = {name for facet in schemas if facet.sure for name in lenient.texts(facet.schema.get("required"))}
    for facet in schemas:
        own = () if facet.sure else lenient.texts(facet.schema.get("required"))
        for step, below, schema in _written(facet.schema):
            path = extended(facet.path, step)
            here = Spot(lenient.mapping(schema), facet.pointer + below, facet.label, path, facet.sure)
            yield Part(step, here, step in sure or step in own)


def _written(schema: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Yield step, pointer and schema of each part that one schema declares itself."""
    for name, member in lenient.mapping(schema.get("properties")).items():
        if isinstance(member, dict | bool):
            yield name, f"/properties/{escape(name)}", member
    for key, mark in (("items", ITEM), ("additionalProperties", VALUE)):
        if isinstance(member := schema.get(key), dict):
            yield mark, f"/{key}", member
    for index, member in enumerate(lenient.sequence(schema.get("prefixItems"))):
        yield ITEM, f"/prefixItems/{index}", member
    for pattern, member in lenient.mapping(schema.get("patternProperties")).items():
        yield VALUE, f"/patternProperties/{escape(pattern)}", member
