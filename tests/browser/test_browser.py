"""What a reader sees: no error, nothing from elsewhere, nothing wider than the window, light and dark."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.browser.conftest import Reader

pytestmark = pytest.mark.browser

PAGES = [
    "",
    "systems/catalog/",
    "apis/catalog/products/",
    "apis/catalog/products/operations/list-products/",
    "apis/catalog/products/operations/upsert-product/",
    "apis/catalog/products/fields/",
    "apis/catalog/products/fields/Size.availability/",
    "flows/email/size-availability/",
    "changes/",
    "changes/catalog/products/2.0.0/",
    "changes/catalog/products/compare/",
    "apis/catalog/products/console/",
    "apis/catalog/products/quality/",
    "coming/",
    "quality/",
    "updates/",
    "glossary/",
    "rules/",
    "rules/unit-changed/",
    "guides/",
]


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("url", PAGES)
def test_a_page_fits_the_window_without_an_error_or_a_request_elsewhere(
    reader: Reader, url: str, width: int
) -> None:
    with reader.open(url, width=width) as visit:
        assert visit.errors == []
        assert visit.foreign == []
        page, window = visit.width()
        assert page <= window


def test_the_page_is_dark_where_the_reader_wants_it_dark(reader: Reader) -> None:
    with reader.open("", dark=True) as visit:
        assert visit.page.evaluate("document.body.dataset.mdColorScheme") == "slate"
        assert visit.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 22, 20)"


def test_our_own_fonts_are_used(reader: Reader) -> None:
    with reader.open("flows/email/size-availability/") as visit:
        loaded = "[...document.fonts].filter(face => face.status === 'loaded').map(face => face.family)"
        assert {"Plex Sans", "Plex Mono"} <= set(visit.page.evaluate(loaded))


def test_everything_can_be_read_without_scripts(reader: Reader) -> None:
    with reader.open("apis/catalog/products/operations/list-products/", scripts=False) as visit:
        assert visit.page.get_by_role("heading", level=1).inner_text().startswith("List products")
        assert visit.page.locator("tr[id='200.items.sku']").is_visible()
        assert visit.page.get_by_role("link", name="Who uses it", exact=True).first.is_visible()


def test_the_link_of_a_row_marks_the_row(reader: Reader) -> None:
    with reader.open("apis/catalog/products/operations/list-products/#200.items.sizes.availability") as visit:
        row = visit.page.locator("tr[id='200.items.sizes.availability']")
        assert row.evaluate("row => row.matches(':target')")
        assert row.evaluate("row => row.getBoundingClientRect().top < window.innerHeight")


def test_the_first_stop_of_the_keyboard_leads_past_the_navigation(reader: Reader) -> None:
    with reader.open("flows/email/size-availability/") as visit:
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("document.activeElement.matches('.md-skip')")


def test_the_site_works_from_the_file_system(reader_of_files: Reader) -> None:
    with reader_of_files.open("index.html") as visit:
        page = visit.page
        content = page.locator(".md-content")
        content.get_by_role("link", name="Size availability for shoe recommendations").first.click()
        assert page.get_by_role("heading", level=1).inner_text().startswith("Size availability for shoe")
        content.get_by_role("link", name="Product name", exact=True).first.click()
        assert page.url.endswith("/apis/catalog/products/fields/ProductBase.name/index.html")
        assert page.get_by_role("heading", level=1).is_visible()
        assert visit.errors == []
        assert visit.foreign == []


def test_links_from_the_file_system_work_without_scripts(reader_of_files: Reader) -> None:
    with reader_of_files.open("index.html", scripts=False) as visit:
        visit.page.locator(".md-tabs").get_by_role("link", name="Glossary").click()
        assert visit.page.get_by_role("heading", level=1).inner_text().startswith("Glossary")


def test_the_address_of_a_page_from_a_server_is_that_of_its_folder(reader: Reader) -> None:
    with reader.open("flows/index.html#flows") as visit:
        assert visit.page.url == f"{reader.base}flows/#flows"


def test_an_anchor_that_stands_on_a_further_part_leads_there(reader: Reader) -> None:
    with reader.open("rules/#two-systems") as visit:
        visit.page.wait_for_url("**/rules/more/1/#two-systems")
        assert visit.page.locator("#two-systems").is_visible()


def test_the_menu_of_a_phone_leads_to_every_hub(reader: Reader) -> None:
    with reader.open("apis/catalog/products/", width=390) as visit:
        visit.page.locator("label.md-header__button[for=__drawer]").click()
        menu = visit.page.locator(".wb-nav__hubs a")
        menu.first.wait_for(state="visible")
        assert menu.all_inner_texts() == [
            *("Home", "Systems", "APIs", "Flows", "Changes", "Coming changes", "Quality", "Get updates"),
            *("Glossary", "Rules", "Guides"),
        ]


def test_a_box_of_the_map_leads_to_its_system(reader: Reader) -> None:
    with reader.open("") as visit:
        visit.page.locator("a.node").first.click()
        visit.page.wait_for_url("**/systems/*/")


def test_beside_the_map_there_is_a_table_to_open(reader: Reader) -> None:
    with reader.open("", width=390) as visit:
        visit.page.get_by_text("All 19 flows as a table").click()
        assert visit.page.get_by_role("region", name="Who gives what to whom").is_visible()


def test_an_arrow_of_the_map_leads_to_its_row(reader: Reader) -> None:
    with reader.open("") as visit:
        visit.page.locator("a.arrow[href='#moves.catalog.email'] .reach").dispatch_event("click")
        visit.page.wait_for_url("**/#moves.catalog.email")
        assert visit.page.locator("tr[id='moves.catalog.email']").evaluate("row => row.matches(':target')")
        assert visit.page.locator("tr[id='moves.catalog.email']").is_visible()


def test_the_console_is_loaded_when_it_is_asked_for_and_asks_no_other_host(reader: Reader) -> None:
    with reader.open("apis/catalog/products/console/") as visit:
        page = visit.page
        scripts = "[...document.scripts].filter(each => each.src.includes('swagger')).length"
        assert page.evaluate(scripts) == 0
        page.get_by_role("button", name="Open the console").click()
        page.locator(".opblock").first.wait_for()
        page.locator(".opblock-summary-control").first.click()
        page.get_by_role("button", name="Execute").first.wait_for()
        with page.expect_response("**/1.1.0/openapi.json"):
            page.get_by_label("Version").select_option("1.1.0")
        page.locator(".opblock").first.wait_for()
        assert visit.foreign == []
        assert visit.errors == []
        shown, window = visit.width()
        assert shown <= window


def test_without_scripts_the_console_says_so(reader: Reader) -> None:
    with reader.open("apis/catalog/products/console/", scripts=False) as visit:
        assert visit.page.get_by_text("The console needs scripts").is_visible()
        assert not visit.page.get_by_role("button", name="Open the console").is_visible()


def test_a_fold_opens_by_the_keyboard(reader: Reader) -> None:
    with reader.open("rules/") as visit:
        fold = visit.page.locator("#check-semantics")
        fold.locator("summary").focus()
        visit.page.keyboard.press("Enter")
        assert fold.get_by_role("link").first.is_visible()


def test_scripts_in_descriptions_never_run(read_registry: Callable[[Mapping[str, str]], Reader]) -> None:
    bad = (
        "<script>window.hacked=1</script><img src=x onerror='window.hacked=1'>[x](javascript:window.hacked=1)"
    )
    description = {
        "openapi": "3.1.0",
        "info": {"title": bad, "version": "1.0.0", "description": bad},
        "paths": {
            "/shoes": {
                "get": {
                    "operationId": "listShoes",
                    "summary": bad,
                    "description": bad,
                    "responses": {"200": {"description": bad}},
                }
            }
        },
    }
    system = {"system": 1, "title": bad, "kind": "own", "team": "shoes", "description": bad}
    reader = read_registry(
        {
            "specs/bad/system.yaml": json.dumps(system),
            "specs/bad/apis/shoes/openapi.json": json.dumps(description),
        }
    )
    for url in ("", "systems/bad/", "apis/bad/shoes/", "apis/bad/shoes/operations/list-shoes/"):
        with reader.open(url) as visit:
            assert visit.page.evaluate("window.hacked") is None
            assert visit.errors == []
            for link in visit.page.locator(".md-content a").all():
                assert not (link.get_attribute("href") or "").startswith("javascript:")
