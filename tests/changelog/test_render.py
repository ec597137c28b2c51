"""A release as Markdown: who must act first, then removed, changed, added; breaking first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from registry.changelog.bump import Bump
from registry.changelog.entry import Accepted, Affected, Entry
from registry.changelog.render import example, index, markdown
from registry.diff.change import Change, Waived, Witness

CHANGES = (
    Change(
        "property-removed", "breaking", "removed", "a <b>|_ property", "GET /p 200 old", ("GET /p", "PUT /p")
    ),
    Change("property-added", "safe", "added", "a property", "GET /p 200 new", ("GET /p",)),
    Change("unit-changed", "risky", "changed", "a unit", "GET /p 200 price", ("GET /p",)),
    Change("type-changed", "breaking", "changed", "a type", "GET /p 200 id", tuple("abcdef")),
)
ENTRY = Entry("shop/products", "2.0.0", date(2026, 2, 16), "1.1.0", Bump("major", "major"), CHANGES)

TEXT = """\
# shop/products 2.0.0

16 February 2026 · after [1.1.0](1.1.0.md) · a major version

Changes: 2 breaking, 1 risky, 1 safe.

## Removed

- **breaking** `GET /p 200 old`: a \\<b\\>\\|\\_ property; in `GET /p` and `PUT /p` (property-removed); no recorded consumer uses it

## Changed

- **breaking** `GET /p 200 id`: a type; in `a`, `b`, `c`, `d` and 2 more (type-changed); no recorded consumer uses it
- **risky** `GET /p 200 price`: a unit (unit-changed)

## Added

- `GET /p 200 new`: a property (property-added)
"""  # noqa: E501 - as it is written


def test_a_release_is_grouped_and_html_in_it_is_harmless() -> None:
    assert markdown(ENTRY) == TEXT


def test_a_first_release_says_that_there_is_nothing_to_compare() -> None:
    first = Entry("shop/products", "1.0.0", date(2025, 9, 1), None, Bump("first", "first"), ())
    assert markdown(first) == (
        "# shop/products 1.0.0\n\n1 September 2025 · the first release\n\nThere is nothing to compare it with.\n"
    )


def test_who_must_act_comes_first_and_waivers_and_the_note_are_shown() -> None:
    entry = replace(
        ENTRY,
        bump=Bump("minor", "major"),
        note="We *count* in cents now.",
        affected=(Affected("mail/f", "Prices", "marketing", "breaking", (), "Reads the price."),),
        accepted=(Accepted("type-changed", "GET /p 200 id", "Nobody read it.", "shop"),),
    )
    text = markdown(entry)
    assert "a minor version, though its changes need a major one" in text
    assert "We *count* in cents now." in text
    assert "- **breaking** Reads the price. (`mail/f`)" in text
    assert "- `GET /p 200 id` (type-changed): Nobody read it. Answers for it: shop." in text
    places = [text.index(heading) for heading in ("Who must act", "## Accepted", "## Removed")]
    assert places == sorted(places)


def test_the_index_lists_each_api_newest_release_first() -> None:
    older = Entry("shop/products", "1.1.0", date(2025, 11, 10), "1.0.0", Bump("minor", "minor"), ())
    lines = index((older, ENTRY)).splitlines()
    rows = [line for line in lines if line.startswith("| [")]
    assert rows == [
        "| [2.0.0](shop/products/2.0.0.md) | 16 February 2026 | 2 | 1 | 1 |",
        "| [1.1.0](shop/products/1.1.0.md) | 10 November 2025 | 0 | 0 | 0 |",
    ]


def test_a_value_that_proves_a_change_is_shown_beside_it() -> None:
    change = replace(CHANGES[0], witness=Witness({"old": "`"}, "base", "request", "PUT /p"))
    text = markdown(replace(ENTRY, changes=(change,)))
    assert (
        '(property-removed); no recorded consumer uses it<br>worked before, fails now: `{"old": "\'"}`\n'
        in text
    )
    answered = replace(change, witness=Witness("x" * 999, "revision", "response", "GET /p"))
    assert example(answered).startswith('not seen before: `"xxx')
    assert example(answered).endswith('x…" (999 characters)`')


@pytest.mark.parametrize(
    ("rule", "at", "told"),
    [
        ("request-type-narrowed", "PUT /p body lines[].price", '`{"lines": [{"price": 0.5, …}], …}`'),
        ("request-type-narrowed", "PUT /p body total", '`{"total": 7, …}`'),
        (
            "request-property-became-required",
            "PUT /p body lines[].size",
            '`{"lines": [{…}], …}` without `lines[].size`',
        ),
        (
            "request-type-narrowed",
            "PUT /p body",
            '`{"padding": "aaaaaaaaaaaaaaaaaaaaaaa…" (400 characters), ',
        ),
    ],
)
def test_of_a_long_value_the_part_that_matters_is_shown(rule: str, at: str, told: str) -> None:
    value = {"padding": "a" * 400, "lines": [{"sku": "a", "price": 0.5}], "total": 7}
    change = replace(CHANGES[0], rule=rule, at=at, witness=Witness(value, "base", "request", "PUT /p"))
    assert example(change).startswith(f"worked before, fails now: {told}")


def test_who_accepts_a_change_stands_beside_it() -> None:
    change = replace(CHANGES[3], waived=Waived("sh_op", "Agreed.", date(2026, 12, 31)))
    accepted = Accepted("type-changed", "GET /p 200 id", "Agreed.", "shop", date(2026, 12, 31))
    text = markdown(replace(ENTRY, changes=(change,), accepted=(accepted,)))
    assert "(type-changed); accepted by sh_op until 31 December 2026; no recorded consumer uses it\n" in text
    assert "Agreed. Answers for it: shop, until 31 December 2026." in text
