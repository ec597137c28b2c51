"""Every field that the component schemas of a description declare."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from registry.model.fields.field import Field
from registry.model.fields.spots import ITEM, VALUE, Spot, parts
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.description import Description


@lru_cache(maxsize=1024)
def fields(description: Description) -> tuple[Field, ...]:
    """Return each field once, in document order: properties of component schemas and what is inline there.

    A reference is not entered: its target has its own fields. A property that several inline branches of a
    combinator declare is the first of them. The same description gives the same values, as each keeps what it
    means once it has been asked.
    """
    return tuple(
        field
        for name, schema in description.schemas.items()
        for field in _of_component(description, Spot(schema, join("/components/schemas", name), name, ""))
    )


def _of_component(description: Description, root: Spot) -> Iterator[Field]:
    seen: set[str] = set()
    for field in _within(description, root):
        if field.path not in seen:
            seen.add(field.path)
            yield field


def _within(description: Description, spot: Spot) -> Iterator[Field]:
    for part in parts(description, spot, through_references=False):
        if part.step in {ITEM, VALUE} and "$ref" in part.spot.schema:
            continue
        yield Field(
            description, spot.label, part.spot.path, part.spot.schema, part.spot.pointer, part.required
        )
        yield from _within(description, part.spot)
