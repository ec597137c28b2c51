from __future__ import annotations

import re

import pytest

from registry.site import prose
from registry.site.text import Code


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://evil.example/pixel.png)",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<svg onload=alert(1)>",
        "<iframe src=https://evil.example></iframe>",
        "<style>body{display:none}</style>",
        "<p style='position:fixed' onclick=alert(1) id=search>x</p>",
        "<form action=https://evil.example><input></form>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>",
        "<base href=https://evil.example>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    ],
)
def test_what_could_run_load_or_restyle_does_not_survive(hostile: str) -> None:
    safe = prose.to_html(hostile)
    tags = re.findall(r"<(/?\w+)([^>]*)>", safe)
    assert {name.strip("/") for name, _ in tags} <= {"p", "a", "b", "table", "tbody", "tr", "td"}
    assert {attributes.strip() for _, attributes in tags} <= {"", 'rel="nofollow noopener noreferrer"'}


def test_the_words_of_a_description_survive() -> None:
    assert (
        prose.to_html("Sold *only* in `EU` sizes.") == "<p>Sold <em>only</em> in <code>EU</code> sizes.</p>"
    )


def test_text_without_markup_is_a_paragraph() -> None:
    assert prose.to_html("At least one pair can ship today.") == "<p>At least one pair can ship today.</p>"


def test_nothing_is_nothing() -> None:
    assert prose.to_html("  \n ") == ""


def test_html_of_a_description_is_kept_as_far_as_it_is_harmless() -> None:
    assert prose.to_html("<b>Size</b> of the shoe") == "<p><b>Size</b> of the shoe</p>"


def test_a_heading_becomes_a_bold_line_because_the_outline_of_the_page_is_ours() -> None:
    html = prose.to_html("# Big\n\ntext")
    assert html == "<p><strong>Big</strong></p><p>text</p>"


def test_only_absolute_links_remain_links() -> None:
    html = prose.to_html("[a](https://a.example) [b](../b) [c](#c) [d](mailto:d@example.com)")
    assert html.count("href") == 2
    assert 'href="https://a.example" rel="nofollow noopener noreferrer"' in html


@pytest.mark.parametrize(
    "text", ["a\n\n    b", "```\n# no heading\n```", "a\n\n- b\n- c", "| a | b |\n|---|---|\n| 1 | 2 |"]
)
def test_everything_stands_on_one_line_without_fences_or_braces(text: str) -> None:
    html = prose.to_html(text + "\n\n{{ 7 * 7 }} {% raw %} { #anchor }")
    assert not set("\n`{}") & set(html)


def test_control_characters_are_dropped() -> None:
    assert prose.clean("a\x00b\x1b[31mc\u2028d\ufeff\ud800") == "ab[31mcd"


def test_bare_words_hold_no_markup() -> None:
    assert prose.to_text("**Size** of [the](https://a.example) shoe <script>x</script>") == "Size of the shoe"


def test_bare_words_show_what_an_entity_stood_for() -> None:
    assert prose.to_text("a &amp; b < c") == "a & b < c"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Prices in euros. Taxes included.", "Prices in euros."),
        ("Version 2.1 is out. See below.", "Version 2.1 is out."),
        ("Uses e.g. cm as unit", "Uses e.g. cm as unit"),
        ("One line", "One line"),
    ],
)
def test_the_first_sentence_ends_where_a_reader_would_end_it(text: str, first: str) -> None:
    assert prose.first_sentence(text) == first


def test_code_in_a_sentence_stays_code() -> None:
    told = prose.opening("It is `null` **here**, not `0`. Next.")
    assert told == ("It is ", Code("null"), " here, not ", Code("0"), ".")


def test_emphasis_leaves_no_space_before_a_comma() -> None:
    assert prose.to_text("**Never**, *ever*; [once](https://a.example)!") == "Never, ever; once!"
    assert prose.to_text("- one\n- two") == "one two"


def test_the_rest_follows_the_first_sentence() -> None:
    assert prose.after_first_sentence("One. Two *three*.") == "Two *three*."
    assert prose.after_first_sentence("*One*. Two.") == "*One*. Two."
