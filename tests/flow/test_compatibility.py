"""A flow is held against both APIs, row by row and as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registry.flow.compatibility import check_flow
from registry.flow.rules import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from registry.model.registry import Registry

NULLABLE = '{from: "items[].availability", to: inStock, values: {in_stock: true, sold_out: false}'

ROWS = [
    (
        "a path that the producer does not answer",
        '{from: "items[].skuu", to: title}',
        "mapping-from-unknown-field",
    ),
    (
        "a path that the consumer does not take",
        '{from: "items[].sku", to: titel}',
        "mapping-to-unknown-field",
    ),
    ("text into a boolean", '{from: "items[].name", to: inStock}', "value-of-other-kind"),
    ("any text into a list of words", '{from: "items[].name", to: status}', "value-not-listed"),
    ("an integer into a number", '{from: "items[].stock", to: count}', None),
    ("a long text into a short one", '{from: "items[].name", to: title}', "length-does-not-fit"),
    ("a short text into a long one", '{from: "items[].sku", to: title}', None),
    (
        "text that is calculated with",
        '{from: "items[].name", to: price, convert: {divide: 2}}',
        "converted-value-does-not-fit",
    ),
    (
        "a fraction into an integer",
        '{from: "items[].stock", to: count, convert: {divide: 3}}',
        "converted-value-does-not-fit",
    ),
    (
        "a rounded fraction into an integer",
        '{from: "items[].stock", to: count, convert: {divide: 3, round: 0}}',
        None,
    ),
    (
        "a row that translates and calculates",
        NULLABLE + ", convert: {divide: 2}, onNull: skip}",
        "converted-value-does-not-fit",
    ),
    ("a long text cut to length", '{from: "items[].name", to: title, onMisfit: truncate}', None),
    ("a long text whose record is left out", '{from: "items[].name", to: title, onMisfit: reject}', None),
    (
        "text that is no boolean, whatever is left out",
        '{from: "items[].name", to: inStock, onMisfit: reject}',
        "value-of-other-kind",
    ),
    (
        "a number that is not divided by zero",
        '{from: "items[].stock", to: count, convert: {divide: 0}}',
        "converted-value-does-not-fit",
    ),
    ("an integer as text in a URL", '{from: "items[].stock", to: path.id}', None),
    (
        "a row that is required and skipped",
        '{from: "items[].nickname", to: title, required: true, onNull: skip}',
        "needed-value-may-be-missing",
    ),
    (
        "an integer halved into an integer, rounded",
        '{from: "items[].stock", to: count, convert: {divide: 2, round: 0}}',
        None,
    ),
    ("cents into euros as they are", '{from: "items[].price.amount", to: price}', "unit-not-converted"),
    ("cents into euros, divided", '{from: "items[].price.amount", to: price, convert: {divide: 100}}', None),
    ("every value translated", NULLABLE + ", onNull: skip}", None),
    (
        "a value left out",
        '{from: "items[].availability", to: inStock, values: {in_stock: true}, onNull: skip}',
        "unmapped-source-value",
    ),
    (
        "booleans, both translated",
        '{from: "items[].onSale", to: status, values: {"true": "yes", "false": "no"}}',
        None,
    ),
    (
        "booleans, one left out",
        '{from: "items[].onSale", to: status, values: {"true": "yes"}}',
        "unmapped-source-value",
    ),
    (
        "a value that is never sent",
        NULLABLE.replace("{in_stock", "{gone: false, in_stock") + ", onNull: skip}",
        "mapped-value-never-sent",
    ),
    (
        "a translation that is refused",
        NULLABLE.replace("false", "maybe") + ", onNull: skip}",
        "mapped-value-refused",
    ),
    ("null and no word about it", NULLABLE + "}", "null-without-rule"),
    ("null replaced", NULLABLE + ", onNull: {value: false}}", None),
    ("null replaced by what is refused", NULLABLE + ", onNull: {value: unknown}}", "mapped-value-refused"),
    ("null sent to who refuses it", NULLABLE + ", onNull: send}", "null-sent-and-refused"),
    ("null into a field that takes it", '{from: "items[].availability", to: note}', None),
    (
        "an optional field that the flow needs",
        '{from: "items[].nickname", to: title, required: true}',
        "needed-value-may-be-missing",
    ),
    (
        "an optional field that the flow needs, or else",
        '{from: "items[].nickname", to: title, required: true, onNull: reject}',
        None,
    ),
    ("a deprecated field", '{from: "items[].oldName", to: title}', "uses-deprecated-field"),
]


@pytest.mark.parametrize(("row", "rule"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_row_is_judged(found: Callable[..., list[str]], row: str, rule: str | None) -> None:
    assert found(row) == ([rule] if rule else [])


NEEDS = "freshnessNeeded: {threshold: %s}"
RETRIES = "delivery: {retry: {strategy: backoff}}"
FLOWS: list[tuple[str, dict[str, Any], str | None]] = [
    ("nothing is wrong", {}, None),
    ("no version in the range", {"producer": ">=3"}, "no-version-in-range"),
    ("the working copy in the range", {"producer": ">=2 <3"}, None),
    ("no freshness where it is needed", {"rest": NEEDS % "PT1H"}, "freshness-not-promised"),
    ("a retry that is safe", {"rest": RETRIES}, None),
    (
        "a retry that sends two mails",
        {"rest": RETRIES, "consumer": "{operation: mail/items#sendMail}"},
        "retry-of-non-idempotent-operation",
    ),
    (
        "a retry of who knows what",
        {"rest": RETRIES, "consumer": "{operation: mail/items#track}"},
        "retry-of-unknown-safety",
    ),
    ("into a store", {"consumer": "{store: table items}"}, None),
]


@pytest.mark.parametrize(("changes", "rule"), [row[1:] for row in FLOWS], ids=[row[0] for row in FLOWS])
def test_a_flow_is_judged_as_a_whole(
    found: Callable[..., list[str]], changes: dict[str, Any], rule: str | None
) -> None:
    assert found(**changes) == ([rule] if rule else [])


STOCK = '{from: "items[].stock", to: count}'


@pytest.mark.parametrize(
    ("needed", "every", "rules"),
    [
        ("PT20M", "PT5M", []),
        ("PT20M", "PT10M", ["runs-too-seldom"]),
        ("PT10M", "PT5M", ["staler-than-needed", "runs-too-seldom"]),
    ],
)
def test_promise_and_pause_together_must_be_fresh_enough(
    found: Callable[..., list[str]], needed: str, every: str, rules: list[str]
) -> None:
    assert found(STOCK, rest=NEEDS % needed, every=every) == rules


BUYER = '{from: "items[].buyer", to: address}'


def test_personal_data_needs_a_legal_basis(found: Callable[..., list[str]]) -> None:
    assert found(BUYER) == ["personal-data-without-legal-basis"]
    assert found(BUYER, rest="personalData: {legalBasis: consent, dataUse: mail}") == []


def test_what_is_required_inside_an_optional_object_counts_once_something_is_sent_into_it(
    found: Callable[..., list[str]],
) -> None:
    assert found('{from: "items[].name", to: image.url}') == ["required-field-not-mapped"]
    assert found('{from: "items[].name", to: image.url}', '{from: "items[].name", to: image.alt}') == []


def test_what_is_required_and_not_mapped_is_named(one_flow: Callable[..., Registry]) -> None:
    registry = one_flow(files={"specs/mail/apis/items/openapi.yaml": MAIL_WITH_REQUIRED_TITLE})
    whole = check_flow(registry, registry.flows[0])[-1]
    assert whole.row is None
    assert whole.problem == "mail/items#putItem requires 'title', and no row maps into it"


MAIL_WITH_REQUIRED_TITLE = """
openapi: 3.1.0
info: {title: Mail, version: 1.0.0}
paths:
  /items:
    put:
      operationId: putItem
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [id, title, readByUs]
              properties:
                id: {type: string}
                title: {type: string}
                readByUs: {type: string, readOnly: true}
      responses: {"204": {description: Done}}
