from __future__ import annotations

import datetime as dt
from collections.abc import Mapping  # noqa: TC003 - pydantic reads the annotations
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from registry.errors import Place, UnreadableInputs
from registry.formats import Duration, IsoDate, Written, nearest, read


class Item(Written):
    business_name: str
    size: int | None = None


class Form(Written):
    title: str = "untitled"
    fail_on: Literal["breaking", "risky", "none"] = "breaking"
    every: Duration = Field(default_factory=lambda: Duration.parse("PT1H"))
    until: IsoDate | None = None
    items: tuple[Item, ...] = ()
    by_name: Mapping[str, Item] = Field(default_factory=dict)
    on_null: Literal["skip", "send"] | Item = "skip"
    share: float = Field(0.5, ge=0, le=1)
    active: bool = False


def place(pointer: str) -> Place:
    return Place(f"form.yaml{pointer}")


def problems(data: Any) -> list[str]:
    with pytest.raises(UnreadableInputs) as caught:
        read(Form, data, place)
    return [str(problem) for problem in caught.value.problems]


def test_a_document_becomes_a_frozen_value() -> None:
    form = read(
        Form,
        {"failOn": "risky", "every": "PT15M", "until": "2026-12-31", "items": [{"businessName": "S"}]},
        place,
    )
    assert form.fail_on == "risky"
    assert form.every.seconds == 900
    assert form.until == dt.date(2026, 12, 31)
    assert form.items == (Item(business_name="S"),)
    with pytest.raises(ValidationError):
        form.title = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"titel": "x"}, "form.yaml/titel: unknown key 'titel'; did you mean 'title'?"),
        ({"fail_on": "none"}, "form.yaml/fail_on: unknown key 'fail_on'; did you mean 'failOn'?"),
        (
            {"failOn": "braking"},
            (
                "form.yaml/failOn: 'failOn' must be one of breaking, risky, none; found 'braking'; "
                "did you mean 'breaking'?"
            ),
        ),
        ({"title": 2.1}, "form.yaml/title: 'title' must be text; found 2.1; write it in quotes: \"2.1\""),
        (
            {"title": None},
            "form.yaml/title: 'title' must be text; found nothing; write a value, or remove the key",
        ),
        (
            {"every": "15 minutes"},
            (
                "form.yaml/every: 'every' must be an ISO 8601 duration such as PT15M, P90D or P1Y; "
                "found '15 minutes'"
            ),
        ),
        (
            {"until": "2026-02-30"},
            "form.yaml/until: 'until' must be a date such as 2026-12-31; found '2026-02-30'",
        ),
        ({"share": 2}, "form.yaml/share: 'share' must be at most 1.0; found 2"),
        ({"active": "no"}, "form.yaml/active: 'active' must be true or false; found 'no'"),
        ({"items": {}}, "form.yaml/items: 'items' must be a list; found a mapping"),
        (
            {"items": [{}]},
            "form.yaml/items/0/businessName: 'items[0]' has no 'businessName'; add 'businessName: …'",
        ),
        (
            {"byName": {"a/b": {"businessName": "x", "siz": 1}}},
            "form.yaml/byName/a~1b/siz: unknown key 'siz'; did you mean 'size'?",
        ),
        (
            {"items": [{"businessName": "x", "zzz": 1}]},
            "form.yaml/items/0/zzz: unknown key 'zzz'; known keys: businessName, size",
        ),
        (
            {"onNull": "skp"},
            (
                "form.yaml/onNull: 'onNull' must be one of skip, send or a mapping; found 'skp'; "
                "did you mean 'skip'?"
            ),
        ),
        (
            {"onNull": {"businessName": 3}},
            "form.yaml/onNull/businessName: 'businessName' must be text; found 3; write it in quotes: \"3\"",
        ),
        ([], "form.yaml: the document must be a mapping; found a list"),
    ],
)
def test_a_mistake_is_told_with_place_problem_and_remedy(data: Any, sentence: str) -> None:
    assert problems(data) == [sentence]


def test_all_mistakes_are_told_at_once() -> None:
    assert len(problems({"titel": 1, "failOn": 1, "items": [{}, {}]})) == 4


def test_mistakes_are_told_in_the_order_of_the_file() -> None:
    lines = {"/title": 9, "/share": 2}
    with pytest.raises(UnreadableInputs) as caught:
        read(Form, {"title": 1, "share": "x"}, lambda pointer: Place("f", lines[pointer]))
    assert [problem.place.line for problem in caught.value.problems] == [2, 9]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT15M", 900),
        ("P90D", 90 * 86_400),
        ("P1W", 7 * 86_400),
        ("P1Y2M3DT4H5M6.5S", (365 + 60 + 3) * 86_400 + 4 * 3600 + 5 * 60 + 6.5),
        ("PT0S", 0),
        ("P0D", 0),
    ],
)
def test_a_duration_is_read_as_iso_8601_writes_it(text: str, seconds: float) -> None:
    duration = Duration.parse(text)
    assert duration.seconds == seconds
    assert str(duration) == text
    assert duration.timedelta == dt.timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "15M", "P1H", "PT1D", "P1DT", "-P1D", "P1.5D", "P1W2D", "p1d", "P" + "9" * 99 + "D"],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ISO 8601"):
        Duration.parse(text)


def test_durations_compare_by_length_not_by_spelling() -> None:
    assert Duration.parse("PT60M") == Duration.parse("PT1H")
    assert hash(Duration.parse("PT60M")) == hash(Duration.parse("PT1H"))
    assert Duration.parse("P1M") > Duration.parse("P29D")
    assert Duration.parse("P1D") != "P1D"


def test_a_duration_longer_than_python_counts_is_cut() -> None:
    assert Duration.parse("P999999999999Y").timedelta == dt.timedelta.max


@given(st.integers(0, 10_000), st.integers(0, 23), st.integers(0, 59))
def test_the_length_of_a_duration_is_the_sum_of_its_parts(days: int, hours: int, minutes: int) -> None:
    duration = Duration.parse(f"P{days}DT{hours}H{minutes}M")
    assert duration.timedelta == dt.timedelta(days=days, hours=hours, minutes=minutes)


def test_a_form_has_a_json_schema_with_camel_case_keys() -> None:
    schema = Form.model_json_schema()
    assert schema["properties"]["every"]["format"] == "duration"
    assert schema["properties"]["until"]["anyOf"][0] == {"type": "string", "format": "date"}
    assert "failOn" in schema["properties"]
    assert schema["additionalProperties"] is False


def test_a_form_is_written_as_it_is_read() -> None:
    data = {"failOn": "none", "every": "P1M", "until": "2026-12-31"}
    form = read(Form, data, place)
    written = form.model_dump(mode="json", by_alias=True, exclude_unset=True)
    assert written == data
    assert read(Form, written, place) == form


def test_the_nearest_word_is_found_whatever_its_case() -> None:
    assert nearest("FAILON", ["failOn", "title"]) == "failOn"
    assert nearest("zebra", ["failOn", "title"]) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PT15M", "15 minutes"),
        ("P1D", "1 day"),
        ("P1DT12H", "1 day and 12 hours"),
        ("P1Y2M3D", "1 year, 2 months and 3 days"),
        ("P2W", "2 weeks"),
        ("PT1.5S", "1.5 seconds"),
    ],
)
def test_a_duration_is_said_in_words(text: str, words: str) -> None:
    assert Duration.parse(text).in_words == words
