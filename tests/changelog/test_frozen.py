"""A frozen description reads back as what was frozen, in JSON and in YAML 1.1 and 1.2, and its bytes never vary."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from registry.changelog.frozen import freeze
from registry.source.tree import parse

if TYPE_CHECKING:
    from registry.source.tree import Syntax

TRAPS = [
    *("no", "on", "y", "N", "~", "null", "=", "<<", "", " ", "-", "?", "#x", "a: b", "trailing "),
    *("1e3", "0o17", "0x1F", "1_000", ".5", "5.", "+.inf", ".nan", "1.2.3", "12:30:00", "2026-02-16"),
    *("two\nlines", "two\nlines\n", "ends in blank \nline", "\n\nx\n\n", "  indented\nfirst", "tab\there"),
    *("é", "👟", "\x85", "\u2028", "line\u2028and\nline", "\ufeff", "'", '"', "`", "@", "%", "a" * 5000),
]

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.sampled_from("abno1y.~-")), inner),
    max_leaves=10,
)


EVERY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
BY_HAND = [
    "-0",
    "-0.0",
    "1.0",
    "1E5",
    "1e308",
    "1e-400",
    "1" + "0" * 308,
    '"\\ud83d\\ude00\\/\\u0000"',
    "[[], {}]",
]
"""What people and other programs write, and this one writes in another way, or not at all."""


def as_yaml(description: dict[str, Any]) -> bytes:
    return freeze(description, "yaml")[1]


def read_again(value: Any) -> Any:
    return parse(as_yaml({"value": value}), "1.0.0.yaml").data["value"]


def frozen_and_read(text: str) -> tuple[Syntax, str]:
    """Freeze a JSON text; return how, and what it reads as, told exactly: types, signs and order included."""
    syntax, content = freeze(parse(text.encode(), "openapi.json").data, "json")
    return syntax, repr(parse(content, f"1.0.0.{syntax}").data)


@pytest.mark.parametrize("text", TRAPS, ids=ascii)
def test_text_stays_text_for_readers_of_both_yaml_versions(text: str) -> None:
    frozen = as_yaml({"value": text, "key": {text: 1}})
    assert read_again(text) == text
    assert yaml.safe_load(frozen) == {"value": text, "key": {text: 1}}


@given(JSON)
def test_any_json_value_reads_back_as_it_was(value: Any) -> None:
    assert read_again(value) == value


def test_keys_keep_their_order_and_what_occurs_twice_is_written_twice() -> None:
    shared = {"b": 1, "a": 2}
    assert as_yaml({"z": shared, "x": shared}).decode().splitlines()[1:] == [
        *("z:", "  b: 1", "  a: 2"),
        *("x:", "  b: 1", "  a: 2"),
    ]


def test_a_status_code_is_written_as_text_and_long_lines_are_not_folded() -> None:
    frozen = as_yaml({"responses": {"200": {"description": "word " * 100 + "end"}}}).decode()
    assert "'200':" in frozen
    assert "word " * 100 + "end" in frozen


def test_the_first_line_tells_people_to_leave_the_file_alone() -> None:
    assert as_yaml({"openapi": "3.1.0"}).startswith(b"# Frozen by `waybill release`")


@given(st.dictionaries(st.text(), EVERY_JSON), st.sampled_from([None, 1, 4]))
def test_what_is_worked_on_as_json_is_frozen_as_json_that_reads_the_same(
    description: dict[str, Any], indent: int | None
) -> None:
    worked_on = json.dumps(description, indent=indent)
    assert frozen_and_read(worked_on) == ("json", repr(description))


@pytest.mark.parametrize("value", BY_HAND, ids=range(len(BY_HAND)))
def test_what_is_written_by_hand_is_frozen_as_what_the_reader_takes_it_for(value: str) -> None:
    worked_on = f'{{"value": {value}, "large": {2**64}}}'
    assert frozen_and_read(worked_on) == ("json", repr(parse(worked_on.encode(), "openapi.json").data))


@given(st.dictionaries(st.text(), EVERY_JSON))
def test_freezing_again_what_is_frozen_gives_the_same_bytes(description: dict[str, Any]) -> None:
    once = freeze(description, "json")[1]
    assert freeze(parse(once, "1.0.0.json").data, "json") == ("json", once)


def test_frozen_json_has_a_member_on_each_line_and_a_line_break_at_its_end() -> None:
    assert freeze({"openapi": "3.1.0", "tags": []}, "json") == (
        "json",
        b'{\n  "openapi": "3.1.0",\n  "tags": []\n}\n',
    )


def test_places_in_frozen_json_are_counted_not_searched() -> None:
    frozen = parse(freeze({"info": {"title": "T"}}, "json")[1], "1.0.0.json")
    assert frozen.plain
    assert (frozen.place("/info/title").line, frozen.place("/info/title").column) == (3, 5)


def test_a_number_that_no_json_reader_here_takes_is_frozen_as_yaml() -> None:
    description = {"maximum": 10**400}
    syntax, content = freeze(description, "json")
    assert (syntax, parse(content, "1.0.0.yaml").data) == ("yaml", description)
