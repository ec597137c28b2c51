"""The checks of quality of a data contract, as far as the standard has words for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from registry.export.document import plain, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.export.tables import Column
    from registry.model.semantics import FieldMeaning, Quality

_METRICS = {"nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount"}
_STABLE = re.compile(r"[A-Za-z0-9_-]+")
_COMMON = (
    "id",
    "name",
    "description",
    "unit",
    "dimension",
    "severity",
    "businessImpact",
    "method",
    "schedule",
)


def checks(meaning: FieldMeaning, column: Column) -> list[dict[str, Any]]:
    """Return the checks that are written at a field, and the one that its closed list of values amounts to."""
    listed = [each.value for each in meaning.values]
    closed = bool(listed) and not meaning.extensible and column.sure
    return [*(_check(each) for each in meaning.quality), *([_one_of(listed)] if closed else [])]


def _one_of(values: list[Any]) -> dict[str, Any]:
    return {"metric": "invalidValues", "arguments": {"validValues": values}, "mustBe": 0}


def _check(quality: Quality) -> dict[str, Any]:
    """Return a check as it was written; as text, its rest beside it, where the standard would not take it."""
    written = plain(quality)
    if "id" in written and not _STABLE.fullmatch(written["id"]):
        written["name"] = written.get("name", written.pop("id"))
    if _is_known(written):
        return written
    common = {key: value for key, value in written.items() if key in _COMMON}
    rest = {key: value for key, value in written.items() if key not in common and key != "type"}
    return {
        "type": "text",
        **common,
        **said({"customProperties": [{"property": key, "value": value} for key, value in rest.items()]}),
    }


def _is_known(written: Mapping[str, Any]) -> bool:
    """Tell whether the standard takes the check: a metric it knows, or SQL, with exactly one condition."""
    conditions = sum(key.startswith(("mustBe", "mustNotBe")) for key in written)
    if any(len(set(written.get(key, (0, 1)))) == 1 for key in ("mustBeBetween", "mustNotBeBetween")):
        return False
    kind = written.get("type", "library")
    if kind == "sql":
        return "query" in written and "metric" not in written and conditions == 1
    return (
        kind == "library" and written.get("metric") in _METRICS and "query" not in written and conditions == 1
    )
