"""A list of all fields with what they mean, one row each: CSV for spreadsheets, Markdown for pages."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from registry.export.document import Document, Export
from registry.flow.lineage import Lineage
from registry.model.fields import fields

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from registry.export.subject import Subject
    from registry.model.fields import Field
    from registry.model.registry import Registry

Form: TypeAlias = Literal["csv", "markdown"]
Row: TypeAlias = tuple[str, ...]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that spreadsheets take for a formula."""


def export(subject: Subject, form: Form = "csv") -> Export:
    """Return one table of the fields of all releases."""
    rows = table(subject)
    written = (
        Document("fields.md", _markdown(rows)) if form == "markdown" else Document("fields.csv", _csv(rows))
    )
    return Export((written,))


def table(subject: Subject) -> list[Row]:
    """Return the names of the columns, then a row for each field that a component declares."""
    used = _used(subject.registry)
    rows = [
        (
            release.api.id,
            release.number,
            field.id,
            *(say(field) for say in _COLUMNS.values()),
            _list(used.get(f"{release.api.id}#{field.id}", {})),
        )
        for release in subject.releases
        for field in fields(release.description)
    ]
    return [("api", "version", "field", *_COLUMNS, "flows"), *rows]


def _used(registry: Registry) -> Mapping[str, Mapping[str, None]]:
    """Return the flows that carry each field at their newest versions, by the reference of the field."""
    used: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for edge in Lineage(registry).edges:
        used[edge.source][edge.flow] = None
        used[edge.target][edge.flow] = None
    return used


def _list(items: Any) -> str:
    return " | ".join(str(item) for item in items)


def _nulls(field: Field) -> str:
    return _list(f"{value}: {text}" for value, text in field.meaning.null_meaning.items())


def _values(field: Field) -> str:
    told = ((each.value, each.description or each.title) for each in field.meaning.values)
    return _list(f"{value}: {text}" if text else value for value, text in told)


def _classified(field: Field) -> str:
    classified = field.meaning.classification
    return " ".join(filter(None, (classified.sensitivity, classified.category))) if classified else ""


def _truth(field: Field) -> str:
    truth = field.meaning.source_of_truth
    return " ".join(filter(None, (truth.system, truth.field))) if truth else ""


_COLUMNS: Mapping[str, Callable[[Field], str]] = {
    "name": lambda field: field.meaning.business_name or field.meaning.title,
    "description": lambda field: field.meaning.description,
    "type": lambda field: _list(field.types),
    "required": lambda field: "yes" if field.required else "no",
    "unit": lambda field: field.meaning.unit or "",
    "currency": lambda field: str(field.meaning.currency or ""),
    "timezone": lambda field: str(field.meaning.timezone or ""),
    "no value means": _nulls,
    "values": _values,
    "term": lambda field: field.meaning.term or "",
    "classification": _classified,
    "at most this old": lambda field: (
        str(field.meaning.freshness.threshold) if field.meaning.freshness else ""
    ),
    "kept for": lambda field: str(field.meaning.retention.period) if field.meaning.retention else "",
    "critical": lambda field: "yes" if field.meaning.critical else "no",
    "decided by": _truth,
    "deprecated": lambda field: "yes" if field.meaning.deprecated else "no",
    "until": lambda field: str(field.meaning.sunset or ""),
}
"""What is said of a field, by the name of the column."""


def _csv(rows: Sequence[Row]) -> str:
    """Return the rows as RFC 4180 has them; what a spreadsheet would run as a formula begins with an apostrophe."""
    text = io.StringIO()
    csv.writer(text).writerows(
        [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows
    )
    return text.getvalue()


def _markdown(rows: Sequence[Row]) -> str:
    header, *body = rows
    lines = [header, tuple("---" for _ in header), *body]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    """Return text that stays in its cell: lines joined, bars, backslashes and angle brackets escaped."""
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").split())
