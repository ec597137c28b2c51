"""The properties of a data contract: types, limits, meaning, quality and relationships of each field."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from registry.errors import WrongUse
from registry.export.document import plain, said
from registry.export.odcs_quality import checks
from registry.export.subject import newest
from registry.model import lenient
from registry.model.semantics import layers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from registry.export.subject import Release
    from registry.export.tables import Column, Table
    from registry.model.description import Description
    from registry.model.registry import Registry
    from registry.model.semantics import FieldMeaning, Relationship

GLOSSARY = (
    "glossaryTerm"  # tools fetch "businessDefinition", and fail where the address is no contract of its own
)
_STABLE = re.compile(r"[A-Za-z0-9_-]+")
_SHORT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\.[A-Za-z_][A-Za-z0-9_]*")
_FILE = re.compile(r"[A-Za-z0-9._/-]+")
_TIMES = {"date": "date", "date-time": "timestamp", "time": "time"}
_WIDTHS = {"int32": "i32", "int64": "i64", "float": "f32", "double": "f64"}
_LIMITS: Mapping[str, tuple[str, ...]] = {
    "string": ("minLength", "maxLength", "pattern"),
    "integer": ("multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    "number": ("multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    "array": ("minItems", "maxItems", "uniqueItems"),
    "object": ("minProperties", "maxProperties"),
}
"""The keywords of JSON Schema that ``logicalTypeOptions`` knows under the same name, by logical type."""


@dataclass(frozen=True, eq=False, slots=True)
class Names:
    """How one contract names its own parts, other contracts, and words of the business."""

    registry: Registry
    release: Release
    description: Description

    def stable(self, name: str) -> str | None:
        """Return the name as an id if it can be one; references need ids, nothing else does."""
        return name if _STABLE.fullmatch(name) else None

    def definitions(self, term: str | None) -> list[dict[str, Any]]:
        """Return the definition of a business term: its URI, or its words from the glossary."""
        if not term:
            return []
        try:
            known = self.registry.term(term)
        except WrongUse:
            return [{"url": term, "type": GLOSSARY}]
        description = f"{known.title}: {known.definition}"
        return [{"url": f"glossary:{known.id}", "type": GLOSSARY, "description": description}]

    def reference(self, to: str) -> str | None:
        """Return a field of this contract or another as the standard writes references; None if it cannot."""
        api_id, _, field = to.partition("#")
        if api_id == self.release.api.id:
            return field if _SHORT.fullmatch(field) else None
        api = next((api for api in self.registry.apis if api.id == api_id), None)
        table, _, name = field.partition(".")
        if api is None or not (self.stable(table) and self.stable(name)):
            return None
        file = f"../../{newest(api).file('.odcs.yaml')}"
        return f"{file}#/schema/{table}/properties/{name}" if _FILE.fullmatch(file) else None


def properties(names: Names, table: Table) -> list[dict[str, Any]]:
    """Return the properties of a table; where one of them alone identifies a record, it is the primary key."""
    ids = [column.name for column in table.columns if column.field.meaning.role == "id" and column.required]
    return [_property(names, column, keyed=ids == [column.name]) for column in table.columns]


def custom(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what the standard has no word for, as its ``customProperties``."""
    return [{"property": name, "value": value} for name, value in said(facts).items()]


def _property(names: Names, column: Column, *, keyed: bool) -> dict[str, Any]:
    key = {"primaryKey": True, "primaryKeyPosition": 1, "unique": True} if keyed else {}
    return {**said({"id": names.stable(column.name)}), "name": column.name, **_element(names, column, key)}


def _element(names: Names, column: Column, key: Mapping[str, Any]) -> dict[str, Any]:
    meaning, schema = column.field.meaning, _Schema(column)
    classified, derived = meaning.classification, meaning.derivation
    references = [
        names.reference(each.to) if each.type == "foreignKey" else None for each in meaning.relationships
    ]
    return {
        **said(
            {
                "logicalType": schema.logical,
                "logicalTypeOptions": schema.limits(),
                "physicalType": schema.physical,
                "businessName": meaning.business_name or meaning.title,
                "description": meaning.description,
            }
        ),
        **({"required": True} if column.required and not column.nullable else {}),
        **key,
        **said(
            {
                "classification": classified.sensitivity if classified else None,
                "criticalDataElement": meaning.critical or None,
                "transformSourceObjects": list(derived.from_) if derived else [],
                "transformDescription": derived.description if derived else None,
                "examples": schema.examples,
                "relationships": [{"type": "foreignKey", "to": to} for to in references if to],
                "quality": checks(meaning, column),
                "authoritativeDefinitions": names.definitions(meaning.term),
                "customProperties": custom(
                    {**_beyond(column, meaning), "relationships": _others(meaning.relationships, references)}
                ),
                "properties": [_property(names, inner, keyed=False) for inner in column.columns],
                "items": _items(names, column, schema.logical),
            }
        ),
    }


