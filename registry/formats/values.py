"""Durations and dates as the written formats spell them: ISO 8601, one spelling, no guessing."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import total_ordering
from typing import TYPE_CHECKING, Annotated, Any, Self, TypeAlias

from pydantic_core import CoreSchema, PydanticCustomError, core_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

_DURATION = re.compile(
    r"P(?=.)(?:(?P<weeks>\d+)W|(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?)",
    re.ASCII,
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY = 86_400
_WORTH = {
    "years": 365 * _DAY,
    "months": 30 * _DAY,
    "weeks": 7 * _DAY,
    "days": _DAY,
    "hours": 3600,
    "minutes": 60,
}
_LONGEST_DURATION = 40
_A_DURATION = "an ISO 8601 duration such as PT15M, P90D or P1Y"
_A_DATE = "a date such as 2026-12-31"


class Unfit(PydanticCustomError):  # noqa: N818 - reads as the sentence it leads to
    """What a validator of a form raises to have "'key' must be ``expected``; found …" said."""

    def __new__(cls, expected: str) -> Self:
        """Make one that says what was expected."""
        return super().__new__(cls, "unfit", "{expected}", {"expected": expected})


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Duration:
    """An ISO 8601 duration: the ``text`` as written, and its ``seconds`` for comparing.

    A year counts as 365 days and a month as 30, so that ``P1M`` and ``P30D`` are equal.
    """

    text: str
    seconds: float

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``PT15M``, ``P90D``, ``P1Y6M``; raises ValueError for anything else."""
        match = _DURATION.fullmatch(text) if len(text) <= _LONGEST_DURATION else None
        if match is None:
            raise ValueError(f"{text!r} is not {_A_DURATION}")
        parts = match.groupdict(default="0")
        return cls(text, sum(float(parts[name]) * _WORTH.get(name, 1) for name in parts))

    @property
    def timedelta(self) -> dt.timedelta:
        """The duration as the standard library counts it; the longest it can hold when that is exceeded."""
        try:
            return dt.timedelta(seconds=self.seconds)
        except OverflowError:
            return dt.timedelta.max

    @property
    def in_words(self) -> str:
        """The duration as people say it: ``15 minutes``, ``1 day and 12 hours``."""
        match = _DURATION.fullmatch(self.text)
        parts = match.groupdict() if match else {}
        said = [
            f"{amount} {unit.removesuffix('s') if amount == '1' else unit}"
            for unit in ("years", "months", "weeks", "days", "hours", "minutes", "seconds")
            if (amount := parts.get(unit))
        ]
        return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said) or self.text

    def __str__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return self.seconds == other.seconds if isinstance(other, Duration) else NotImplemented

    def __lt__(self, other: Duration) -> bool:
        return self.seconds < other.seconds

    def __hash__(self) -> int:
        return hash(self.seconds)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return _from_text(cls, cls.parse, _A_DURATION)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _core: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "format": "duration", "pattern": "^P", "examples": ["PT15M", "P90D"]}


class _FromIsoDate:
    """Teaches pydantic to read a calendar date from its one ISO 8601 spelling, and from no number."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return _from_text(dt.date, _date, _A_DATE)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _core: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "format": "date"}


IsoDate: TypeAlias = Annotated[dt.date, _FromIsoDate]


def _date(text: str) -> dt.date:
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return dt.date.fromisoformat(text)


def _from_text(kind: type, parse: Callable[[str], Any], expected: str) -> CoreSchema:
    """Return a core schema that lets values of a kind pass, parses text, and names what it expected."""

    def validate(value: Any) -> Any:
        if isinstance(value, kind):
            return value
        try:
            return parse(value)
        except (TypeError, ValueError):
            raise Unfit(expected) from None

    return core_schema.no_info_plain_validator_function(
        validate, serialization=core_schema.to_string_ser_schema()
    )
