"""What names tell of fields: the words that make a rule speak, and those that keep it quiet."""

from __future__ import annotations

import pytest

from registry.check import names


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("customerEmail", ("customer", "email")),
        ("customer_email", ("customer", "email")),
        ("Customer-Email", ("customer", "email")),
        ("SKUCode", ("sku", "code")),
        ("addressLine1", ("address", "line", "1")),
        ("", ()),
    ],
)
def test_a_name_is_taken_apart_however_it_is_written(name: str, words: tuple[str, ...]) -> None:
    assert names.words(name) == words


@pytest.mark.parametrize(
    "name", ["email", "customerEmail", "first_name", "birthDate", "ip", "ip_address", "phone"]
)
def test_names_of_people_and_of_their_traces_are_personal(name: str) -> None:
    assert names.is_personal(name)


@pytest.mark.parametrize(
    "name", ["emailCount", "email_id", "emailTemplate", "productName", "shipTo", "zip", "name"]
)
def test_names_of_other_things_are_not(name: str) -> None:
    assert not names.is_personal(name)


@pytest.mark.parametrize(
    "name", ["price", "unitPrice", "priceGross", "shippingCost", "total_tax", "centAmount"]
)
def test_names_of_amounts_are_money(name: str) -> None:
    assert names.is_money(name)


@pytest.mark.parametrize(
    "name", ["totalCount", "total_items", "taxRate", "discountPercent", "weight", "totalPages"]
)
def test_names_of_counts_and_rates_are_not_money(name: str) -> None:
    assert not names.is_money(name)


@pytest.mark.parametrize("name", ["brandId", "postalCode", "version", "status", "gtin", "year"])
def test_numbers_that_are_labels_need_no_unit(name: str) -> None:
    assert names.is_identifier(name)


@pytest.mark.parametrize("name", ["createdAt", "updated_at", "lastLoginTime", "eventTimestamp"])
def test_names_of_points_in_time_are_timestamps(name: str) -> None:
    assert names.is_timestamp(name)


@pytest.mark.parametrize("name", ["timeZone", "leadTime", "responseTime", "at", "format", "deliveryTime"])
def test_names_of_zones_and_spans_are_not(name: str) -> None:
    assert not names.is_timestamp(name)


@pytest.mark.parametrize(
    ("text", "name", "spelt"),
    [
        ("The shoe size.", "shoeSize", True),
        ("shoe_size", "shoeSize", True),
        ("A size", "shoeSize", False),
        ("The shoe size as printed on the box", "shoeSize", False),
        ("Size of the shoe", "shoeSize", False),
        ("", "shoeSize", False),
        ("the", "shoeSize", False),
    ],
)
def test_a_text_spells_a_name_if_it_says_nothing_else(text: str, name: str, *, spelt: bool) -> None:
    assert names.spells(text, name) == spelt
