"""``waybill diff``: what can be compared, in which formats, with which exit status."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest

from registry.cli.contracts import contract
from registry.cli.reports.changes import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Waybill

pytestmark = pytest.mark.usefixtures("shop")

RELEASE, PENDING = "shop/things@1.0.0", "shop/things"
FILE = "specs/shop/apis/things/openapi.yaml"


def test_a_release_is_compared_with_the_working_copy(waybill: Waybill) -> None:
    ran = waybill("diff", RELEASE, PENDING)
    assert ran.status == 1
    assert "breaking  GET /things 200 id" in ran.out
    assert f"{FILE}:16:" in ran.out
    assert ran.out.endswith(f"{RELEASE} -> {PENDING}: 1 breaking\n")


def test_nothing_changed_exits_with_0(waybill: Waybill) -> None:
    ran = waybill("diff", PENDING, FILE)
    assert (ran.status, ran.out) == (0, f"{PENDING} -> {FILE}: no change that a client could notice\n")


@pytest.mark.parametrize(("level", "status"), [("breaking", 1), ("risky", 1), ("safe", 1), ("never", 0)])
def test_the_exit_status_follows_fail_on(waybill: Waybill, level: str, status: int) -> None:
    assert waybill("diff", RELEASE, PENDING, "--fail-on", level).status == status


def test_the_registry_decides_what_fails(shop: Path, waybill: Waybill) -> None:
    (shop / "specs/registry.yaml").write_text("registry: 1\ntitle: S\npolicy: {failOn: none}\n")
    assert waybill("diff", RELEASE, PENDING).status == 0
    assert waybill("diff", RELEASE, PENDING, "--fail-on", "breaking").status == 1


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("shop/thing", "there is no description 'shop/thing'; did you mean 'shop/things'?"),
        ("shop/thing@1.0.0", "there is no description 'shop/thing@1.0.0'; did you mean 'shop/things'?"),
        ("shop/things@9", "shop/things has no version '9'; frozen versions: 1.0.0"),
        ("xyz", "there is no description 'xyz'; name a file or one of shop/things"),
    ],
)
def test_what_does_not_exist_is_answered_with_what_does(waybill: Waybill, target: str, message: str) -> None:
    ran = waybill("diff", target, PENDING)
    assert ran.status == 2
    assert message in ran.err


def test_the_json_keeps_its_contract(waybill: Waybill) -> None:
    ran = waybill("diff", RELEASE, PENDING, "--format", "json")
    written = json.loads(ran.out)
    jsonschema_rs.validator_for(contract("diff")).validate(written)
    assert (written["waybill"], written["base"], written["revision"]) == (1, RELEASE, PENDING)
    (change,) = (change for change in written["changes"] if change["level"] == "breaking")
    assert change["operations"] == ["GET /things"]
    assert change["at"] == "GET /things 200 id"
    assert change["pointer"]["base"].startswith("/components/schemas/Thing/properties/id")
    assert written["summary"]["breaking"] == 1


def test_a_pull_request_shows_the_change_on_its_line(waybill: Waybill) -> None:
    (line,) = waybill("diff", RELEASE, PENDING, "--format", "github").out.splitlines()
    assert line.startswith(f"::error file={FILE},line=16,col=")
    assert (
        line.endswith("type changed from integer to string") or "::breaking for GET /things 200 id: " in line
    )


def test_code_scanning_gets_rule_place_and_fingerprint(waybill: Waybill) -> None:
    (run,) = json.loads(waybill("diff", RELEASE, PENDING, "--format", "sarif").out)["runs"]
    (result,) = run["results"]
    assert result["level"] == "error"
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 16
    assert result["ruleId"] in {rule["id"] for rule in run["tool"]["driver"]["rules"]}


def test_a_build_server_gets_a_failed_test(waybill: Waybill) -> None:
    (suite,) = ET.fromstring(waybill("diff", RELEASE, PENDING, "--format", "junit").out)
    assert (suite.get("tests"), suite.get("failures")) == ("1", "1")
    (quiet,) = ET.fromstring(waybill("diff", PENDING, PENDING, "--format", "junit").out)
    assert (quiet.get("tests"), quiet.get("failures")) == ("1", "0")


def test_a_comment_in_markdown_groups_the_changes(waybill: Waybill) -> None:
    text = waybill("diff", RELEASE, PENDING, "--format", "markdown").out
    assert "### Changed\n\n- **breaking** `GET /things 200 id`: " in text


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_is_the_same_bytes_twice(waybill: Waybill, form: str) -> None:
    once, again = (waybill("diff", RELEASE, PENDING, "--format", form) for _ in range(2))
    assert once == again
    assert "\x1b" not in once.out
