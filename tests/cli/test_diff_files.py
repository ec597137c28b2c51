"""``waybill diff`` on files, standard input and Git revisions, where there need be no registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Waybill
    from tests.conftest import GitRepository

API, FILE = "shop/things", "specs/shop/apis/things/openapi.yaml"


def test_files_are_compared_outside_any_registry(
    waybill: Waybill, tmp_path: Path, small: Callable[..., str]
) -> None:
    (tmp_path / "a.yaml").write_text(small())
    (tmp_path / "b.yaml").write_text(small("2.0.0", "string"))
    assert waybill("diff", "a.yaml", "b.yaml").status == 1


def test_standard_input_is_one_of_the_sides(
    waybill: Waybill, tmp_path: Path, small: Callable[..., str]
) -> None:
    (tmp_path / "a.yaml").write_text(small())
    assert waybill("diff", "a.yaml", "-", stdin=small("2.0.0", "string")).status == 1
    both = waybill("diff", "-", "-")
    assert (both.status, both.err) == (
        2,
        "waybill: both sides are standard input; name a file for one of them\n",
    )


def test_a_file_and_an_api_are_compared_across_git_revisions(
    repository: GitRepository, waybill: Waybill, small: Callable[..., str]
) -> None:
    written = {
        "specs/registry.yaml": "registry: 1\ntitle: Shoes\n",
        "specs/shop/system.yaml": "system: 1\ntitle: Shop\nkind: own\nteam: shop\n",
        FILE: small(),
        "lone.yaml": small(),
    }
    first = repository.commit(written)
    repository.commit({FILE: small("2.0.0", "string"), "lone.yaml": small("2.0.0", "string")})
    at = ("-C", str(repository.root), "diff")
    assert waybill(*at, f"{first}:{API}", API).status == 1
    assert waybill(*at, f"main:{API}", API).status == 0
    assert waybill(*at, f"{first}:{FILE}", FILE).status == 1
    assert waybill(*at, f"{first}:lone.yaml", "main:lone.yaml").status == 1
    assert waybill(*at, "nowhere:lone.yaml", "lone.yaml").status == 2


def test_a_description_of_several_files_is_read_at_a_revision_outside_any_registry(
    repository: GitRepository, waybill: Waybill, small: Callable[..., str]
) -> None:
    whole = small().replace("{type: integer}", "{$ref: 'id.yaml'}")
    first = repository.commit({"api/openapi.yaml": whole, "api/id.yaml": "type: integer"})
    repository.commit({"api/id.yaml": "type: string"})
    ran = waybill("-C", str(repository.root), "diff", f"{first}:api/openapi.yaml", "api/openapi.yaml")
    assert ran.status == 1
    assert "GET /things 200 id" in ran.out


def test_what_is_no_description_is_not_compared(
    waybill: Waybill, tmp_path: Path, small: Callable[..., str]
) -> None:
    (tmp_path / "a.yaml").write_text(small())
    (tmp_path / "list.yaml").write_text("[]")
    assert waybill("diff", "a.yaml", "list.yaml").status == 3
