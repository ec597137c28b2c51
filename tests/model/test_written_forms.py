from __future__ import annotations

import json
from textwrap import dedent
from typing import Any

import jsonschema_rs
import pytest

from registry.config import RegistryConfig
from registry.errors import Place, UnreadableInputs, WrongUse
from registry.formats import Written, read
from registry.model.agreements import Subscription, Waiver
from registry.model.flow import Flow, FlowForm
from registry.model.forms import FORMS, json_schema
from registry.model.semantics import ApiMeaning, FieldForm, OperationMeaning
from registry.model.system import Glossary, System, SystemForm
from registry.source.tree import parse

EXAMPLES = {
    "registry": """
        registry: 1
        title: AwesomeShoes data waybills
        url: https://apis.awesomeshoes.example
        teams: {commerce: {title: Commerce, contact: commerce@awesomeshoes.example}}
        policy:
          {failOn: breaking, profile: wire, noticePeriod: P90D, stability: beta, breakingWithoutMajor: error}
        rules:
          {response-enum-value-added: breaking, number-without-unit: warning, operation-without-errors: off}
        channels: {ops-slack: "slack://${SLACK_TOKENS}/#ops", ops-mail: "mailtos://${SMTP_URL}?to=ops@a.example"}
        remoteReferences: []
        """,
    "glossary": """
        glossary: 1
        terms:
          - id: shoe-size
            title: Shoe size
            definition: The length printed on the shoe.
            synonyms: [size]
            owner: commerce
        """,
    "system": """
        system: 1
        title: Mailwing email platform
        kind: vendor
        team: marketing-operations
        vendor: {name: Mailwing, url: "https://mailwing.example"}
        description: Sends campaigns.
        support: [{channel: "#marketing-ops", tool: slack, scope: interactive}]
        """,
    "flow": """
        flow: 1
        title: Size availability for shoe recommendations
        answer: Every 15 minutes the email platform receives size and availability of each running shoe.
        producer: {api: catalog/products, version: ">=2.1 <3", operation: listProducts}
        consumer: {operation: email/items#upsertCatalogItem, version: ">=1"}
        purpose: Recommend shoes in the customer's size.
        capabilities: {can: ["filter recommendations by size"], cannot: ["reserve stock"]}
        trigger: {type: batch, every: PT15M}
        freshnessNeeded: {threshold: PT30M, timestampField: stockCheckedAt}
        volume: {records: 20000, per: run}
        mapping:
          - {from: "items[].sku", to: "id", required: true}
          - from: "items[].sizes[].availability"
            to: "attributes.inStock"
            values: {in_stock: true, out_of_stock: false, preorder: false}
            onNull: skip
          - {from: "items[].price", to: price, convert: {divide: 100}, onStale: skip, onNull: {value: 0}}
        delivery:
          retry: {strategy: backoff, backoff: {initialInterval: 500}, statusCodes: ["429", 503]}
          idempotencyKey: "{sku}:{stockCheckedAt}"
          onExhausted: dead-letter
          deadLetter: The queue of the email team.
        personalData: {legalBasis: consent, dataUse: Recommendations.}
        owner: marketing-operations
        notify: {breaking: [ops-slack, ops-mail], deprecation: [ops-mail]}
        """,
    "waivers": """
        - rule: response-property-removed
          at: "GET /products 200 items[].legacyType"
          reason: Nobody reads it.
          owner: commerce
          until: 2026-12-31
          version: 3.0.0
        """,
    "source": """
        repository: https://git.example.com/shop.git
        path: api/openapi.yaml
        ref: main
        """,
    "subscriptions": """
        - subscriber: marketing-operations
          channels: [ops-slack, ops-mail]
          wants: {severity: breaking, only: what-we-use}
        - subscriber: data
          channels: [ops-mail]
          wants: {severity: everything, apis: [a/b], fields: ["a/b#C.d"]}
        - {subscriber: crm, channels: [ops-mail]}
        """,
    "field": """
        businessName: Size availability
        sourceOfTruth: {system: warehouse, field: stock.level}
        freshness: {threshold: PT15M, timestampField: stockCheckedAt}
        nullMeaning: {"null": "The warehouse did not answer.", absent: "The caller did not ask for stock."}
        defaultMeaning: All of them.
        currency: EUR
        timezone: Europe/Paris
        retention: {period: P2Y, timestampField: createdAt}
        relationships: [{type: foreignKey, to: "catalog/products#Product.sku"}]
        derivation: {from: [stock.level, stock.reserved], description: "level minus reserved, above zero"}
        quality:
          - {metric: nullValues, mustBeLessThan: 1, unit: percent, dimension: completeness, severity: error}
        normalization: "EU sizes, half sizes as x.5"
        critical: true
        """,
    "operation": """
        idempotency: {class: not_idempotent, header: Idempotency-Key, keyLifetime: PT24H, onConflict: 422}
        retry:
          strategy: backoff
          backoff: {initialInterval: 500, maxInterval: 60000, maxElapsedTime: 3600000, exponent: 1.5}
          statusCodes: ["429", "503"]
          retryConnectionErrors: true
        rateLimit: [{name: default, quota: 100, window: 60, unit: requests}]
        timeout: 30000
        objectives:
          - {property: latency, percentile: 95, value: 300, unit: ms}
          - {property: errorRate, value: 0.1, unit: percent}
        errors:
          - {code: stock_gone, status: 409, retryable: false, meaning: Sold out., action: Read it again.}
        """,
    "api": """
        team: commerce
        support: [{channel: "#catalog", tool: slack, scope: announcements}]
        releaseStatus: active
        deprecationDate: 2026-10-01
        sunsetDate: 2027-04-01
        successors: [catalog/products-v2]
        noticePeriod: P90D
        compatibility: backward
        slaProperties: [{property: availability, value: 99.9, unit: percent}]
        verifiedStatements: [{question: "Why?", answer: "Because."}]
        """,
}
SINGLE: dict[str, type[Written]] = {
    "registry": RegistryConfig,
    "glossary": Glossary,
    "system": SystemForm,
    "flow": FlowForm,
    "field": FieldForm,
    "operation": OperationMeaning,
    "api": ApiMeaning,
}


