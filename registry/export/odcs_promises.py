"""What a data contract promises: ages, times of keeping, objectives of operations, the end of the API."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from registry.export.document import plain, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.export.tables import Column, Table
    from registry.formats import Duration
    from registry.model.description import Description, Operation

_SINGLE = re.compile(r"P(?:(\d+)([DY])|T(\d+)([HM]))")


def promises(description: Description, tables: tuple[Table, ...]) -> Iterator[dict[str, Any]]:
    """Yield every item of ``slaProperties``.

    The element of a freshness is the field that carries the time, where one is named: its age is what can be
    measured. The field that is promised to be fresh stands in the description.
    """
    yield from (plain(each) for each in description.meaning.sla_properties)
    if (end := description.meaning.sunset_date) is not None:
        yield {"property": "endOfLife", "value": str(end)}
    for table in tables:
        for column in table.columns:
            yield from _of_field(table, column)
    for operation in description.operations:
        yield from _of_operation(operation)


def _of_field(table: Table, column: Column) -> Iterator[dict[str, Any]]:
    name, meaning = f"{table.name}.{column.name}", column.field.meaning
    if (fresh := meaning.freshness) is not None:
        words = ". ".join(filter(None, (f"How old {name} may be", fresh.description)))
        element = _timed_by(table, fresh.timestamp_field) or name
        yield {"property": "freshness", **_amount(fresh.threshold), "element": element, "description": words}
    if (kept := meaning.retention) is not None:
        words = ". ".join(filter(None, (f"How long {name} is kept", kept.description)))
        element = _timed_by(table, kept.timestamp_field) or name
        yield {"property": "retention", **_amount(kept.period), "element": element, "description": words}


def _timed_by(table: Table, name: str | None) -> str | None:
    return f"{table.name}.{name}" if any(each.name == name for each in table.columns) else None


def _amount(duration: Duration) -> dict[str, Any]:
    """Return a number of days, years, hours or minutes; any other duration as ISO 8601 has it."""
    match = _SINGLE.fullmatch(duration.text)
    if match is None:
        return {"value": duration.text}
    days, day, times, time = match.groups()
    return {"value": int(days or times), "unit": (day or time).lower()}


def _of_operation(operation: Operation) -> Iterator[dict[str, Any]]:
    for objective in operation.meaning.objectives:
        part = f"{objective.percentile:g} percent of requests" if objective.percentile else ""
        words = ", ".join(text for text in (operation.name, part, objective.description) if text)
        yield {
            "property": objective.property,
            "value": objective.value,
            **said({"unit": objective.unit, "description": words}),
        }
