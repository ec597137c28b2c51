"""Every command takes a release as it was frozen, in JSON as in YAML, and a registry that holds both."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from registry.source.tree import parse
from tests.conftest import write_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran, Waybill
    from tests.conftest import GitRepository

API = "shop/things"
HOME = "specs/shop/apis/things"
SYSTEM = "system: 1\ntitle: Shop\nkind: own\nteam: shop\n"
REGISTRY = "registry: 1\ntitle: Shoes\nteams: {shop: {title: Shop}}\n"


class Shop:
    """A registry in a Git repository, whose working copy may be written in either."""

    def __init__(self, repository: GitRepository, waybill: Waybill) -> None:
        self.root = repository.root
        self.commit = repository.commit
        self._waybill = waybill

    def run(self, *arguments: str) -> Ran:
        return self._waybill("-C", str(self.root), *arguments)

    def write(self, syntax: str, text: str) -> None:
        """Write the working copy anew, in JSON or in YAML."""
        for file in self.home.glob("openapi.*"):
            file.unlink()
        text = text if syntax == "yaml" else json.dumps(parse(text.encode(), "openapi.yaml").data)
        write_files(self.root, {f"{HOME}/openapi.{syntax}": text})

    @property
    def home(self) -> Path:
        return self.root / HOME


@pytest.fixture
def shop(repository: GitRepository, waybill: Waybill) -> Shop:
    write_files(repository.root, {"specs/registry.yaml": REGISTRY, "specs/shop/system.yaml": SYSTEM})
    return Shop(repository, waybill)


@pytest.fixture
def released(shop: Shop, small: Callable[..., str]) -> Shop:
    """Released once in JSON, and changed since."""
    shop.write("json", small())
    assert shop.run("release", API, "--as-of", "2026-01-01").status == 0
    shop.commit({})
    shop.write("json", small("2.0.0", "string"))
    return shop


def told(shop: Shop, *arguments: str) -> Any:
    """Return what a command says as JSON, apart from where things stand."""
    return without_places(json.loads(shop.run(*arguments, "--format", "json").out))


def without_places(said: Any) -> Any:
    if isinstance(said, dict):
        return {key: without_places(value) for key, value in said.items() if key not in ("place", "frozen")}
    return [without_places(each) for each in said] if isinstance(said, list) else said


@pytest.mark.parametrize("before", ["yaml", "json"])
@pytest.mark.parametrize("after", ["yaml", "json"])
def test_what_is_told_does_not_depend_on_how_anything_is_written(
    shop: Shop, small: Callable[..., str], before: str, after: str
) -> None:
    shop.write(before, small())
    shop.run("release", API, "--as-of", "2026-01-01")
    shop.commit({})
    shop.write(after, small("2.0.0", "string"))
    compared = told(shop, "diff", f"{API}@1.0.0", API)
    assert [change["rule"] for change in compared["changes"]] == ["response-type-changed"]
    assert told(shop, "review", "--base", "main")["apis"][0]["diff"]["changes"] == compared["changes"]
    assert shop.run("release", API, "--as-of", "2026-02-01").status == 0
    assert sorted(path.name for path in (shop.home / "releases").iterdir()) == [
        f"1.0.0.{before}",
        f"2.0.0.{after}",
    ]
    assert told(shop, "diff", f"{API}@1.0.0", f"{API}@2.0.0")["changes"] == compared["changes"]
    assert shop.run("changelog", "--check").status == 0
    assert shop.run("check").status == 0
    assert told(shop, "retire", API, "--release", "1.0.0")["retirements"][0]["uses"] == []


def test_a_release_in_json_is_placed_by_line_and_column(released: Shop) -> None:
    (line,) = [line for line in released.run("diff", f"{API}@1.0.0", API).out.splitlines() if "was " in line]
    place = line.split("was ")[1].split(" ")[0].partition(":")
    frozen = (released.root / place[0]).read_text().splitlines()
    number, column = map(int, place[2].split(":"))
    assert place[0] == f"{HOME}/releases/1.0.0.json"
    assert frozen[number - 1][column - 1 :].startswith('"type": "integer"')


def test_a_release_in_json_that_a_change_edits_stops_it(released: Shop) -> None:
    file = released.home / "releases/1.0.0.json"
    file.write_text(file.read_text().replace('"title": "Things"', '"title": "Our things"'))
    ran = released.run("review", "--base", "main")
    assert (ran.status, ran.out.count("[frozen-release-changed]")) == (1, 1)
    assert f"{HOME}/releases/1.0.0.json" in ran.out


def test_other_tools_are_led_to_the_file_that_was_frozen(released: Shop) -> None:
    assert f"{HOME}/releases/1.0.0.json" in released.run("export", "backstage").out


@pytest.mark.parametrize(
    "command",
    [
        ("check",),
        ("check", f"{API}@1.0.0"),
        ("diff", f"{API}@1.0.0", API),
        ("diff", f"main:{API}@1.0.0", API),
        ("review", "--base", "main"),
        ("release", API),
        ("retire", API, "--release", "1.0.0"),
        ("changelog",),
        ("export", "fields", API),
    ],
    ids=" ".join,
)
def test_a_version_that_is_frozen_in_both_is_an_error_that_names_both(
    released: Shop, command: tuple[str, ...]
) -> None:
    released.commit({f"{HOME}/releases/1.0.0.yaml": "openapi: 3.1.0\n"})
    ran = released.run(*command)
    assert ran.status == 3
    said = "is for the same thing as 1.0.0.json beside it, and only one of them can hold"
    error = "error: " if command == ("check",) else ""
    remedy = "keep the one that is right, and remove the other"
    assert f"releases/1.0.0.yaml: {error}{said}; {remedy}" in ran.out + ran.err
