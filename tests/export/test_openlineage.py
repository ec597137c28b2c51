"""Events that load into the classes of the official client, and carry the lineage that the flows state."""

from __future__ import annotations

import json
from collections import Counter
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

import attr
import pytest
from openlineage.client import event_v2, facet_v2
from openlineage.client.serde import Serde

from registry.flow.lineage import Lineage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from registry.workspace import Workspace

EVENTS = {"JobEvent": event_v2.JobEvent, "DatasetEvent": event_v2.DatasetEvent}
FACETS = {
    (event_v2.Job, "documentation"): facet_v2.documentation_job.DocumentationJobFacet,
    (event_v2.Job, "ownership"): facet_v2.ownership_job.OwnershipJobFacet,
    (event_v2.Job, "jobType"): facet_v2.job_type_job.JobTypeJobFacet,
    (event_v2.Dataset, "documentation"): facet_v2.documentation_dataset.DocumentationDatasetFacet,
    (event_v2.Dataset, "ownership"): facet_v2.ownership_dataset.OwnershipDatasetFacet,
    (event_v2.Dataset, "schema"): facet_v2.schema_dataset.SchemaDatasetFacet,
    (event_v2.Dataset, "version"): facet_v2.dataset_version_dataset.DatasetVersionDatasetFacet,
    (event_v2.Dataset, "tags"): facet_v2.tags_dataset.TagsDatasetFacet,
    (event_v2.Dataset, "columnLineage"): facet_v2.column_lineage_dataset.ColumnLineageDatasetFacet,
}


def loaded(kind: type, data: dict[str, Any]) -> Any:
    """Make an instance of a class of the client, which knows every key, and states the same schema."""
    known = {field.name: field for field in attr.fields(kind)}
    assert set(data) <= set(known), f"{kind.__name__} knows no {set(data) - set(known)}"
    hints = get_type_hints(kind)
    made = kind(
        **{
            known[name].alias: facets(kind, value) if name == "facets" else part(hints[name], value)
            for name, value in data.items()
            if known[name].init
        }
    )
    assert all(getattr(made, name) == data[name] for name in data if not known[name].init)
    return made


def facets(kind: type, data: dict[str, Any]) -> dict[str, Any]:
    of = event_v2.Job if kind is event_v2.Job else event_v2.Dataset
    return {name: loaded(FACETS[of, name], facet) for name, facet in data.items()}


def part(hint: Any, value: Any) -> Any:
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    if get_origin(hint) in (Union, UnionType):
        return part(kinds[0], value)
    if get_origin(hint) is list:
        return [part(kinds[0], each) for each in value]
    if get_origin(hint) is dict:
        return {name: part(kinds[1], each) for name, each in value.items()}
    if attr.has(hint):
        return loaded(hint, value)
    assert isinstance(value, hint)
    return value


def events(here: Workspace, *targets: str) -> list[dict[str, Any]]:
    (document,) = here.export("openlineage", *targets).documents
    return [json.loads(line) for line in document.text.splitlines()]


