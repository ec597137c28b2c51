"""The search field, as a reader uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Reader, Visit

pytestmark = pytest.mark.browser

PAGES = ["", "apis/catalog/products/operations/list-products/", "guides/subscribe/"]
FIRST = {
    "sizeSystem": "Size system",
    "article number": "SKU",
    "list products": "List products",
    "upsertProduct": "Create or replace a product",
    "back in stock": "Sizes that came back into stock",
    "unit changed": "Unit changed",
    "availab": "Size availability",
    "3.0.0": "Customer contacts",
    "2026-07-15": "Mailwing API",
}
"""What is typed, and the title of the page that is meant."""


def search(visit: Visit, text: str) -> list[str]:
    """Type into the field and return the titles that are found."""
    field = visit.page.get_by_role("searchbox", name="Search")
    field.fill(text)
    visit.page.wait_for_function("document.querySelector('.wb-search__said').textContent !== ''")
    visit.page.wait_for_timeout(300)
    return visit.page.locator(".wb-search__title").all_inner_texts()


@pytest.mark.parametrize("url", PAGES)
def test_every_page_finds_a_word_of_the_business(reader: Reader, url: str) -> None:
    with reader.open(url) as visit:
        assert search(visit, "size availability")[0] == "Size availability"
        assert visit.errors == []
        assert visit.foreign == []


def test_names_synonyms_and_operations_come_first(reader: Reader) -> None:
    with reader.open("flows/email/size-availability/") as visit:
        found = {text: search(visit, text)[:1] for text in FIRST}
        assert found == {text: [title] for text, title in FIRST.items()}
        search(visit, "article number")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/glossary/sku/")


def test_the_keyboard_reaches_the_field_the_answers_and_the_page_behind(reader: Reader) -> None:
    with reader.open("flows/") as visit:
        visit.page.keyboard.press("/")
        assert visit.page.evaluate("document.activeElement.id") == "wb-search-words"
        search(visit, "sku")
        visit.page.keyboard.press("ArrowDown")
        assert (
            visit.page.evaluate("document.activeElement.querySelector('.wb-search__title').textContent")
            == "SKU"
        )
        visit.page.keyboard.press("Escape")
        assert not visit.page.locator(".wb-search__panel").is_visible()
        assert visit.page.evaluate("document.activeElement.id") == "wb-search-words"


def test_a_value_is_found_as_it_stands_in_a_log(reader: Reader) -> None:
    with reader.open("") as visit:
        found = {text: search(visit, text)[:1] for text in ("in_stock", "IN_STOCK")}
        assert found == {"in_stock": ["Size availability"], "IN_STOCK": ["Size availability"]}
        assert "SuppressionInput.reason" in search(visit, "HARD_BOUNCE")


def test_a_slip_of_the_finger_finds_what_was_meant_and_says_so(reader: Reader) -> None:
    with reader.open("") as visit:
        assert search(visit, "size availabilty")[0] == "Size availability"
        assert "availability" in visit.page.get_by_role("status").first.inner_text()
        assert search(visit, "wharehouse")[0] == "Warehouse stock"
        assert "with \u201cwarehouse\u201d" in visit.page.get_by_role("status").first.inner_text()


def test_what_is_not_there_is_said(reader: Reader) -> None:
    with reader.open("") as visit:
        assert search(visit, "xylophone") == []
        assert "Nothing holds" in visit.page.get_by_role("status").first.inner_text()
        assert visit.errors == []


def test_the_search_works_from_the_file_system(reader_of_files: Reader) -> None:
    with reader_of_files.open("flows/index.html") as visit:
        assert search(visit, "availability")[0] == "Size availability"
        visit.page.keyboard.press("ArrowDown")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/glossary/size-availability/index.html")
        assert visit.errors == []


def test_a_page_without_its_index_says_so(reader: Reader) -> None:
    with reader.open("flows/") as visit:
        visit.page.route("**/search/**", lambda route: route.abort())
        search(visit, "availability")
        assert "cannot work here" in visit.page.get_by_role("status").first.inner_text()


def test_without_scripts_there_is_no_field_that_does_nothing(reader: Reader) -> None:
    with reader.open("flows/", scripts=False) as visit:
        assert not visit.page.locator("#wb-search-words").is_visible()


def test_on_a_phone_the_field_opens_from_its_sign(reader: Reader) -> None:
    with reader.open("flows/", width=390) as visit:
        assert not visit.page.locator("#wb-search-words").is_visible()
        visit.page.locator("label.md-header__button[for=__search]").click()
        assert search(visit, "sku")[0] == "SKU"
        page, window = visit.width()
        assert page <= window
