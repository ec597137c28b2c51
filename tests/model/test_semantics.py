from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from registry.formats import Duration
from registry.model.semantics import (
    Backoff,
    Classification,
    ErrorMeaning,
    FieldMeaning,
    Freshness,
    FromField,
    Idempotency,
    Masking,
    Objective,
    Quality,
    RateLimit,
    Relationship,
    Retention,
    Retry,
    SourceOfTruth,
    Support,
    ValueMeaning,
    VerifiedStatement,
    field_meaning,
)

if TYPE_CHECKING:
    from registry.model.semantics import ApiMeaning, OperationMeaning


def meaning(schema: Any, components: dict[str, Any] | None = None) -> FieldMeaning:
    """Return what a schema means where ``#/components/schemas/X`` is ``components["X"]``."""

    def follow(node: Any, pointer: str) -> tuple[Any, str] | None:
        name = node["$ref"].rpartition("/")[2] if "$ref" in node else None
        return (
            (node, pointer)
            if name is None
            else ((components or {})[name], name)
            if name in (components or {})
            else None
        )

    return field_meaning(schema, follow)


def ref(name: str) -> str:
    return f"#/components/schemas/{name}"


DAY = date(2027, 4, 1)


@pytest.mark.parametrize(
    ("written", "attribute", "expected"),
    [
        ({"title": "Weight"}, "title", "Weight"),
        ({"description": "How heavy."}, "description", "How heavy."),
        ({"deprecated": True}, "deprecated", True),
        ({"x-ogc-definition": "glossary:sku"}, "term", "glossary:sku"),
        ({"x-ogc-unit": "kg"}, "unit", "kg"),
        ({"x-ogc-unit": "kg"}, "unit_language", "UCUM"),
        ({"x-ogc-unit": "KGM", "x-ogc-unitLang": "UNECE"}, "unit_language", "UNECE"),
        ({"x-ogc-unitLang": "UCUM"}, "unit", None),
        ({"x-ogc-nullValues": [-1, "n/a"]}, "null_values", (-1, "n/a")),
        ({"x-ogc-role": "id"}, "role", "id"),
        ({"x-ogc-uriTemplate": "https://a/{id}"}, "uri_template", "https://a/{id}"),
        (
            {"x-data-classification": "confidential"},
            "classification",
            Classification(sensitivity="confidential"),
        ),
        ({"x-data-classification": "Public"}, "classification", Classification(sensitivity="public")),
        ({"x-data-classification": "pii"}, "classification", Classification(category="PII")),
        ({"x-data-classification": "unheard of"}, "classification", Classification()),
        (
            {"x-data-classification": {"category": "contact", "sensitivity": "internal", "masking": "hash"}},
            "classification",
            Classification(category="contact", sensitivity="internal", masking=Masking(strategy="hash")),
        ),
        (
            {
                "x-data-classification": {
                    "category": "PII",
                    "masking": {"strategy": "partial", "keep": "last4"},
                }
            },
            "classification",
            Classification(category="PII", masking=Masking(strategy="partial", keep="last4")),
        ),
        ({"x-pii": True}, "classification", Classification(category="PII")),
        ({"x-pii": False}, "classification", None),
        ({"x-extensible-enum": ["a"]}, "extensible", True),
        ({"x-extensible-enum": True, "enum": ["a"]}, "extensible", True),
        ({"x-ms-enum": {"modelAsString": True}}, "extensible", True),
        ({"x-ms-enum": {"modelAsString": False}}, "extensible", False),
        ({"x-sunset": "2027-04-01"}, "sunset", DAY),
        ({"x-sunset": "2027-04-01T10:00:00Z"}, "sunset", DAY),
        ({"x-sunset": "soon"}, "sunset", None),
        ({"x-stability-level": "alpha"}, "stability", "alpha"),
        ({"x-stability-level": "shaky"}, "stability", None),
        ({"x-beta": True}, "stability", "beta"),
        ({"x-beta": True, "x-stability-level": "stable"}, "stability", "stable"),
        ({"x-field": {"businessName": "Size"}}, "business_name", "Size"),
        (
            {"x-field": {"sourceOfTruth": {"system": "w", "field": "f"}}},
            "source_of_truth",
            SourceOfTruth(system="w", field="f"),
        ),
        (
            {"x-field": {"freshness": {"threshold": "PT15M", "timestampField": "at"}}},
            "freshness",
            Freshness(threshold=Duration.parse("PT15M"), timestamp_field="at"),
        ),
        (
            {"x-field": {"nullMeaning": {"null": "Unknown.", "absent": "Not asked."}}},
            "null_meaning",
            {"null": "Unknown.", "absent": "Not asked."},
        ),
        ({"x-field": {"nullMeaning": "Unknown."}}, "null_meaning", {"null": "Unknown."}),
        ({"x-field": {"defaultMeaning": "All."}}, "default_meaning", "All."),
        ({"x-field": {"currency": "EUR"}}, "currency", "EUR"),
        ({"x-field": {"currency": {"field": "currencyCode"}}}, "currency", FromField(field="currencyCode")),
        ({"x-field": {"timezone": "Europe/Paris"}}, "timezone", "Europe/Paris"),
        (
            {"x-field": {"retention": {"period": "P2Y", "timestampField": "createdAt"}}},
            "retention",
            Retention(period=Duration.parse("P2Y"), timestamp_field="createdAt"),
        ),
        (
            {"x-field": {"relationships": [{"type": "foreignKey", "to": "catalog/products#Product.sku"}]}},
            "relationships",
            (Relationship(to="catalog/products#Product.sku"),),
        ),
        (
            {
                "x-field": {
                    "quality": [
                        {
                            "metric": "nullValues",
                            "mustBeLessThan": 1,
                            "unit": "percent",
                            "dimension": "completeness",
                            "severity": "error",
                        }
                    ]
                }
            },
            "quality",
            (
                Quality(
                    metric="nullValues",
                    must_be_less_than=1,
                    unit="percent",
                    dimension="completeness",
                    severity="error",
                ),
            ),
        ),
        ({"x-field": {"normalization": "EU sizes"}}, "normalization", "EU sizes"),
        ({"x-field": {"critical": True}}, "critical", True),
    ],
)
def test_each_spelling_is_read(written: dict[str, Any], attribute: str, expected: object) -> None:
    assert getattr(meaning(written), attribute) == expected


