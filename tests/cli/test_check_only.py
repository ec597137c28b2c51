"""``waybill check --only``: some rules asked, and no others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Waybill

VALID = """
openapi: 3.1.0
info: {title: Things, version: 1.0.0}
paths:
  /things:
    get: {responses: {"200": {description: A thing}}}
components:
  schemas:
    Thing: {type: object, properties: {weight: {type: number}}}
"""
INVALID = VALID.replace("/things:", "/things/{id}:")


@pytest.fixture
def things(tmp_path: Path) -> Path:
    (tmp_path / "valid.yaml").write_text(VALID)
    (tmp_path / "invalid.yaml").write_text(INVALID)
    return tmp_path


@pytest.fixture
def starter(waybill: Waybill) -> Waybill:
    """The command in a registry that ``waybill init`` wrote."""
    assert waybill("init").status == 0
    return waybill


def rules(waybill: Waybill, *arguments: str) -> set[str]:
    """Return the rules that found something."""
    written = json.loads(waybill("check", *arguments, "--format", "json").out)
    return {finding["rule"] for finding in written["findings"]}


@pytest.mark.usefixtures("things")
def test_a_valid_description_is_sound_whatever_else_it_leaves_unsaid(waybill: Waybill) -> None:
    ran = waybill("check", "valid.yaml", "--only", "validity")
    assert (ran.status, ran.out) == (0, "valid.yaml, only validity: sound\n")


@pytest.mark.usefixtures("things")
def test_what_makes_a_description_invalid_is_found_and_nothing_else(waybill: Waybill) -> None:
    ran = waybill("check", "invalid.yaml", "--only", "validity")
    assert ran.status == 1
    told, summary = ran.out.splitlines()
    assert told.endswith("[undeclared-path-parameter]")
    assert summary == "invalid.yaml, only validity: 1 error"


@pytest.mark.usefixtures("things")
def test_rules_are_named_one_by_one(waybill: Waybill) -> None:
    assert rules(waybill, "invalid.yaml", "--only", "number-without-unit") == {"number-without-unit"}
    two = ("--only", "number-without-unit", "--only", "operation-without-id")
    assert rules(waybill, "invalid.yaml", *two) == {"number-without-unit", "operation-without-id"}
    both = ("--only", "validity", "--only", "number-without-unit")
    assert rules(waybill, "invalid.yaml", *both) == {"undeclared-path-parameter", "number-without-unit"}


def test_many_files_are_asked_alike_and_what_is_kept_of_other_rules_is_passed_over(
    waybill: Waybill, things: Path
) -> None:
    everything = rules(waybill, str(things))
    assert {"undeclared-path-parameter", "number-without-unit"} < everything
    for _ in range(2):
        assert rules(waybill, str(things), "--only", "validity") == {"undeclared-path-parameter"}
    ran = waybill("check", str(things), "--only", "validity", "--summary")
    assert "undeclared-path-parameter" in ran.out
    assert ran.out.splitlines()[-1] == "2 files, only validity: 1 error"


def test_of_a_registry_the_rules_are_asked_whatever_they_are_about(starter: Waybill, tmp_path: Path) -> None:
    flow = tmp_path / "specs/newsletter/flows/product-news.yaml"
    flow.write_text(
        flow.read_text().replace("items[].name", "items[].nam").replace("owner: marketing", "owner: sales")
    )
    assert starter("check", "--only", "validity").status == 0
    assert rules(starter, "--only", "unknown-team") == {"unknown-team"}
    assert rules(starter, "newsletter/product-news", "--only", "unknown-team") == set()
    assert len(rules(starter)) > 1


def test_a_release_is_asked_about_its_structure_at_most(starter: Waybill, tmp_path: Path) -> None:
    assert starter("release", "shop/products").status == 0
    (frozen,) = (tmp_path / "specs/shop/apis/products/releases").iterdir()
    wrong = frozen.read_text().replace("description:", "descripton:", 1)
    frozen.write_text(wrong.replace("operationId:", "x-operationId:", 1))
    assert "invalid-structure" in rules(starter, "--only", "validity")
    assert rules(starter, "--only", "operation-without-id") == set()
    assert rules(starter, "shop/products@1.0.0", "--only", "operation-without-id") != set()


@pytest.mark.usefixtures("things")
def test_a_rule_that_is_named_twice_is_asked_and_told_once(waybill: Waybill) -> None:
    ran = waybill("check", "valid.yaml", "--only", "validity", "--only", "validity")
    assert ran.out == "valid.yaml, only validity: sound\n"


@pytest.mark.usefixtures("things")
def test_who_names_a_rule_sees_what_it_finds_however_mild(waybill: Waybill) -> None:
    ran = waybill("check", "valid.yaml", "--only", "unused-component")
    assert (ran.status, ran.out.count("[unused-component]")) == (0, 1)


@pytest.mark.parametrize("targets", [(), ("shop/products",), ("newsletter/product-news",), ("things",)])
def test_a_rule_that_is_off_is_not_said_to_have_found_nothing(
    starter: Waybill, tmp_path: Path, targets: tuple[str, ...]
) -> None:
    (tmp_path / "things").mkdir()
    (tmp_path / "things/valid.yaml").write_text(VALID)
    ran = starter("check", *targets, "--only", "optional-without-absent-meaning")
    assert (ran.status, ran.out) == (2, "")
    assert "'optional-without-absent-meaning' is off" in ran.err
    assert "rules: {optional-without-absent-meaning: warning}" in ran.err


def test_what_a_registry_turns_on_or_off_counts(starter: Waybill, tmp_path: Path) -> None:
    settings = tmp_path / "specs/registry.yaml"
    chosen = "{optional-without-absent-meaning: warning, missing-field-description: 'off'}"
    settings.write_text(settings.read_text().replace("rules: {}", f"rules: {chosen}"))
    assert starter("check", "--only", "optional-without-absent-meaning").status == 0
    assert starter("check", "--only", "missing-field-description").status == 2


@pytest.mark.usefixtures("things")
def test_a_rule_that_check_does_not_have_is_wrong_use(waybill: Waybill) -> None:
    for written in ("validty", "VALIDITY"):
        ran = waybill("check", "valid.yaml", "--only", written)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err == f"waybill: check has no rule '{written}'; did you mean 'validity'?\n"
    both = waybill("check", "valid.yaml", "--only", "validity,number-without-unit")
    assert "; name each rule with an option of its own" in both.err
    assert waybill("check", "valid.yaml", "--only", "response-enum-value-added").status == 2
    assert waybill("check", "valid.yaml", "--only", "validity", "--coverage").status == 2


def test_only_what_the_rules_find_is_mended(waybill: Waybill, tmp_path: Path) -> None:
    (tmp_path / "things.yaml").write_text(VALID.replace("number", "string, enum: [g, g]"))
    ran = waybill("check", "things.yaml", "--only", "validity", "--fix")
    assert "g, g" in (tmp_path / "things.yaml").read_text()
    ran = waybill("check", "things.yaml", "--only", "enum-duplicate", "--fix")
    assert (ran.status, ran.out) == (0, "things.yaml, only enum-duplicate: sound\n")
