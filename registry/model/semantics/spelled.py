"""Text in forms whose spelling a standard fixes, with what is said of any other."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from registry.formats import Unfit
from registry.model.semantics.standards import CURRENCIES, timezones


def _currency(code: str) -> str:
    if code not in CURRENCIES:
        raise Unfit("a currency code of ISO 4217 such as EUR")
    return code


def _timezone(name: str) -> str:
    if timezones() and name not in timezones():
        raise Unfit("a time zone of the IANA database such as Europe/Paris")
    return name


def _status(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


CurrencyCode: TypeAlias = Annotated[
    str, AfterValidator(_currency), WithJsonSchema({"type": "string", "enum": sorted(CURRENCIES)})
]
"""A currency of ISO 4217."""

Timezone: TypeAlias = Annotated[
    str, AfterValidator(_timezone), WithJsonSchema({"type": "string", "examples": ["Europe/Paris", "UTC"]})
]
"""A time zone of the IANA database."""

StatusCode: TypeAlias = Annotated[
    str,
    BeforeValidator(_status),
    Field(pattern=r"^[1-5](\d\d|XX)$"),
    WithJsonSchema(
        {"type": ["string", "integer"], "pattern": r"^[1-5](\d\d|XX)$", "minimum": 100, "maximum": 599}
    ),
]
"""An HTTP status code ("429") or a range of them ("5XX")."""