def test_derivation_is_read() -> None:
    derivation = meaning(
        {"x-field": {"derivation": {"from": ["a", "b"], "description": "a minus b"}}}
    ).derivation
    assert derivation is not None
    assert (derivation.from_, derivation.description) == (("a", "b"), "a minus b")


IN_STOCK = ValueMeaning("in", "In stock", "Ships today.")
GONE = ValueMeaning("out", "", "Sold out.")
BARE = (ValueMeaning("in"), ValueMeaning("out"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            {
                "oneOf": [
                    {"const": "in", "title": "In stock", "description": "Ships today."},
                    {"const": "out", "description": "Sold out."},
                ]
            },
            (IN_STOCK, GONE),
        ),
        (
            {
                "anyOf": [
                    {"enum": ["in"], "title": "In stock", "description": "Ships today."},
                    {"const": "out", "description": "Sold out."},
                    {"type": "null"},
                ]
            },
            (IN_STOCK, GONE),
        ),
        (
            {"enum": ["in", "out"], "x-enumDescriptions": {"in": "Ships today.", "out": "Sold out."}},
            (ValueMeaning("in", "", "Ships today."), GONE),
        ),
        (
            {
                "enum": ["in", "out"],
                "x-enum-varnames": ["In stock"],
                "x-enum-descriptions": ["Ships today.", "Sold out."],
            },
            (IN_STOCK, GONE),
        ),
        (
            {"enum": [1, True], "x-enumDescriptions": {"1": "One.", "true": "Yes."}},
            (ValueMeaning(1, "", "One."), ValueMeaning(True, "", "Yes.")),
        ),
        (
            {
                "enum": ["in", "out"],
                "x-ms-enum": {
                    "name": "Stock",
                    "values": [
                        {"value": "out", "description": "Sold out."},
                        {"value": "in", "name": "In stock", "description": "Ships today."},
                    ],
                },
            },
            (IN_STOCK, GONE),
        ),
        ({"x-ms-enum": {"values": [{"value": "out", "description": "Sold out."}]}}, (GONE,)),
        ({"enum": ["in", None, "out"]}, BARE),
        ({"x-extensible-enum": ["in", "out"]}, BARE),
        ({"const": "in"}, (ValueMeaning("in"),)),
        ({"oneOf": [{"const": "in"}, {"type": "integer"}]}, ()),
        ({"oneOf": [{"enum": ["in", "out"]}, {"type": "null"}]}, BARE),
        ({"type": "string"}, ()),
    ],
)
def test_the_meaning_of_each_value_is_read(
    written: dict[str, Any], expected: tuple[ValueMeaning, ...]
) -> None:
    assert meaning(written).values == expected
    assert [value.explained for value in expected] == [bool(v.title or v.description) for v in expected]


