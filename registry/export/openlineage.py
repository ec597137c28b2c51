"""Static lineage: OpenLineage 2-0-2, a DatasetEvent for each schema of an API and a JobEvent for each flow.

A dataset is what declares the fields, ``catalog/products#Product``, so that dataset and field together are the name
by which the registry knows a field, and flows meet where they carry the same one. Nothing here ran: there are no
runs, and no assertions of quality, which are results.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from registry.export import openlineage_facets as facets
from registry.export.document import Document, Export, json_lines, said
from registry.export.subject import newest
from registry.flow.ends import ends, rows
from registry.flow.statements import statements
from registry.model import lenient
from registry.model.fields import Field, fields
from registry.model.slug import kebab

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from registry.export.subject import Release, Subject
    from registry.flow.ends import End, Ends, Row
    from registry.model.flow import Flow
    from registry.model.registry import Registry

Event: TypeAlias = dict[str, Any]

PATH = "lineage.ndjson"


def export(subject: Subject) -> Export:
    """Return all events as one file, one event a line, as the client's file transport writes them."""
    return Export((Document(PATH, json_lines(events(subject))),))


def events(subject: Subject) -> Iterator[Event]:
    """Yield the datasets of each release, then the flows; every event happens at the beginning of the day given."""
    for release in subject.releases:
        yield from _datasets(subject, release)
    for flow in subject.flows:
        yield {**_event(subject, "JobEvent"), **_job(subject.registry, flow)}


def namespace(registry: Registry) -> str:
    """Return the authority that gives out the names: where the registry is published, else its title."""
    return registry.config.url or f"waybill:{kebab(registry.config.title) or 'registry'}"


def _event(subject: Subject, kind: str) -> Event:
    return {
        "eventTime": f"{subject.as_of.isoformat()}T00:00:00Z",
        "producer": facets.PRODUCER,
        "schemaURL": f"https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/{kind}",
    }


def _datasets(subject: Subject, release: Release) -> Iterator[Event]:
    registry, description, api = subject.registry, release.description, release.api
    team = description.meaning.team or registry.system(api.system).team
    stated = _stated(registry, release)
    declared: dict[str, list[Field]] = {}
    for field in fields(description):
        declared.setdefault(field.schema_name, []).append(field)
    for name, found in declared.items():
        columns = {field.path: stated[field.id] for field in found if field.id in stated}
        told = {
            "schema": facets.schema(found),
            "documentation": facets.documentation(
                lenient.text(description.schemas[name].get("description")), "Dataset"
            ),
            "ownership": facets.ownership(team, "Dataset"),
            "version": facets.version(release.number),
            "tags": facets.tags(found),
            "columnLineage": facets.column_lineage(columns) if columns else None,
        }
        dataset = {"namespace": namespace(registry), "name": f"{api.id}#{name}", "facets": said(told)}
        yield {**_event(subject, "DatasetEvent"), "dataset": dataset}


def _stated(registry: Registry, release: Release) -> dict[str, Event]:
    """Return what each field, by its id, says of where its value comes from; only the newest release is asked."""
    if release != newest(release.api):
        return {}
    found: dict[str, list[Event]] = {}
    for statement in statements(release.api):
        edge = statement.edge(registry)
        if edge is not None and edge.kind in {"derivation", "sourceOfTruth"}:
            name, column = _split(registry, edge.source)
            way = facets.statement(edge.kind, edge.said)
            origin = {
                "namespace": namespace(registry),
                "name": name,
                "field": column,
                "transformations": [way],
            }
            found.setdefault(edge.target.partition("#")[2], []).append(origin)
    return {field: {"inputFields": origins} for field, origins in found.items()}


def _split(registry: Registry, reference: str) -> tuple[str, str]:
    """Return dataset and column of a reference; what no schema declares is a column of the API or system."""
    owner, _, field = reference.partition("#")
    api = registry.find_api(owner)
    schemas = newest(api).description.schemas if api is not None else ()
    known = max((name for name in schemas if field.startswith((f"{name}.", f"{name}["))), key=len, default="")
    return (f"{owner}#{known}", field[len(known) :].removeprefix(".")) if known else (owner, field)


def _job(registry: Registry, flow: Flow) -> Event:
    both = ends(registry, flow)
    found = rows(both)
    told = {
        "documentation": facets.documentation(flow.answer, "Job"),
        "ownership": facets.ownership(flow.owner, "Job"),
        "jobType": facets.job_type(flow),
    }
    space = namespace(registry)
    return {
        "job": {"namespace": space, "name": flow.id, "facets": said(told)},
        "inputs": [_dataset(space, name, both.producer) for name in _once(source(row)[0] for row in found)],
        "outputs": list(_outputs(space, both, found)),
    }


def _outputs(space: str, both: Ends, found: tuple[Row, ...]) -> Iterator[Event]:
    for name in _once(target(row)[0] for row in found):
        written = [row for row in found if target(row)[0] == name]
        lineage = {
            column: {
                "inputFields": list(_inputs(space, [row for row in written if target(row)[1] == column]))
            }
            for column in _once(target(row)[1] for row in written)
        }
        dataset = _dataset(space, name, both.consumer)
        told = {"schema": _shape(written), "columnLineage": facets.column_lineage(lineage)}
        yield {**dataset, "facets": {**dataset.get("facets", {}), **said(told)}}


def _shape(written: list[Row]) -> Event | None:
    """Return the columns of a dataset that no DatasetEvent describes: a store, or parameters of an operation."""
    known = [row.target for row in written if isinstance(row.target, Field)]
    if not known:
        return facets.schema_of_names(_once(target(row)[1] for row in written))
    component = known[0].schema_name in known[0].description.schemas
    return None if component else facets.schema(known)


def _inputs(space: str, written: list[Row]) -> Iterator[Event]:
    """Yield each field that goes into a column once, with a transformation for each row that carries it."""
    for one in _once(source(row) for row in written):
        ways = [facets.transformation(row.written) for row in written if source(row) == one]
        yield {"namespace": space, "name": one[0], "field": one[1], "transformations": ways}


def _dataset(space: str, name: str, end: End | None) -> Event:
    version = end.version if end is not None else None
    told = said({"version": facets.version(version) if version else None})
    return {"namespace": space, "name": name, **said({"facets": told})}


def source(row: Row) -> tuple[str, str]:
    """Return dataset and column that a row reads; an unknown path is a column of the API as a whole."""
    if isinstance(row.source, Field) and row.ends.producer is not None:
        return f"{row.ends.producer.api.id}#{row.source.schema_name}", row.source.path
    return row.ends.flow.producer.api, row.written.from_


def target(row: Row) -> tuple[str, str]:
    """Return dataset and column that a row writes, in an API or in a store."""
    flow = row.ends.flow
    if isinstance(row.target, Field) and row.ends.consumer is not None:
        return f"{row.ends.consumer.api.id}#{row.target.schema_name}", row.target.path
    return flow.consumer.api or f"{flow.consumer_system}/store:{flow.consumer.store}", row.written.to


def _once(names: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(names))
