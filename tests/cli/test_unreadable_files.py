"""One file that cannot be read stops nothing that does without it, and what was not looked at is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema_rs
import pytest

import registry
from registry.errors import UnreadableInputs
from tests.conftest import run_git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Waybill

API = "specs/shop/apis/products/openapi.yaml"
OTHER = "specs/shop/apis/offers/openapi.yaml"
RELEASE = "specs/shop/apis/products/releases/1.0.0.yaml"
WAIVERS = "specs/shop/apis/products/waivers.yaml"
FLOW = "specs/newsletter/flows/product-news.yaml"
SYSTEM = "specs/newsletter/system.yaml"
GLOSSARY = "specs/glossary.yaml"
SUBSCRIPTIONS = "specs/subscriptions.yaml"

NOT_CHECKED = {
    API: "shop/products",
    OTHER: "shop/offers",
    RELEASE: "shop/products@1.0.0, flow newsletter/product-news",
    WAIVERS: "waivers of shop/products",
    FLOW: "flow newsletter/product-news",
    SYSTEM: "system newsletter",
    GLOSSARY: "glossary, rule unknown-term",
    SUBSCRIPTIONS: "subscriptions",
}
DIFF = ("diff", "shop/products@1.0.0", "shop/products")


@pytest.fixture
def released(waybill: Waybill, tmp_path: Path, small: Callable[..., str]) -> Path:
    """What ``waybill init`` writes, released, with a second API, and a mistake in the settings of a rule."""
    assert waybill("init").status == 0
    assert waybill("release", "shop/products", "--as-of", "2026-01-01").status == 0
    (tmp_path / OTHER).parent.mkdir()
    (tmp_path / OTHER).write_text(small())
    settings = tmp_path / "specs/registry.yaml"
    settings.write_text(settings.read_text().replace("rules: {}", "rules: {no-such-rule: error}"))
    return tmp_path


def damage(*files: Path) -> None:
    """Make files unreadable."""
    for file in files:
        file.write_text((file.read_text() if file.exists() else "") + "\nbad: [never closed\n")


@pytest.mark.parametrize(("file", "unchecked"), NOT_CHECKED.items(), ids=NOT_CHECKED)
def test_check_tells_of_the_file_and_checks_all_that_does_without_it(
    released: Path, waybill: Waybill, file: str, unchecked: str
) -> None:
    damage(released / file)
    ran = waybill("check")
    lines = ran.out.splitlines()
    assert ran.status == 3
    assert [line.partition(":")[0] for line in lines if "[unreadable]" in line] == [file]
    assert "[unknown-rule]" in ran.out
    assert "sound" not in ran.out
    assert lines[-1] == f"not checked: {unchecked}"


def test_every_file_that_cannot_be_read_is_told_in_every_format(released: Path, waybill: Waybill) -> None:
    damage(*(released / file for file in (API, FLOW, GLOSSARY)))
    for form in ("text", "json", "markdown", "github", "sarif", "junit"):
        ran = waybill("check", "--format", form)
        assert ran.status == 3
        assert all(file in ran.out for file in (API, FLOW, GLOSSARY))
    told = json.loads(waybill("check", "--format", "json").out)
    assert told["notChecked"] == [
        "flow newsletter/product-news",
        "glossary",
        "shop/products",
        "rule unknown-term",
    ]
    schema = json.loads(waybill("schema", "check").out)
    jsonschema_rs.validator_for(schema).validate(told)
    assert "not checked: flow newsletter/product-news" in waybill("check", "--summary").out


def test_nothing_that_rests_on_an_unreadable_file_is_called_a_mistake(
    released: Path, waybill: Waybill
) -> None:
    before = waybill("check", "--format", "json")
    damage(released / API, released / GLOSSARY, released / SYSTEM)
    after = waybill("check", "--format", "json")
    known = {(each["rule"], each["file"]) for each in json.loads(before.out)["findings"]}
    found = {(each["rule"], each["file"]) for each in json.loads(after.out)["findings"]}
    assert {rule for rule, _ in found - known} == {"unreadable"}


def test_processes_tell_the_same_of_unreadable_files_as_none(released: Path, waybill: Waybill) -> None:
    damage(released / RELEASE, released / FLOW)
    (released / OTHER).unlink()
    alone = waybill("check", "--jobs", "1", "--no-cache")
    assert alone.status == 3
    assert "shop/offers, shop/products@1.0.0" in alone.out
    assert waybill("check", "--jobs", "2", "--no-cache") == alone


def test_two_files_for_one_description_are_one_error_and_neither_is_taken(
    released: Path, waybill: Waybill
) -> None:
    (released / API).with_suffix(".json").write_text("{}")
    for jobs in ("1", "2"):
        ran = waybill("check", "--jobs", jobs)
        said = "is for the same thing as openapi.json beside it, and only one of them can hold"
        assert f"{API}: error: {said}; keep the one that is right, and remove the other" in ran.out
        assert ran.out.endswith("not checked: shop/products\n")


@pytest.mark.parametrize("file", [OTHER, FLOW, SYSTEM, GLOSSARY, SUBSCRIPTIONS, RELEASE])
def test_one_api_is_checked_whatever_else_cannot_be_read(released: Path, waybill: Waybill, file: str) -> None:
    before = waybill("check", "shop/products")
    damage(released / file)
    assert waybill("check", "shop/products") == before
    assert before.status == 0


def test_one_api_whose_waivers_cannot_be_read_is_checked_all_the_same(
    released: Path, waybill: Waybill
) -> None:
    damage(released / WAIVERS)
    ran = waybill("check", "shop/products")
    assert ran.status == 3
    assert f"{WAIVERS}:3:1: error: " in ran.out
    assert ran.out.endswith("shop/products: 1 error\nnot checked: waivers of shop/products\n")


def test_what_is_itself_unreadable_is_refused_and_not_taken_for_a_name_that_nothing_has(
    released: Path, waybill: Waybill
) -> None:
    damage(released / FLOW, released / SYSTEM)
    for command in ("check", "trace"):
        ran = waybill(command, "newsletter/product-news")
        assert (ran.status, ran.out) == (3, "")
        assert ran.err.startswith(f"waybill: {FLOW}:")
    assert waybill("trace", "newsletter").err.startswith(f"waybill: {SYSTEM}:")


@pytest.mark.parametrize("command", [DIFF, ("impact", "shop/products"), ("trace", "shop/products")])
def test_what_a_flow_may_add_is_told_to_be_missing(
    released: Path, waybill: Waybill, command: tuple[str, ...]
) -> None:
    api = released / API
    api.write_text(
        api.read_text()
        .replace("version: 1.0.0", "version: 1.1.0", 1)
        .replace("threshold: PT1H", "threshold: PT3H")
    )
    before = waybill(*command)
    damage(released / FLOW)
    ran = waybill(*command)
    assert ran.status == 3
    assert ran.err.startswith(f"waybill: not checked: flow newsletter/product-news, for {FLOW}:")
    assert ran.out
    assert "newsletter" in before.out
    assert "newsletter" not in ran.out


@pytest.mark.parametrize("file", [OTHER, SYSTEM, GLOSSARY, SUBSCRIPTIONS])
def test_changes_are_told_whatever_cannot_be_read_that_bears_not_on_them(
    released: Path, waybill: Waybill, file: str
) -> None:
    before = waybill(*DIFF)
    damage(released / file)
    assert waybill(*DIFF) == before


@pytest.mark.parametrize("file", [API, WAIVERS, RELEASE])
def test_changes_are_not_told_where_what_they_rest_on_cannot_be_read(
    released: Path, waybill: Waybill, file: str
) -> None:
    damage(released / file)
    ran = waybill(*DIFF)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith(f"waybill: {file}:")


@pytest.mark.parametrize("command", [("build",), ("check", "--coverage")])
def test_what_shows_the_whole_registry_names_all_that_must_be_mended_at_once(
    released: Path, waybill: Waybill, command: tuple[str, ...]
) -> None:
    damage(released / API, released / OTHER, released / FLOW)
    ran = waybill(*command)
    assert ran.status == 3
    assert all(f"{file}:" in ran.err for file in (API, OTHER, FLOW))


def test_a_review_names_all_that_must_be_mended_before_it_can_be_made(
    released: Path, waybill: Waybill
) -> None:
    run_git(released, "init", "--quiet")
    run_git(released, "add", "--all")
    run_git(released, "commit", "--quiet", "--message", "Begin")
    damage(released / API, released / OTHER)
    ran = waybill("review", "--base", "HEAD")
    assert (ran.status, ran.out) == (3, "")
    assert all(f"{file}:" in ran.err for file in (API, OTHER))


def test_a_flow_in_two_files_keeps_the_flows_of_no_other_system_from_being_checked(
    released: Path, waybill: Waybill
) -> None:
    (released / FLOW).with_suffix(".json").write_text("{}")
    ran = waybill("check")
    assert (ran.status, ran.out.splitlines()[-1]) == (3, "not checked: flow newsletter/…")
    assert f"{FLOW}: error: is for the same thing as product-news.json beside it" in ran.out
    for command in ("check", "trace"):
        assert waybill(command, "newsletter/product-news").err.startswith(
            f"waybill: {FLOW}: is for the same thing"
        )
    assert waybill("check", "shop/products").status == 0


def test_what_is_told_of_unreadable_files_is_no_rule_that_could_be_set(waybill: Waybill) -> None:
    ran = waybill("rules", "unreadable")
    assert ran.status == 2
    assert "it stands where a file cannot be read; mend it" in ran.err


def test_a_script_finds_what_cannot_be_read_among_the_findings(released: Path) -> None:
    damage(released / FLOW)
    waybills = registry.open(released)
    assert [each.place.file for each in waybills.check() if each.rule == "unreadable"] == [FLOW]
    assert waybills.examine().unchecked == ("flow newsletter/product-news",)
    with pytest.raises(UnreadableInputs):
        _ = waybills.registry
