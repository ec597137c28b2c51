"""``waybill impact``: who must act by when, who need not, and what nobody uses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema_rs
import pytest

from registry.cli.contracts import contract

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Waybill

API = "shop/products"
DAY = ("--as-of", "2026-11-23")


@pytest.fixture(autouse=True)
def pending(waybill: Waybill, tmp_path: Path) -> Path:
    """The starter, whose price changes its unit after the first release."""
    assert waybill("init").status == 0
    file = tmp_path / "specs/shop/apis/products/openapi.yaml"
    text = file.read_text()
    said = "          description: The price in hundredths of the currency unit.\n"
    file.write_text(text.replace(said, f'{said}          x-ogc-unit: "{{cent}}"\n'))
    assert waybill("release", API).status == 0
    changed = file.read_text().replace('"{cent}"', '"{euro}"').replace("version: 1.0.0", "version: 2.0.0")
    assert changed != text
    file.write_text(changed)
    return file


def test_who_must_act_is_told_by_team_with_what_happens_what_to_do_and_by_when(waybill: Waybill) -> None:
    ran = waybill("impact", API, *DAY)
    assert ran.status == 0
    assert ran.out.startswith("Marketing")
    assert (
        "(newsletter/product-news), by 21 February 2027 (90 days of notice, if it is announced today)"
        in ran.out
    )
    assert "comes in euro instead of cent, and still is divided by 100" in ran.out
    assert "100 times too small" in ran.out
    assert "to do: Change convert of the row from cent to euro" in ran.out
    assert ran.out.endswith(f"{API}@1.0.0 -> {API}: 1 flow breaks\n")


def test_the_json_keeps_its_contract(waybill: Waybill) -> None:
    written = json.loads(waybill("impact", API, "--format", "json", *DAY).out)
    jsonschema_rs.validator_for(contract("impact")).validate(written)
    (hit,) = written["impacts"]
    assert (hit["flow"], hit["due"]["day"], hit["reads"]) == ("newsletter/product-news", "2027-02-21", True)
    assert written["summary"] == {"breaking": 1, "risky": 0, "safe": 0, "indirect": 0, "unused": 0}


def test_markdown_begins_with_a_table_of_who_must_act(waybill: Waybill) -> None:
    lines = waybill("impact", API, "--format", "markdown", *DAY).out.splitlines()
    assert lines[2] == "| Who | Flow | How grave | By when |"
    assert any(line.startswith("  - To do: Change convert") for line in lines)


def test_an_announced_change_is_due_on_its_day(waybill: Waybill) -> None:
    assert waybill("announce", API, "--on", "2027-06-01", *DAY).status == 0
    out = waybill("impact", API, "--as-of", "2026-12-01").out
    assert "by 1 June 2027 (announced on 2026-11-23 for this day)" in out


def test_a_breaking_change_that_nobody_uses_is_said_to_be_so(waybill: Waybill, pending: Path) -> None:
    flow = pending.parents[3] / "newsletter/flows/product-news.yaml"
    flow.unlink()
    out = waybill("impact", API, *DAY).out
    assert "breaking, but no recorded consumer uses it [unit-changed]" in out


def test_a_level_to_fail_on_can_be_asked_for(waybill: Waybill) -> None:
    assert waybill("impact", API, "--fail-on", "breaking").status == 1
    assert waybill("impact", f"{API}@1.0.0", f"{API}@1.0.0", "--fail-on", "risky").status == 0


def test_what_has_no_release_or_is_no_api_is_refused(waybill: Waybill, tmp_path: Path) -> None:
    (tmp_path / "specs/shop/apis/products/releases/1.0.0.yaml").unlink()
    assert "shop/products has no release yet" in waybill("impact", API).err
    ran = waybill("impact", "shop/product")
    assert (ran.status, "did you mean 'shop/products'?" in ran.err) == (2, True)