"""


def test_a_verdict_stands_at_the_row_with_file_line_and_column(one_flow: Callable[..., Registry]) -> None:
    registry = one_flow('{from: "items[].skuu", to: title}')
    verdict = check_flow(registry, registry.flows[0])[1]
    assert (verdict.row, verdict.ok) == (1, False)
    assert verdict.problem == "'items[].skuu' is not a field of the response of GET /products"
    assert verdict.remedy == "did you mean 'items[].sku'?"
    assert str(verdict.findings[0].place) == "specs/mail/flows/products.yaml:11:6"


def test_a_missing_translation_comes_with_the_value_that_shows_it(one_flow: Callable[..., Registry]) -> None:
    registry = one_flow('{from: "items[].availability", to: inStock, values: {in_stock: true}, onNull: skip}')
    assert check_flow(registry, registry.flows[0])[1].witness == ("sold_out",)


def test_a_row_into_a_store_is_not_compared(one_flow: Callable[..., Registry]) -> None:
    registry = one_flow(consumer="{store: table items}")
    assert [verdict.compared for verdict in check_flow(registry, registry.flows[0])] == [False]


def test_a_flow_is_held_against_the_newest_release_in_its_range(
    one_flow: Callable[..., Registry], catalog: str
) -> None:
    releases = "specs/catalog/apis/products/releases"
    old = catalog.replace("2.1.0", "1.0.0").replace("nickname", "alias")
    files = {f"{releases}/1.0.0.yaml": old, f"{releases}/2.1.0.yaml": catalog}
    registry = one_flow('{from: "items[].nickname", to: title}', producer="<2", files=files)
    rules = [one.rule for verdict in check_flow(registry, registry.flows[0]) for one in verdict.findings]
    assert rules == ["mapping-from-unknown-field", "newest-version-outside-range"]


def test_settings_change_the_severity_of_a_rule_or_switch_it_off(one_flow: Callable[..., Registry]) -> None:
    settings = "registry: 1\ntitle: Shoes\nteams: {marketing: {title: M}, shop: {title: S}}\nrules: {RULE}\n"
    severe = {"specs/registry.yaml": settings.replace("RULE", "length-does-not-fit: error")}
    registry = one_flow('{from: "items[].name", to: title}', files=severe)
    assert not check_flow(registry, registry.flows[0])[1].ok
    silent = {"specs/registry.yaml": settings.replace("RULE", 'length-does-not-fit: "off"')}
    registry = one_flow('{from: "items[].name", to: title}', files=silent)
    assert check_flow(registry, registry.flows[0])[1].findings == ()


def test_each_rule_has_an_id_of_its_own_a_reason_and_a_remedy() -> None:
    assert len({rule.id for rule in CATALOGUE}) == len(CATALOGUE)
    assert all(rule.reason.endswith((".", "!")) and rule.remedy for rule in CATALOGUE)
