"""Waivers from the command line: what they let pass, what is said of idle ones, how they are drafted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Waybill

pytestmark = pytest.mark.usefixtures("shop")

DIFF = ("diff", "shop/things@1.0.0", "shop/things", "--as-of", "2026-11-23")
WAIVERS = "specs/shop/apis/things/waivers.yaml"
WAIVER = '{{rule: {rule}, at: "{at}", reason: Agreed., owner: shop, until: {until}{more}}}'


def waive(
    shop: Path,
    rule: str = "type-changed",
    at: str = "GET /things 200 id",
    until: str = "2026-12-31",
    more: str = "",
) -> None:
    (shop / WAIVERS).write_text(f"- {WAIVER.format(rule=rule, at=at, until=until, more=more)}\n")


@pytest.mark.parametrize("rule", ["type-changed", "response-type-changed"])
def test_an_accepted_change_is_told_and_fails_nothing(shop: Path, waybill: Waybill, rule: str) -> None:
    waive(shop, rule)
    ran = waybill(*DIFF)
    assert ran.status == 0
    assert "breaking  GET /things 200 id\n" in ran.out
    assert "accepted by shop until 31 December 2026: Agreed.\n" in ran.out
    assert ran.out.endswith("1 breaking (1 accepted)\n")
    assert waybill(*DIFF, "--fail-on", "safe").status == 0


@pytest.mark.parametrize(
    "command", [DIFF, ("check", "--as-of", "2026-11-23"), ("check", "shop/things", "--as-of", "2026-11-23")]
)
def test_an_expired_waiver_is_found_and_counts_no_more(
    shop: Path, waybill: Waybill, command: tuple[str, ...]
) -> None:
    waive(shop, until="2026-11-22")
    out = waybill(*command).out
    assert f"{WAIVERS}:1:" in out
    assert "this waiver ended on 2026-11-22" in out
    assert "[waiver-expired]" in out
    assert "[waiver-unmatched]" not in out
    assert waybill(*DIFF).status == 1


@pytest.mark.parametrize("command", [DIFF, ("check",)])
@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"at": "GET /thing 200 id"}, "did you mean 'GET /things 200 id'?"),
        ({"rule": "type-change"}, "did you mean 'type-changed'?"),
        ({"more": ", version: 9.9.9"}, "version 9.9.9 does not make"),
        ({"rule": "operation-removed", "at": "PUT /far"}, "correct its rule and place"),
    ],
)
def test_a_waiver_that_matches_nothing_is_found(
    shop: Path, waybill: Waybill, command: tuple[str, ...], facts: dict[str, str], said: str
) -> None:
    waive(shop, **facts)
    out = waybill(*command).out
    assert "[waiver-unmatched]" in out
    assert said in out


@pytest.mark.parametrize(
    ("severity", "failing"),
    [("error", ["breaking", "risky", "safe"]), ("warning", ["risky", "safe"]), ("info", ["safe"])],
)
def test_what_is_wrong_with_a_waiver_counts_for_the_level_that_fails(
    shop: Path, waybill: Waybill, severity: str, failing: list[str]
) -> None:
    waive(shop)
    more = WAIVER.format(rule="operation-removed", at="PUT /far", until="2026-12-31", more="")
    (shop / WAIVERS).write_text(f"{(shop / WAIVERS).read_text()}- {more}\n")
    settings = f"registry: 1\ntitle: Shoes\nrules: {{waiver-unmatched: {severity}}}\n"
    (shop / "specs/registry.yaml").write_text(settings)
    levels = ("breaking", "risky", "safe", "never")
    assert [level for level in levels if waybill(*DIFF, "--fail-on", level).status] == failing


def test_a_waiver_for_an_earlier_step_is_not_called_unmatched(
    shop: Path, waybill: Waybill, small: Callable[..., str]
) -> None:
    waive(shop)
    assert waybill("release", "shop/things", "--as-of", "2026-11-23").status == 0
    (shop / "specs/shop/apis/things/openapi.yaml").write_text(small("2.0.1", "string"))
    ran = waybill("diff", "shop/things@2.0.0", "shop/things", "--as-of", "2026-11-23")
    assert (ran.status, "waiver" in ran.out) == (0, False)


def test_the_rules_about_waivers_are_listed_and_can_be_switched_off(shop: Path, waybill: Waybill) -> None:
    assert {"waiver-expired", "waiver-unmatched"} <= set(waybill("rules").out.split())
    assert "whoever reads it believes that it does" in waybill("rules", "waiver-expired").out
    waive(shop, until="2026-11-22")
    settings = 'registry: 1\ntitle: Shoes\nrules: {waiver-expired: "off"}\n'
    (shop / "specs/registry.yaml").write_text(settings)
    assert "[waiver-expired]" not in waybill(*DIFF).out


def test_drafts_are_appended_to_the_waivers_of_the_api_and_count_for_nothing_until_filled_in(
    shop: Path, waybill: Waybill
) -> None:
    ran = waybill(*DIFF, "--write-waivers")
    assert (ran.status, ran.err) == (
        1,
        f"drafted 1 waiver in {WAIVERS}; give each its reason, for until then it counts for nothing\n",
    )
    (draft,) = yaml.safe_load((shop / WAIVERS).read_text())
    assert (draft["rule"], draft["at"]) == ("response-type-changed", "GET /things 200 id")
    assert (draft["owner"], str(draft["until"]), draft["version"]) == ("shop", "2027-02-21", "2.0.0")
    again = waybill(*DIFF)
    assert again.status == 1
    assert "[response-type-changed]" in again.out
    assert f"{WAIVERS}:4:3: error: this waiver has no reason, and counts for nothing until it has" in (
        waybill("check").out
    )
    assert waybill("quality").status == 0
    assert waybill(*DIFF, "--write-waivers").err == "no change needs a new waiver\n"
    (shop / WAIVERS).write_text((shop / WAIVERS).read_text().replace('""', '"Agreed."'))
    assert waybill(*DIFF).status == 0


def test_what_is_in_the_file_stays(shop: Path, waybill: Waybill) -> None:
    waive(shop, until="2026-11-22")
    before = (shop / WAIVERS).read_text()
    (shop / WAIVERS).write_text(f"# ours\n{before.rstrip()}")
    waybill(*DIFF, "--write-waivers")
    assert (shop / WAIVERS).read_text().startswith(f"# ours\n{before}")
    assert len(yaml.safe_load((shop / WAIVERS).read_text())) == 2


def test_an_accepted_change_is_not_drafted_again(shop: Path, waybill: Waybill) -> None:
    waive(shop)
    before = (shop / WAIVERS).read_text()
    assert waybill(*DIFF, "--write-waivers").err == "no change needs a new waiver\n"
    assert (shop / WAIVERS).read_text() == before
    assert waybill(*DIFF, "--write-waivers=-").out == ""


def test_drafts_alone_are_printed_on_request(waybill: Waybill) -> None:
    ran = waybill(*DIFF, "--write-waivers", "-")
    assert (ran.status, ran.err) == (1, "")
    assert [item["rule"] for item in yaml.safe_load(ran.out)] == ["response-type-changed"]


def test_a_file_can_be_named_inside_a_registry_and_outside(
    shop: Path, waybill: Waybill, small: Callable[..., str]
) -> None:
    waybill(*DIFF, "--write-waivers", "drafts.yaml")
    assert len(yaml.safe_load((shop / "drafts.yaml").read_text())) == 1
    (shop / "a.yaml").write_text(small())
    (shop / "b.yaml").write_text(small("1.0.0", "string"))
    assert waybill("diff", "a.yaml", "b.yaml", "--write-waivers=mine.yaml").status == 1
    (draft,) = yaml.safe_load((shop / "mine.yaml").read_text())
    assert (draft["owner"], "version" in draft) == ("", False)
    ran = waybill("diff", "a.yaml", "b.yaml", "--write-waivers")
    assert ran.status == 2
    assert "'b.yaml' is no API of a registry" in ran.err


@pytest.mark.parametrize("present", ["[]\n", "waivers: 1\n", "{\n"])
def test_a_file_that_is_no_list_is_left_alone(shop: Path, waybill: Waybill, present: str) -> None:
    (shop / "mine.yaml").write_text(present)
    ran = waybill(*DIFF, "--write-waivers", "mine.yaml")
    assert ran.status == 2
    assert "nothing can be appended to it" in ran.err
    assert (shop / "mine.yaml").read_text() == present


@pytest.mark.parametrize(
    ("said", "owner", "until"),
    [
        ({"team": "catalogue", "noticePeriod": "P30D"}, "catalogue", "2026-12-23"),
        ({}, "shop", "2026-11-30"),
        ({"noticePeriod": "P9000Y"}, "shop", "9999-12-31"),
    ],
)
def test_owner_and_end_come_from_the_api_then_from_system_and_policy(
    shop: Path, waybill: Waybill, small: Callable[..., str], said: dict[str, str], owner: str, until: str
) -> None:
    (shop / "specs/registry.yaml").write_text("registry: 1\ntitle: S\npolicy: {noticePeriod: P7D}\n")
    facts = ", ".join(f"{key}: {value}" for key, value in said.items())
    text = small("2.0.0", "string").replace("2.0.0}", f"2.0.0, x-registry: {{{facts}}}}}")
    (shop / "specs/shop/apis/things/openapi.yaml").write_text(text)
    items = yaml.safe_load(waybill(*DIFF, "--write-waivers=-").out)
    (draft,) = (item for item in items if item["rule"] == "response-type-changed")
    assert (draft["owner"], str(draft["until"])) == (owner, until)
