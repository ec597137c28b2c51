"""Writing pages: only what changed, the same bytes, the registry's own words and templates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from registry.errors import WrongUse
from registry.model.registry import load
from registry.site import SiteNotRendered, build, render, write_pages
from registry.source.store import Store

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
FILES = {"specs/catalog/system.yaml": SYSTEM, "specs/catalog/apis/products/openapi.yaml": API}

Write = "Callable[[Mapping[str, str]], Path]"


def pages_of(root: Path) -> Path:
    return root / ".build" / "pages"


def written(root: Path) -> dict[str, bytes]:
    folder = pages_of(root)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def write(root: Path) -> tuple[int, int]:
    files = write_pages(load(Store.open(root)), pages_of(root), as_of=TODAY, root=root).files
    return files.changed, files.removed


def test_a_second_run_writes_nothing(write_registry: Callable[[Mapping[str, str]], Path]) -> None:
    root = write_registry(FILES)
    assert write(root)[0] > 0
    assert write(root) == (0, 0)


def test_the_same_registry_gives_the_same_bytes(write_registry: Callable[[Mapping[str, str]], Path]) -> None:
    root = write_registry(FILES)
    write(root)
    before = written(root)
    for path in pages_of(root).rglob("*.md"):
        path.unlink()
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
    assert "apis/catalog/products/operations/all-products/index.md" in names
    assert "apis/catalog/products/operations/list-products/index.md" not in names
    assert removed == 1
    assert changed < 8


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
    assert render(root, strict=False).is_file()


def test_our_hook_takes_part_although_the_settings_do_not_name_it(
    write_registry: Callable[[Mapping[str, str]], Path],
) -> None:
    settings = (
        "site_name: S\ndocs_dir: .build/pages\nsite_dir: .build/site\ntheme: {name: material, font: false}\n"
    )
    root = write_registry({"mkdocs.yml": settings})
    report = build(root, as_of=TODAY)
    assert (root / ".build" / "site" / "rules" / "index.md").is_file()
    assert "waybill.css" in report.index.read_text("utf-8")
