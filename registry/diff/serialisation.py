"""How values of parameters and headers are written: by style and explode, or as content of a media type."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from registry.schema import Difference, Effect, Pointers
from registry.schema.shape import NUMBERS

if TYPE_CHECKING:
    from registry.diff.found import Sides
    from registry.model.parts import Header, Parameter

Types = Callable[[Any, str], frozenset[str]]

PREFIXED = frozenset({"label", "matrix"})
"""Styles that write something before a single value (OpenAPI 3.1.1, 4.8.12.4)."""


WRITTEN_ALIKE = NUMBERS | {"boolean"}
"""Types whose values are the same text in JSON and in every style without a prefix."""


def compare(
    sides: Sides, one: Parameter | Header, other: Parameter | Header, keyword: str
) -> Difference | None:
    """Return the difference between two ways to write the same values, if there is one."""
    before, after = _form(one, sides.base_types), _form(other, sides.revision_types)
    if before == after or (one.content and other.content):
        return None
    place = Pointers(one.pointer, other.pointer)
    return Difference(keyword, "changed", Effect.BOTH, _words(one), _words(other), at=place)


def _form(value: Parameter | Header, types: Types) -> tuple[Any, ...]:
    """Return what style and explode come to for the types at hand."""
    allowed = types(*schema(value))
    if value.content:
        return ("", False) if allowed <= WRITTEN_ALIKE else ("content",)
    # "simple" writes a list in one way only, whatever explode says.
    composed = allowed & ({"object"} if value.style == "simple" else {"array", "object"})
    return (
        (value.style, value.explode) if composed else (value.style if value.style in PREFIXED else "", False)
    )


def schema(value: Parameter | Header) -> tuple[Any, str]:
    """Return the schema of the values with its pointer, be it written under ``schema`` or under ``content``."""
    written = value.content[0] if value.content else value
    return written.schema, written.schema_pointer


def _words(value: Parameter | Header) -> str:
    if value.content:
        return f"as {value.content[0].name}"
    return f"{value.style}, {'exploded' if value.explode else 'not exploded'}"
