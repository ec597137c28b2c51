from __future__ import annotations

from typing import Any

import pytest

from registry.model.semantics.problems import Problem, problems

FIELD = "/components/schemas/Product/properties/size"


@pytest.mark.parametrize(
    ("written", "pointer", "problem", "remedy"),
    [
        (
            {"x-field": {"freshnes": 1}},
            "/x-field/freshnes",
            "unknown key 'freshnes'",
            "did you mean 'freshness'?",
        ),
        (
            {"x-field": {"unit": "kg"}},
            "/x-field/unit",
            "unknown key 'unit'",
            "write 'x-ogc-unit' beside x-field",
        ),
        ({"x-field": []}, "/x-field", "must be a mapping", ""),
        (
            {"x-field": {"freshness": {}}},
            "/x-field/freshness/threshold",
            "'freshness' has no 'threshold'",
            "add",
        ),
        (
            {"x-field": {"freshness": {"threshold": "15m"}}},
            "/x-field/freshness/threshold",
            "'threshold' must be an ISO 8601 duration",
            "",
        ),
        ({"x-field": {"currency": "EURO"}}, "/x-field/currency", "must be a currency code of ISO 4217", ""),
        (
            {"x-field": {"timezone": "Europe/Pari"}},
            "/x-field/timezone",
            "must be a time zone of the IANA",
            "",
        ),
        ({"x-field": {"critical": "yes"}}, "/x-field/critical", "'critical' must be true or false", ""),
        (
            {"x-data-classification": "PIII"},
            "/x-data-classification",
            "must be one of PII",
            "did you mean 'PII'?",
        ),
        (
            {"x-data-classification": {"category": "PII", "sensitivity": "secret"}},
            "/x-data-classification/sensitivity",
            "must be one of public, internal, confidential, restricted",
            "",
        ),
        ({"x-ogc-unit": "percent"}, "/x-ogc-unit", "'percent' is a word, not a UCUM code", "write '%'"),
        ({"x-ogc-unit": "EUR"}, "/x-ogc-unit", "'EUR' is a currency", "write it as x-field: {currency: EUR}"),
        ({"x-ogc-unit": "per hour"}, "/x-ogc-unit", "'per hour' is not a UCUM code", "write for example"),
        ({"x-ogc-unit": 1}, "/x-ogc-unit", "'x-ogc-unit' must be text", "write a UCUM code"),
        ({"x-ogc-definition": 1}, "/x-ogc-definition", "'x-ogc-definition' must be text", ""),
        ({"x-ogc-nullValues": -1}, "/x-ogc-nullValues", "'x-ogc-nullValues' must be a list", ""),
        ({"x-extensible-enum": "yes"}, "/x-extensible-enum", "'x-extensible-enum' must be a list", ""),
        (
            {"x-sunset": "soon"},
            "/x-sunset",
            "'x-sunset' must be a date; found 'soon'",
            "write a date such as",
        ),
        (
            {"x-stability-level": "betta"},
            "/x-stability-level",
            "must be one of draft",
            "did you mean 'beta'?",
        ),
    ],
)
def test_each_mistake_of_a_field_is_told_with_its_remedy(
    describe: Any, written: dict[str, Any], pointer: str, problem: str, remedy: str
) -> None:
    schemas = {"Product": {"properties": {"size": written}}}
    (found,) = problems(describe({"components": {"schemas": schemas}}))
    assert found.pointer == FIELD + pointer
    assert problem in found.problem
    assert remedy in found.remedy


@pytest.mark.parametrize(
    "written",
    [
        {"x-ogc-unit": unit}
        for unit in (
            "1",
            "%",
            "kg",
            "cm",
            "m/s2",
            "mm[Hg]",
            "[in_i]",
            "{pair}",
            "10*3",
            "1/min",
            "L/(100.km)",
            "Cel",
        )
    ]
    + [
        {"x-ogc-unit": "KILOGRAM OF", "x-ogc-unitLang": "other"},
        {"x-extensible-enum": True},
        {"x-field": {"timezone": "UTC", "currency": "JPY", "nullMeaning": "Unknown."}},
        {"x-data-classification": {"category": "pii", "masking": "full"}},
        {"x-data-classification": "restricted"},
        {"x-sunset": "2027-04-01T00:00:00Z"},
        {"x-something-else": {"x-field": {"critical": True}}},
    ],
)
def test_what_is_right_has_no_problem(describe: Any, written: dict[str, Any]) -> None:
    assert problems(describe({"components": {"schemas": {"Size": written}}})) == ()


def test_containers_of_operations_and_apis_are_read_too(describe: Any) -> None:
    description = describe(
        {
            "info": {
                "title": "",
                "version": "1",
                "x-registry": {"noticePeriod": "90 days", "taem": "commerce"},
            },
            "paths": {"/": {"get": {"x-operation": {"idempotency": {"class": "idempotentt"}}}}},
        }
    )
    assert {(found.pointer, found.remedy) for found in problems(description)} == {
        ("/info/x-registry/noticePeriod", ""),
        ("/info/x-registry/taem", "did you mean 'team'?"),
        ("/paths/~1/get/x-operation/idempotency/class", "did you mean 'idempotent'?"),
    }


def test_data_and_names_are_no_keywords(describe: Any) -> None:
    schema = {
        "properties": {"x-field": {"type": "string"}, "x-ogc-unit": {"type": "string"}},
        "example": {"x-field": 1},
        "examples": [{"x-ogc-unit": "percent"}],
        "default": {"x-sunset": "soon"},
        "enum": [{"x-field": 1}],
        "const": {"x-field": 1},
    }
    assert problems(describe({"components": {"schemas": {"S": schema}}})) == ()


def test_problems_of_a_2_0_document_lead_to_where_they_were_written(describe: Any) -> None:
    description = describe('swagger: "2.0"\ndefinitions:\n  Size:\n    x-field: {busnessName: Size}\n')
    (found,) = problems(description)
    assert found == Problem(
        "/components/schemas/Size/x-field/busnessName",
        "unknown key 'busnessName'",
        "did you mean 'businessName'?",
    )
    assert description.place(found.pointer).line == 4
