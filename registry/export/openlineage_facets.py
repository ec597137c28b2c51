"""The facets of OpenLineage, each with the version of its schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from registry.export.document import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from registry.model.fields import Field
    from registry.model.flow import Convert, Flow, MappingRow

Facet: TypeAlias = dict[str, Any]
Of: TypeAlias = Literal["Dataset", "Job"]

PRODUCER = "urn:waybill:export"
"""The URI of what made the metadata."""
_SPEC = "https://openlineage.io/spec/facets"


def schema(fields: Iterable[Field]) -> Facet:
    """Return the fields with the paths by which the registry knows them, nested ones too."""
    named = {field.path: field for field in fields}
    return _facet(
        "SchemaDatasetFacet",
        "1-2-0",
        {
            "fields": [
                {
                    "name": name,
                    **said({"type": " | ".join(field.types), "description": field.meaning.description}),
                }
                for name, field in named.items()
            ]
        },
    )


def schema_of_names(names: Iterable[str]) -> Facet:
    """Return fields of which no more than the name is known."""
    return _facet("SchemaDatasetFacet", "1-2-0", {"fields": [{"name": name} for name in names]})


def documentation(text: str, of: Of) -> Facet | None:
    """Return what a person wrote about it."""
    return _facet(f"Documentation{of}Facet", "1-1-0", {"description": text}) if text else None


def ownership(team: str, of: Of) -> Facet:
    """Return the team that answers for it."""
    return _facet(f"Ownership{of}Facet", "1-0-1", {"owners": [{"name": f"team:{team}", "type": "OWNER"}]})


def version(number: str) -> Facet:
    """Return the release that says so."""
    return _facet("DatasetVersionDatasetFacet", "1-0-1", {"datasetVersion": number})


def job_type(flow: Flow) -> Facet | None:
    """Return how the flow runs, if that is known and the standard has a word for it."""
    kinds = {"batch": "BATCH", "event": "STREAMING"}
    kind = kinds.get(flow.trigger.type) if flow.trigger else None
    if kind is None:
        return None
    told = {"processingType": kind, "integration": "WAYBILL", "jobType": "FLOW"}
    return _facet("JobTypeJobFacet", "2-0-4", told)


def tags(fields: Iterable[Field]) -> Facet | None:
    """Return unit, currency and classification of each field as tags; None where there are none."""
    found = [
        {"key": key, "value": value, "source": "WAYBILL", "field": field.path}
        for field in fields
        for key, value in _tags(field)
    ]
    return _facet("TagsDatasetFacet", "1-0-0", {"tags": found}) if found else None


def column_lineage(columns: Mapping[str, Any]) -> Facet:
    """Return which fields each column is made of."""
    return _facet("ColumnLineageDatasetFacet", "1-2-0", {"fields": dict(columns)})


def transformation(row: MappingRow) -> dict[str, Any]:
    """Return how a row carries its value: as it is, or changed on the way, and in which words."""
    steps = [*_converted(row.convert), *_exchanged(row.values)]
    words = [f"{row.from_} -> {row.to}", *steps, *([row.description] if row.description else [])]
    if row.on_null is not None and not isinstance(row.on_null, str):
        steps.append("substituted")
        words.append(f"no value becomes {row.on_null.value!r}")
    subtype = "TRANSFORMATION" if steps else "IDENTITY"
    return {"type": "DIRECT", "subtype": subtype, "description": "; ".join(words)}


def statement(kind: str, words: str) -> dict[str, Any]:
    """Return how a value comes about that a field is said to be computed from, or to be decided by."""
    if kind == "derivation":
        return {"type": "DIRECT", "subtype": "TRANSFORMATION", **said({"description": words})}
    return {"type": "DIRECT", "description": ". ".join(filter(None, ("The source of truth", words)))}


def _converted(convert: Convert | None) -> Iterator[str]:
    for name, number in said(convert.model_dump() if convert else {}).items():
        yield f"{name} {number}" if name != "round" else f"round to {number} digits"


def _exchanged(values: Mapping[str, Any] | None) -> Iterator[str]:
    for value, sent in (values or {}).items():
        if value != sent:
            yield f"{value} becomes {str(sent).lower() if isinstance(sent, bool) else sent}"


def _tags(field: Field) -> Iterator[tuple[str, str]]:
    meaning = field.meaning
    if meaning.unit:
        yield "unit", meaning.unit
    if isinstance(meaning.currency, str):
        yield "currency", meaning.currency
    if meaning.classification is not None:
        yield "sensitivity", meaning.classification.sensitivity
        if meaning.classification.category:
            yield "dataCategory", meaning.classification.category
    if meaning.critical:
        yield "criticalDataElement", "true"


def _facet(name: str, number: str, members: Mapping[str, Any]) -> Facet:
    return {"_producer": PRODUCER, "_schemaURL": f"{_SPEC}/{number}/{name}.json#/$defs/{name}", **members}
