"""Addresses that people noted still lead where their content is."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

import pytest

from registry.errors import UnreadableInput
from registry.site.redirects import Redirects

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.site.conftest import Site

GOLDEN = Path(__file__).parents[1] / "golden" / "anchors.txt"
"""A line for each page of the example at its last release: the URL, then its anchors. WAYBILL_RECORD=1 writes it."""
SYSTEM = "system: 1\ntitle: Catalogue\nkind: own\nteam: commerce\n"


def noted(site: Site) -> dict[str, set[str]]:
    """The anchors of each page that people link to; of guides, whose headings are prose, the pages alone.

    Rules are no part of the example: their ids have a golden list of their own.
    """
    return {
        url: set()
        if url.startswith("guides/")
        else {anchor for anchor in page.ids if not anchor.startswith(("__", "wb-"))}
        for url, page in site.outlines.items()
        if not url.startswith("rules/")
    }


def moved(site: Site, url: str) -> dict[str, str]:
    """Where the lost anchors of a page are now, as URLs within the site."""
    script = site.folder / url / "moved.js"
    if not script.is_file():
        return {}
    found = re.fullmatch(r"waybillMoved\((.*)\);", script.read_text("utf-8").strip())
    assert found is not None
    return {
        anchor: unquote(urljoin(f"/{url}", to)).lstrip("/").replace("index.html", "")
        for anchor, to in json.loads(found[1]).items()
    }


def test_no_address_of_the_last_release_is_lost(example: Site) -> None:
    now = noted(example)
    if os.environ.get("WAYBILL_RECORD"):
        lines = (" ".join((url or "/", *sorted(anchors))) for url, anchors in sorted(now.items()))
        GOLDEN.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    lost = []
    for line in GOLDEN.read_text("utf-8").splitlines():
        url, *anchors = line.removeprefix("/").split(" ")
        if url not in example.outlines:
            lost.append(url)
            continue
        elsewhere = moved(example, url)
        lost += [
            f"{url}#{anchor}" for anchor in anchors if anchor not in now[url] and anchor not in elsewhere
        ]
    assert lost == [], "send them on in site/redirects.yaml"


def test_what_has_moved_is_where_it_is_said_to_be(example: Site) -> None:
    scripts = list(example.folder.rglob("moved.js"))
    assert scripts
    for script in scripts:
        url = f"{script.parent.relative_to(example.folder).as_posix()}/"
        for anchor, to in moved(example, url).items():
            page, _, there = to.partition("#")
            assert anchor not in example.outlines[url].ids
            assert there in example.outlines[page].ids


def test_old_pages_and_anchors_lead_to_new_ones(build_site: Callable[[Mapping[str, str]], Site]) -> None:
    site = build_site(
        {
            "specs/catalog/system.yaml": SYSTEM,
            "site/redirects.yaml": "systems/shop/: systems/catalog/\nsystems/catalog/#old: systems/catalog/#new\n",
        }
    )
    old = site.html("systems/shop/")
    assert 'content="0; url=../../systems/catalog/index.html"' in old
    assert "noindex" in old
    assert moved(site, "systems/catalog/") == {"old": "systems/catalog/#new"}
    assert '<meta name="waybill:moved" content="moved.js">' in site.html("systems/catalog/")
    assert "systems/shop/" not in (site.folder / "sitemap.xml").read_text("utf-8")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("- a\n", r"site/redirects.yaml:1:1: must be a mapping"),
        ("systems/: rules/\n", r"redirects.yaml:1:1: 'systems/' is a page that is still there"),
        ("a/: nowhere/\n", r"there is no page 'nowhere/' to send to"),
        ("a/: a/\n", r"there is no page 'a/' to send to"),
        ("a/: b/\nb/: rules/\n", r"there is no page 'b/' to send to"),
        ("a/: ../rules/\n", r"there is no page '../rules/' to send to"),
        ("a/: https://there.example/\n", r"there is no page 'https://there.example/' to send to"),
        ("nowhere/#a: rules/\n", r"there is no page 'nowhere/'"),
        ("a/: 1\n", r"redirects.yaml:1:1: 1 is no text"),
        ("a/: [rules/]\n", r'\["rules/"\] is no text'),
        *(
            (f"{json.dumps(old)}: rules/\n", r"is no address of a page")
            for old in (
                *("a", "/a/", "../a/", "a/../b/", "a/./b/", "a//", ".a/", "a/.b/", "https://here.example/a/"),
                *("a\0b/", "a\\b/", "a\nb/", "systems/index.html/", "a/index.md/"),
            )
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/redirects.yaml").write_text(written, "utf-8")
    with pytest.raises(UnreadableInput, match=said):
        Redirects.of(tmp_path, {"", "systems/", "rules/"}, {})


def test_a_build_tells_of_such_a_mistake(build_site: Callable[[Mapping[str, str]], Site]) -> None:
    with pytest.raises(UnreadableInput, match=r"redirects.yaml:1:1: there is no page 'nowhere/'"):
        build_site({"site/redirects.yaml": "a/: nowhere/\n"})
