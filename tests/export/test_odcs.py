"""Data contracts that the official schema takes, and that say what the descriptions mean."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    import jsonschema_rs

    from registry.workspace import Workspace


@pytest.fixture
def validator(published: Callable[[str], jsonschema_rs.Validator]) -> jsonschema_rs.Validator:
    return published("odcs-v3.1.0.schema.json")


@pytest.fixture
def contract(
    shop: Callable[..., Workspace], validator: jsonschema_rs.Validator
) -> Callable[..., dict[str, Any]]:
    """A function that returns the contract of the small catalogue, or of another target."""

    def write(target: str = "catalog/products", **options: Any) -> dict[str, Any]:
        (document,) = shop().export("odcs", target, **options).documents
        written: dict[str, Any] = yaml.load(document.text, Loader=yaml.CSafeLoader)
        validator.validate(written)
        return written

    return write


def named(items: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(item for item in items if item["name"] == name)


def beyond(element: dict[str, Any]) -> dict[str, Any]:
    return {each["property"]: each["value"] for each in element["customProperties"]}


def field(contract: dict[str, Any], table: str, name: str) -> dict[str, Any]:
    return named(named(contract["schema"], table)["properties"], name)


def test_every_release_of_the_example_is_a_valid_contract(
    example: Workspace, validator: jsonschema_rs.Validator
) -> None:
    documents = example.export("odcs", release="all").documents
    assert len(documents) == sum(len(api.versions) for api in example.registry.apis)
    for document in documents:
        validator.validate(yaml.load(document.text, Loader=yaml.CSafeLoader))


def test_the_working_copies_of_the_example_are_valid_drafts(
    example: Workspace, validator: jsonschema_rs.Validator
) -> None:
    for document in example.export("odcs", release="working").documents:
        written = yaml.load(document.text, Loader=yaml.CSafeLoader)
        validator.validate(written)
        assert written["status"] == "draft"


def test_the_availability_of_a_size_says_in_the_contract_what_it_says_in_the_description(
    example: Workspace,
) -> None:
    (document,) = example.export("odcs", "catalog/products@2.2.0").documents
    contract = yaml.load(document.text, Loader=yaml.CSafeLoader)
    availability = field(contract, "Size", "availability")
    assert availability["businessName"] == "Size availability"
    assert availability["criticalDataElement"] is True
    assert "required" not in availability  # it may be null
    assert beyond(availability)["nullMeaning"] == {
        "null": "The warehouse did not answer; not the same as out of stock."
    }
    assert {"metric": "nullValues", "mustBeLessThan": 1, "unit": "percent"}.items() <= availability[
        "quality"
    ][0].items()
    assert {
        "property": "freshness",
        "value": 15,
        "unit": "m",
        "element": "Size.stockCheckedAt",
        "description": "How old Size.availability may be",
    } in contract["slaProperties"]


def test_a_contract_names_its_api_its_release_and_its_team(
    contract: Callable[..., dict[str, Any]],
) -> None:
    written = contract()
    assert (written["id"], written["version"], written["status"]) == (
        "catalog/products",
        "2.1.0",
        "deprecated",
    )
    assert written["team"]["name"] == "Commerce"
    assert beyond(written["team"]) == {
        "team": "commerce",
        "contact": "commerce@shoes.example",
        "channel": "#commerce",
    }
    assert written["support"] == [{"channel": "#catalog", "tool": "slack", "scope": "issues"}]
    assert beyond(written)["noticePeriod"] == "P90D"


def test_only_servers_with_an_address_of_their_own_are_listed_their_variables_filled_in(
    contract: Callable[..., dict[str, Any]],
) -> None:
    assert [server["location"] for server in contract()["servers"]] == ["https://eu.shoes.example/v1"]


def test_promises_of_api_field_and_operation_are_service_levels(
    contract: Callable[..., dict[str, Any]],
) -> None:
    promised = contract()["slaProperties"]
    assert {"property": "availability", "value": 99.9, "unit": "percent"} in promised
    assert {"property": "endOfLife", "value": "2027-04-01"} in promised
    assert [
        (each["property"], each.get("element"), each["value"], each.get("unit")) for each in promised[2:]
    ] == [
        ("freshness", "Size.checkedAt", 15, "m"),
        ("retention", "Size.availability", 2, "y"),
        ("latency", None, 300, "ms"),
    ]


def test_a_property_has_the_type_and_the_limits_of_its_schema(
    contract: Callable[..., dict[str, Any]],
) -> None:
    written = contract()
    sku = field(written, "Product", "sku")
    assert (sku["logicalType"], sku["logicalTypeOptions"]) == ("string", {"maxLength": 20})
    amount = field(written, "Price", "amount")
    assert (amount["logicalType"], amount["logicalTypeOptions"]) == (
        "integer",
        {"minimum": 0, "format": "i64"},
    )
    assert beyond(amount) == {"unit": "ct", "unitLanguage": "UCUM"}
    checked = field(written, "Size", "checkedAt")
    assert (checked["logicalType"], checked["logicalTypeOptions"]) == ("timestamp", {"timezone": True})


def test_a_limit_that_a_flag_makes_exclusive_is_exclusive(contract: Callable[..., dict[str, Any]]) -> None:
    price = field(contract("email/items"), "Item", "price")
    assert price["logicalTypeOptions"] == {"minimum": 0, "exclusiveMinimum": 0}


def test_a_schema_has_the_properties_of_its_bases_and_names_the_schemas_inside_it(
    contract: Callable[..., dict[str, Any]],
) -> None:
    product = named(contract()["schema"], "Product")["properties"]
    assert [each["name"] for each in product] == [
        "name",
        "sku",
        "price",
        "sizes",
        "parent",
        "dotted.name",
        "dimensions",
    ]
    assert beyond(named(product, "price"))["schema"] == ["Price"]
    assert beyond(named(product, "sizes")["items"])["schema"] == ["Size"]
    assert [each["name"] for each in named(product, "sizes")["items"]["properties"]] == [
        "sku",
        "size",
        "checkedAt",
        "availability",
    ]
    assert beyond(named(product, "parent"))["schema"] == ["Product"]
    assert "properties" not in named(product, "parent")
    (weight,) = named(product, "dimensions")["properties"]
    assert (weight["name"], weight["required"], beyond(weight)["unit"]) == ("weight", True, "g")


def test_a_body_written_into_an_operation_is_a_schema_of_its_own(
    contract: Callable[..., dict[str, Any]],
) -> None:
    body = named(contract()["schema"], "GET /products 200")
    assert beyond(named(body["properties"], "items")["items"]) == {"schema": ["Product"]}
    assert beyond(named(body["properties"], "labels"))["mapOf"] == ["string"]


def test_the_one_identifier_of_a_record_is_its_primary_key(contract: Callable[..., dict[str, Any]]) -> None:
    sku = field(contract(), "Product", "sku")
    assert (sku["primaryKey"], sku["primaryKeyPosition"], sku["unique"]) == (True, 1, True)


def test_of_two_identifiers_neither_is_called_the_primary_key(shop: Callable[..., Workspace]) -> None:
    path = "specs/catalog/apis/products/openapi.yaml"
    here = shop()
    text = (here.root / path).read_text().replace("checkedAt: {type", "checkedAt: {x-ogc-role: id, type")
    (document,) = shop({path: text}).export("odcs", "catalog/products", release="working").documents
    size = named(yaml.load(document.text, Loader=yaml.CSafeLoader)["schema"], "Size")["properties"]
    assert not any("primaryKey" in each for each in size)


def test_a_term_brings_its_definition_and_a_classification_its_level(
    contract: Callable[..., dict[str, Any]],
) -> None:
    written = contract()
    assert field(written, "Product", "sku")["authoritativeDefinitions"] == [
        {"url": "glossary:sku", "type": "glossaryTerm", "description": "SKU: The number of a shoe."}
    ]
    size = field(written, "Size", "size")
    assert (size["classification"], beyond(size)["dataCategory"]) == ("restricted", "PII")


def test_checks_that_the_standard_does_not_know_become_text_with_all_they_say(
    contract: Callable[..., dict[str, Any]],
) -> None:
    quality = field(contract(), "Size", "availability")["quality"]
    assert quality == [
        {"metric": "nullValues", "mustBeLessThan": 1, "unit": "percent"},
        {
            "type": "text",
            "name": "not a stable id",
            "customProperties": [
                {"property": "metric", "value": "guesses"},
                {"property": "mustBe", "value": 0},
            ],
        },
        {"type": "text", "customProperties": [{"property": "metric", "value": "rowCount"}]},
        {"metric": "invalidValues", "arguments": {"validValues": ["in_stock", "sold_out"]}, "mustBe": 0},
    ]


def test_foreign_keys_are_relationships_and_other_kinds_stand_beside_them(
    contract: Callable[..., dict[str, Any]],
) -> None:
    sku = field(contract(), "Size", "sku")
    assert sku["relationships"] == [{"type": "foreignKey", "to": "Product.sku"}]
    assert beyond(sku)["relationships"] == [{"type": "partOf", "to": "catalog/products#Product"}]


def test_a_foreign_key_into_another_api_leads_to_the_contract_of_its_newest_release(
    shop: Callable[..., Workspace], validator: jsonschema_rs.Validator
) -> None:
    path = "specs/email/apis/items/openapi.yaml"
    stated = 'x-field: {relationships: [{to: "catalog/products#Product.sku"}]}'
    text = (
        (shop().root / path).read_text().replace("name: {type: string}", f"name: {{type: string, {stated}}}")
    )
    (document,) = shop({path: text}).export("odcs", "email/items").documents
    written = yaml.load(document.text, Loader=yaml.CSafeLoader)
    validator.validate(written)
    assert field(written, "Item", "name")["relationships"] == [
        {"type": "foreignKey", "to": "../../catalog/products/2.1.0.odcs.yaml#/schema/Product/properties/sku"}
    ]


def test_a_table_shows_no_more_than_it_bears_and_names_the_rest(shop: Callable[..., Workspace]) -> None:
    wide = {f"f{number}": {"$ref": f"#/components/schemas/S{number + 1}"} for number in range(12)}
    schemas = {f"S{number}": {"type": "object", "properties": wide} for number in range(14)}
    description = {
        "openapi": "3.1.0",
        "info": {"title": "Wide", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    here = shop({"specs/email/apis/items/openapi.yaml": json.dumps(description)})
    (document,) = here.export("odcs", "email/items").documents
    contract = yaml.load(document.text, Loader=yaml.CSafeLoader)
    assert len(contract["schema"]) == 14
    assert len(document.text) < 14 * 12 * 1000
    first = named(contract["schema"], "S0")["properties"][0]
    assert beyond(first)["schema"] == ["S1"]


def test_examples_are_those_of_the_schema(shop: Callable[..., Workspace]) -> None:
    path = "specs/email/apis/items/openapi.yaml"
    text = (
        (shop().root / path).read_text().replace("name: {type: string}", "name: {type: string, example: Ann}")
    )
    (document,) = shop({path: text}).export("odcs", "email/items").documents
    contract = yaml.load(document.text, Loader=yaml.CSafeLoader)
    assert field(contract, "Item", "name")["examples"] == ["Ann"]


def test_the_same_registry_gives_the_same_bytes(example: Workspace) -> None:
    once = example.export("odcs", "crm").documents
    assert once == example.export("odcs", "crm").documents
