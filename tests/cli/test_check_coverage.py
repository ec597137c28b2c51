"""``waybill check --coverage``: how much of its meaning each API says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema_rs
import pytest

import registry
from registry.cli.contracts import contract

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.cli.conftest import Waybill

DESCRIBED = """
openapi: 3.1.0
info: {title: Things, version: 1.0.0}
paths: {}
components:
  schemas:
    Thing:
      required: [weight, height, width]
      properties:
        weight: {type: number, description: Without its box., x-ogc-unit: kg}
        height: {type: number, x-ogc-unit: cm}
        width: {type: number}
"""


@pytest.fixture
def two(write_registry: Callable[[Mapping[str, str]], Path]) -> Path:
    """A registry of two APIs, one of which has no fields."""
    return write_registry(
        {
            "specs/shop/system.yaml": "system: 1\ntitle: Shop\nkind: own\nteam: shop\n",
            "specs/shop/apis/things/openapi.yaml": DESCRIBED,
            "specs/shop/apis/none/openapi.yaml": "openapi: 3.1.0\ninfo: {title: N, version: 1.0.0}\npaths: {}\n",
        }
    )


@pytest.mark.usefixtures("two")
def test_one_api_shows_each_aspect_with_its_numbers(waybill: Waybill) -> None:
    assert waybill("check", "shop/things", "--coverage").out.splitlines() == [
        "description  33%  1 of 3 fields                         2 missing",
        "unit         66%  2 of 3 numbers that measure or count  1 missing",
        "all          50%  3 of 6                                3 missing",
    ]
    assert waybill("check", "shop/none", "--coverage").out == "no fields\n"


@pytest.mark.usefixtures("two")
def test_a_registry_shows_a_row_for_each_api_and_one_for_all(waybill: Waybill) -> None:
    rows = [line.split()[:4] for line in waybill("check", "--coverage").out.splitlines()]
    assert rows == [
        ["fields", "description", "unit", "currency"],
        ["shop/none", "0", "-", "-"],
        ["shop/things", "3", "33%", "66%"],
        ["all", "3", "33%", "66%"],
    ]
    assert "| shop/things | 3 | 33% | 66% | - |" in waybill("check", "--coverage", "--format", "markdown").out


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("target", [(), ("shop/things",), ("specs/shop/apis/none/openapi.yaml",)])
def test_the_json_keeps_its_contract(waybill: Waybill, target: tuple[str, ...]) -> None:
    written = json.loads(waybill("check", *target, "--coverage", "--format", "json").out)
    jsonschema_rs.validator_for(contract("coverage")).validate(written)
    assert [each["target"] for each in written["targets"]] == list(target or ("shop/none", "shop/things"))


@pytest.mark.usefixtures("two")
def test_a_format_for_findings_is_refused(waybill: Waybill) -> None:
    ran = waybill("check", "--coverage", "--format", "sarif")
    assert (ran.status, "choose text, json, markdown" in ran.err) == (2, True)


def test_a_script_gets_the_same_figures(two: Path) -> None:
    found = registry.open(two).coverage()
    assert found["shop/things"].shares["unit"].percent == 66
    assert list(registry.open(two).coverage("shop/none")) == ["shop/none"]
