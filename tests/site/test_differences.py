"""Changes as people read them: in an order, in words, with a value that shows them."""

from __future__ import annotations

from typing import Any

import pytest

from registry.diff.change import Change, Level
from registry.site import shown
from registry.site.pages.differences import ordered


def change(
    rule: str, at: str = "", before: Any = None, after: Any = None, *, level: Level = "breaking"
) -> Change:
    return Change(rule, level, "changed", "Changed", at, before=before, after=after)


def test_what_changes_a_meaning_comes_first_and_the_findings_of_a_field_stay_together() -> None:
    found = ordered(
        [
            change("request-pattern-changed", "PUT /p body link"),
            change("response-maximum-increased", "GET /p 200 price.amount"),
            change("unit-changed", "GET /p 200 price.amount"),
            change("response-type-narrowed", "GET /p 200 price.amount", level="safe"),
        ]
    )
    assert [each.rule for each in found] == [
        "unit-changed",
        "response-maximum-increased",
        "response-type-narrowed",
        "request-pattern-changed",
    ]


@pytest.mark.parametrize(
    ("rule", "before", "after", "told"),
    [
        ("freshness-relaxed", "PT15M", "PT30M", ("15 minutes", "30 minutes")),
        ("request-property-became-required", False, True, ("optional", "required")),
        ("unit-changed", "{euro}", "{cent}", ("euro", "cent")),
        ("response-sunset-changed", None, "2026-08-31", (None, "31 August 2026")),
        ("response-deprecated", False, True, ("no", "yes")),
        ("request-max-length-decreased", 100, 50, ("100", "50")),
    ],
)
def test_values_are_words_where_there_are_some(
    rule: str, before: Any, after: Any, told: tuple[str | None, str | None]
) -> None:
    assert shown.values(change(rule, before=before, after=after)) == told


def test_durations_in_sentences_are_words() -> None:
    relaxed = Change(
        "freshness-relaxed",
        "risky",
        "changed",
        "may now be PT30M old instead of PT15M",
        "",
        before="PT15M",
        after="PT30M",
    )
    assert shown.message(relaxed) == "May now be 30 minutes old instead of 15 minutes"


def test_an_object_is_shown_beside_the_sentence_and_not_cut_within_it() -> None:
    gone = Change(
        "null-meaning-changed", "risky", "changed", 'no longer stated; it was {"absent":"EU. The s…', ""
    )
    assert shown.message(gone) == "No longer stated"