PRICE = {
    "description": "An amount.",
    "x-ogc-unit": "1",
    "x-field": {"businessName": "Amount", "critical": True},
}


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": ref("Price"), "description": "The regular price."},
        {"allOf": [{"$ref": ref("Price")}], "description": "The regular price."},
        {"oneOf": [{"$ref": ref("Price")}, {"type": "null"}], "description": "The regular price."},
        {
            "anyOf": [{"type": ["null"]}, {"allOf": [{"$ref": ref("Price")}]}],
            "description": "The regular price.",
        },
        {"$ref": ref("Alias"), "description": "The regular price."},
    ],
)
def test_what_stands_beside_a_reference_goes_before_its_target(schema: dict[str, Any]) -> None:
    found = meaning(schema, {"Price": PRICE, "Alias": {"$ref": ref("Price")}})
    assert (found.description, found.unit, found.business_name, found.critical) == (
        "The regular price.",
        "1",
        "Amount",
        True,
    )


def test_containers_of_several_layers_are_merged_key_by_key() -> None:
    schema = {"$ref": ref("Price"), "x-field": {"nullMeaning": {"null": "Free."}, "critical": False}}
    base = {
        **PRICE,
        "x-field": {
            "nullMeaning": {"null": "Unknown.", "absent": "Not asked."},
            "critical": True,
            "currency": "EUR",
        },
    }
    found = meaning(schema, {"Price": base})
    assert found.null_meaning == {"null": "Free.", "absent": "Not asked."}
    assert (found.currency, found.critical) == ("EUR", False)


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": ref("Node")},
        {"$ref": ref("Nowhere")},
        {"oneOf": [{"$ref": ref("A")}, {"$ref": ref("B")}]},
        True,
        None,
        [],
        {
            "x-field": "no mapping",
            "allOf": 3,
            "description": ["no text"],
            "x-ogc-unit": 7,
            "x-data-classification": [],
        },
    ],
)
def test_what_cannot_be_read_means_nothing(schema: Any) -> None:
    node = {"allOf": [{"$ref": ref("Node")}]}
    named = {"title": "A"}
    assert meaning(schema, {"Node": node, "A": named, "B": named}) == meaning({})


def test_a_meaning_is_a_value_whatever_is_left_unsaid() -> None:
    said = meaning({"title": "Size", "x-field": {"critical": False, "businessName": None}})
    assert said == FieldMeaning(title="Size")
    assert said == replace(meaning({"title": "Length"}), title="Size")
    assert said == pickle.loads(pickle.dumps(said))
    assert said.null_meaning == {}
    assert meaning({"type": "string"}) == FieldMeaning()


def test_what_the_first_layer_denies_the_next_cannot_claim() -> None:
    layer = {
        "deprecated": True,
        "x-field": {"critical": True, "nullMeaning": {"absent": "No.", "null": "Off."}},
    }
    first = {"deprecated": False, "x-field": {"critical": False, "nullMeaning": "None."}}
    said = meaning({"$ref": ref("Layer"), **first}, {"Layer": layer})
    assert (said.deprecated, said.critical) == (False, False)
    assert said.null_meaning == {"absent": "No.", "null": "None."}


def test_a_mistake_in_one_key_costs_that_key_alone() -> None:
    written = {
        "businessName": "Size",
        "freshness": {"threshold": "15 minutes"},
        "freshnes": 1,
        "currency": "EURO",
    }
    found = meaning({"x-field": written})
    assert (found.business_name, found.freshness, found.currency) == ("Size", None, None)


@pytest.mark.parametrize(
    ("category", "personal"),
    [
        ("PII", True),
        ("contact", True),
        ("health", True),
        ("government-id", True),
        ("financial", False),
        (None, False),
    ],
)
def test_some_categories_are_about_people(category: Any, personal: bool) -> None:  # noqa: FBT001 - a table
    assert Classification(category=category).personal is personal


def operation(describe: Any, node: dict[str, Any], **root: Any) -> OperationMeaning:
    found: OperationMeaning = describe({"paths": {"/": {"post": node}}, **root}).operations[0].meaning
    return found


