"""What the pages of rules and of releases say of severity, examples and accepted changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.site.conftest import Site

REGISTRY = "registry: 1\ntitle: Shoes\nrules: {enum-value-added: breaking, number-without-unit: error}\n"
WAIVER = (
    '- {rule: enum-value-removed, at: "POST /orders body state", reason: Nobody <sends> it., owner: shop, '
    "until: 2026-12-31}\n"
)


def api(version: str, *states: str) -> str:
    schema: dict[str, Any] = {"type": "object", "properties": {"state": {"enum": list(states)}}}
    post = {
        "operationId": "placeOrder",
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {"201": {"description": "Placed."}},
    }
    info = {"title": "Orders", "version": version}
    return json.dumps({"openapi": "3.1.0", "info": info, "paths": {"/orders": {"post": post}}})


def test_rules_and_changes_say_how_grave_they_are_what_proves_them_and_who_accepts_them(
    build_site: Callable[[Mapping[str, str]], Site],
) -> None:
    home = "specs/shop/apis/orders"
    site = build_site(
        {
            "specs/registry.yaml": REGISTRY,
            "specs/shop/system.yaml": "system: 1\ntitle: Shop\nkind: own\nteam: shop\n",
            f"{home}/releases/1.0.0.json": api("1.0.0", "open", "lost"),
            f"{home}/openapi.json": api("2.0.0", "open"),
            f"{home}/waivers.yaml": WAIVER,
        }
    )
    changed = site.twin("rules/response-enum-value-added/")
    for said in (
        "In what a client sends",
        "In what a client reads",
        "In this registry, as",
        "# before",
        "# after",
    ):
        assert said in changed
    assert "By default" in site.twin("rules/number-without-unit/")
    assert "lets nothing pass" in site.twin("rules/waiver-expired/")
    coming = site.twin("coming/")
    assert 'Worked before, fails now: `{"state": "lost"}`' in coming
    assert "accepted by shop until 31 December 2026: Nobody" in coming
    assert "<sends>" not in coming
