"""The registry as JSON files: ``api/index.json`` and what it leads to, for programs without Waybill.

The shape is a contract: ``api/schema.json`` describes it, and ``waybill`` in each file counts its versions.
Addresses within are relative to the root of the site, so that the files say the same wherever they lie.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files as resources
from typing import TYPE_CHECKING, Any

from registry.site import links, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.changelog.entry import Entry
    from registry.model.description import Operation
    from registry.model.fields import Field
    from registry.model.flow import Flow
    from registry.model.registry import Api
    from registry.model.semantics import FieldMeaning
    from registry.site.book import Book

INDEX = "api/index.json"
SCHEMA = "api/schema.json"
CHANGES = "api/changes.json"

_VERSION = 1


def files(book: Book) -> Iterator[tuple[str, bytes]]:
    """Yield what leads to all other files, and what describes them, by path."""
    yield INDEX, _file("index", Records(book).index())
    yield CHANGES, _file("changes", {"releases": [_release(entry) for entry in book.entries]})
    for entry in book.entries:
        if entry.api not in book.apis:  # it is gone, and its releases are told all the same
            yield _of_release(entry)
    yield SCHEMA, resources(__package__).joinpath("records.schema.json").read_bytes()


def of_api(book: Book, api: Api) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an API and of its releases by path."""
    yield _api_path(api.id), _file("api", Records(book).api(api))
    yield from map(_of_release, book.entries_of(api.id))


def of_flow(book: Book, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the file of a flow by path."""
    flow = book.registry.flow(name)
    yield _flow_path(flow.id), _file("flow", {**_flow(flow), "definition": _form(flow)})


def _of_release(entry: Entry) -> tuple[str, bytes]:
    return _change_path(entry), _file("change", {**_release(entry), "entry": entry.as_json()})


@dataclass(frozen=True)
class Records:
    """Tells of one registry in plain values."""

    book: Book

    def index(self) -> dict[str, Any]:
        """Return everything there is, each with the addresses of its page and of its own file."""
        registry = self.book.registry
        return {
            "title": registry.config.title,
            "description": registry.config.description,
            "changes": CHANGES,
            "systems": [
                {
                    "id": system.id,
                    "title": system.title,
                    "kind": system.kind,
                    "team": system.team,
                    "page": links.system(system.id),
                }
                for system in registry.systems
            ],
            "apis": [self._listed(api) for api in registry.apis],
            "flows": [_flow(flow) for flow in registry.flows],
            "terms": [{**_form(term), "page": links.term(term.id)} for term in registry.terms],
        }

    def _listed(self, api: Api) -> dict[str, Any]:
        described = self.book.description(api)
        return {
            "id": api.id,
            "title": described.title,
            "version": api.latest,
            "operations": len(described.operations),
            "fields": len(self.book.fields.of(api)),
            "flows": [flow.id for flow in self.book.flows_of(api.id)],
            "page": links.api(api.id),
            "record": _api_path(api.id),
        }

    def api(self, api: Api) -> dict[str, Any]:
        """Return one API: its versions, and the operations and fields of the one that its pages describe."""
        described = self.book.description(api)
        return {
            **self._listed(api),
            "description": described.description,
            "standing": _form(described.meaning),
            "versions": list(self._versions(api)),
            "operations": [self._operation(api, operation) for operation in described.operations],
            "fields": [self._field(api, field) for field in self.book.fields.of(api).values()],
        }

    def _versions(self, api: Api) -> Iterator[dict[str, Any]]:
        entries = {entry.version: entry for entry in self.book.entries_of(api.id)}
        for version in api.versions or (None,):
            entry = entries.get(version or "")
            label = version or "pending"
            yield {
                "version": version,
                "date": entry.date.isoformat() if entry else None,
                "openapi": {kind: links.download(api.id, label, kind) for kind in ("yaml", "json")},
                "changes": links.release(api.id, version) if entry and version else None,
            }

    def _operation(self, api: Api, operation: Operation) -> dict[str, Any]:
        return _said(
            {
                "id": operation.operation_id,
                "method": operation.method.upper(),
                "path": operation.path,
                "summary": operation.summary,
                "deprecated": operation.deprecated,
                "sunset": operation.sunset.isoformat() if operation.sunset else None,
                "behaviour": _form(operation.meaning),
                "page": links.operation(api.id, operation.slug),
            }
        )

    def _field(self, api: Api, field: Field) -> dict[str, Any]:
        page = self.book.fields.page(api.id, field.id)
        return _said(
            {
                "id": field.id,
                "types": list(field.types),
                "required": field.required,
                **_meaning(field.meaning),
                "flows": sorted({edge.flow for edge in self.book.fields.edges(api.id, field.id)}),
                "page": page or f"{links.fields(api.id)}#{links.field_anchor(field.id)}",
            }
        )


def _meaning(said: FieldMeaning) -> dict[str, Any]:
    return {
        "businessName": said.business_name,
        "description": prose.clean(said.description),
        "term": said.term,
        "unit": said.unit,
        "currency": said.currency and str(said.currency),
        "nullMeaning": dict(said.null_meaning),
        "values": [
            _said({"value": each.value, "title": each.title, "description": each.description})
            for each in said.values
        ],
        "freshness": _form(said.freshness),
        "classification": _form(said.classification),
        "sourceOfTruth": _form(said.source_of_truth),
        "critical": said.critical,
        "deprecated": said.deprecated,
        "sunset": said.sunset.isoformat() if said.sunset else None,
    }


def _flow(flow: Flow) -> dict[str, Any]:
    return {
        "id": flow.id,
        "title": flow.title,
        "answer": flow.answer,
        "from": flow.producer_system,
        "to": flow.consumer_system,
        "owner": flow.owner,
        "page": links.flow(flow.id),
        "record": _flow_path(flow.id),
    }


def _release(entry: Entry) -> dict[str, Any]:
    return {
        "api": entry.api,
        "version": entry.version,
        "date": entry.date.isoformat(),
        "base": entry.base,
        "summary": dict(entry.summary),
        "page": links.release(entry.api, entry.version),
        "record": _change_path(entry),
    }


def _form(written: Any) -> Any:
    """Return a written form as it would be written, without what is not said."""
    left_out = {"id", "path"} if hasattr(written, "path") else set()
    return written and written.model_dump(
        mode="json", by_alias=True, exclude_none=True, exclude_defaults=True, exclude=left_out
    )


def _said(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if value not in (None, "", [], {}, False)}


def _file(kind: str, facts: dict[str, Any]) -> bytes:
    said = {"waybill": _VERSION, "kind": kind, **facts}
    return f"{json.dumps(said, ensure_ascii=False, indent=1)}\n".encode(errors="replace")


def _api_path(identity: str) -> str:
    return f"api/{links.api(identity).removesuffix('/')}.json"


def _flow_path(identity: str) -> str:
    return f"api/{links.flow(identity).removesuffix('/')}.json"


def _change_path(entry: Entry) -> str:
    return f"api/{links.release(entry.api, entry.version).removesuffix('/')}.json"
