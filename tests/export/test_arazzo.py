"""Workflows that the schema of Arazzo takes, whose expressions lead to what the flows carry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from registry.export.arazzo_failure import attempts
from registry.model.semantics import Backoff

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import jsonschema_rs

    from registry.workspace import Workspace

FLOW = "specs/email/flows/items.yaml"
STEPS = re.compile(r"\$steps\.read\.outputs\.([\w-]+)")


@pytest.fixture
def validator(published: Callable[[str], jsonschema_rs.Validator]) -> jsonschema_rs.Validator:
    return published("arazzo-v1.0.schema.json")


@pytest.fixture
def workflow(
    shop: Callable[..., Workspace], validator: jsonschema_rs.Validator
) -> Callable[..., dict[str, Any]]:
    """A function that returns the workflow of the small flow, parts of its text exchanged before."""

    def write(*exchanged: tuple[str, str]) -> dict[str, Any]:
        text = (shop().root / FLOW).read_text()
        for old, new in exchanged:
            assert old in text
            text = text.replace(old, new)
        (document,) = shop({FLOW: text}).export("arazzo").documents
        written = yaml.load(document.text, Loader=yaml.CSafeLoader)
        validator.validate(written)
        (found,) = written["workflows"]
        assert isinstance(found, dict)
        return found

    return write


def test_every_flow_of_the_example_that_calls_an_operation_is_a_valid_workflow(
    example: Workspace, validator: jsonschema_rs.Validator
) -> None:
    exported = example.export("arazzo")
    assert [document.path for document in exported.documents] == [
        f"{flow.id}.arazzo.yaml" for flow in example.registry.flows if flow.id != "email/back-in-stock"
    ]
    for document in exported.documents:
        validator.validate(yaml.load(document.text, Loader=yaml.CSafeLoader))
    assert (
        "email/back-in-stock: left out, it calls no operation: stockChanged is sent by warehouse/stock"
        in (exported.remarks)
    )


def test_every_expression_names_an_output_of_the_step_before(example: Workspace) -> None:
    for document in example.export("arazzo").documents:
        (workflow,) = yaml.load(document.text, Loader=yaml.CSafeLoader)["workflows"]
        outputs = {name for step in workflow["steps"] for name in step.get("outputs", ())}
        assert set(STEPS.findall(document.text)) <= outputs


def test_the_first_step_reads_what_the_flow_maps(workflow: Callable[..., dict[str, Any]]) -> None:
    read = workflow()["steps"][0]
    assert read["operationId"] == "$sourceDescriptions.catalog-products.listProducts"
    assert read["parameters"] == [{"name": "since", "in": "query", "value": "$inputs.producer-since"}]
    assert read["successCriteria"] == [{"condition": "$statusCode == 200"}]
    assert read["outputs"] == {
        "items-sku": "$response.body#/items/0/sku",
        "items-name": "$response.body#/items/0/name",
        "items-dotted-name": "$response.body#/items/0/dotted.name",
        "items-price-amount": "$response.body#/items/0/price/amount",
        "items-sizes-availability": "$response.body#/items/0/sizes/0/availability",
    }


def test_the_second_step_writes_it_into_parameters_and_body(workflow: Callable[..., dict[str, Any]]) -> None:
    write = workflow()["steps"][1]
    assert write["operationId"] == "$sourceDescriptions.email-items.putItem"
    assert write["parameters"] == [
        {"name": "X-Key", "in": "header", "value": "$inputs.consumer-X-Key"},
        {"name": "id", "in": "path", "value": "$steps.read.outputs.items-sku"},
    ]
    assert write["requestBody"] == {
        "contentType": "application/json",
        "payload": {
            "name": "$steps.read.outputs.items-name",
            "tags": [{"label": "$steps.read.outputs.items-dotted-name"}],
        },
    }
    assert write["successCriteria"] == [{"condition": "$statusCode == 200 || $statusCode == 201"}]


def test_what_nobody_maps_is_an_input(workflow: Callable[..., dict[str, Any]]) -> None:
    assert workflow()["inputs"] == {
        "type": "object",
        "properties": {
            "producer-since": {"type": "string", "description": "From when on."},
            "consumer-X-Key": {"type": "string"},
        },
        "required": ["producer-since", "consumer-X-Key"],
    }


def test_values_that_are_changed_are_not_carried_and_that_is_said(
    workflow: Callable[..., dict[str, Any]], shop: Callable[..., Workspace]
) -> None:
    left = "items[].price.amount -> price, items[].sizes[].availability -> in_stock"
    found = workflow()
    assert f"Not carried here, see x-mapping: {left}." in found["description"]
    assert found["x-mapping"][3] == {
        "from": "items[].price.amount",
        "to": "price",
        "convert": {"divide": 100},
    }
    assert shop().export("arazzo").remarks == (f"email/items: Arazzo cannot carry {left}",)


def test_values_that_stay_the_same_are_carried(workflow: Callable[..., dict[str, Any]]) -> None:
    found = workflow(("{in_stock: true, sold_out: false}", "{in_stock: in_stock}"))
    payload = found["steps"][1]["requestBody"]["payload"]
    assert payload["in_stock"] == "$steps.read.outputs.items-sizes-availability"


def test_a_failure_is_tried_again_as_often_as_there_is_time_and_then_ends(
    workflow: Callable[..., dict[str, Any]],
) -> None:
    again, end = workflow()["steps"][1]["onFailure"]
    assert again["retryAfter"] == 1  # 1 + 2 + 4 + 4 = 11 of 12 seconds
    assert again["retryLimit"] == 4
    assert again["criteria"] == [{"condition": "$statusCode == 429 || $statusCode == 503"}]
    assert again["x-retry"]["backoff"]["exponent"] == 2
    assert end == {"name": "dead-letter", "type": "end", "x-deadLetter": "Table dead_items"}


def test_what_the_producer_says_of_trying_again_holds_for_the_first_step(
    workflow: Callable[..., dict[str, Any]],
) -> None:
    (again,) = workflow()["steps"][0]["onFailure"]
    assert again["criteria"] == [{"condition": "($statusCode >= 500 && $statusCode < 600)"}]
    assert (again["retryAfter"], "retryLimit" in again) == (0.5, False)


@pytest.mark.parametrize(
    ("backoff", "expected"),
    [
        ({"initialInterval": 1000, "maxElapsedTime": 500, "exponent": 2}, 0),
        ({"initialInterval": 1000, "maxElapsedTime": 7000, "exponent": 2}, 3),
        ({"initialInterval": 1000, "maxInterval": 1000, "maxElapsedTime": 7000, "exponent": 2}, 7),
        ({"initialInterval": 0, "maxElapsedTime": 7000, "exponent": 2}, 0),
        ({"initialInterval": 1, "maxInterval": 1, "maxElapsedTime": 10**9, "exponent": 1}, 1000),
        ({"initialInterval": 1000, "exponent": 2}, None),
        ({"initialInterval": 1000, "maxElapsedTime": 7000}, None),
    ],
)
def test_attempts_are_counted_from_the_waits(backoff: dict[str, int], expected: int | None) -> None:
    assert attempts(Backoff.model_validate(backoff)) == expected


def test_a_header_of_the_answer_is_read_as_a_header(workflow: Callable[..., dict[str, Any]]) -> None:
    found = workflow(('"items[].dotted.name"', "header.X-Total"))
    assert found["steps"][0]["outputs"]["header-X-Total"] == "$response.header.X-Total"


def test_what_a_webhook_sends_comes_in_as_inputs(workflow: Callable[..., dict[str, Any]]) -> None:
    found = workflow(
        ("listProducts", "stockChanged"),
        ("items[].sku", "sku"),
        ("items[].name", "size"),
        ("items[].dotted.name", "checkedAt"),
        ("items[].price.amount", "availability"),
        ("items[].sizes[].availability", "availability"),
    )
    (write,) = found["steps"]
    assert write["requestBody"]["payload"]["name"] == "$inputs.size"
    assert found["inputs"]["properties"]["size"] == {"description": "size of the message"}


def test_what_no_api_takes_is_the_output_of_the_workflow(workflow: Callable[..., dict[str, Any]]) -> None:
    found = workflow(('{operation: "email/items#putItem"}', "{store: table shoes}"))
    assert [step["stepId"] for step in found["steps"]] == ["read"]
    assert found["outputs"]["items-sku"] == "$steps.read.outputs.items-sku"
    assert "What is read goes into: table shoes. That is no API." in found["description"]


def test_an_operation_without_an_id_is_named_by_its_path(
    shop: Callable[..., Workspace], validator: jsonschema_rs.Validator
) -> None:
    path = "specs/email/apis/items/openapi.yaml"
    here = shop()
    files = {
        path: (here.root / path).read_text().replace("      operationId: putItem\n", ""),
        FLOW: (here.root / FLOW).read_text().replace("#putItem", "#PUT /items/{id}"),
    }
    (document,) = shop(files).export("arazzo").documents
    written = yaml.load(document.text, Loader=yaml.CSafeLoader)
    validator.validate(written)
    assert written["workflows"][0]["steps"][1]["operationPath"] == (
        "{$sourceDescriptions.email-items.url}#/paths/~1items~1{id}/put"
    )


def test_two_versions_of_one_api_are_two_sources(workflow: Callable[..., dict[str, Any]]) -> None:
    both = '{operation: "catalog/products#listProducts", version: "<2.1"}'
    found = workflow(('{operation: "email/items#putItem"}', both))
    assert [step["operationId"] for step in found["steps"]] == [
        "$sourceDescriptions.catalog-products.listProducts",
        "$sourceDescriptions.catalog-products-consumer.listProducts",
    ]
    same = workflow(('{operation: "email/items#putItem"}', '{operation: "catalog/products#listProducts"}'))
    assert len({step["operationId"] for step in same["steps"]}) == 1


def test_a_flow_whose_operation_is_not_known_is_left_out_with_the_reason(
    shop: Callable[..., Workspace],
) -> None:
    text = (shop().root / FLOW).read_text().replace("listProducts", "listShoes")
    exported = shop({FLOW: text}).export("arazzo")
    assert exported.documents == ()
    assert exported.remarks == (
        "email/items: left out, the registry has no operation 'listShoes' of catalog/products",
    )


def test_links_lead_from_the_folder_to_the_descriptions(
    shop: Callable[..., Workspace], tmp_path: Path
) -> None:
    here = shop()
    (document,) = here.export("arazzo", folder=tmp_path / "out of it").documents
    for source in yaml.load(document.text, Loader=yaml.CSafeLoader)["sourceDescriptions"]:
        assert (tmp_path / "out of it" / document.path).parent.joinpath(source["url"]).resolve().is_file()
