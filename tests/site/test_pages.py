"""What pages say, for small registries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.site.conftest import Site

    Build = Callable[[Mapping[str, str]], Site]

SYSTEM = {"system": 1, "title": "Catalogue", "kind": "own", "team": "commerce"}


def api(
    version: str = "1.0.0",
    *,
    schemas: dict[str, Any] | None = None,
    schema: str = "Product",
    info: dict[str, Any] | None = None,
    operation: dict[str, Any] | None = None,
) -> str:
    answer = {
        "description": "The product.",
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }
    get = {
        "operationId": "getProduct",
        "summary": "Get a product.",
        "responses": {"200": answer},
        **(operation or {}),
    }
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "Products", "version": version, **(info or {})},
            "paths": {"/products": {"get": get}},
            "components": {"schemas": schemas or {"Product": {"type": "object", "properties": {"sku": {}}}}},
        }
    )


def files(**described: str) -> dict[str, str]:
    """A registry of one API: ``working``, and releases by name, such as ``v1_0_0``."""
    found = {"specs/catalog/system.yaml": json.dumps(SYSTEM)}
    for name, text in described.items():
        path = "openapi.json" if name == "working" else f"releases/{name[1:].replace('_', '.')}.json"
        found[f"specs/catalog/apis/products/{path}"] = text
    return found


PAGE = "apis/catalog/products/operations/get-product/"


def test_a_shape_that_contains_itself_links_to_where_it_began(build_site: Build) -> None:
    part = {"$ref": "#/components/schemas/Product"}
    schemas = {
        "Product": {"type": "object", "properties": {"set": {"type": "array", "items": part}, "same": part}}
    }
    site = build_site(files(working=api(schemas=schemas)))
    page = site.outline(PAGE)
    targets = {each["href"] for each in page.all("a") if each.get("href", "").startswith("#200")}
    assert "#200" in targets
    assert {target[1:] for target in targets} <= page.ids


def test_rows_of_the_same_name_have_anchors_of_their_own(build_site: Build) -> None:
    branch = {"title": "size", "type": "object", "properties": {"eu": {}}}
    schemas = {"Product": {"type": "object", "properties": {"size": {}}, "oneOf": [branch, {"title": "uk"}]}}
    site = build_site(files(working=api(schemas=schemas)))
    assert {"200.size", "200.size-2", "200.size.eu"} <= site.outline(PAGE).ids


def test_a_body_without_fields_has_one_row_and_one_anchor(build_site: Build) -> None:
    page = build_site(
        files(working=api(schemas={"Product": {"type": "string", "description": "A label."}}))
    ).outline(PAGE)
    assert "A label." in page.text
    assert [each.get("id") for _, each in page.elements].count("200") == 1


def test_of_very_many_fields_that_nothing_uses_the_page_says_where_they_stand(build_site: Build) -> None:
    many = {f"a{number}": {"type": "string"} for number in range(500)}
    page = build_site(
        files(working=api(schemas={"Product": {"type": "object", "properties": many}}))
    ).outline("apis/catalog/products/fields/")
    assert "500 fields: too many for one list" in page.text
    assert "It has no fields" not in page.text
    assert "Each stands in the tables of" in page.text


def test_nobody_is_told_to_need_no_sign_in_where_nothing_is_said_of_it(build_site: Build) -> None:
    silent = build_site(files(working=api())).outline(PAGE).text
    told = build_site(files(working=api(operation={"security": []}))).outline(PAGE).text
    assert ("no sign-in needed" in silent, "no sign-in needed" in told) == (False, True)


def test_before_the_first_release_the_working_copy_is_described(build_site: Build) -> None:
    site = build_site(files(working=api("0.1.0")))
    assert "0.1.0, not released" in site.outline(PAGE).text
    assert (site.folder / "apis/catalog/products/pending/openapi.json").is_file()


def test_an_older_major_line_keeps_its_pages_and_points_to_the_newest(build_site: Build) -> None:
    site = build_site(
        files(working=api("2.0.0"), v1_0_0=api("1.0.0"), v1_1_0=api("1.1.0"), v2_0_0=api("2.0.0"))
    )
    old = site.outline("apis/catalog/products/v1/operations/get-product/")
    assert "You are looking at version 1, which is not the newest" in old.text
    assert "version 1.1.0" in old.text
    assert f"{'../' * 6}{PAGE}index.html" in {each.get("href") for each in old.all("a")}
    assert "version 2.0.0" in site.outline(PAGE).text


def test_notices_come_in_a_fixed_order_with_the_days_left(build_site: Build) -> None:
    old = api("1.0.0", operation={"deprecated": True, "x-sunset": "2027-03-01"})
    text = build_site(files(working=old, v1_0_0=old)).outline(PAGE).text
    assert text.index("Stops working on 1 March 2027, in 98 days") < text.index("Deprecated")


def test_what_stops_working_is_announced_with_the_days_left(build_site: Build) -> None:
    text = api("1.0.0", info={"x-registry": {"sunsetDate": "2026-12-03"}})
    site = build_site(files(working=text, v1_0_0=text))
    assert "3 December 2026 in 10 days The whole API" in site.outline("coming/").text
    assert "in 10 days The whole API 3 December 2026 · Products" in site.outline("").text


def test_what_is_written_but_not_released_is_announced(build_site: Build) -> None:
    product = {"Product": {"type": "object", "required": ["sku"], "properties": {"name": {}}}}
    site = build_site(files(working=api("2.0.0", schemas=product), v1_0_0=api("1.0.0")))
    text = site.outline("coming/").text
    assert "since version 1.0.0" in text
    assert "sku" in text
    assert "not released yet" in site.outline("apis/catalog/products/").text


def test_a_release_is_downloaded_byte_for_byte(build_site: Build) -> None:
    frozen = json.dumps(json.loads(api("1.0.0")))
    site = build_site(files(working=api("1.0.0"), v1_0_0=frozen))
    for extension in ("json", "yaml"):
        file = site.folder / f"apis/catalog/products/1.0.0/openapi.{extension}"
        assert file.read_text("utf-8") == frozen


def test_a_description_with_numbers_of_any_length_is_downloaded_with_every_digit(build_site: Build) -> None:
    number = 10**30
    product = {"Product": {"type": "object", "properties": {"stock": {"type": "integer", "maximum": number}}}}
    site = build_site(files(working=api("1.0.0", schemas=product)))
    for extension in ("json", "yaml"):
        file = site.folder / f"apis/catalog/products/pending/openapi.{extension}"
        assert f'"maximum": {number}' in file.read_text("utf-8")


def test_an_operation_says_whether_it_may_be_repeated(build_site: Build) -> None:
    said = {
        "idempotency": {
            "class": "replayable",
            "header": "Idempotency-Key",
            "keyLifetime": "PT24H",
            "onConflict": 422,
        },
        "retry": {
            "backoff": {"initialInterval": 500, "maxElapsedTime": 60000},
            "statusCodes": ["429", "503"],
        },
        "errors": [
            {
                "code": "sold_out",
                "status": 409,
                "retryable": False,
                "meaning": "Gone.",
                "action": "Read again.",
            }
        ],
    }
    text = build_site(files(working=api(operation={"x-operation": said}))).outline(PAGE).text
    assert "under the same key a request is answered again, not carried out again" in text
    assert "Idempotency-Key , remembered for 24 hours" in text
    assert (
        "It is tried again after the answer 429 or 503, first after 0.5 seconds, and given up after 1 minute."
        in text
    )
    assert "Read again." in text


def test_what_is_not_said_is_said_to_be_unsaid(build_site: Build) -> None:
    text = build_site(files(working=api())).outline(PAGE).text
    assert "The description does not say. Treat it as unsafe to repeat." in text
    assert "No recorded flow uses it. That is not proof that nobody does." in text
