"""Header fields for gateways: read back by other people's parsers."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

DESCRIPTION = """
    openapi: 3.1.0
    info: {title: Products, version: 1.0.0, x-registry: {META}}
    paths:
      /products:
        get: {operationId: a, x-sunset: 2027-01-31, responses: {"200": {description: All}}}
        post: {operationId: b, deprecated: true, responses: {"201": {description: Made}}}
        put: {operationId: c, responses: {"204": {description: Kept}}}
"""


def written(
    write: Callable[[Mapping[str, str]], Path], meaning: str
) -> tuple[dict[str, Any], tuple[str, ...]]:
    root = write(
        {
            "specs/registry.yaml": "registry: 1\ntitle: Shoes\nurl: https://apis.example.com/\n",
            "specs/shop/system.yaml": "system: 1\ntitle: Shop\nkind: own\nteam: shop\n",
            "specs/shop/apis/products/openapi.yaml": DESCRIPTION.replace("{META}", meaning),
        }
    )
    made = registry.open(root, as_of=date(2026, 1, 1)).export("headers")
    rows = json.loads(made.documents[0].text)
    return {row["method"]: row["headers"] for row in rows}, made.remarks


def test_each_operation_says_when_it_stops_itself_before_what_the_api_says(
    write_registry: Callable[[Mapping[str, str]], Path],
) -> None:
    rows, remarks = written(write_registry, "{deprecationDate: 2026-10-01, sunsetDate: 2027-04-01}")
    assert parsedate_to_datetime(rows["GET"]["Sunset"]) == datetime(2027, 1, 31, tzinfo=UTC)
    assert rows["PUT"]["Sunset"] == "Thu, 01 Apr 2027 00:00:00 GMT"
    since = datetime.fromtimestamp(int(rows["PUT"]["Deprecation"].removeprefix("@")), UTC)
    assert since == datetime(2026, 10, 1, tzinfo=UTC)
    assert remarks == ()


def test_the_links_lead_to_the_page_and_to_what_comes_after(
    write_registry: Callable[[Mapping[str, str]], Path],
) -> None:
    rows, _ = written(write_registry, "{sunsetDate: 2027-04-01, successors: [shop/products-v2]}")
    assert rows["GET"]["Link"] == (
        '<https://apis.example.com/apis/shop/products/>; rel="deprecation"; type="text/html", '
        '<https://apis.example.com/apis/shop/products/>; rel="sunset"; type="text/html", '
        '<https://apis.example.com/apis/shop/products-v2/>; rel="successor-version"'
    )


def test_nothing_is_invented_where_no_day_is_said(
    write_registry: Callable[[Mapping[str, str]], Path],
) -> None:
    rows, remarks = written(write_registry, "{}")
    assert list(rows) == ["GET"]
    assert len(remarks) == 1
    assert "POST /products is deprecated, and nobody says since when" in remarks[0]