def _items(names: Names, column: Column, logical: str | None) -> dict[str, Any] | None:
    return _element(names, column.item, {}) if column.item is not None and logical == "array" else None


def _others(relationships: tuple[Relationship, ...], references: list[str | None]) -> list[dict[str, Any]]:
    """Return the relationships that the standard cannot write as its own."""
    return [
        plain(each) | {"type": each.type}
        for each, to in zip(relationships, references, strict=True)
        if not to
    ]


def _beyond(column: Column, meaning: FieldMeaning) -> dict[str, Any]:
    """Return what a field means beyond what the standard has words for, under the names of this registry."""
    classified = meaning.classification
    return {
        "schema": list(column.tables),
        "presence": None if column.required or column.field.is_element else "optional",
        "nullable": column.nullable or None,
        "mapOf": _values_of(column),
        "unit": meaning.unit,
        "unitLanguage": meaning.unit_language,
        "currency": _either(meaning.currency),
        "timezone": _either(meaning.timezone),
        "role": meaning.role,
        "uriTemplate": meaning.uri_template,
        "nullMeaning": dict(meaning.null_meaning),
        "nullValues": list(meaning.null_values),
        "defaultMeaning": meaning.default_meaning,
        "values": list(_values(meaning)) if column.sure else [],
        "valuesMayGrow": meaning.extensible or None,
        "dataCategory": classified.category if classified else None,
        "masking": plain(classified.masking) if classified and classified.masking else None,
        "sourceOfTruth": plain(meaning.source_of_truth) if meaning.source_of_truth else None,
        "freshness": plain(meaning.freshness) if meaning.freshness else None,
        "retention": plain(meaning.retention) if meaning.retention else None,
        "normalization": meaning.normalization,
        "stability": meaning.stability,
        "deprecated": meaning.deprecated or None,
        "sunset": str(meaning.sunset or ""),
    }


def _values_of(column: Column) -> list[str]:
    """Return what the values of a map are: the schemas that say it, else a type."""
    if column.item is None or not column.item.name.startswith("{"):
        return []
    return list(column.item.tables) or [_Schema(column.item).physical or "any"]


def _either(said_by: Any) -> Any:
    return said_by if isinstance(said_by, str | None) else plain(said_by)


def _values(meaning: FieldMeaning) -> Iterator[dict[str, Any]]:
    for each in meaning.values:
        yield {"value": each.value, **said({"title": each.title, "description": each.description})}


class _Schema:
    """What a schema says of the form of its values, in the words of the standard."""

    def __init__(self, column: Column) -> None:
        self._sure = column.sure
        self._types = tuple(kind for kind in column.field.types if kind != "null")
        self._layers = layers(column.field.schema, column.field.description.follow)
        self._format = next(
            (layer["format"] for layer in self._layers if isinstance(layer.get("format"), str)), ""
        )

    @property
    def logical(self) -> str | None:
        """The logical type; None where values are of several types."""
        if len(self._types) != 1:
            return None
        return _TIMES.get(self._format, "string") if self._types == ("string",) else self._types[0]

    @property
    def physical(self) -> str:
        """The type in JSON."""
        return " | ".join(self._types)

    @property
    def examples(self) -> list[Any]:
        """The values given as examples, in either spelling."""
        for layer in self._layers:
            if found := lenient.sequence(layer.get("examples")):
                return found
            if layer.get("example") is not None:
                return [layer["example"]]
        return []

    def limits(self) -> dict[str, Any]:
        """Return the keywords that limit the values; none for one of several shapes."""
        logical = self.logical
        if logical is None or not self._sure:
            return {}
        found = {key: self._first(key) for key in _LIMITS.get(logical, ())}
        zoned = True if logical == "timestamp" else None  # date-time always has an offset (RFC 3339)
        return said({**found, **self._exclusive(found), "format": self._width(logical), "timezone": zoned})

    def _width(self, logical: str) -> str | None:
        if logical == "string":
            return self._format
        return _WIDTHS.get(self._format) if logical in {"integer", "number"} else None

    def _first(self, key: str) -> Any:
        return next((layer[key] for layer in self._layers if _is_limit(key, layer.get(key))), None)

    def _exclusive(self, found: Mapping[str, Any]) -> dict[str, Any]:
        """Return the limits that a flag beside them makes exclusive (OpenAPI 3.0)."""
        pairs = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}
        return {
            pairs[key]: found[key]
            for key in pairs
            if found.get(key) is not None and any(layer.get(pairs[key]) is True for layer in self._layers)
        }


def _is_limit(key: str, value: Any) -> bool:
    if key == "pattern":
        return isinstance(value, str)
    if key == "uniqueItems":
        return value is True
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return False
    if key in {"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"}:
        return isinstance(value, int) and value >= 0
    return key != "multipleOf" or value > 0
