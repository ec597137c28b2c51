"""What a script can ask of a registry, and of files outside any."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import registry
from registry import WaybillError, WrongUse
from registry.workspace import at, rules

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.conftest import GitRepository

API = "shop/things"
FILE = "specs/shop/apis/things/openapi.yaml"
SYSTEM = {"specs/shop/system.yaml": "system: 1\ntitle: Shop\nkind: own\nteam: shop\n"}
REGISTRY = {"specs/registry.yaml": "registry: 1\ntitle: Shoes\n"}


def described(version: str = "1.0.0", kind: str = "integer") -> str:
    return f"""
        openapi: 3.1.0
        info: {{title: Things, version: {version}}}
        paths:
          /things:
            get:
              operationId: listThings
              responses:
                "200":
                  description: Things
                  content:
                    application/json:
                      schema: {{type: object, required: [id], properties: {{id: {{type: {kind}}}}}}}
    """


@pytest.fixture
def root(write_registry: Callable[[Mapping[str, str]], Path]) -> Path:
    return write_registry({**SYSTEM, FILE: described()})


def test_a_registry_is_found_from_any_folder_inside_it(root: Path) -> None:
    inside = registry.open(root / "specs" / "shop")
    assert inside.root == root.resolve()
    assert [api.id for api in inside.registry.apis] == [API]
    assert inside.api(API).description().title == "Things"


def test_where_there_is_no_registry_opening_says_so_and_files_can_be_asked_of_all_the_same(
    tmp_path: Path,
) -> None:
    with pytest.raises(
        WrongUse, match=r"there is no specs/registry.yaml in .* or above it; run 'waybill init'"
    ):
        registry.open(tmp_path)
    (tmp_path / "a.yaml").write_text(described().replace("\n        ", "\n"))
    (tmp_path / "b.yaml").write_text(described("2.0.0", "string").replace("\n        ", "\n"))
    files = at(tmp_path)
    assert not files.is_registry
    assert files.diff("a.yaml", "b.yaml").worst == "breaking"
    assert {finding.place.file for finding in files.check("a.yaml")} == {str(tmp_path / "a.yaml")}
    with pytest.raises(WrongUse, match=r"there is no specs/registry\.yaml"):
        files.release(API)


def test_a_registry_is_opened_at_a_git_revision(repository: GitRepository) -> None:
    first = repository.commit({**REGISTRY, **SYSTEM, FILE: described()})
    repository.commit({FILE: described("2.0.0")})
    assert registry.open(repository.root, first).api(API).description().version == "1.0.0"
    assert registry.open(repository.root).api(API).description().version == "2.0.0"


def test_a_release_is_made_on_the_day_that_is_given(root: Path) -> None:
    released = registry.open(root, as_of=date(2026, 3, 4)).release(API)
    assert released.entry.date == date(2026, 3, 4)
    assert registry.open(root).api(API).versions == ("1.0.0",)


def test_a_comparison_is_named_as_it_was_asked_for(root: Path) -> None:
    registry.open(root).release(API)
    comparison = registry.open(root).diff(f"{API}@1.0.0", API)
    assert (comparison.base, comparison.revision, comparison.changes) == (f"{API}@1.0.0", API, ())


def test_a_working_copy_named_by_its_file_is_read_with_its_overlay(
    root: Path, write_registry: Callable[[Mapping[str, str]], Path]
) -> None:
    overlay = """
        overlay: 1.0.0
        info: {title: Meaning, version: 1.0.0}
        actions: [{target: $.info, update: {summary: What we sell.}}]
    """
    write_registry({"specs/shop/apis/things/overlay.yaml": overlay})
    here = registry.open(root)
    (_, side) = here.sides(API, FILE)
    assert side.description.summary == "What we sell."
    assert here.diff(API, FILE).changes == ()


def test_a_broken_release_is_found_by_checking_the_registry(root: Path) -> None:
    registry.open(root).release(API)
    frozen = root / "specs/shop/apis/things/releases/1.0.0.yaml"
    frozen.write_text(frozen.read_text().replace("responses:", "respones:"))
    found = [finding for finding in registry.open(root).check() if finding.place.file.endswith("1.0.0.yaml")]
    assert [finding.severity for finding in found] == ["error"] * len(found)
    assert found


def test_the_registry_sets_the_level_of_a_rule_of_diff(root: Path) -> None:
    registry.open(root).release(API)
    (root / FILE).write_text((root / FILE).read_text().replace("type: integer", "type: string"))
    (change,) = registry.open(root).diff(f"{API}@1.0.0", API).changes
    assert change.level == "breaking"
    (root / "specs/registry.yaml").write_text(f"registry: 1\ntitle: S\nrules: {{{change.rule}: safe}}\n")
    assert registry.open(root).diff(f"{API}@1.0.0", API).worst == "safe"


def test_a_setting_names_a_rule_that_exists_or_both_of_its_directions(
    root: Path,
) -> None:
    settings = "registry: 1\ntitle: S\nrules: {enum-value-added: risky, enum-value-addde: risky}\n"
    (root / "specs/registry.yaml").write_text(settings)
    found = [str(finding) for finding in registry.open(root).check() if finding.rule == "unknown-rule"]
    assert found == [
        "specs/registry.yaml:3:34: there is no rule 'enum-value-addde'; did you mean 'enum-value-added'?"
    ]


def test_a_sunset_has_passed_on_the_day_that_is_given(root: Path) -> None:
    file = root / FILE
    file.write_text(
        file.read_text().replace("get:", "get:\n      deprecated: true\n      x-sunset: '2026-06-30'")
    )
    on = {
        day: any(
            finding.rule == "sunset-in-the-past"
            for finding in registry.open(root, as_of=date.fromisoformat(day)).check()
        )
        for day in ("2026-06-29", "2026-07-02")
    }
    assert on == {"2026-06-29": False, "2026-07-02": True}


def test_every_deliberate_error_is_a_waybill_error(root: Path) -> None:
    for ask in ("no/such", "no/such@1", f"{API}@7", "-x"):
        with pytest.raises(WaybillError):
            registry.open(root).diff(ask, API)


def test_ids_of_rules_are_unique_across_check_diff_and_flows() -> None:
    ids = [rule.id for rule in rules()]
    assert sorted(ids) == sorted(set(ids))
