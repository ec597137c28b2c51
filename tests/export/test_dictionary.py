"""The list of all fields, one row each."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from registry.model.fields import fields

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.workspace import Workspace


def rows(here: Workspace, *targets: str) -> list[dict[str, str]]:
    (document,) = here.export("fields", *targets).documents
    return list(csv.DictReader(io.StringIO(document.text, newline="")))


def test_every_field_of_the_example_has_one_row(example: Workspace) -> None:
    expected = [
        (api.id, api.latest, field.id)
        for api in example.registry.apis
        for field in fields(api.description(api.latest))
    ]
    assert [(row["api"], row["version"], row["field"]) for row in rows(example)] == expected


def test_a_row_says_all_that_is_known_of_a_field(example: Workspace) -> None:
    (row,) = (row for row in rows(example, "catalog/products") if row["field"] == "Size.availability")
    assert row["name"] == "Size availability"
    assert row["type"] == "string | null"
    assert row["no value means"] == "null: The warehouse did not answer; not the same as out of stock."
    assert row["values"].startswith("in_stock: At least one pair can ship today. | out_of_stock: ")
    assert (row["at most this old"], row["critical"], row["decided by"]) == (
        "PT15M",
        "yes",
        "warehouse StockLevel.level",
    )
    assert "email/size-availability" in row["flows"].split(" | ")


def test_units_classifications_and_times_of_keeping_are_listed(shop: Callable[..., Workspace]) -> None:
    found = {row["field"]: row for row in rows(shop(), "catalog/products")}
    assert found["Price.amount"]["unit"] == "ct"
    assert found["Size.size"]["classification"] == "restricted PII"
    assert found["Size.availability"]["kept for"] == "P2Y"
    assert found["Price.amount"]["flows"] == "email/items"


def test_no_cell_is_run_as_a_formula(shop: Callable[..., Workspace]) -> None:
    path = "specs/email/apis/items/openapi.yaml"
    text = (shop().root / path).read_text()
    text = text.replace("in_stock: {type: boolean}", 'in_stock: {type: boolean, description: "=1+1"}')
    (row,) = (row for row in rows(shop({path: text}), "email/items") if row["field"] == "Item.in_stock")
    assert row["description"] == "'=1+1"


def test_a_markdown_table_keeps_every_text_in_its_cell(shop: Callable[..., Workspace]) -> None:
    path = "specs/email/apis/items/openapi.yaml"
    text = (shop().root / path).read_text()
    text = text.replace("in_stock: {type: boolean}", 'in_stock: {type: boolean, description: "a|b\\n<b>c"}')
    (document,) = shop({path: text}).export("fields-markdown", "email/items").documents
    header, rule, *lines = document.text.splitlines()
    assert document.path == "fields.md"
    assert "| a\\|b &lt;b>c |" in document.text
    assert {line.replace("\\|", "").count("|") for line in (header, rule, *lines)} == {22}
