"""What parameters and headers state of themselves beside their values: required, deprecated, allowed to be empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.schema import Difference, Effect, Pointers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.parts import Header, Parameter

NARROWER, WIDER = Effect.NARROWER, Effect.WIDER


def of_header(one: Header, other: Header) -> Iterator[Difference]:
    """Yield what a header states differently."""
    yield from _common("header", one, other)


def of_parameter(one: Parameter, other: Parameter) -> Iterator[Difference]:
    """Yield what a parameter states differently."""
    yield from _common("parameter", one, other)
    place = Pointers(one.pointer, other.pointer)
    dates = one.data.get("x-sunset"), other.data.get("x-sunset")
    if dates[0] != dates[1]:
        yield Difference("parameter x-sunset", "changed", Effect.NONE, *dates, place)
    empty = one.data.get("allowEmptyValue") is True, other.data.get("allowEmptyValue") is True
    for keyword, (before, after) in (
        ("allowEmptyValue", empty),
        ("allowReserved", (one.allow_reserved, other.allow_reserved)),
    ):
        if before != after:
            yield Difference(keyword, "changed", WIDER if after else NARROWER, before, after, place)


def _common(noun: str, one: Parameter | Header, other: Parameter | Header) -> Iterator[Difference]:
    place = Pointers(one.pointer, other.pointer)
    for word, before, after, effects in (
        ("required", one.required, other.required, (WIDER, NARROWER)),
        ("deprecated", one.deprecated, other.deprecated, (Effect.NONE, Effect.NONE)),
    ):
        if before != after:
            yield Difference(
                f"{noun} {word}", "added" if after else "removed", effects[after], before, after, place
            )
