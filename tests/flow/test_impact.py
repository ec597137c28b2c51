"""Changes times flows: who is hit, through which field, how gravely."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registry.diff import compare
from registry.flow.impact import impact
from registry.model.description import Description
from registry.source.store import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.flow.impact import Impact
    from registry.model.registry import Registry

NAME = '{from: "items[].name", to: title}'
PRICE = '{from: "items[].price.amount", to: price, convert: {divide: 100}}'
STOCK = '{from: "items[].stock", to: count}'

PRODUCER_CHANGES = [
    ("a mapped field goes", "name: {type: string, maxLength: 200}", "", ["items[].name"]),
    ("a mapped field changes its unit", "x-ogc-unit: ct", "x-ogc-unit: EUR", ["items[].price.amount"]),
    (
        "the type of a mapped field",
        "amount: {type: integer",
        "amount: {type: string",
        ["items[].price.amount"],
    ),
    (
        "what holds a mapped field goes",
        "[items]",
        "[]",
        ["items[].sku", "items[].name", "items[].price.amount"],
    ),
    ("a field that nobody maps goes", "onSale: {type: boolean}", "", []),
    ("a field that nobody maps changes", "nickname: {type: string", "nickname: {type: integer", []),
    ("the operation goes", "  /products:", "  /articles:", None),
    ("nothing changes", "", "", []),
]


def hits(
    registry: Registry, api: str, before: str, after: str, base: str | None = None
) -> tuple[Impact, ...]:
    sides = (Description(read_bytes(text.encode(), "openapi.yaml")) for text in (before, after))
    return impact(registry, api, compare(*sides), base=base)


@pytest.mark.parametrize(
    ("before", "after", "paths"),
    [row[1:] for row in PRODUCER_CHANGES],
    ids=[row[0] for row in PRODUCER_CHANGES],
)
def test_a_change_of_the_producer_hits_the_flow_through_what_it_maps(
    one_flow: Callable[..., Registry], catalog: str, before: str, after: str, paths: list[str] | None
) -> None:
    found = hits(one_flow(NAME, PRICE), "catalog/products", catalog, catalog.replace(before, after, 1))
    assert [list(one.paths) for one in found] == ([[]] if paths is None else [paths] if paths else [])


def test_a_hit_names_the_fields_and_says_it_in_a_sentence(
    one_flow: Callable[..., Registry], catalog: str
) -> None:
    (hit,) = hits(
        one_flow(PRICE), "catalog/products", catalog, catalog.replace("x-ogc-unit: ct", "x-ogc-unit: EUR")
    )
    assert hit.fields == ("catalog/products#Product.price.amount",)
    assert hit.level == "breaking"
    assert hit.sentence == (
        "Products for the mail (marketing): 'items[].price.amount' comes in EUR instead of ct, and still is divided by "
        "100: Mail will store 'price' 100 times too small"
    )


def test_freshness_relaxed_beyond_the_need_of_a_flow_breaks_it(
    one_flow: Callable[..., Registry], catalog: str
) -> None:
    relaxed = catalog.replace("PT15M", "PT30M")
    (bearable,) = hits(
        one_flow(STOCK, rest="freshnessNeeded: {threshold: PT1H}"), "catalog/products", catalog, relaxed
    )
    assert bearable.level == "safe"
    (broken,) = hits(
        one_flow(STOCK, rest="freshnessNeeded: {threshold: PT20M}"), "catalog/products", catalog, relaxed
    )
    assert broken.level == "breaking"
    assert broken.reasons == ("it needs data at most 20 minutes old, and this may now be 30 minutes old",)
    assert bearable.reasons == ()


def test_freshness_that_is_promised_no_more_breaks_a_flow_that_needs_it(
    one_flow: Callable[..., Registry], catalog: str
) -> None:
    dropped = catalog.replace(", x-field: {freshness: {threshold: PT15M}}", "")
    assert dropped != catalog
    (careless,) = hits(one_flow(STOCK), "catalog/products", catalog, dropped)
    assert (careless.level, careless.reasons) == ("risky", ())
    (broken,) = hits(
        one_flow(STOCK, rest="freshnessNeeded: {threshold: PT1H}"), "catalog/products", catalog, dropped
    )
    assert broken.level == "breaking"
    assert broken.reasons == ("it needs data at most 1 hour old, and nothing promises that any more",)


def test_a_consumer_that_demands_more_hits_the_flow_whatever_it_maps(
    one_flow: Callable[..., Registry],
) -> None:
    registry = one_flow()
    before = registry.api("mail/items").description().bundle.data
    item = before["components"]["schemas"]["Item"]
    after = {**before, "components": {"schemas": {"Item": {**item, "required": ["id", "address"]}}}}
    (hit,) = hits(registry, "mail/items", as_text(before), as_text(after))
    assert (hit.paths, hit.level, hit.reads) == ((), "breaking", False)
    assert hit.sentence == (
        "Products for the mail (marketing): The import into Mail stops: 'address' must now be sent, and no row fills it"
    )


def test_a_consumer_that_takes_less_hits_the_flow_only_through_what_it_maps(
    one_flow: Callable[..., Registry],
) -> None:
    registry = one_flow(NAME)
    before = as_text(registry.api("mail/items").description().bundle.data)
    (hit,) = hits(registry, "mail/items", before, before.replace('"maxLength": 100', '"maxLength": 50'))
    assert hit.fields == ("mail/items#Item.title",)
    assert (
        hits(registry, "mail/items", before, before.replace('"enum": ["yes", "no"]', '"enum": ["yes"]')) == ()
    )


def test_only_flows_whose_range_allows_the_older_version_are_hit(
    one_flow: Callable[..., Registry], catalog: str
) -> None:
    registry = one_flow(PRICE, producer=">=2 <3")
    changed = catalog.replace("x-ogc-unit: ct", "x-ogc-unit: EUR")
    assert len(hits(registry, "catalog/products", catalog, changed, base="2.1.0")) == 1
    assert hits(registry, "catalog/products", catalog, changed, base="1.4.0") == ()


def as_text(data: object) -> str:
    import json  # noqa: PLC0415 - JSON is YAML

    return json.dumps(data)
