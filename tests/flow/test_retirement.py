"""May it go? Who uses a field, an operation or a release, and what has to happen first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from registry.errors import WrongUse
from registry.flow import retirement

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.flow.retirement import Retirement
    from registry.model.registry import Registry

DAY = date(2026, 11, 23)
API = "catalog/products"
STOCK = '{from: "items[].stock", to: count}'
RELEASES = "specs/catalog/apis/products/releases"


def uses(found: Retirement) -> list[tuple[str, str]]:
    return [(use.kind, use.who) for use in found.uses]


def test_a_field_that_a_flow_carries_must_stay(one_flow: Callable[..., Registry]) -> None:
    found = retirement.field(one_flow(STOCK), API, "Product.stock", DAY)
    assert (found.answer, found.because) == ("no", "1 flow still uses it")
    assert uses(found) == [("flow", "mail/products")]
    use = found.uses[0]
    assert (use.how, use.owner, use.wanted, str(use.place)) == (
        "reads items[].stock",
        "marketing",
        "*",
        "specs/mail/flows/products.yaml:11:5",
    )


def test_a_field_that_is_written_into_must_stay(one_flow: Callable[..., Registry]) -> None:
    found = retirement.field(one_flow(STOCK), "mail/items", "Item.count", DAY)
    assert (found.answer, [use.how for use in found.uses]) == ("no", ["writes count"])


def test_an_object_must_stay_for_what_is_carried_out_of_it(one_flow: Callable[..., Registry]) -> None:
    registry = one_flow('{from: "items[].price.amount", to: price, convert: {divide: 100}}')
    assert uses(retirement.field(registry, API, "Product.price", DAY)) == [("flow", "mail/products")]


@pytest.mark.parametrize(
    ("rest", "kind"),
    [
        ('delivery: {idempotencyKey: "{sku}:{stock}"}', "idempotencyKey"),
        ("freshnessNeeded: {threshold: PT1H, timestampField: stock}", "timestamp"),
    ],
)
def test_a_field_that_a_flow_knows_records_by_must_stay_though_no_row_carries_it(
    one_flow: Callable[..., Registry], rest: str, kind: str
) -> None:
    found = retirement.field(one_flow(rest=rest), API, "Product.stock", DAY)
    assert (found.answer, uses(found)) == ("no", [(kind, "mail/products")])


def test_a_field_that_another_one_names_must_stay(one_flow: Callable[..., Registry], catalog: str) -> None:
    named = catalog.replace(
        "onSale: {type: boolean}",
        "onSale: {type: boolean, x-field: {derivation: {from: [stock]}, "
        "freshness: {threshold: PT1H, timestampField: name}}}",
    )
    registry = one_flow(files={"specs/catalog/apis/products/openapi.yaml": named})
    onsale = f"{API}#Product.onSale"
    assert uses(retirement.field(registry, API, "Product.stock", DAY)) == [("derivation", onsale)]
    assert uses(retirement.field(registry, API, "Product.name", DAY)) == [("companion", onsale)]


def test_who_is_subscribed_to_a_field_is_to_be_told_and_breaks_nothing(
    one_flow: Callable[..., Registry],
) -> None:
    told = f"- {{subscriber: shop, channels: [], wants: {{fields: ['{API}#Product.name']}}}}"
    found = retirement.field(one_flow(files={"specs/subscriptions.yaml": told}), API, "Product.name", DAY)
    assert (found.answer, uses(found)) == ("yes", [("subscription", "shop")])


def test_what_was_never_released_may_go(one_flow: Callable[..., Registry]) -> None:
    found = retirement.field(one_flow(), API, "Product.name", DAY)
    assert (found.answer, found.because, found.first) == ("yes", "it was never released", ())


def test_what_nobody_uses_may_still_be_used_by_somebody_who_was_not_told(
    one_flow: Callable[..., Registry], catalog: str
) -> None:
    registry = one_flow(files={f"{RELEASES}/2.1.0.yaml": catalog})
    found = retirement.field(registry, API, "Product.name", DAY)
    assert found.answer == "unknown"
    assert found.because == "nobody who is recorded uses it, but others may, and were not told that it goes"
    assert found.first == ("shop: announce it with deprecated: true and x-sunset",)


@pytest.mark.parametrize(("today", "answer"), [(date(2026, 12, 31), "unknown"), (date(2027, 1, 1), "yes")])
def test_what_was_announced_may_go_on_the_day(
    one_flow: Callable[..., Registry], catalog: str, today: date, answer: str
) -> None:
    registry = one_flow(files={f"{RELEASES}/2.1.0.yaml": catalog})
    found = retirement.field(registry, API, "Product.oldName", today)
    assert (found.answer, found.sunset) == (answer, date(2027, 1, 1))


def test_an_operation_must_stay_for_the_flows_through_it(one_flow: Callable[..., Registry]) -> None:
    registry = one_flow()
    assert retirement.operation(registry, "mail/items", "PUT /items/{id}", DAY).answer == "no"
    assert retirement.operation(registry, "mail/items", "sendMail", DAY).answer == "yes"


def test_a_release_must_stay_for_the_flows_that_run_on_it(
    one_flow: Callable[..., Registry], catalog: str
) -> None:
    files = {
        f"{RELEASES}/{version}.yaml": catalog.replace("2.1.0", version) for version in ("1.0.0", "2.0.0")
    }
    files[f"{RELEASES}/3.0.0.yaml"] = catalog.replace("2.1.0", "3.0.0").replace("sku:", "number:")
    registry = one_flow(producer=">=1 <3", files=files)
    oldest, older, newest = (retirement.release(registry, API, v, DAY) for v in ("1.0.0", "2.0.0", "3.0.0"))
    assert [found.answer for found in (oldest, older, newest)] == ["unknown", "no", "unknown"]
    assert [(use.how, use.first, use.blocking) for use in oldest.uses] == [
        ("allows it, and runs on 2.0.0", "narrow the range to >=2.0.0", False)
    ]
    assert older.uses[0].first == (
        "it does not fit 3.0.0: 'items[].sku' is not a field of the response of GET /products"
    )


def test_the_ledger_tells_until_when_a_release_works(one_flow: Callable[..., Registry], catalog: str) -> None:
    files = {
        f"{RELEASES}/{version}.yaml": catalog.replace("2.1.0", version) for version in ("1.0.0", "2.0.0")
    }
    registry = one_flow(files=files)
    found = retirement.release(registry, API, "1.0.0", DAY, {"1.0.0": date(2026, 11, 1)})
    assert found.answer == "yes"


def test_a_list_names_operations_then_releases_newest_first(
    one_flow: Callable[..., Registry], catalog: str
) -> None:
    files = {
        f"{RELEASES}/{version}.yaml": catalog.replace("2.1.0", version) for version in ("1.0.0", "2.0.0")
    }
    found = retirement.of_api(one_flow(files=files), API, DAY)
    assert [one.subject for one in found] == [f"{API} GET /products", f"{API}@2.0.0", f"{API}@1.0.0"]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda r: retirement.field(r, API, "Product.skuu", DAY), "did you mean 'Product.sku'"),
        (lambda r: retirement.operation(r, API, "listProdcts", DAY), "did you mean 'listProducts'"),
        (lambda r: retirement.release(r, API, "9.0.0", DAY), "known: none"),
        (lambda r: retirement.of_api(r, "catalog/product", DAY), "did you mean 'catalog/products'"),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest(
    one_flow: Callable[..., Registry], ask: Callable[[Registry], object], message: str
) -> None:
    with pytest.raises(WrongUse, match=message):
        ask(one_flow())
