"""The finished site of the worked example."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.site.conftest import Outline, Site

ROOT = "https://site.test/"
LOADING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
}


def links(url: str, page: Outline) -> Iterator[str]:
    """Every link that stays within the site, as an absolute URL."""
    for attributes in page.all("a"):
        target = urljoin(ROOT + url, attributes.get("href", ""))
        if target.startswith(ROOT):
            yield target.replace("/index.html", "/")


def test_every_kind_of_page_is_there(example: Site) -> None:
    wanted = {
        "",
        "systems/",
        "systems/catalog/",
        "apis/",
        "apis/catalog/products/",
        "apis/catalog/products/operations/list-products/",
        "apis/catalog/products/fields/",
        "apis/catalog/products/fields/Size.availability/",
        "flows/",
        "flows/email/size-availability/",
        "changes/",
        "coming/",
        "glossary/",
        "glossary/sku/",
        "rules/",
        "rules/number-without-unit/",
        "rules/unit-changed/",
        "guides/",
    }
    assert wanted <= set(example.urls)


def test_every_page_has_one_title(example: Site) -> None:
    assert {
        url: len(page.all("h1")) for url, page in example.outlines.items() if len(page.all("h1")) != 1
    } == {}


def test_every_page_says_in_160_characters_what_it_is(example: Site) -> None:
    for url, page in example.outlines.items():
        found = [each["content"] for each in page.all("meta") if each.get("name") == "description"]
        assert len(found) == 1, url
        assert 10 < len(found[0]) <= 160, (url, found)


def test_every_page_knows_its_own_address(example: Site) -> None:
    for url, page in example.outlines.items():
        canonical = [each["href"] for each in page.all("link") if each.get("rel") == "canonical"]
        assert canonical == [f"https://apis.awesomeshoes.example/{url}"]


def test_every_link_and_every_anchor_leads_somewhere(example: Site) -> None:
    broken = set()
    for url, page in example.outlines.items():
        for target in links(url, page):
            parts = urlsplit(target)
            path = unquote(parts.path.lstrip("/"))
            if path.endswith("/") or path == "":
                known = path in example.outlines
                anchor = unquote(parts.fragment)
                if not known or (anchor and anchor not in example.outlines[path].ids):
                    broken.add((url, target))
            elif not (example.folder / path).is_file():
                broken.add((url, target))
    assert broken == set()


def test_links_name_files_so_that_they_work_without_a_server(example: Site) -> None:
    for url, page in example.outlines.items():
        for each in page.all("a"):
            target = urlsplit(each.get("href", ""))
            inside = not target.scheme and not target.netloc and target.path
            assert not inside or re.search(r"[^./][^/]*\.\w+$", target.path), (url, each)


def test_the_site_map_names_pages_without_their_file(example: Site) -> None:
    assert "index.html" not in (example.folder / "sitemap.xml").read_text("utf-8")


def test_no_anchor_is_there_twice(example: Site) -> None:
    for url, page in example.outlines.items():
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert [name for name in set(ids) if ids.count(name) > 1] == [], url


def test_nothing_is_loaded_from_another_host(example: Site) -> None:
    for url, page in example.outlines.items():
        loaded = [attributes.get(LOADING[tag], "") for tag, attributes in page.elements if tag in LOADING]
        loaded += [
            each["href"] for each in page.all("link") if each.get("rel") in {"stylesheet", "icon", "preload"}
        ]
        assert [source for source in loaded if urlsplit(source).netloc] == [], url


def test_style_sheets_load_nothing_from_another_host(example: Site) -> None:
    for sheet in (example.folder / "assets").rglob("*.css"):
        assert re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", sheet.read_text("utf-8")) == []


def test_every_page_has_a_plain_twin_that_it_names(example: Site) -> None:
    for url, page in example.outlines.items():
        named = [each["href"] for each in page.all("link") if each.get("type") == "text/markdown"]
        assert len(named) == 1, url
        twin = urljoin(ROOT + url, named[0]).removeprefix(ROOT)
        text = (example.folder / twin).read_text("utf-8")
        assert re.search(r"^# \S", text, re.MULTILINE), url


def test_a_twin_holds_no_html(example: Site) -> None:
    assert "<div" not in example.twin("apis/catalog/products/operations/list-products/")
    assert "| `sku`" in example.twin(
        "apis/catalog/products/operations/list-products/"
    ) or "sku" in example.twin("apis/catalog/products/operations/list-products/")


def test_the_sentence_of_a_flow_is_its_answer(example: Site) -> None:
    assert (
        "campaigns recommend only sizes a customer can order"
        in example.outline("flows/email/size-availability/").text
    )


def test_an_operation_tells_what_its_fields_mean(example: Site) -> None:
    text = example.outline("apis/catalog/products/operations/list-products/").text
    assert "The warehouse did not answer; not the same as out of stock." in text
    assert "May I try again?" in text
    assert "Size availability for shoe recommendations" in text


def test_a_field_tells_which_flows_carry_it(example: Site) -> None:
    page = example.outline("apis/catalog/products/fields/Size.availability/")
    assert "Size availability for shoe recommendations" in page.text
    assert "200.items.sizes.availability" in {
        urlsplit(target).fragment for target in links("apis/catalog/products/fields/Size.availability/", page)
    }


def test_a_flow_that_nobody_could_compare_is_not_praised(example: Site) -> None:
    text = example.outline("flows/email/back-in-stock/").text
    assert "Not compared: no row has a description on both sides" in text
    assert "every field fits" not in text


def test_a_field_is_carried_by_the_flows_that_carry_what_is_inside_it(example: Site) -> None:
    text = example.twin("apis/catalog/products/fields/Product.salePrice/")
    assert "Size availability for shoe recommendations" in text
    assert "items[].salePrice.amount" in text
    assert "items[].price.amount" not in text


def test_a_price_and_a_sale_price_are_told_apart(example: Site) -> None:
    text = example.outline("flows/email/size-availability/").text
    assert "Regular price › amount" in text  # noqa: RUF001 - as on the page
    assert "Sale price › amount" in text  # noqa: RUF001 - as on the page


def test_what_happens_to_missing_values_names_the_field_that_waits_for_them(example: Site) -> None:
    page = example.twin("flows/email/size-availability/").partition("## When something is missing")[2]
    assert "published" in page
    assert "attributes.in" in page


def test_a_system_tells_what_it_can_and_cannot_do_with_its_data(example: Site) -> None:
    told = example.twin("systems/email/").partition("## What it can do with the data")[2]
    assert "reserve a pair for the person" in told.partition("## Who takes")[0]


def test_a_release_says_by_when_its_readers_must_act(example: Site) -> None:
    told = example.twin("changes/ads/feed/2.0.0/")
    assert "| By when |" in told
    assert "done 3 January 2027, in 41 days: the end of 90 days of notice" in told


def test_an_address_of_support_can_be_followed(example: Site) -> None:
    found = [each.get("href") for each in example.outline("systems/email/").all("a")]
    assert "https://support.mailwing.example" in found


def test_a_flow_that_reads_a_field_twice_is_hurt_once(example: Site) -> None:
    told = example.twin("apis/catalog/products/fields/Size.availability/")
    hurt = told.partition("## Who is hurt")[2].partition("\n## ")[0].splitlines()
    rows = [line for line in hurt if line.startswith("| [")]
    assert rows
    assert len(rows) == len(set(rows))


def test_one_flow_is_not_one_of_several(example: Site) -> None:
    assert "one of the 1 " not in example.twin("updates/")


def test_a_flow_says_first_what_would_break_it(example: Site) -> None:
    told = example.twin("flows/email/size-availability/").partition("## What the receiver can do")[0]
    assert "Product catalogue would break this flow with its next release" in told
    assert "Size availability may now be 30 minutes old, and the flow needs it at most 25 minutes old" in told
    assert "would break" not in example.twin("flows/ads/availability/")


def test_the_home_page_names_teams_and_what_working_copies_would_break(example: Site) -> None:
    soon = example.twin("").partition("## What changes soon")[2]
    pending = next(line for line in soon.splitlines() if "no day yet" in line)
    assert "Marketing operations: [Size availability for shoe recommendations]" in pending
    assert "would break" in pending
    releases = soon.partition("## Latest releases")[2]
    assert "Performance marketing has moved on" in releases
    assert "must act" not in releases, "each flow that broke has moved on, or uses the API no more"
    told = example.twin("coming/")
    assert "No day yet: with the next release, 90 days of notice after it" in told


def test_no_word_of_a_question_is_followed_by_two_marks(example: Site) -> None:
    assert [url for url in example.urls if re.search(r"\w\?: ", example.twin(url))] == []
    assert not any(
        each.get("data-label", "").endswith("?:")
        for each in example.outline("flows/email/size-availability/").all("td")
    )


def test_the_rules_are_folded_by_chapter(example: Site) -> None:
    pages = [page for url, page in example.outlines.items() if re.fullmatch(r"rules/(more/\d+/)?", url)]
    assert len(pages[0].all("details")) > 5
    anchors = set().union(*(page.ids for page in pages))
    assert {"one-description", "two-versions", "two-systems", "check-semantics", "change-schema"} <= anchors


def test_an_operation_is_shown_as_code_in_three_languages(example: Site) -> None:
    told = example.twin("apis/catalog/products/operations/upsert-product/").partition("## As code")[2]
    command = told.partition("\n## ")[0]
    assert "response = httpx.put(" in command
    assert "await fetch(" in command
    assert "curl -X PUT" in command
    assert "-H 'Content-Type: application/json'" in command
    assert "--data '{" in command


def test_the_picture_of_the_home_page_has_a_title_and_a_description(example: Site) -> None:
    page = example.outline("")
    picture = page.all("svg")
    assert any("map-title" in each.get("aria-labelledby", "") for each in picture)
    assert {"map-title", "map-desc"} <= page.ids


def test_a_description_can_be_downloaded(example: Site) -> None:
    found = sorted((example.folder / "apis" / "catalog" / "products").glob("*/openapi.json"))
    assert found
    assert json.loads(found[-1].read_text("utf-8"))["openapi"].startswith("3.1")
    assert all(path.with_suffix(".yaml").is_file() for path in found)


def test_the_schemas_of_written_formats_are_published(example: Site) -> None:
    schema = json.loads((example.folder / "schemas" / "flow.json").read_text("utf-8"))
    assert "mapping" in schema["properties"]


def test_hubs_alone_are_in_the_navigation(example: Site) -> None:
    page = example.html("apis/catalog/products/operations/list-products/")
    tabs = re.search(r'<ul class="md-tabs__list">(.*?)</ul>', page, re.DOTALL)
    assert tabs is not None
    assert len(re.findall("<li", tabs[1])) == 11
    assert 'aria-current="true">APIs' in tabs[1]


@pytest.mark.parametrize("url", ["", "apis/catalog/products/operations/list-products/", "rules/", "flows/"])
def test_a_page_weighs_little(example: Site, url: str) -> None:
    assert len(example.html(url)) < 250_000


def test_an_empty_value_is_told_with_what_it_means(example: Site) -> None:
    told = example.twin("flows/email/contact-profiles/").partition("## When something is missing")[2]
    assert "| empty | The person gave no first name; greet without one. |" in told
    assert "When null: The person has never ordered.; When absent: The caller does not know orders." in told
    sizes = example.twin("flows/email/preferred-sizes/")
    assert "| empty | No size is known; recommend no size. |" in sizes, "stated of what holds the field"
    assert "Every day at 03:00 (Europe/Rome)" in sizes


def test_the_evidence_says_each_sentence_once_and_lists_what_it_is_said_of(example: Site) -> None:
    told = example.twin("apis/email/items/quality/").partition("## Are errors logged")[0]
    assert "| [28 fields](#complete.2) | yes | Says all that is needed. |" in told
    assert "### 28 fields: Says all that is needed." in told
    assert told.count("Says all that is needed") == 2
    assert "| `Item.id` | `specs/email/apis/items/openapi.yaml:" in told
    page = example.html("apis/email/items/quality/")
    assert 'id="complete.2"' in page
    assert 'href="#complete.2"' in page


def test_a_limit_that_is_set_is_a_change_of_the_field_that_has_it(example: Site) -> None:
    told = example.twin("coming/").partition("### Product catalogue")[2]
    assert 'Texts that do not match "^https://" are no longer returned' in told
    assert "Texts longer than 70 characters are no longer returned; the limit was 80" in told
    since = example.twin("changes/ads/feed/2.0.0/").partition("## Changed")[2]
    assert "Texts longer than 50 characters are no longer accepted; the limit was 100" in since
