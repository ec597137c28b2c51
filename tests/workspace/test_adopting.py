"""Adopting: the versions that a Git history holds, their days, and what cannot be told."""

from __future__ import annotations

import json
from datetime import date, timedelta
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import registry
from registry.cli.main import waybill
from registry.errors import WrongUse
from registry.source.tree import parse
from tests.conftest import run_git, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import GitRepository

DESCRIPTION = """
    openapi: 3.1.0
    info: {title: Products, version: "VERSION"}
    paths:
      /products:
        get:
          operationId: listProducts
          description: Said NUMBER times.
          responses: {"200": {description: All}}
"""
BEGIN = date(2025, 1, 1)
PATH = "specs/shop/apis/products/openapi.yaml"
REGISTRY = {
    "specs/registry.yaml": "registry: 1\ntitle: Shoes\nteams: {shop: {title: Shop}}\n",
    "specs/shop/system.yaml": "system: 1\ntitle: Shop\nkind: own\nteam: shop\n",
}


def described(version: str, number: int = 1) -> str:
    return DESCRIPTION.replace("VERSION", version).replace("NUMBER", str(number))


def test_a_hundred_commits_give_their_versions_with_the_day_and_the_last_content_of_each(
    repository: GitRepository,
) -> None:
    repository.commit(REGISTRY)
    for number in range(100):
        text = described(f"1.{number // 5}.0", number)
        repository.commit({PATH: text}, f"Change {number}", date=str(BEGIN + timedelta(days=number)))
    adopted = registry.open(repository.root).adopt("shop/products")
    assert [past.version for past in adopted.found.versions] == [f"1.{minor}.0" for minor in range(20)]
    assert [past.day for past in adopted.found.versions] == [
        BEGIN + timedelta(days=5 * minor) for minor in range(20)
    ]
    assert {past.contents for past in adopted.found.versions} == {5}
    here = registry.open(repository.root)
    assert here.api("shop/products").versions == tuple(f"1.{minor}.0" for minor in range(20))
    operation = here.api("shop/products").description("1.3.0").operations[0]
    assert operation.text == "Said 19 times."
    entry = json.loads((repository.root / "changelog/shop/products/1.3.0.json").read_text())
    assert (entry["date"], entry["base"]) == ("2025-01-16", "1.2.0")
    assert entry["note"].startswith("Adopted from Git: commits ")
    assert "changed it 4 times under the same number" in entry["note"]
    assert here.check_changelog() == ()


def test_adopting_again_writes_nothing(repository: GitRepository) -> None:
    repository.commit({**REGISTRY, PATH: described("1.0.0")})
    first = registry.open(repository.root).adopt("shop/products")
    assert f"{PATH.removesuffix('openapi.yaml')}releases/1.0.0.yaml" in first.files
    again = registry.open(repository.root).adopt("shop/products")
    assert (again.fresh, again.files) == ((), ())


def as_json(version: str, number: int = 1) -> str:
    return json.dumps(parse(dedent(described(version, number)).encode(), "openapi.yaml").data)


def test_a_history_in_json_is_adopted_as_json(repository: GitRepository, tmp_path: Path) -> None:
    for number, version in enumerate(("1.0.0", "1.1.0")):
        repository.commit({"api/openapi.json": as_json(version, number)})
    home = tmp_path / "home"
    write_files(home, REGISTRY)
    adopted = registry.open(home).adopt("../repository/api/openapi.json", "shop/products")
    folder = PATH.removesuffix("openapi.yaml")
    assert adopted.files[:3] == (
        f"{folder}releases/1.0.0.json",
        f"{folder}releases/1.1.0.json",
        f"{folder}openapi.json",
    )
    here = registry.open(home)
    api = here.api("shop/products")
    assert api.description("1.1.0").data == api.description().data
    assert (here.release("shop/products").files, here.check_changelog()) == ((), ())


def test_what_turns_to_json_within_its_history_is_adopted_as_it_was_written_last(
    repository: GitRepository,
) -> None:
    repository.commit({**REGISTRY, PATH: described("1.0.0")})
    repository.commit({PATH: described("1.1.0")})
    repository.commit({PATH: as_json("1.1.0")})
    repository.commit({PATH: as_json("1.2.0")})
    adopted = registry.open(repository.root).adopt("shop/products")
    assert [(past.syntax, past.contents) for past in adopted.found.versions] == [
        ("yaml", 1),
        ("json", 1),
        ("json", 1),
    ]
    releases = repository.root / PATH.replace("openapi.yaml", "releases")
    assert sorted(path.name for path in releases.iterdir()) == ["1.0.0.yaml", "1.1.0.json", "1.2.0.json"]


def test_a_run_that_was_cut_short_is_completed_with_the_files_that_it_wrote_however_they_are_written(
    repository: GitRepository,
) -> None:
    release = PATH.replace("openapi.yaml", "releases/1.0.0.yaml")
    repository.commit({**REGISTRY, PATH: as_json("1.0.0"), release: described("1.0.0")})
    adopted = registry.open(repository.root).adopt("shop/products")
    assert release not in adopted.files
    assert "changelog/shop/products/1.0.0.json" in adopted.files
    assert registry.open(repository.root).check_changelog() == ()


