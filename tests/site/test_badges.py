"""Badges: small pictures that stand by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from registry.site.badges import badge

if TYPE_CHECKING:
    from tests.site.conftest import Site


def words(picture: bytes) -> list[str]:
    root = ET.fromstring(picture)
    return [each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}text")]


def test_an_api_has_a_badge_of_its_newest_version(example: Site) -> None:
    folder = example.folder / "apis" / "catalog" / "products" / "badges"
    assert words((folder / "version.svg").read_bytes()) == ["Product catalogue", "2.2.0"]
    assert words((folder / "next-end.svg").read_bytes()) == ["next end", "none known"]


def test_a_badge_says_what_ends_next(example: Site) -> None:
    folder = example.folder / "apis" / "analytics" / "events" / "badges"
    assert words((folder / "next-end.svg").read_bytes()) == ["next end", "1 March 2027"]


def test_what_a_badge_says_stays_text() -> None:
    assert words(badge("<script>", '"&', "#000")) == ["<script>", '"&']
