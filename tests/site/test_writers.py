"""Values to HTML and to plain Markdown."""

from __future__ import annotations

import pytest

from registry.site.plain import Plain
from registry.site.text import (
    Badge,
    Box,
    Cell,
    Code,
    Facts,
    Form,
    Heading,
    Lines,
    Link,
    Method,
    Notice,
    Prose,
    Row,
    Sample,
    Section,
    Small,
    Strong,
    Table,
    shared,
)
from registry.site.web import Web

HOSTILE = '<script>alert(1)</script> [x](javascript:alert(1)) `a` | *b* {{ 7*7 }} {#id} &lt; "q"\n# no\n```'
EXTENSIONS = ["attr_list", "tables", "admonition", "pymdownx.superfences", "pymdownx.highlight", "toc"]


def rendered(source: str) -> str:
    return str(pytest.importorskip("markdown").markdown(source, extensions=EXTENSIONS))


@pytest.mark.parametrize(
    "value",
    [
        HOSTILE,
        Heading(2, HOSTILE, "here"),
        Heading(2, (Code(HOSTILE), HOSTILE), "here"),
        Link(HOSTILE, "flows/"),
        Strong(HOSTILE),
        Small(HOSTILE),
        Badge(HOSTILE),
        Method(HOSTILE),
        Lines((HOSTILE, HOSTILE)),
        Facts(((HOSTILE, HOSTILE),)),
        Form((Box(HOSTILE, HOSTILE),)),
        Notice("", HOSTILE, HOSTILE),
        Sample(HOSTILE, "yaml"),
        Table(HOSTILE, (HOSTILE, HOSTILE), (Row((HOSTILE, (HOSTILE, Code(HOSTILE))), "row"),)),
        Prose(HOSTILE),
    ],
)
def test_text_from_anywhere_stays_text_after_the_engine_has_rendered_it(value: object) -> None:
    page = rendered(f"# Title\n\n{Web('')(value)}\n\nEnd.")
    assert "<script" not in page
    assert 'javascript:alert(1)"' not in page
    assert "{{" not in page
    assert page.count("<h1") == 1
    assert "<p>End.</p>" in page


@pytest.mark.parametrize(
    "value", [HOSTILE, Code(HOSTILE), Table("t", ("a", "b"), (Row((HOSTILE, Code(HOSTILE))),))]
)
def test_text_from_anywhere_stays_text_in_plain_markdown(value: object) -> None:
    page = rendered(Plain("")(value))
    assert "<script" not in page
    assert "href" not in page


def test_a_row_can_be_linked_and_says_so() -> None:
    html = Web("")(Table("Fields", ("Field", "Means"), (Row(("sku", "The shoe."), "200.sku", 2),)))
    assert '<tr id="200.sku" data-depth="2">' in html
    assert '<a class="wb-anchor" href="#200.sku" aria-label="Link to this row" data-search-exclude>' in html
    assert "<caption>Fields</caption>" in html


def test_links_are_written_as_seen_from_the_page() -> None:
    link = Link("Flows", "flows/")
    assert '<a href="../../flows/index.html">Flows</a>' in Web("../../")(link)
    assert Plain("../../")(link) == "[Flows](../../flows/index.md)"


def test_a_link_out_of_the_site_vouches_for_nothing() -> None:
    assert 'rel="nofollow noopener noreferrer"' in Web("")(Link("x", "https://a.example"))


def test_a_list_is_several_blocks_and_a_tuple_is_one_line() -> None:
    assert Web("")([Small("a"), Small("b")]) == "<p><small>a</small></p>\n\n<p><small>b</small></p>"
    assert Web("")((Small("a"), " b")) == "<p><small>a</small> b</p>"


def test_a_section_is_a_heading_and_what_stands_under_it() -> None:
    section = Section(Heading(3, "Why?", "why"), (Prose("Because."),))
    assert Web("")(section) == '### Why? { #why }\n\n<div class="wb-prose"><p>Because.</p></div>'
    assert Plain("")(section) == "### Why?\n\nBecause."


def test_a_plain_table_is_a_table_of_markdown() -> None:
    table = Table(
        "t",
        ("Field", "Means"),
        (Row(("price", Facts((("Unit", "cents."),)))), Row(("amount", "a|b"), depth=1)),
    )
    assert Plain("")(table).splitlines() == [
        "| Field | Means |",
        "| --- | --- |",
        "| price | Unit: cents. |",
        "| — amount | a\\|b |",
    ]


def test_a_fence_is_longer_than_what_it_holds() -> None:
    assert Plain("")(Sample("````", "yaml")).startswith("`````yaml")


@pytest.mark.parametrize(
    "cell",
    [
        Link("Products", "apis/"),
        ("a ", Strong(Link("Products", "apis/"))),
        Small(("in ", Link("Products", "apis/"))),
        Lines(("a", Link("Products", "apis/"))),
        Facts((("API", Link("Products", "apis/")),)),
    ],
    ids=lambda cell: type(cell).__name__,
)
def test_a_cell_with_a_link_is_written_anew_on_every_page(cell: Cell) -> None:
    assert shared(cell) is cell
    near, far = Web("../"), Web("../../../")
    assert near.inline(shared(cell)) != far.inline(shared(cell))


def test_a_cell_that_is_shared_reads_as_it_would_alone() -> None:
    cell = Lines((Code("size"), ("a ", Strong("b")), Prose("c *d*")))
    once = shared(cell)
    for write in (Web("../"), Plain("../")):
        assert write.inline(once) == write.inline(once) == write.inline(cell)