def plain(text: str) -> Any:
    return parse(dedent(text).encode(), "example.yaml").data


def readable(form: type[Written], data: Any) -> tuple[str, ...]:
    """Return what is wrong with the data, in words."""
    try:
        read(form, data, Place)
    except UnreadableInputs as several:
        return tuple(str(problem) for problem in several.problems)
    return ()


def test_each_format_has_an_example() -> None:
    assert set(EXAMPLES) == set(FORMS)


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_schema_is_valid_and_accepts_the_example(name: str) -> None:
    schema = json_schema(name)
    jsonschema_rs.meta.validate(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:waybill:schema:{name}:1"
    assert [
        error.message for error in jsonschema_rs.validator_for(schema).iter_errors(plain(EXAMPLES[name]))
    ] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_key_of_a_schema_is_explained(name: str) -> None:
    schema = json_schema(name)
    parts = schema.get("$defs", {})
    unexplained = [
        key
        for part in (schema, *parts.values())
        for key, member in part.get("properties", {}).items()
        if not {**parts.get(member.get("$ref", "").rpartition("/")[2], {}), **member}.get("description")
    ]
    assert unexplained == []


@pytest.mark.parametrize("name", SINGLE)
def test_each_form_reads_its_example(name: str) -> None:
    assert readable(SINGLE[name], plain(EXAMPLES[name])) == ()


@pytest.mark.parametrize("name", SINGLE)
def test_the_schema_refuses_an_unknown_key_as_the_form_does(name: str) -> None:
    data = {**plain(EXAMPLES[name]), "zzz": 1}
    assert not jsonschema_rs.validator_for(json_schema(name)).is_valid(data)
    assert any("unknown key 'zzz'" in problem for problem in readable(SINGLE[name], data))


def test_lists_are_read_item_by_item() -> None:
    (waiver,) = [read(Waiver, item, Place) for item in plain(EXAMPLES["waivers"])]
    assert (waiver.rule, str(waiver.until)) == ("response-property-removed", "2026-12-31")
    first, second, third = (read(Subscription, item, Place) for item in plain(EXAMPLES["subscriptions"]))
    assert (first.wants.severity, first.wants.only) == ("breaking", "what-we-use")
    assert (second.wants.severity, second.wants.fields) == ("safe", ("a/b#C.d",))
    assert third.wants.severity == "breaking"


def test_a_schema_that_does_not_exist_names_the_nearest() -> None:
    with pytest.raises(WrongUse, match="there is no format 'flows'; did you mean 'flow'"):
        json_schema("flows")


def test_schemas_are_plain_and_the_same_each_time() -> None:
    assert json.dumps(json_schema("flow")) == json.dumps(json_schema("flow"))


def flow(**changes: Any) -> dict[str, Any]:
    return {**plain(EXAMPLES["flow"]), **changes}


WRONG_FLOWS: list[tuple[dict[str, Any], str]] = [
    ({"consumer": {}}, "/consumer: 'consumer' must be either an operation or a store"),
    ({"consumer": {"operation": "a/b#c", "store": "table"}}, "either an operation or a store"),
    ({"consumer": {"operation": "upsert"}}, "/consumer/operation"),
    ({"trigger": {"type": "batch"}}, "a batch with either 'every' or 'cron'"),
    ({"trigger": {"type": "event", "every": "PT1M"}}, "of type batch"),
    ({"trigger": {"type": "batch", "cron": "daily"}}, "/trigger/cron"),
    ({"mapping": []}, "a list of at least 1"),
    ({"mapping": [{"from": "a"}]}, "has no 'to'"),
    ({"mapping": [{"from": "a", "to": "b", "onNull": "ignore"}]}, "skip, reject, send"),
    ({"producer": {"api": "a/b", "operation": "c", "version": ">=2 || 3"}}, "a range of versions such as"),
    ({"producer": {"api": "products", "operation": "c"}}, "/producer/api"),
    ({"personalData": {"legalBasis": "consnt", "dataUse": "x"}}, "did you mean 'consent'?"),
    ({"flow": 2}, "'flow' must be 1"),
    ({"freshnesNeeded": {}}, "did you mean 'freshnessNeeded'?"),
]


@pytest.mark.parametrize(("changes", "problem"), WRONG_FLOWS)
def test_what_a_flow_must_say(changes: dict[str, Any], problem: str) -> None:
    assert any(problem in told for told in readable(FlowForm, flow(**changes)))


def test_a_flow_knows_both_systems() -> None:
    form = read(FlowForm, plain(EXAMPLES["flow"]), Place)
    found = Flow.named("email/size-availability", "specs/email/flows/size-availability.yaml", form)
    assert (found.id, found.consumer_system, found.producer_system) == (
        "email/size-availability",
        "email",
        "catalog",
    )
    assert (found.consumer.api, found.consumer.operation_name) == ("email/items", "upsertCatalogItem")
    assert (found.mapping[0].from_, found.mapping[0].to, found.mapping[0].required) == (
        "items[].sku",
        "id",
        True,
    )
    assert found.notify.breaking == ("ops-slack", "ops-mail")


def test_a_flow_may_end_in_a_store() -> None:
    form = read(FlowForm, flow(consumer={"store": "orders table"}), Place)
    assert (form.consumer.api, form.consumer.operation_name, form.consumer.store) == (
        None,
        None,
        "orders table",
    )


@pytest.mark.parametrize(
    ("kind", "vendor", "own"),
    [
        ("own", None, True),
        ("warehouse", None, True),
        ("vendor", None, False),
        ("email", {"name": "M"}, False),
    ],
)
def test_a_system_is_our_own_unless_a_vendor_runs_it(kind: str, vendor: Any, own: bool) -> None:  # noqa: FBT001 - a table
    data = {"system": 1, "title": "S", "kind": kind, "team": "t"} | ({"vendor": vendor} if vendor else {})
    assert System.named("s", "specs/s/system.yaml", read(SystemForm, data, Place)).own is own
