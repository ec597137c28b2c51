"""What an editor says while somebody writes: right keys and values pass, misspelt ones do not, at every depth."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from registry.errors import Place, UnreadableInputs
from registry.formats import read
from registry.model.forms import json_schema
from registry.model.semantics import ApiMeaning, FieldForm, OperationMeaning
from registry.source.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.formats import Written

FORMS: dict[str, type[Written]] = {"field": FieldForm, "operation": OperationMeaning, "api": ApiMeaning}
WRITTEN = {
    "field": """
        businessName: Size availability
        sourceOfTruth: {system: warehouse, field: stock.level, description: Counted each night.}
        freshness: {threshold: PT15M, timestampField: stockCheckedAt, description: Older is not shown.}
        nullMeaning: {"null": "The warehouse did not answer.", absent: "The caller did not ask."}
        defaultMeaning: All of them.
        currency: {field: currencyCode}
        timezone: Europe/Paris
        retention: {period: P2Y, timestampField: createdAt, description: Then deleted.}
        relationships: [{type: foreignKey, to: "catalog/products#Product.sku", description: Which one.}]
        derivation: {from: [stock.level, stock.reserved], description: "level minus reserved"}
        quality:
          - {metric: nullValues, mustBeLessThan: 1, unit: percent, dimension: completeness, severity: error}
          - {metric: rowCount, mustBeBetween: [10, 20], businessImpact: Campaigns stop., schedule: 0 6 * * *}
        normalization: EU sizes
        critical: true
        """,
    "operation": """
        idempotency: {class: replayable, header: Idempotency-Key, keyLifetime: PT24H, onConflict: 422}
        retry:
          strategy: backoff
          backoff: {initialInterval: 500, maxInterval: 60000, maxElapsedTime: 3600000, exponent: 1.5}
          statusCodes: ["429", "5XX", 503]
          retryConnectionErrors: true
        rateLimit: [{name: default, quota: 100, window: 60, unit: requests}]
        timeout: 30000
        objectives: [{property: latency, percentile: 95, value: 300, unit: ms}]
        errors: [{code: gone, status: 409, retryable: false, meaning: Sold out., action: Read it again.}]
        """,
    "api": """
        team: commerce
        support: [{channel: "#catalog", tool: slack, scope: announcements, url: "https://a.example"}]
        releaseStatus: beta
        deprecationDate: 2026-10-01
        sunsetDate: 2027-04-01
        successors: [catalog/products-v2]
        noticePeriod: P90D
        compatibility: none
        slaProperties: [{property: availability, value: 99.9, unit: percent, element: listProducts}]
        verifiedStatements: [{question: "Why?", answer: "Because."}]
        """,
}
FREE = {("field", "nullMeaning")}
"""Mappings whose keys are values of the field."""


def plain(name: str) -> Any:
    return parse(WRITTEN[name].encode(), f"{name}.yaml").data


def ways(data: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to each key, at every depth."""
    if isinstance(data, dict):
        for key, member in data.items():
            yield (*way, key)
            yield from ways(member, (*way, key))
    elif isinstance(data, list):
        for index, member in enumerate(data):
            yield from ways(member, (*way, index))


def accepted(name: str, data: Any) -> tuple[bool, bool]:
    """Return whether the schema accepts it, and whether it can be read."""
    try:
        read(FORMS[name], data, Place)
    except UnreadableInputs:
        return jsonschema_rs.is_valid(json_schema(name), data, validate_formats=True), False
    return jsonschema_rs.is_valid(json_schema(name), data, validate_formats=True), True


@pytest.mark.parametrize("name", WRITTEN)
def test_what_the_format_allows_is_accepted(name: str) -> None:
    assert accepted(name, plain(name)) == (True, True)
    assert accepted(name, {}) == (True, True)


@pytest.mark.parametrize(
    ("name", "way"),
    [
        pytest.param(name, way, id=f"{name}-{'.'.join(map(str, way))}")
        for name in WRITTEN
        for way in ways(plain(name))
        if not any((name, key) in FREE for key in way[:-1])
    ],
)
def test_a_misspelt_key_is_refused_and_the_right_one_named(name: str, way: tuple[Any, ...]) -> None:
    data = copy.deepcopy(plain(name))
    within = data
    for step in way[:-1]:
        within = within[step]
    misspelt = way[-1][:-1]
    within[misspelt] = within.pop(way[-1])
    assert not jsonschema_rs.is_valid(json_schema(name), data, validate_formats=True)
    with pytest.raises(UnreadableInputs, match=f"unknown key '{misspelt}'.*did you mean '{way[-1]}'"):
        read(FORMS[name], data, Place)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("field", {"nullMeaning": "Not measured."}),
        ("field", {"currency": "EUR"}),
        ("field", {"timezone": {"field": "zone"}}),
        ("field", {"relationships": [{"to": "a/b#C.d"}]}),
        ("field", {"critical": False}),
        ("operation", {"retry": {"strategy": "none"}}),
        ("operation", {"idempotency": {"class": "idempotent"}}),
        ("api", {"slaProperties": [{"property": "latency", "value": 300, "unit": "ms"}]}),
        ("api", {"releaseStatus": "deprecated", "compatibility": "full"}),
    ],
)
def test_each_spelling_of_a_value_is_accepted(name: str, data: Any) -> None:
    assert accepted(name, data) == (True, True)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("field", {"freshness": {"threshold": "15 minutes"}}),
        ("field", {"freshness": "PT15M"}),
        ("field", {"currency": "EURO"}),
        ("field", {"critical": "yes"}),
        ("field", {"quality": [{"metric": "nullValues", "dimension": "completness"}]}),
        ("field", {"relationships": [{"type": "foreignKey"}]}),
        ("field", {"retention": {"period": "2 years"}}),
        ("operation", {"idempotency": {"class": "replayble"}}),
        ("operation", {"idempotency": {"header": "Idempotency-Key"}}),
        ("operation", {"retry": {"statusCodes": ["9XX"]}}),
        ("operation", {"rateLimit": [{"quota": 10}]}),
        ("operation", {"timeout": 0}),
        ("operation", {"objectives": [{"property": "latency", "percentile": 101, "value": 1}]}),
        ("api", {"noticePeriod": "90 days"}),
        ("api", {"sunsetDate": "soon"}),
        ("api", {"compatibility": "backwards"}),
        ("api", {"releaseStatus": "Active"}),
        ("api", {"verifiedStatements": [{"question": "Why?"}]}),
    ],
)
def test_a_wrong_value_is_refused_by_both(name: str, data: Any) -> None:
    assert accepted(name, data) == (False, False)
