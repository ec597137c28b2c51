"""``waybill check``: a file, an API, a release, a flow, or everything; formats; exit status."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest

from registry.cli.contracts import contract
from registry.cli.reports.findings import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Waybill

BROKEN = """
openapi: 3.1.0
info: {title: Things, version: 1.0.0}
paths:
  /things/{id}:
    get:
      operationId: readThing
      responses: {"200": {description: A thing}}
"""
RULE = "undeclared-path-parameter"


@pytest.fixture
def broken(tmp_path: Path) -> str:
    (tmp_path / "broken.yaml").write_text(BROKEN)
    return "broken.yaml"


def test_a_finding_names_file_line_column_problem_remedy_and_rule(waybill: Waybill, broken: str) -> None:
    ran = waybill("check", broken)
    assert ran.status == 1
    (line,) = (line for line in ran.out.splitlines() if RULE in line)
    assert line.startswith("broken.yaml:6:5: error: ")
    assert line.endswith(f"[{RULE}]")
    assert ran.out.splitlines()[-1].startswith("broken.yaml: 1 error")


def test_infos_are_counted_and_shown_when_asked_for(starter: Waybill) -> None:
    assert starter("check").out == starter("check", "--all").out


def test_only_what_is_grave_enough_is_shown_and_the_rest_counted(
    waybill: Waybill, broken: str, tmp_path: Path
) -> None:
    everything = waybill("check", broken, "--all").out.splitlines()
    for least, shown in (("error", {"error"}), ("warning", {"error", "warning"})):
        *lines, last = waybill("check", broken, "--show", least).out.splitlines()
        assert lines == [line for line in everything[:-1] if line.split(": ")[1] in shown]
        assert "not shown, see --all" in last
    assert waybill("check", broken, "--show", "info").out.splitlines() == everything
    whole = waybill("check", broken, "--format", "json").out
    assert waybill("check", broken, "--format", "json", "--show", "error").out == whole
    (tmp_path / "mended.yaml").write_text(BROKEN.replace("{id}", "id"))
    ran = waybill("check", "mended.yaml", "--show", "error")
    assert (ran.status, ran.out.splitlines()[0].split(" (")[0]) == (0, "mended.yaml: no error")
    ran = waybill("check", broken, "--show", "error", "--all")
    assert (ran.status, "leave one of them out" in ran.err) == (2, True)


def test_where_very_much_is_found_the_last_line_says_how_to_have_it_counted(
    waybill: Waybill, broken: str, tmp_path: Path
) -> None:
    fields = "".join(f"        a{number}: {{type: string}}\n" for number in range(120))
    (tmp_path / "long.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: T, version: 1.0.0}\npaths: {}\ncomponents:\n  schemas:\n    T:\n"
        f"      type: object\n      properties:\n{fields}"
    )
    last = waybill("check", str(tmp_path / "long.yaml")).out.splitlines()[-1]
    assert "counted by rule with --summary" in last
    assert "--summary" not in waybill("check", broken).out


@pytest.mark.parametrize(("level", "status"), [("error", 1), ("warning", 1), ("info", 1), ("never", 0)])
def test_the_exit_status_follows_fail_on(waybill: Waybill, broken: str, level: str, status: int) -> None:
    assert waybill("check", broken, "--fail-on", level).status == status


def test_the_json_keeps_its_contract(waybill: Waybill, broken: str) -> None:
    written = json.loads(waybill("check", broken, "--format", "json").out)
    jsonschema_rs.validator_for(contract("check")).validate(written)
    (finding,) = (finding for finding in written["findings"] if finding["rule"] == RULE)
    assert (finding["file"], finding["line"], finding["column"]) == ("broken.yaml", 6, 5)
    assert written["summary"]["error"] == 1


def test_a_pull_request_shows_each_finding_on_its_line(waybill: Waybill, broken: str) -> None:
    lines = waybill("check", broken, "--format", "github").out.splitlines()
    assert any(line.startswith(f"::error file=broken.yaml,line=6,col=5,title={RULE}::") for line in lines)


def test_a_build_server_counts_what_is_no_info_as_failed(waybill: Waybill, broken: str) -> None:
    (suite,) = ET.fromstring(waybill("check", broken, "--format", "junit").out)
    assert int(suite.get("failures", "0")) >= 1


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_is_the_same_bytes_twice(waybill: Waybill, broken: str, form: str) -> None:
    once, again = (waybill("check", broken, "--format", form) for _ in range(2))
    assert once == again
    assert "\x1b" not in once.out


@pytest.fixture
def starter(waybill: Waybill) -> Waybill:
    """The command in a registry that ``waybill init`` wrote."""
    assert waybill("init").status == 0
    return waybill


def test_a_whole_registry_is_checked_without_a_target(starter: Waybill, tmp_path: Path) -> None:
    flow = tmp_path / "specs/newsletter/flows/product-news.yaml"
    flow.write_text(
        flow.read_text().replace("items[].name", "items[].nam").replace("owner: marketing", "owner: sales")
    )
    ran = starter("check")
    assert ran.status == 1
    assert "specs/newsletter/flows/product-news.yaml:16:6: error: 'items[].nam' is not a field" in ran.out
    assert "[unknown-team]" in ran.out


@pytest.mark.parametrize(
    "target", ["shop/products", "newsletter/product-news", "specs/shop/apis/products/openapi.yaml"]
)
def test_one_api_one_flow_or_one_file_is_checked_alone(starter: Waybill, target: str) -> None:
    assert starter("check", target).out == f"{target}: sound\n"


def test_a_release_is_checked_as_it_was_frozen(starter: Waybill) -> None:
    assert starter("release", "shop/products").status == 0
    assert starter("check", "shop/products@1.0.0").status == 0


def test_everything_unreadable_is_named_at_once(starter: Waybill, tmp_path: Path) -> None:
    (tmp_path / "specs/shop/apis/products/openapi.yaml").write_text("openapi: [")
    (tmp_path / "specs/shop/apis/other").mkdir()
    (tmp_path / "specs/shop/apis/other/openapi.yaml").write_text("a: 1\na: 2\n")
    ran = starter("check")
    assert ran.status == 3
    assert "specs/shop/apis/products/openapi.yaml:2:1: error: " in ran.out
    assert "specs/shop/apis/other/openapi.yaml:2:1: error: " in ran.out


def test_a_description_of_another_kind_of_document_exits_with_3(
    waybill: Waybill, small: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "other.yaml").write_text(small().replace("openapi: 3.1.0", "asyncapi: 3.0.0"))
    assert waybill("check", "other.yaml").status == 3


@pytest.mark.parametrize("folder", [".", "specs"])
def test_the_folder_of_a_registry_means_the_registry(starter: Waybill, folder: str) -> None:
    assert starter("check", folder) == starter("check")
