"""What readers are told of the worked example: by release, by version, by field, by how much they want to hear."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.site.conftest import Site


def section(text: str, title: str) -> str:
    """What stands under a heading of a plain page."""
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found is not None, title
    return found[1]


def test_a_release_tells_each_flow_what_changes_for_it_and_whether_it_has_moved_on(example: Site) -> None:
    told = section(example.twin("changes/catalog/products/2.0.0/"), "What it means for each")
    reports = told.partition("Catalogue for reports")[2].partition("###")[0]
    assert "Unit changed from euro to cent" in reports
    assert "Type narrowed from number to integer" not in reports, "it only reads"
    assert "Is it done? yes" in reports
    assert "What to do" not in reports


def test_a_release_leads_to_those_beside_it_and_to_any_comparison(example: Site) -> None:
    page = example.outline("changes/catalog/products/2.0.0/")
    found = {each.get("href", "") for each in page.all("a")}
    for target in ("../1.1.0/", "../2.1.0/", "../compare/"):
        assert any(href.startswith(target) or target.strip("./") in href for href in found), target


def test_versions_that_lie_apart_are_compared_with_the_newest(example: Site) -> None:
    hub = example.twin("changes/catalog/products/compare/")
    assert "waybill diff catalog/products@1.0.0 catalog/products@2.2.0 --format html" in hub
    told = example.twin("changes/catalog/products/compare/1.1.0...2.2.0/")
    assert "Whoever goes from version 1.1.0 of Product catalogue to 2.2.0 meets 8 breaking changes" in told
    assert "Property 'legacyType' removed" in section(told, "Removed")


def test_the_consecutive_pair_has_no_second_page(example: Site) -> None:
    assert "changes/catalog/products/compare/2.1.0...2.2.0/" not in example.urls


@pytest.mark.parametrize(
    ("url", "others"),
    [
        (
            "apis/catalog/products/operations/list-products/",
            ["next/operations/list-products", "v1/operations/list-products"],
        ),
        ("apis/catalog/products/v1/operations/list-products/", ["products/operations/list-products"]),
        ("apis/catalog/products/next/operations/list-products/", ["products/operations/list-products"]),
        ("apis/catalog/products/", ["#v1.1.0", "changes/catalog/products/compare"]),
        ("apis/catalog/products/fields/Size.availability/", ["#v1.1.0"]),
    ],
)
def test_every_page_of_an_api_leads_to_its_other_versions(example: Site, url: str, others: list[str]) -> None:
    found = [each.get("href", "") for each in example.outline(url).all("a")]
    targets = [(example.folder / url / href).resolve().as_posix() for href in found]
    for other in others:
        assert any(other in target for target in (*found, *targets)), other


def test_only_what_is_about_to_change_has_a_page_of_what_is_coming(example: Site) -> None:
    coming = [url for url in example.urls if "/next/" in url]
    assert "apis/catalog/products/next/operations/list-products/" in coming
    assert all(url.startswith("apis/catalog/products/next/operations/") for url in coming)


def test_the_four_questions_are_answered_with_their_arithmetic(example: Site) -> None:
    told = example.twin("apis/catalog/products/quality/")
    for question in (
        "Are required fields complete and normalised?",
        "Are errors logged and actionable?",
        "Is the data fresh enough for the decision?",
        "Are changes announced before they are made?",
    ):
        assert re.search(r"(yes|partly|no) \d+ of \d+ ", section(told, question)), question
    hub = example.outline("quality/")
    assert {"complete", "errors", "fresh", "announced"} <= hub.ids
    assert "Can the data be trusted?" in example.outline("").text


def test_a_field_says_who_is_hurt_if_it_goes_and_what_comes_first(example: Site) -> None:
    told = section(example.twin("apis/catalog/products/fields/Size.sizeSystem/"), "Who is hurt if it goes?")
    assert "May it go? no" in told
    for name in ("Performance marketing", "Marketing operations", "Commerce"):
        assert name in told
    assert "Read another field there, or remove the row." in told


def test_updates_lead_to_feeds_that_are_there(example: Site) -> None:
    url = "updates/"
    found = [
        each.get("href", "") for each in example.outline(url).all("a") if "feeds/" in each.get("href", "")
    ]
    assert len(found) > 10
    assert all((example.folder / url / href).resolve().is_file() for href in found)
    assert any(href.endswith("coming.ics") for href in found)
    assert "wants: {severity: breaking, only: what-we-use}" in example.twin(url)


def test_every_picture_stands_between_a_sentence_and_a_table(example: Site) -> None:
    pictured = [url for url in example.urls if "wb-picture" in example.html(url)]
    assert len(pictured) > 30
    for url in pictured:
        page = example.html(url)
        assert page.count("<figcaption>") == page.count('class="wb-picture"'), url
        assert page.count("<title id=") == page.count("<desc id="), url
        assert "<table" in page, url


def test_a_console_offers_every_version(example: Site) -> None:
    page = example.html("apis/catalog/products/console/")
    offered = re.findall(r'<option value="([^"]+)">', page)
    assert len(offered) == 5
    here = example.folder / "apis" / "catalog" / "products" / "console"
    assert all((here / each).resolve().is_file() for each in offered)
    assert (example.folder / "assets" / "waybill" / "console" / "NOTICE").is_file()