def test_a_run_that_was_cut_short_after_the_frozen_files_is_completed(repository: GitRepository) -> None:
    repository.commit({**REGISTRY, PATH: described("1.0.0")})
    repository.commit({PATH: described("1.1.0")})
    registry.open(repository.root).adopt("shop/products")
    before = {
        path: path.read_bytes() for path in (repository.root / "changelog").rglob("*") if path.is_file()
    }
    for path in before:
        path.unlink()
    registry.open(repository.root).adopt("shop/products")
    assert {path: path.read_bytes() for path in before} == before


def test_a_trial_shows_and_writes_nothing(repository: GitRepository) -> None:
    repository.commit({**REGISTRY, PATH: described("1.0.0")}, date="2025-03-04")
    result = CliRunner().invoke(
        waybill, ["-C", str(repository.root), "adopt", "shop/products", "--dry-run"], standalone_mode=False
    )
    assert "1.0.0  2025-03-04" in result.output
    assert "1 of 1 version would be frozen" in result.output
    assert not (repository.root / "changelog").exists()


def test_a_file_of_another_repository_becomes_an_api_and_its_renames_are_followed(
    repository: GitRepository, tmp_path: Path
) -> None:
    repository.commit({"old.yaml": described("1.0.0")}, date="2025-01-01")
    (repository.root / "api").mkdir()
    repository.git("mv", "old.yaml", "api/openapi.yaml")
    repository.commit({}, "Move", date="2025-02-01")
    repository.commit({"api/openapi.yaml": described("1.1.0")}, date="2025-03-01")
    home = tmp_path / "home"
    for path, text in REGISTRY.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text)
    for target in ("../repository/api/openapi.yaml", "../repository:api/openapi.yaml"):
        adopted = registry.open(home).adopt(target, "shop/products")
        assert [(past.version, str(past.day)) for past in adopted.found.versions] == [
            ("1.0.0", "2025-01-01"),
            ("1.1.0", "2025-03-01"),
        ]
    assert registry.open(home).api("shop/products").description().version == "1.1.0"
    assert "Never edit" not in (home / PATH).read_text()


def test_what_cannot_be_read_is_passed_over_and_named(repository: GitRepository) -> None:
    repository.commit({**REGISTRY, PATH: described("1.0.0")})
    broken = repository.commit({PATH: "openapi: [3.1"}, date="2025-02-02")
    nameless = repository.commit({PATH: described("../1")})
    repository.commit({PATH: described("1.1.0")})
    back = repository.commit({PATH: described("1.0.0", 2)}, date="2025-05-05")
    found = registry.open(repository.root).adopt("shop/products").found
    assert [past.version for past in found.versions] == ["1.0.0", "1.1.0"]
    assert [passed.partition(" ")[0] for passed in found.passed] == [
        broken[:12],
        nameless[:12],
        back[:12],
    ]
    assert "goes back from 1.1.0 to 1.0.0; its last content counts" in found.passed[-1]
    description = registry.open(repository.root).api("shop/products").description("1.0.0")
    assert description.operations[0].text == "Said 2 times."


def test_a_shallow_clone_says_what_is_missing_and_adopts_only_when_told_to(
    repository: GitRepository, tmp_path: Path
) -> None:
    repository.commit({**REGISTRY, PATH: described("1.0.0")}, date="2025-01-01")
    repository.commit({PATH: described("1.1.0")}, date="2025-02-01")
    repository.commit({PATH: described("1.2.0")}, date="2025-03-01")
    shallow = tmp_path / "shallow"
    run_git(tmp_path, "clone", "--quiet", "--depth=2", f"file://{repository.root}", str(shallow))
    with pytest.raises(WrongUse) as refused:
        registry.open(shallow).adopt("shop/products")
    said = str(refused.value)
    assert "the clone is shallow: it holds 2 versions, what came before 2025-02-01 is missing" in said
    assert "1.1.0 may be older than it looks" in said
    assert "git fetch --unshallow" in said
    adopted = registry.open(shallow).adopt("shop/products", shallow=True)
    assert adopted.uncertain == ("1.1.0",)


def test_what_is_frozen_and_says_something_else_is_left_alone(repository: GitRepository) -> None:
    repository.commit({**REGISTRY, PATH: described("1.0.0")})
    release = repository.root / PATH.replace("openapi.yaml", "releases/1.0.0.yaml")
    release.parent.mkdir()
    release.write_text(described("1.0.0", 7))
    with pytest.raises(WrongUse, match="is frozen and says something else than its history"):
        registry.open(repository.root).adopt("shop/products")
    assert "Said 7 times" in release.read_text()


@pytest.mark.parametrize(
    ("target", "api", "problem"),
    [
        ("shop/prodcts", None, "is in no Git repository|holds no version|belongs to no API"),
        ("README.md", "shop/products", "holds no version"),
        ("openapi.yaml", "elsewhere/products", "there is no system 'elsewhere'"),
        ("openapi.yaml", "products", "is no name of an API"),
    ],
)
def test_what_cannot_be_adopted_is_said_with_its_remedy(
    repository: GitRepository, target: str, api: str | None, problem: str
) -> None:
    repository.commit({**REGISTRY, "openapi.yaml": described("1.0.0")})
    with pytest.raises(WrongUse, match=problem):
        registry.open(repository.root).adopt(target, api)
