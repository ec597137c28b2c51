"""Forms: documents that people write, read into frozen values, with every mistake told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

import pydantic
from pydantic.alias_generators import to_camel

from registry.errors import UnreadableInputs
from registry.formats.faults import faults_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.errors import Place


class Written(pydantic.BaseModel):
    """A document, or part of one, that a person writes: camelCase keys, unknown keys refused, frozen."""

    model_config = pydantic.ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        populate_by_name=True,
    )


W = TypeVar("W", bound=Written)


def read(form: type[W], data: Any, place: Callable[[str], Place]) -> W:
    """Read plain data as a form; ``place`` turns a JSON Pointer into its place.

    Raises UnreadableInputs with every problem at once: unknown keys with the nearest known one, missing
    keys, wrong types and values, each with its remedy.
    """
    try:
        return form.model_validate_json(json.dumps(data), strict=True, by_alias=True, by_name=False)
    except pydantic.ValidationError as error:
        problems = [fault.told(place) for fault in faults_of(form, data, error)]
        raise UnreadableInputs(tuple(sorted(problems, key=lambda problem: _line(problem.place)))) from None


def _line(place: Place) -> tuple[int, int]:
    return place.line or 0, place.column or 0
