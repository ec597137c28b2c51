"""One registry, two engines: the same addresses, the same anchors, the same words for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registry.errors import WrongUse
from registry.site import SiteNotRendered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.site.conftest import Site


def of_the_registry(ids: set[str]) -> set[str]:
    """Without the anchors that a theme gives its own parts."""
    return {anchor for anchor in ids if not anchor.startswith("__")}


def test_both_engines_give_the_same_addresses(example: Site, example_by_zensical: Site) -> None:
    assert example_by_zensical.urls == example.urls


def test_both_engines_give_the_same_anchors(example: Site, example_by_zensical: Site) -> None:
    differing = {
        url: of_the_registry(page.ids) ^ of_the_registry(example_by_zensical.outlines[url].ids)
        for url, page in example.outlines.items()
        if of_the_registry(page.ids) != of_the_registry(example_by_zensical.outlines[url].ids)
    }
    assert differing == {}


def test_what_programs_read_does_not_depend_on_the_engine(example: Site, example_by_zensical: Site) -> None:
    for path in example.folder.rglob("*"):
        name = path.relative_to(example.folder)
        if path.suffix in {".md", ".json", ".txt", ".xml"} and path.parts[-2] != "assets":
            assert (example_by_zensical.folder / name).read_bytes() == path.read_bytes(), name


def test_each_page_has_one_title_and_the_sidebar_of_its_kind(example_by_zensical: Site) -> None:
    for url in ("", "flows/", "guides/subscribe/", "apis/catalog/products/operations/list-products/"):
        page = example_by_zensical.outline(url)
        assert len(page.all("h1")) == 1
        assert page.all("input") != []
        assert len([each for each in page.all("link") if each.get("rel") == "canonical"]) == 1
    assert (
        "All operations"
        in example_by_zensical.outline("apis/catalog/products/operations/list-products/").text
    )


def test_a_page_that_zensical_refuses_is_told(
    write_registry: Callable[[Mapping[str, str]], Path], build_in: Callable[..., Site]
) -> None:
    root = write_registry({"site/theme/partials/copyright.html": "{% if %}"})
    with pytest.raises(SiteNotRendered, match=r"copyright\.html"):
        build_in(root, "zensical")


def test_an_engine_that_is_not_installed_is_named_with_the_way_to_get_it(
    write_registry: Callable[[Mapping[str, str]], Path],
    build_in: Callable[..., Site],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("registry.site.zensical.find_spec", lambda _: None)
    with pytest.raises(WrongUse, match="pip install"):
        build_in(write_registry({}), "zensical")
