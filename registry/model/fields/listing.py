"""Every field that the component schemas of a description declare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.model.fields.field import Field
from registry.model.fields.spots import HOLDING, ITEM, VALUE, Spot, parts
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from registry.model.description import Description

_ELEMENTS = frozenset({ITEM, VALUE})


def fields(description: Description) -> tuple[Field, ...]:
    """Return each field once, in document order: properties of component schemas and what is inline there.

    A reference is not entered: its target has its own fields. A property that several inline branches of a
    combinator declare is the first of them. The same description gives the same values, as each keeps what it
    means once it has been asked.
    """
    return description.once("fields", lambda: tuple(_fields(description)))


def _fields(description: Description) -> Iterator[Field]:
    for name, schema in description.schemas.items():
        root = Spot(schema, join("/components/schemas", name), name, "")
        yield from _of_component(description, root).values()


def _of_component(description: Description, root: Spot) -> Mapping[str, Field]:
    found: dict[str, Field] = {}
    _gather(description, root, found)
    return found


def _gather(description: Description, around: Spot, found: dict[str, Field]) -> None:
    """Note the fields inside a value by their paths, those of the first branch that declares them."""
    for step, spot, required in parts(description, around, through_references=False):
        if step in _ELEMENTS and "$ref" in spot.schema:
            continue
        path, schema = spot.path, spot.schema
        if path not in found:
            found[path] = Field(description, spot.label, path, schema, spot.pointer, required)
        if not HOLDING.isdisjoint(schema):
            _gather(description, spot, found)
