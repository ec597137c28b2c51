"""``init``, ``release``, ``changelog``, ``rules``, ``schema`` and ``trace`` as a person meets them."""

from __future__ import annotations

import errno
import json
import os
import socket
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING

import jsonschema_rs
import pytest
import yaml

from registry.cli.contracts import NAMES, contract
from registry.model.forms import FORMS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Waybill

IGNORED = "/.build/*\n!/.build/pages/\n.*.lock\n.*.unfinished\n"
"""What a run leaves behind for itself, and nobody commits."""


@pytest.fixture
def starter(waybill: Waybill) -> Waybill:
    """The command in a registry that ``waybill init`` wrote."""
    assert waybill("init").status == 0
    return waybill


def test_init_writes_a_registry_that_is_sound(starter: Waybill) -> None:
    ran = starter("check", "--fail-on", "warning")
    assert (ran.status, ran.out) == (0, "1 API, 0 releases, 1 flow: sound\n")


def test_init_says_what_comes_next_and_writes_into_another_directory(
    waybill: Waybill, tmp_path: Path
) -> None:
    ran = waybill("init", "new")
    assert "Next: cd new, then waybill check, then waybill build" in ran.out
    assert (tmp_path / "new/specs/registry.yaml").is_file()
    assert (tmp_path / "new/.gitignore").read_text() == IGNORED
    assert (tmp_path / "new/.build/pages/.gitignore").read_text() == "*\n!.gitignore\n"
    assert not [path for path in (tmp_path / "new").rglob("*") if path.name == "__pycache__"]


