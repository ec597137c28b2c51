"""The index of the search: which words lead where, in files that stay small."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from registry.site.search import shard, words

if TYPE_CHECKING:
    from tests.site.conftest import Site


def read(site: Site, name: str) -> list[Any]:
    """The arguments of the call that a file of the index is."""
    text = (site.folder / "search" / f"{name}.js").read_text("utf-8").rstrip()
    found = re.fullmatch(r"waybillSearch\.\w+\((.*)\);", text, re.DOTALL)
    assert found is not None
    arguments: list[Any] = json.loads(f"[{found[1]}]")
    return arguments


def best(site: Site, word: str) -> list[str]:
    """The URLs that a word leads to, heaviest first."""
    postings = read(site, f"words/{shard(word)}")[1][word]
    block = read(site, "index")[1]["block"]
    return [read(site, f"pages/{page // block}")[1][page % block][0] for page in postings[::2]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sizeSystem", ["sizesystem", "size", "system"]),
        ("items[].sizes[].availability", ["item", "size", "availability"]),
        ("stock_checked_at", ["stockcheckedat", "stock", "checked", "at"]),
        ("3.0.0, since 2026-07-15; 1.5x", ["300", "since", "20260715", "5x"]),
        ("HTTPServer 429", ["httpserver", "http", "server", "429"]),
        ("Grössen, Größe", ["grossen", "grosse"]),
        ("class gas status analysis addresses", ["class", "gas", "status", "analysis", "addresse"]),
        ("靴 靴のサイズ", ["靴のサイス"]),
        ("", []),
    ],
)
def test_a_text_is_taken_apart_into_the_words_that_people_type(text: str, found: list[str]) -> None:
    assert list(words(text)) == found


@pytest.mark.parametrize("word", ["sku", "42", "靴のサイズ", "aé"])
def test_the_file_of_a_word_has_a_name_that_every_server_serves(word: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]+", shard(word))


@pytest.mark.parametrize(
    ("word", "url"),
    [
        ("sku", "glossary/sku/"),
        ("stockcheckedat", "apis/catalog/products/fields/Size.stockCheckedAt/"),
        ("upsertproduct", "apis/catalog/products/operations/upsert-product/"),
        ("reserved", "glossary/reserved-stock/"),
        ("gtin", "glossary/gtin/"),
        ("subscribe", "guides/subscribe/"),
    ],
)
def test_a_word_leads_to_the_page_that_is_called_so(example: Site, word: str, url: str) -> None:
    assert url in best(example, word)[:3]


def test_a_synonym_leads_to_the_term(example: Site) -> None:
    assert "glossary/sku/" in best(example, "article")[:2]


def test_a_field_without_a_page_is_found_where_it_is_listed(example: Site) -> None:
    assert any(url.startswith("apis/catalog/products/fields/#") for url in best(example, "pricechange"))


def test_every_answer_leads_to_a_page_that_is_there(example: Site) -> None:
    facts = read(example, "index")[1]
    for number in range(-(-facts["pages"] // facts["block"])):
        for url, title, *_ in read(example, f"pages/{number}")[1]:
            page, _, anchor = url.partition("#")
            assert title
            assert page in example.outlines
            assert not anchor or anchor in example.outlines[page].ids


def test_each_file_holds_the_words_that_begin_as_it_is_called(example: Site) -> None:
    for name in read(example, "index")[0]:
        assert {shard(word) for word in read(example, f"words/{name}")[1]} == {name}


def test_a_search_loads_little(example: Site) -> None:
    sizes = [path.stat().st_size for path in (example.folder / "search").rglob("*.js")]
    assert max(sizes) < 100_000


def test_the_engine_leaves_no_index_of_its_own(example: Site) -> None:
    assert not (example.folder / "search" / "search_index.json").exists()
