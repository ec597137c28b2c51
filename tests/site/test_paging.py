"""Pages that hold very much go on, on further parts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from registry.site.cutting import Cutter, Weighed
from registry.site.page import Page
from registry.site.paging import MOST, directions, divided
from registry.site.text import Board, Fold, Heading, Link, Panel, Row, Section, Table
from registry.site.web import Web

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.site.conftest import Site

WORDS = "What it means, in so many words that a few hundred rows of it are too many for one page. " * 4


def table(count: int, prefix: str = "row") -> Table:
    rows = tuple(Row((f"{prefix} {number}", WORDS), f"{prefix}-{number}") for number in range(count))
    return Table("Rows", ("Name", "Meaning"), rows)


def page(**parts: Any) -> Page:
    return Page(
        "apis/a/b/",
        "api",
        "B",
        "What B is.",
        crumbs=(Link("Home", ""), Link("APIs", "apis/")),
        parts=parts,
    )


def rows(part: Any) -> list[str]:
    """The anchors of all rows, in order."""
    if isinstance(part, Table):
        return [row.anchor for row in part.rows]
    if isinstance(part, Section | Panel):
        return rows(part.blocks)
    if isinstance(part, Board):
        return rows(part.panels)
    if isinstance(part, Fold):
        return rows(part.block)
    if isinstance(part, dict):
        return [anchor for each in part.values() for anchor in rows(each)]
    return [anchor for each in part for anchor in rows(each)] if isinstance(part, list | tuple) else []


def test_a_page_that_fits_stays_as_it_is() -> None:
    small = page(operations=table(50), fields=None, text="Short.")
    assert divided([small]).pages == (small,)
    assert divided([small]).moved == {}


@pytest.mark.parametrize(
    "part",
    [
        table(900),
        [table(300, "a"), table(300, "b"), table(300, "c")],
        [Section(Heading(2, name, name), (table(300, name),)) for name in "abc"],
        [Section(Heading(2, "All", "all"), (Fold("More", table(900), "more"),))],
    ],
    ids=["a table", "tables", "sections", "a fold in a section"],
)
def test_no_row_is_lost_and_their_order_is_kept(part: Any) -> None:
    found = divided([page(operations=part)])
    assert len(found.pages) > 2
    assert [anchor for each in found.pages for anchor in rows(each.parts)] == rows(part)


def test_a_link_leads_to_the_part_that_holds_its_row() -> None:
    found = divided([page(operations=table(900))])
    for part in found.pages:
        for anchor in rows(part.parts):
            there = found.moved.get(f"apis/a/b/#{anchor}", f"apis/a/b/#{anchor}")
            assert there == f"{part.url}#{anchor}"


def test_a_link_within_the_page_knows_its_parts() -> None:
    first, second, *_ = divided([page(operations=table(900))]).pages
    moved = divided([page(operations=table(900))]).moved
    [start, *_], [later, *_] = rows(first.parts), rows(second.parts)
    assert directions(lambda url: moved.get(url, url), first)(f"#{start}") == f"#{start}"
    assert directions(lambda url: moved.get(url, url), first)(f"#{later}") == f"{second.url}#{later}"
    assert directions(lambda url: moved.get(url, url), second)(f"#{later}") == f"#{later}"
    assert directions(lambda url: moved.get(url, url), second)(f"#{start}") == f"{first.url}#{start}"


def test_a_table_is_cut_before_something_new_begins() -> None:
    nested = tuple(
        Row((f"{number}", WORDS), f"r{number}", depth=int(number % 10 > 0)) for number in range(900)
    )
    parts = divided([page(operations=Table("Rows", ("Name", "Meaning"), nested))]).pages
    assert all(each.parts["blocks"][0].rows[0].depth == 0 for each in parts[1:])


def test_what_is_seen_at_a_glance_stays_together() -> None:
    small, large = (
        Panel("News", "news", ("Nothing.",)),
        Panel("All", "all", (Fold("All", table(900), "fold"),)),
    )
    first, *more = divided([page(glance=Board((small, large)))]).pages
    assert [panel.title for panel in first.parts["glance"][0].panels] == ["News", "All"]
    assert [anchor for each in (first, *more) for anchor in rows(each.parts)] == rows(large.blocks)


def test_what_cannot_be_cut_stays_whole() -> None:
    heavy = page(operations=table(60), text="word " * 40_000)
    assert any(each.parts.get("text") == heavy.parts["text"] for each in divided([heavy]).pages)


@pytest.mark.parametrize("arranged", ["a table", "sections"])
def test_a_row_is_written_once_however_many_parts_there_are(arranged: str) -> None:
    links = [Link(WORDS, f"row/{number}/") for number in range(900)]
    tables = [
        Table("Rows", ("Name",), tuple(Row((link,)) for link in links[start : start + 100]))
        for start in range(0, 900, 100)
    ]
    whole = Table("Rows", ("Name",), tuple(row for each in tables for row in each.rows))
    sections = [Section(Heading(2, "Some", "some"), (each,)) for each in tables]
    written: list[str] = []

    def where(url: str) -> str:
        written.append(url)
        return url

    cutter = Cutter(Web("", where))
    left: Weighed | None = cutter.weighed(whole if arranged == "a table" else sections)
    parts = 0
    while left is not None:
        _, left = cutter.cut(left, MOST)
        parts += 1
    assert parts > 2
    assert written == [link.url for link in links]


def test_an_api_of_a_thousand_operations_has_light_pages_and_every_operation_can_be_reached(
    build_site: Callable[[Mapping[str, str]], Site],
) -> None:
    answer = {"200": {"description": "All."}}
    paths = {
        f"/things/{number}": {
            "get": {"operationId": f"list{number}", "summary": f"List {number}", "responses": answer}
        }
        for number in range(1000)
    }
    description = {"openapi": "3.1.0", "info": {"title": "Things", "version": "1"}, "paths": paths}
    site = build_site(
        {
            "specs/big/system.yaml": "system: 1\ntitle: Big\nkind: own\nteam: t\n",
            "specs/big/apis/things/openapi.json": json.dumps(description),
        }
    )
    home = "apis/big/things/"
    parts = [url for url in site.urls if url == home or url.startswith(f"{home}more/")]
    linked = set()
    for url in parts:
        linked |= {
            found[1]
            for each in site.outline(url).all("a")
            if (found := re.search(r"operations/([\w-]+)/index.html$", each.get("href", "")))
        }
    assert len(linked) == 1000
    assert max(len(site.html(url).encode()) for url in site.urls) < 150_000
    assert MOST < 150_000
    first = site.outline(home)
    assert any(
        each.get("href") == "more/1/index.html" or each.get("href", "").endswith("/more/1/index.html")
        for each in first.all("a")
    )
