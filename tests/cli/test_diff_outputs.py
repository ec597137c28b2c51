"""Every format of ``waybill diff`` as a whole, for one pair: places of both sides, proofs, waivers, nothing raw."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
import yaml

from registry.cli.contracts import contract
from registry.cli.reports.changes import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.cli.conftest import Waybill

GOLDEN = Path(__file__).parents[1] / "golden" / "diff"
HOME = "specs/shop/apis/orders"
FILES = {
    "text": "report.txt",
    "json": "report.json",
    "markdown": "report.md",
    "html": "report.html",
    "github": "report.github.txt",
    "sarif": "report.sarif.json",
    "junit": "report.junit.xml",
}


@pytest.fixture(autouse=True)
def orders(write_registry: Callable[[Mapping[str, str]], Path]) -> Path:
    """A registry with the pair as release and working copy, and three waivers: good, expired, unmatched."""
    read = {name: (GOLDEN / f"{name}.yaml").read_text() for name in ("base", "revision", "waivers")}
    return write_registry(
        {
            "specs/shop/system.yaml": "system: 1\ntitle: Shop\nkind: own\nteam: shop\n",
            f"{HOME}/releases/1.0.0.yaml": read["base"],
            f"{HOME}/openapi.yaml": read["revision"],
            f"{HOME}/waivers.yaml": read["waivers"],
        }
    )


def told(waybill: Waybill, form: str, *more: str) -> str:
    ran = waybill(
        "diff", "shop/orders@1.0.0", "shop/orders", "--as-of", "2026-11-23", "--format", form, *more
    )
    assert (ran.status, ran.err) == (1, "")
    return ran.out


def test_there_is_a_golden_file_for_each_format() -> None:
    assert tuple(FILES) == FORMATS


@pytest.mark.parametrize("form", FORMATS)
def test_the_output_is_the_reviewed_one(waybill: Waybill, form: str) -> None:
    assert told(waybill, form) == (GOLDEN / FILES[form]).read_text(encoding="utf-8")


def changes(waybill: Waybill) -> dict[str, Any]:
    written = json.loads(told(waybill, "json"))
    jsonschema_rs.validator_for(contract("diff")).validate(written)
    return {change["rule"]: change for change in written["changes"]}


def test_the_json_tells_where_a_change_stands_on_both_sides(waybill: Waybill) -> None:
    found = changes(waybill)
    gone = found["operation-removed"]["place"]
    assert (gone["base"]["file"], gone["base"]["line"], gone["revision"]) == (
        f"{HOME}/releases/1.0.0.yaml",
        33,
        None,
    )
    added = found["operation-added"]["place"]
    assert (added["base"], added["revision"]["file"]) == (None, f"{HOME}/openapi.yaml")
    moved = found["response-enum-value-added"]["place"]
    assert (moved["base"]["line"], moved["revision"]["line"]) == (47, 49)


def test_both_sides_are_found_in_json_files_too(waybill: Waybill, tmp_path: Path) -> None:
    for name in ("base", "revision"):
        data = yaml.safe_load((GOLDEN / f"{name}.yaml").read_text())
        (tmp_path / f"{name}.json").write_text(json.dumps(data, indent=1))
    out = waybill("diff", "base.json", "revision.json", "--format", "json").out
    (change,) = (one for one in json.loads(out)["changes"] if one["rule"] == "request-maximum-decreased")
    for side in ("base", "revision"):
        lines = (tmp_path / f"{side}.json").read_text().splitlines()
        assert '"maximum"' in lines[change["place"][side]["line"] - 1]


def test_what_was_not_compared_is_said_in_every_format(waybill: Waybill) -> None:
    assert [form for form in FORMATS if form != "json" and "not compared" not in told(waybill, form)] == []
    assert changes(waybill)["request-pattern-changed"]["compared"] is False
    (run,) = json.loads(told(waybill, "sarif"))["runs"]
    undecided = [one["ruleId"] for one in run["results"] if one.get("properties") == {"compared": False}]
    assert undecided == ["request-pattern-changed"]


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
def test_the_value_that_proves_a_change_is_shown_however_long_the_number(waybill: Waybill, form: str) -> None:
    assert re.search(r'quantity(": |&#34;: )\d{21}', told(waybill, form))


@pytest.mark.parametrize("form", FORMATS)
def test_what_a_description_says_drives_neither_terminal_nor_browser(waybill: Waybill, form: str) -> None:
    out = told(waybill, form)
    assert "\x1b" not in out
    if form in {"html", "junit"}:
        assert "<b>" not in out


def test_the_page_loads_and_runs_nothing(waybill: Waybill) -> None:
    page = told(waybill, "html")
    assert re.findall(r"<script|<link|<img|<iframe|\bon\w+=|https?:|url\(|@import", page) == []
    assert "default-src 'none'" in page
    assert "@media print" in page


def test_an_accepted_change_is_a_notice_to_reviewers_and_no_failure_to_servers(waybill: Waybill) -> None:
    (notice,) = (line for line in told(waybill, "github").splitlines() if "operation-removed" in line)
    assert notice.startswith("::notice ")
    (run,) = json.loads(told(waybill, "sarif"))["runs"]
    (removed,) = (one for one in run["results"] if one["ruleId"] == "operation-removed")
    assert removed["level"] == "note"
    assert removed["suppressions"][0]["justification"] == "Nobody cancels <here>; the shop calls."


def test_code_scanning_is_told_of_both_places_and_of_what_the_rules_mean(waybill: Waybill) -> None:
    (run,) = json.loads(told(waybill, "sarif"))["runs"]
    (grown,) = (one for one in run["results"] if one["ruleId"] == "response-enum-value-added")
    (related,) = grown["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == f"{HOME}/releases/1.0.0.yaml"
    assert all(rule["help"]["text"] for rule in run["tool"]["driver"]["rules"])


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_what_people_read_is_explained_on_request(waybill: Waybill, form: str) -> None:
    remedy = "Deprecate the operation with x-sunset, and remove it after that date."
    assert remedy not in told(waybill, form)
    assert remedy in told(waybill, form, "--explain")


def test_what_hits_nobody_on_its_side_is_not_explained_as_if_it_did(waybill: Waybill, tmp_path: Path) -> None:
    text = (
        "openapi: 3.1.0\ninfo: {title: T, version: 1.0.0}\npaths:\n  /a:\n    get:\n      responses:\n"
        '        "200": {description: A., content: {application/json: {schema: {type: string}}}}\n'
    )
    (tmp_path / "old.yaml").write_text(text)
    (tmp_path / "new.yaml").write_text(text.replace("{type: string}", "{type: string, maxLength: 9}"))
    out = waybill("diff", str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml"), "--explain").out
    assert "why: No reader is hit; this is about senders: A client that sends" in out
    assert "what to do: Nothing to do." in out


def test_explaining_says_it_once_a_rule(waybill: Waybill, tmp_path: Path) -> None:
    assert "what to do:" not in told(waybill, "text")
    file = tmp_path / HOME / "openapi.yaml"
    file.write_text(file.read_text().replace("[open,", "[open, sent,").replace("  /codes:", "  /keys:"))
    out = told(waybill, "text", "--explain")
    assert out.count("[operation-removed]") == 2
    assert out.count("what to do: Go on serving") <= 1
    assert out.count("why: ") == len(set(re.findall(r"\[([a-z-]+)\]\n\n", out.partition("Waivers:")[0])))


def test_a_terminal_gets_colours_and_lines_that_go_on_under_the_place(
    waybill: Waybill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(
        "registry.cli.reports.prose.sys", SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True))
    )
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)
    out = told(waybill, "text")
    assert "\x1b[1;31mbreaking\x1b[0m" in out
    bare = re.sub(r"\x1b\[[0-9;]*m", "", out)
    paragraphs = bare.partition("Waivers:")[0].split("\n\n")
    lines = [line for paragraph in paragraphs for line in paragraph.splitlines()[1:]]
    assert lines
    assert all(line.startswith(" " * 10) and len(line) <= 60 for line in lines)