def jobs(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {event["job"]["name"]: event for event in found if "job" in event}


def datasets(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {event["dataset"]["name"]: event["dataset"]["facets"] for event in found if "dataset" in event}


@pytest.fixture(scope="module")
def of_example(example: Workspace) -> list[dict[str, Any]]:
    return events(example)


def test_every_event_of_the_example_loads_into_the_client_and_comes_out_as_it_went_in(
    of_example: list[dict[str, Any]],
) -> None:
    for event in of_example:
        made = loaded(EVENTS[event["schemaURL"].rpartition("/")[2]], event)
        assert without_empty(Serde.to_dict(made)) == without_empty(event)


def without_empty(data: Any) -> Any:
    """Leave out the empty lists and mappings that the client fills in."""
    if isinstance(data, dict):
        return {name: without_empty(value) for name, value in data.items() if value not in ([], {})}
    return [without_empty(each) for each in data] if isinstance(data, list) else data


def test_there_is_a_job_for_each_flow_and_a_dataset_for_each_schema(
    example: Workspace, of_example: list[dict[str, Any]]
) -> None:
    assert list(jobs(of_example)) == [flow.id for flow in example.registry.flows]
    assert {"catalog/products#Product", "catalog/products#Size", "email/items#Item"} <= set(
        datasets(of_example)
    )


def test_the_lineage_of_the_columns_is_the_mapping_of_the_flows(
    example: Workspace, of_example: list[dict[str, Any]]
) -> None:
    lineage = Lineage(example.registry)
    for flow in example.registry.flows:
        expected = Counter((edge.source, edge.target) for edge in lineage.rows_of(flow))
        assert Counter(carried(jobs(of_example)[flow.id])) == expected


def carried(event: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield source and target of each transformation, as the registry refers to fields."""
    for output in event["outputs"]:
        for column, made_of in output["facets"]["columnLineage"]["fields"].items():
            for origin in made_of["inputFields"]:
                for _ in origin["transformations"]:
                    yield reference(origin["name"], origin["field"]), reference(output["name"], column)


def reference(dataset: str, column: str) -> str:
    mark = "" if "#" in dataset and column.startswith(("[", "{")) else "." if "#" in dataset else "#"
    return f"{dataset}{mark}{column}"


def test_what_a_job_reads_is_among_its_inputs(of_example: list[dict[str, Any]]) -> None:
    for event in jobs(of_example).values():
        inputs = {(each["namespace"], each["name"]) for each in event["inputs"]}
        read = {
            (origin["namespace"], origin["name"])
            for output in event["outputs"]
            for made_of in output["facets"]["columnLineage"]["fields"].values()
            for origin in made_of["inputFields"]
        }
        assert read == inputs


def test_every_column_with_a_lineage_is_a_column_of_its_dataset(of_example: list[dict[str, Any]]) -> None:
    declared = {name: columns(told) for name, told in datasets(of_example).items()}
    for event in jobs(of_example).values():
        for output in event["outputs"]:
            known = columns(output["facets"]) or declared[output["name"]]
            assert set(output["facets"]["columnLineage"]["fields"]) <= known


def columns(told: dict[str, Any]) -> set[str]:
    return {field["name"] for field in told.get("schema", {}).get("fields", ())}


def test_a_value_that_is_changed_on_the_way_is_told_from_one_that_is_not(
    shop: Callable[..., Workspace],
) -> None:
    (event,) = jobs(events(shop(), "email")).values()
    lineage = {
        column: made_of["inputFields"][0]["transformations"]
        for output in event["outputs"]
        for column, made_of in output["facets"]["columnLineage"]["fields"].items()
    }
    assert lineage["name"] == [
        {"type": "DIRECT", "subtype": "IDENTITY", "description": "items[].name -> name"}
    ]
    assert lineage["price"] == [
        {
            "type": "DIRECT",
            "subtype": "TRANSFORMATION",
            "description": "items[].price.amount -> price; divide 100",
        }
    ]
    assert lineage["in_stock"][0]["description"] == (
        "items[].sizes[].availability -> in_stock; in_stock becomes true; sold_out becomes false"
    )


def test_a_field_that_is_computed_from_another_has_a_lineage_without_any_job(
    shop: Callable[..., Workspace],
) -> None:
    size = datasets(events(shop(), "catalog/products"))["catalog/products#Size"]
    assert size["columnLineage"]["fields"] == {
        "availability": {
            "inputFields": [
                {
                    "namespace": "https://apis.shoes.example",
                    "name": "catalog/products#Product",
                    "field": "sku",
                    "transformations": [
                        {"type": "DIRECT", "subtype": "TRANSFORMATION", "description": "Looked up."}
                    ],
                }
            ]
        }
    }


def test_a_dataset_says_who_owns_it_and_what_its_fields_mean(shop: Callable[..., Workspace]) -> None:
    told = datasets(events(shop(), "catalog/products"))
    assert told["catalog/products#Price"]["tags"]["tags"] == [
        {"key": "unit", "value": "ct", "source": "WAYBILL", "field": "amount"}
    ]
    size = told["catalog/products#Size"]
    assert size["ownership"]["owners"] == [{"name": "team:commerce", "type": "OWNER"}]
    assert size["version"]["datasetVersion"] == "2.1.0"
    assert {"name": "availability", "type": "string | null", "description": "Whether it can be ordered."} in (
        size["schema"]["fields"]
    )


def test_events_happen_on_the_day_that_is_given(shop: Callable[..., Workspace]) -> None:
    assert {event["eventTime"] for event in events(shop())} == {"2026-11-23T00:00:00Z"}


def test_a_store_has_the_columns_that_flows_write(shop: Callable[..., Workspace]) -> None:
    path = "specs/email/flows/items.yaml"
    here = shop()
    text = (
        (here.root / path).read_text().replace('{operation: "email/items#putItem"}', "{store: table shoes}")
    )
    (event,) = jobs(events(shop({path: text}), "email/items")).values()
    (output,) = event["outputs"]
    assert output["name"] == "email/store:table shoes"
    assert [field["name"] for field in output["facets"]["schema"]["fields"]] == [
        "path.id",
        "name",
        "tags[].label",
        "price",
        "in_stock",
    ]
