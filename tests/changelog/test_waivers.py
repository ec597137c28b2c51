"""A waiver that lets nothing pass any more is itself a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.changelog.conftest import Shop

WAIVERS = "specs/shop/apis/products/waivers.yaml"
SKU, NAME = "sku: {type: string}", "name: {type: string}"


@pytest.fixture
def pending(shop: Shop) -> Shop:
    """A shop whose working copy breaks the release, with a waiver for that."""
    shop.release("1.0.0", SKU)
    shop.describe("1.1.0", NAME, "name")
    comparison = shop.open().diff("shop/products@1.0.0", "shop/products")
    (breaking,) = (change for change in comparison.changes if change.level == "breaking")
    facts = f'rule: {breaking.rule}, at: "{breaking.at}", owner: shop, until: 2026-12-31'
    shop.write({WAIVERS: f"- {{{facts}, reason: Nobody read it.}}\n"})
    return shop


def found(shop: Shop, day: str) -> list[str]:
    findings = (one for one in shop.open(day).check() if one.rule in {"waiver-expired", "waiver-unmatched"})
    return [f"{one.place}: {one.severity}: {one.message}" for one in findings]


def test_a_waiver_for_a_pending_change_is_fine_until_its_day(pending: Shop) -> None:
    assert found(pending, "2026-12-31") == []
    (expired,) = found(pending, "2027-01-01")
    assert expired.startswith(f"{WAIVERS}:1:")
    assert expired.endswith("warning: this waiver ended on 2026-12-31")


def test_a_waiver_for_a_change_that_was_released_is_still_fine(pending: Shop) -> None:
    pending.release(day="2026-12-01")
    assert found(pending, "2026-12-02") == []


def test_a_waiver_for_a_change_that_nobody_makes_is_found(pending: Shop) -> None:
    pending.describe("1.1.0", SKU)
    (idle,) = found(pending, "2026-12-01")
    assert "no version makes a breaking or risky change" in idle


def test_the_registry_may_silence_it(pending: Shop) -> None:
    pending.describe("1.1.0", SKU)
    settings = 'registry: 1\ntitle: Shoes\nrules: {waiver-unmatched: "off"}\n'
    (pending.root / "specs/registry.yaml").write_text(settings)
    assert found(pending, "2026-12-01") == []