def test_init_overwrites_nothing(waybill: Waybill, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Mine\n")
    ran = waybill("init")
    assert ran.status == 2
    assert "mkdocs.yml exists already" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["mkdocs.yml"]


def test_init_leaves_alone_what_a_repository_holds(waybill: Waybill, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.log\n/.build/*")
    (tmp_path / "README.md").write_text("Mine.\n")
    (tmp_path / "specs").mkdir()
    assert waybill("init").status == 0
    assert (tmp_path / ".gitignore").read_text() == f"*.log\n{IGNORED}"
    assert (tmp_path / "README.md").read_text() == "Mine.\n"
    again = waybill("init")
    assert again.status == 2
    assert "specs/registry.yaml exists already" in again.err


@pytest.mark.usefixtures("starter")
def test_each_file_of_the_starter_fits_the_schema_that_its_first_line_names(tmp_path: Path) -> None:
    checked = []
    for path in (tmp_path / "specs").rglob("*.yaml"):
        first = path.read_text().partition("\n")[0]
        if first.startswith("# yaml-language-server: $schema="):
            schema = json.loads((path.parent / first.partition("=")[2]).read_text())
            jsonschema_rs.validator_for(schema).validate(yaml.safe_load(path.read_text()))
            checked.append(path.name)
    assert sorted(checked) == [
        "glossary.yaml",
        "product-news.yaml",
        "registry.yaml",
        "system.yaml",
        "system.yaml",
    ]


def test_a_release_tells_what_was_written(starter: Waybill) -> None:
    ran = starter("release", "shop/products", "--as-of", "2026-11-23", "--note", "The first.")
    assert ran.out.splitlines()[0] == "Released shop/products 1.0.0. There is nothing to compare it with."
    assert "  specs/shop/apis/products/releases/1.0.0.yaml" in ran.out.splitlines()
    assert (
        starter("release", "shop/products").out == "shop/products 1.0.0 is released already; nothing to do\n"
    )


def test_a_release_tells_who_must_act(starter: Waybill, tmp_path: Path) -> None:
    starter("release", "shop/products")
    file = tmp_path / "specs/shop/apis/products/openapi.yaml"
    text = file.read_text().replace("version: 1.0.0", "version: 2.0.0")
    file.write_text(text.replace("required: [amount, currency]", "required: [currency]"))
    ran = starter("release", "shop/products", "--previous-until", "2099-12-31")
    assert "Who must act:\n  Products for the newsletter (marketing): Price can now be missing" in ran.out


def test_a_release_as_json_keeps_its_contract(starter: Waybill) -> None:
    written = json.loads(starter("release", "shop/products", "--format", "json").out)
    jsonschema_rs.validator_for(contract("release")).validate(written)
    assert (written["api"], written["version"]) == ("shop/products", "1.0.0")


def test_the_changelog_is_checked_and_mended(starter: Waybill, tmp_path: Path) -> None:
    starter("release", "shop/products")
    assert starter("changelog", "--check").status == 0
    (tmp_path / "changelog/README.md").write_text("Mine.\n")
    ran = starter("changelog", "--check")
    assert (ran.status, ran.out) == (
        1,
        "changelog/README.md: is not up to date; run 'waybill changelog' and commit the result\n",
    )
    assert starter("changelog").out == "wrote changelog/README.md\n"
    assert starter("changelog").out == "the changelog is up to date\n"


def test_a_release_without_an_entry_is_named_and_fails(starter: Waybill, tmp_path: Path) -> None:
    starter("release", "shop/products")
    (tmp_path / "changelog/shop/products/1.0.0.json").unlink()
    for arguments in (("changelog",), ("changelog", "--check")):
        ran = starter(*arguments)
        assert ran.status == 1
        assert "shop/products@1.0.0: is frozen and has no entry" in ran.out


def test_the_rules_are_listed_and_one_is_explained(waybill: Waybill) -> None:
    listed = waybill("rules").out.splitlines()
    assert len(listed) > 60
    assert all(len(line.split()) == 3 for line in listed)
    explained = waybill("rules", "null-without-rule").out
    assert explained.startswith("null-without-rule (error, flow)\n\nNull means something to the producer")
    assert "What to do: write onNull" in explained


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_rule_about_changes_is_explained_in_both_directions_with_examples(
    waybill: Waybill, form: str
) -> None:
    explained = waybill("rules", "response-enum-value-removed", "--format", form).out
    for said in ("in what a client sends", "in what a client reads", "breaking", "safe", "before", "after"):
        assert said in explained
    assert "{enum: [asc, desc]}" in explained


def test_a_rule_is_explained_with_the_severity_that_the_registry_gives_it(
    starter: Waybill, tmp_path: Path
) -> None:
    assert "in this registry" not in starter("rules", "response-enum-value-added").out
    settings = "registry: 1\ntitle: S\nrules: {enum-value-added: breaking, number-without-unit: warning}\n"
    (tmp_path / "specs/registry.yaml").write_text(settings)
    explained = starter("rules", "response-enum-value-added").out
    assert (
        "  in what a client reads  risky\n  in this registry        breaking (specs/registry.yaml)\n"
        in explained
    )
    (rule,) = json.loads(starter("rules", "response-enum-value-added", "--format", "json").out)
    assert (rule["configured"], rule["levels"]["reads"]) == ("breaking", ["risky"])
    assert "in this registry" not in starter("rules", "number-without-unit").out


def test_every_rule_about_changes_shows_by_examples_how_grave_it_is_for_everybody(waybill: Waybill) -> None:
    rules = [rule for rule in json.loads(waybill("rules", "--format", "json").out) if rule["about"] == "diff"]
    assert [rule["id"] for rule in rules if not rule["levels"] or not all(rule["levels"].values())] == []
    assert all(rule["examples"] for rule in rules)


def test_every_rule_has_an_id_of_its_own_a_reason_and_a_remedy(waybill: Waybill) -> None:
    rules = json.loads(waybill("rules", "--format", "json").out)
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(rule["reason"] and rule["remedy"] for rule in rules)


def test_a_rule_that_does_not_exist_is_answered_with_the_nearest(waybill: Waybill) -> None:
    ran = waybill("rules", "null-without-rul")
    assert ran.status == 2
    assert ran.err.endswith("there is no rule 'null-without-rul'; did you mean 'null-without-rule'?\n")


@pytest.mark.parametrize("name", [*FORMS, *NAMES])
def test_each_schema_is_a_valid_json_schema_with_a_name(waybill: Waybill, name: str) -> None:
    schema = json.loads(waybill("schema", name).out)
    jsonschema_rs.meta.validate(schema)
    assert schema["$id"] == f"urn:waybill:schema:{name}:1"
    assert f"{name} " in waybill("schema").out


def test_a_schema_that_does_not_exist_is_answered_with_those_that_do(waybill: Waybill) -> None:
    ran = waybill("schema", "flows")
    assert ran.status == 2
    assert "there is no schema 'flows'" in ran.err


def test_schemas_for_editors_are_written_again_on_request(starter: Waybill, tmp_path: Path) -> None:
    (tmp_path / ".waybill/flow.schema.json").unlink()
    assert starter("schema", "--write").out == "wrote .waybill/flow.schema.json\n"


def test_a_field_is_traced(starter: Waybill) -> None:
    ran = starter("trace", "shop/products#Product.name")
    assert "Comes from\n  no recorded flow, and no field that says so\n" in ran.out
    assert "Goes to\n└─ newsletter/store:table products#headline\n" in ran.out
    written = json.loads(starter("trace", "shop/products#Product.name", "--format", "json").out)
    assert [step["flow"]["id"] for step in written["downstream"]] == ["newsletter/product-news"]


def test_a_terminal_gets_a_table_with_headings(waybill: Waybill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(
        "registry.cli.listing.sys", SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True))
    )
    lines = waybill("rules").out.splitlines()
    assert lines[0].split() == ["Rule", "Severity", "Of"]
    assert lines[1].split() == waybill("rules").out.splitlines()[1].split()


def test_the_site_is_served_where_one_asks_for_it(starter: Waybill, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[str] = []
    home = import_module("registry.site.serving")
    monkeypatch.setattr(home, "serve", lambda _root, address, **_: served.append(address))
    monkeypatch.setattr("registry.cli.address.bind", lambda _address: None)
    assert starter("serve").status == 0
    assert starter("serve", "--address", "127.0.0.1:9000").status == 0
    assert served == ["127.0.0.1:8000", "127.0.0.1:9000"]


def test_a_port_that_is_taken_while_the_site_is_made_is_told_like_one_that_was(
    starter: Waybill, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with socket.socket() as other:

        def made(*_: object, **__: object) -> None:
            other.bind(("127.0.0.1", port))
            other.listen()
            raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))

        monkeypatch.setattr(import_module("registry.site.serving"), "serve", made)
        ran = starter("serve", "--address", f"127.0.0.1:{port}")
    assert ran.status == 2
    assert ran.err.startswith(f"waybill: port {port} is taken; try waybill serve --address 127.0.0.1:")
