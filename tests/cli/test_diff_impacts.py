"""A change that breaks a flow fails, says why, and is in the JSON, whatever it does to others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema_rs
import pytest

from registry.cli.contracts import contract

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Waybill

RELEASE, PENDING = "shop/products@1.0.0", "shop/products"
FLOW = "specs/newsletter/flows/product-news.yaml"
REASON = "it needs data at most 20 minutes old, and this may now be 30 minutes old"


@pytest.fixture(autouse=True)
def stale(waybill: Waybill, tmp_path: Path) -> Path:
    """The starter, whose price may become older than the newsletter can use."""
    assert waybill("init").status == 0
    file = tmp_path / "specs/shop/apis/products/openapi.yaml"
    fresh = file.read_text().replace(
        "{businessName: Price,", "{businessName: Price, freshness: {threshold: PT15M},"
    )
    file.write_text(fresh)
    flow = tmp_path / FLOW
    lines = [line for line in flow.read_text().splitlines() if not line.startswith("freshnessNeeded")]
    flow.write_text("\n".join([*lines, "freshnessNeeded: {threshold: PT20M}", ""]))
    assert waybill("release", "shop/products").status == 0
    file.write_text(fresh.replace("PT15M", "PT30M").replace("version: 1.0.0", "version: 1.1.0"))
    return tmp_path


def test_a_flow_that_breaks_fails_and_says_why(waybill: Waybill) -> None:
    ran = waybill("diff", RELEASE, PENDING)
    assert ran.status == 1
    assert "may now be 30 minutes old, and the flow needs it at most 20 minutes old" in ran.out
    assert ran.out.endswith(f"{RELEASE} -> {PENDING}: 1 risky; 1 flow breaks\n")
    assert waybill("diff", RELEASE, PENDING, "--fail-on", "never").status == 0


def test_the_json_tells_which_flows_are_hit(waybill: Waybill) -> None:
    written = json.loads(waybill("diff", RELEASE, PENDING, "--format", "json").out)
    jsonschema_rs.validator_for(contract("diff")).validate(written)
    (impact,) = written["impacts"]
    assert (impact["flow"], impact["team"], impact["level"]) == (
        "newsletter/product-news",
        "marketing",
        "breaking",
    )
    assert impact["reasons"] == [REASON]
    assert [effect["handled"] for effect in impact["effects"]] == [False]
    assert [change["level"] for change in (*impact["changes"], *written["changes"])] == ["breaking", "risky"]


def test_a_waiver_is_drafted_for_it_and_lets_it_pass(waybill: Waybill, stale: Path) -> None:
    assert waybill("diff", RELEASE, PENDING, "--write-waivers").status == 1
    waivers = stale / "specs/shop/apis/products/waivers.yaml"
    waivers.write_text(waivers.read_text().replace('reason: ""', 'reason: "Agreed."'))
    assert waybill("diff", RELEASE, PENDING).status == 0
