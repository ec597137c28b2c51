"""Writing pages: only what changed, the same bytes, the registry's own words and templates."""

from __future__ import annotations

import os
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from registry.errors import WrongUse
from registry.site import SiteNotRendered, build

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.site.conftest import Site

TODAY = date(2026, 11, 23)
API = """\
openapi: 3.1.0
info: {title: Products, version: 1.0.0}
paths:
  /products:
    get:
      operationId: listProducts
      responses: {"200": {description: All.}}
"""
SYSTEM = "system: 1\ntitle: Catalogue\nkind: own\nteam: commerce\n"
SETTINGS = (
    "site_name: S\ndocs_dir: .build/pages\nsite_dir: .build/site\ntheme: {name: material, font: false}\n"
)
FILES = {
    "mkdocs.yml": SETTINGS,
    "specs/catalog/system.yaml": SYSTEM,
    "specs/catalog/apis/products/openapi.yaml": API,
}


def written(root: Path) -> dict[str, bytes]:
    folder = root / ".build" / "site"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def write(root: Path) -> tuple[int, int]:
    files = build(root, as_of=TODAY).files
    return files.changed, files.removed


def test_a_second_run_writes_nothing(write_registry: Callable[[Mapping[str, str]], Path]) -> None:
    root = write_registry(FILES)
    assert write(root)[0] > 0
    assert write(root) == (0, 0)


def test_the_same_registry_gives_the_same_bytes(write_registry: Callable[[Mapping[str, str]], Path]) -> None:
    root = write_registry(FILES)
    write(root)
    before = written(root)
    shutil.rmtree(root / ".build")
    write(root)
    assert written(root) == before


def test_one_change_rewrites_the_pages_it_touches_and_removes_those_that_are_gone(
    write_registry: Callable[[Mapping[str, str]], Path],
) -> None:
    root = write_registry(FILES)
    write(root)
    write_registry({"specs/catalog/apis/products/openapi.yaml": API.replace("listProducts", "allProducts")})
    changed, removed = write(root)
    names = written(root)
    assert "apis/catalog/products/operations/all-products/index.html" in names
    assert "apis/catalog/products/operations/list-products/index.html" not in names
    assert removed == 2
    assert changed < 20


def test_what_would_not_change_is_not_touched(write_registry: Callable[[Mapping[str, str]], Path]) -> None:
    root = write_registry(FILES)
    write(root)
    page = root / ".build" / "site" / "rules" / "unit-changed" / "index.html"
    os.utime(page, (0, 0))
    write_registry({"specs/catalog/apis/products/openapi.yaml": API.replace("listProducts", "allProducts")})
    write(root)
    assert page.stat().st_mtime == 0


def test_an_empty_registry_has_a_site_too(build_site: Callable[[Mapping[str, str]], Site]) -> None:
    site = build_site({})
    assert "No flow is recorded yet." in site.outline("").text
    assert "Nothing has been released yet." in site.outline("changes/").text
    assert "site/guides/" in site.outline("guides/").text


def test_guides_are_taken_over_with_their_pictures(build_site: Callable[[Mapping[str, str]], Site]) -> None:
    site = build_site(
        {
            "site/guides/read.md": "# Read the site\n\nBegin at the home page.\n",
            "site/assets/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        }
    )
    assert "Begin at the home page." in site.outline("guides/read/").text
    assert "Read the site" in site.outline("guides/").text
    assert (site.folder / "assets" / "logo.svg").is_file()
    assert site.twin("guides/read/").startswith("# Read the site")


def test_a_template_of_the_registry_can_extend_ours(build_site: Callable[[Mapping[str, str]], Site]) -> None:
    own = '{% extends "waybill/glossary.md.j2" %}{% block content %}Ask Ada.\n\n{{ super() }}{% endblock %}'
    site = build_site({"site/templates/glossary.md.j2": own})
    assert "Ask Ada. No term is defined yet." in site.outline("glossary/").text


def test_theme_files_of_the_registry_stand_before_ours(
    build_site: Callable[[Mapping[str, str]], Site],
) -> None:
    site = build_site({"site/theme/partials/copyright.html": "<p>Ours alone</p>"})
    assert "Ours alone" in site.outline("").text


def test_a_registry_without_settings_for_the_engine_is_told_how_to_get_them(
    write_registry: Callable[[Mapping[str, str]], Path],
) -> None:
    with pytest.raises(WrongUse, match="waybill init"):
        build(write_registry({}), as_of=TODAY)


def test_what_the_engine_warns_of_is_an_error(write_registry: Callable[[Mapping[str, str]], Path]) -> None:
    root = write_registry(
        {
            "mkdocs.yml": "site_name: S\ndocs_dir: .build/pages\nsite_dir: .build/site\ntheme: {name: material}\n",
            "site/guides/index.md": "# Guides\n\nSee [nothing](nothing.md).\n",
        }
    )
    with pytest.raises(SiteNotRendered, match=r"nothing\.md"):
        build(root, as_of=TODAY)
    assert build(root, as_of=TODAY, strict=False).index.is_file()


def test_our_hook_takes_part_although_the_settings_do_not_name_it(
    write_registry: Callable[[Mapping[str, str]], Path],
) -> None:
    root = write_registry({"mkdocs.yml": SETTINGS})
    report = build(root, as_of=TODAY)
    assert (root / ".build" / "site" / "rules" / "index.md").is_file()
    assert "waybill.css" in report.index.read_text("utf-8")
