"""A frozen description reads back as what was frozen, in YAML 1.1 and 1.2, and its bytes never vary."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from registry.changelog.frozen import freeze
from registry.source.tree import parse

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


def read_again(value: Any) -> Any:
    return parse(freeze({"value": value}), "1.0.0.yaml").data["value"]


@pytest.mark.parametrize("text", TRAPS, ids=ascii)
def test_text_stays_text_for_readers_of_both_yaml_versions(text: str) -> None:
    frozen = freeze({"value": text, "key": {text: 1}})
    assert read_again(text) == text
    assert yaml.safe_load(frozen) == {"value": text, "key": {text: 1}}


@given(JSON)
def test_any_json_value_reads_back_as_it_was(value: Any) -> None:
    assert read_again(value) == value


def test_keys_keep_their_order_and_what_occurs_twice_is_written_twice() -> None:
    shared = {"b": 1, "a": 2}
    assert freeze({"z": shared, "x": shared}).decode().splitlines()[1:] == [
        *("z:", "  b: 1", "  a: 2"),
        *("x:", "  b: 1", "  a: 2"),
    ]


def test_a_status_code_is_written_as_text_and_long_lines_are_not_folded() -> None:
    frozen = freeze({"responses": {"200": {"description": "word " * 100 + "end"}}}).decode()
    assert "'200':" in frozen
    assert "word " * 100 + "end" in frozen


def test_the_first_line_tells_people_to_leave_the_file_alone() -> None:
    assert freeze({"openapi": "3.1.0"}).startswith(b"# Frozen by `waybill release`")