def test_the_container_of_an_operation_is_read(describe: Any) -> None:
    written = {
        "idempotency": {
            "class": "replayable",
            "header": "Idempotency-Key",
            "keyLifetime": "PT24H",
            "onConflict": 422,
        },
        "retry": {
            "strategy": "backoff",
            "backoff": {"initialInterval": 500, "exponent": 1.5},
            "statusCodes": ["429", 503, "5XX"],
            "retryConnectionErrors": True,
        },
        "rateLimit": [{"name": "default", "quota": 100, "window": 60, "unit": "requests"}],
        "timeout": 30000,
        "objectives": [{"property": "latency", "percentile": 95, "value": 300, "unit": "ms"}],
        "errors": [
            {
                "code": "gone",
                "status": 409,
                "retryable": False,
                "meaning": "Sold out.",
                "action": "Read again.",
            }
        ],
    }
    found = operation(describe, {"x-operation": written})
    assert found.idempotency == Idempotency(
        class_="replayable", header="Idempotency-Key", key_lifetime=Duration.parse("PT24H"), on_conflict=422
    )
    assert found.retry == Retry(
        backoff=Backoff(initial_interval=500, exponent=1.5),
        status_codes=("429", "503", "5XX"),
        retry_connection_errors=True,
    )
    assert found.rate_limit == (RateLimit(quota=100, window=60),)
    assert found.timeout == 30000
    assert found.objectives == (Objective(property="latency", percentile=95, value=300, unit="ms"),)
    assert found.errors == (
        ErrorMeaning(code="gone", status=409, retryable=False, meaning="Sold out.", action="Read again."),
    )


RETRIES = {"strategy": "backoff", "backoff": {"initialInterval": 500}, "statusCodes": ["5XX"]}
READ_RETRY = Retry(backoff=Backoff(initial_interval=500), status_codes=("5XX",))


@pytest.mark.parametrize(
    ("node", "root", "attribute", "expected"),
    [
        ({"x-speakeasy-retries": RETRIES}, {}, "retry", READ_RETRY),
        ({}, {"x-speakeasy-retries": RETRIES}, "retry", READ_RETRY),
        (
            {"x-speakeasy-retries": {"strategy": "none"}},
            {"x-speakeasy-retries": RETRIES},
            "retry",
            Retry(strategy="none"),
        ),
        (
            {"x-operation": {"retry": {"strategy": "none"}}, "x-speakeasy-retries": RETRIES},
            {},
            "retry",
            Retry(strategy="none"),
        ),
        ({"x-operation": {"timeout": 1}, "x-speakeasy-retries": RETRIES}, {}, "retry", READ_RETRY),
        ({"x-fern-retries": {"disabled": True}}, {}, "retry", Retry(strategy="none")),
        ({"x-fern-idempotent": True}, {}, "idempotency", Idempotency(class_="replayable")),
        (
            {"x-fern-idempotent": True},
            {"x-fern-idempotency-headers": [{"header": "IDEMPOTENCY-KEY", "name": "key"}]},
            "idempotency",
            Idempotency(class_="replayable", header="IDEMPOTENCY-KEY"),
        ),
        ({"x-speakeasy-timeout": 1000}, {}, "timeout", 1000),
        ({}, {"x-speakeasy-timeout": 1000}, "timeout", 1000),
        ({}, {}, "retry", None),
    ],
)
def test_extensions_of_generators_are_read_where_the_container_is_silent(
    describe: Any, node: dict[str, Any], root: dict[str, Any], attribute: str, expected: object
) -> None:
    assert getattr(operation(describe, node, **root), attribute) == expected


def test_the_container_of_an_api_is_read(describe: Any) -> None:
    info = {
        "title": "Shop",
        "version": "1",
        "x-registry": {
            "team": "commerce",
            "support": [{"channel": "#catalog", "tool": "slack", "scope": "announcements"}],
            "releaseStatus": "deprecated",
            "deprecationDate": "2026-10-01",
            "sunsetDate": "2027-04-01",
            "successors": ["catalog/products-v2"],
            "noticePeriod": "P90D",
            "compatibility": "backward",
            "slaProperties": [{"property": "availability", "value": 99.9, "unit": "percent"}],
            "verifiedStatements": [{"question": "Why?", "answer": "Because."}],
        },
    }
    found: ApiMeaning = describe({"info": info}).meaning
    assert (found.team, found.release_status, found.compatibility) == ("commerce", "deprecated", "backward")
    assert found.support == (Support(channel="#catalog", tool="slack", scope="announcements"),)
    assert (found.deprecation_date, found.sunset_date) == (date(2026, 10, 1), DAY)
    assert found.successors == ("catalog/products-v2",)
    assert str(found.notice_period) == "P90D"
    assert [(sla.property, sla.value, sla.unit) for sla in found.sla_properties] == [
        ("availability", 99.9, "percent")
    ]
    assert found.verified_statements == (VerifiedStatement(question="Why?", answer="Because."),)


@pytest.mark.parametrize("written", [None, [], "team", {"team": 3}])
def test_a_container_that_cannot_be_read_is_an_empty_one(describe: Any, written: Any) -> None:
    assert describe({"info": {"x-registry": written}}).meaning.team is None
    assert operation(describe, {"x-operation": written}).timeout is None
