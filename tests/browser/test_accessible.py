"""What people need who do not see the page as others do: axe finds nothing, and the keyboard reaches everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from tests.browser.conftest import Reader

pytestmark = pytest.mark.browser

KINDS = [
    "",
    "systems/",
    "systems/catalog/",
    "apis/",
    "apis/catalog/products/",
    "apis/catalog/products/console/",
    "apis/catalog/products/fields/",
    "apis/catalog/products/fields/Size.availability/",
    "apis/catalog/products/next/operations/list-products/",
    "apis/catalog/products/operations/search-products/",
    "apis/catalog/products/quality/",
    "flows/",
    "flows/email/size-availability/",
    "changes/",
    "changes/catalog/products/2.0.0/",
    "changes/catalog/products/compare/",
    "changes/catalog/products/compare/1.1.0...2.2.0/",
    "coming/",
    "quality/",
    "updates/",
    "glossary/",
    "glossary/size-availability/",
    "rules/",
    "rules/unit-changed/",
    "guides/",
    "guides/write-a-flow/",
]
OUTSIDE = "document.activeElement === document.body"
SEEN = """
() => {
  const at = document.activeElement;
  const box = at.getBoundingClientRect();
  const style = getComputedStyle(at.matches('input[type=radio]') ? at.nextElementSibling : at);
  return {
    name: `${at.tagName.toLowerCase()} ${(at.getAttribute('aria-label') || at.textContent || '').trim().slice(0, 40)}`,
    marked: style.outlineStyle !== 'none' || style.boxShadow !== 'none' || box.width < 2,
    inside: at.closest('svg') !== null || (box.right > 0 && box.left < innerWidth),
  };
}
"""


COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""What depends on the scheme of colours; the rest of a page is the same in the dark."""


@pytest.mark.parametrize("url", KINDS)
def test_axe_finds_nothing_in_light_and_dark(reader: Reader, url: str) -> None:
    with reader.open(url) as visit:
        found = Axe().run(visit.page).response["violations"]
        visit.page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
        found += Axe().run(visit.page, options=COLOURS).response["violations"]
        told = [(each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in found]
        assert told == []


@pytest.mark.parametrize("url", ["apis/catalog/products/operations/search-products/", "updates/"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(reader: Reader, url: str) -> None:
    with reader.open(url) as visit:
        page = visit.page
        reached = []
        for _ in range(400):
            page.keyboard.press("Tab")
            if page.evaluate(OUTSIDE):
                break
            reached.append(page.evaluate(SEEN))
        links = page.locator(".md-content a[href]:visible").count()
        assert len([each for each in reached if each["name"].startswith("a ")]) >= links
        assert [each["name"] for each in reached if not each["marked"]] == []
        assert [each["name"] for each in reached if not each["inside"]] == []


def test_a_tab_of_code_is_chosen_by_the_keyboard_and_without_scripts(reader: Reader) -> None:
    with reader.open("apis/catalog/products/operations/list-products/", scripts=False) as visit:
        page = visit.page
        assert page.get_by_text("curl https://catalog").is_visible()
        page.get_by_role("radio", name="curl").focus()
        page.keyboard.press("ArrowRight")
        assert page.get_by_text("response = httpx.get(").is_visible()
        assert not page.get_by_text("curl https://catalog").is_visible()
        page.keyboard.press("ArrowRight")
        assert page.get_by_text("await fetch(").is_visible()


def test_on_paper_every_tab_is_open_and_ink_is_dark_whatever_the_screen_was(reader: Reader) -> None:
    with reader.open("apis/catalog/products/operations/list-products/", dark=True) as visit:
        visit.page.emulate_media(media="print")
        assert visit.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert visit.page.locator("h1").evaluate("each => getComputedStyle(each).color") == "rgb(17, 17, 17)"
        for word in ("curl https://catalog", "response = httpx.get(", "await fetch("):
            assert visit.page.get_by_text(word).is_visible()
        assert not visit.page.locator(".md-header").is_visible()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "Product catalogue"),
        ("flows/email/size-availability/", "Shown in emails"),
        ("apis/catalog/products/fields/Size.availability/", "Size availability"),
        ("changes/", "2.2.0"),
    ],
)
def test_a_picture_can_be_selected_followed_and_moved_on_a_phone(
    reader: Reader, url: str, words: str
) -> None:
    with reader.open(url, width=320) as visit:
        picture = visit.page.locator(".wb-picture .wb-scroll").first
        assert picture.is_visible()
        assert words in (picture.locator("svg").first.text_content() or "")
        assert picture.evaluate("each => each.scrollWidth > each.clientWidth")
        size = picture.locator("text").first.evaluate("each => each.getBoundingClientRect().height")
        assert size >= 9
        page, window = visit.width()
        assert page <= window
