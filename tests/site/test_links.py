from __future__ import annotations

import pytest

from registry.site import links


def test_every_page_has_the_url_that_was_promised() -> None:
    assert links.system("catalog") == "systems/catalog/"
    assert links.api("catalog/products") == "apis/catalog/products/"
    assert (
        links.operation("catalog/products", "list-products")
        == "apis/catalog/products/operations/list-products/"
    )
    assert links.operation("catalog/products", "list-products", "1") == (
        "apis/catalog/products/v1/operations/list-products/"
    )
    assert (
        links.field("catalog/products", "Size.availability")
        == "apis/catalog/products/fields/Size.availability/"
    )
    assert links.flow("email/size-availability") == "flows/email/size-availability/"
    assert links.release("catalog/products", "2.1.0") == "changes/catalog/products/2.1.0/"
    assert links.term("sku") == "glossary/sku/"
    assert links.rule("unit-changed") == "rules/unit-changed/"
    assert links.download("catalog/products", "2.1.0", "yaml") == "apis/catalog/products/2.1.0/openapi.yaml"
    assert links.schema("flow") == "schemas/flow.json"


@pytest.mark.parametrize("name", ["..", ".", "", "a/b", "a b", "ä", "a?b", "a#b", "%2e%2e", "a\\b", "\n"])
def test_a_name_is_one_harmless_segment_of_a_path(name: str) -> None:
    segment = links.segment(name)
    assert segment not in {"", ".", ".."}
    assert segment.isascii()
    assert not set(segment) & set("/?#%\\ \n")


def test_brackets_do_not_reach_the_url_of_a_field() -> None:
    assert links.field_anchor("Product.sizes[].eu") == "Product.sizes.eu"
    assert links.field_anchor("Product.labels{}") == "Product.labels.any"


def test_an_anchor_is_made_of_names() -> None:
    assert links.anchor("200", "items[]", "sizes", "availability") == "200.items.sizes.availability"


def test_the_anchor_of_a_change_depends_on_rule_and_place_alone() -> None:
    one = links.change_anchor("unit-changed", "GET /products 200 items[].price")
    assert one == links.change_anchor("unit-changed", "GET /products 200 items[].price")
    assert one != links.change_anchor("unit-changed", "GET /products 200 items[].weight")
    assert one.startswith("unit-changed-")


def test_links_lead_from_a_page_back_to_the_root_and_on() -> None:
    back = links.way_back("apis/catalog/products/")
    assert links.relative(back, "flows/") == "../../../flows/index.html"
    assert links.relative(back, "apis/a/b/fields/#A.b", "index.md") == "../../../apis/a/b/fields/index.md#A.b"
    assert links.relative(back, "schemas/flow.json") == "../../../schemas/flow.json"
    assert links.relative(links.way_back(""), "") == "index.html"
    assert links.relative(back, "#fields") == "#fields"
    assert links.relative(back, "https://a.example") == "https://a.example"
