"""Values whose meaning a standard fixes, or everybody knows, so that nobody has to explain them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from registry.check import names
from registry.model.semantics.standards import CURRENCIES

if TYPE_CHECKING:
    from collections.abc import Iterable

_KNOWN = (
    frozenset({"get", "head", "post", "put", "patch", "delete", "options", "trace", "connect"}),
    frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
    | frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"}),
    frozenset({"january", "february", "march", "april", "may", "june", "july", "august", "september"})
    | frozenset({"october", "november", "december"})
    | frozenset({"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}),
    frozenset({"asc", "desc", "ascending", "descending"}),
    frozenset({"true", "false"}),
    frozenset({"yes", "no"}),
)
_VERSION = re.compile(r"v?\d+(\.\d+)+|\d{4}-\d{2}-\d{2}")
_COUNTRY = re.compile(r"[A-Z]{2,3}")
_LANGUAGE = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{2,4})*")


def are_self_evident(name: str, values: Iterable[Any]) -> bool:
    """Whether the values of a field of this name are codes of a standard, or words that need no explanation."""
    listed = [str(value) for value in values]
    folded = {value.lower() for value in listed}
    if any(folded <= known for known in _KNOWN):
        return True
    if CURRENCIES.issuperset(value.upper() for value in listed):
        return True
    said = set(names.words(name))
    return (
        _all(_VERSION, listed)
        or (bool(said & {"country", "countries"}) and _all(_COUNTRY, listed))
        or (bool(said & {"language", "languages", "locale", "lang"}) and _all(_LANGUAGE, listed))
    )


def _all(pattern: re.Pattern[str], values: list[str]) -> bool:
    return all(pattern.fullmatch(value) for value in values)
