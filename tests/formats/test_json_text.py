"""Plain data as JSON: one layout whatever stands in it, and nothing that is lost on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.formats.json_text import as_json

LARGE = 2**64
"""The first integer that the fast writer refuses: whatever stands beside it is written the slow way."""

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def test_each_member_stands_on_a_line_of_its_own_indented_by_two_and_in_its_order() -> None:
    data = {"z": [1, {"é": "\n👟\x1b"}], "a": {}, "b": [], "c": 1.0}
    assert as_json(data).decode().split("\n") == [
        "{",
        '  "z": [',
        "    1,",
        "    {",
        '      "é": "\\n👟\\u001b"',
        "    }",
        "  ],",
        '  "a": {},',
        '  "b": [],',
        '  "c": 1.0',
        "}",
    ]


@given(JSON)
def test_what_one_member_needs_changes_no_other(value: Any) -> None:
    slowly = as_json({"value": value, "number": LARGE})
    assert slowly == as_json({"value": value, "number": 7}).replace(
        b'"number": 7\n}', b'"number": %d\n}' % LARGE
    )


@given(JSON)
def test_every_value_reads_back_as_it_was(value: Any) -> None:
    assert json.loads(as_json(value)) == value


@pytest.mark.parametrize("number", [2**63, LARGE - 1, LARGE, -(2**63) - 1, 10**400, -(10**30)])
def test_integers_of_any_length_keep_every_digit(number: int) -> None:
    assert as_json({"minimum": number}).decode() == f'{{\n  "minimum": {number}\n}}'


@pytest.mark.parametrize("number", [-0.0, 1.0, 1e22, 5e-324, 1.7976931348623157e308, 0.1])
def test_floats_stay_floats_with_their_sign(number: float) -> None:
    assert repr(json.loads(as_json(number))) == repr(number)


@pytest.mark.parametrize("depth", [253, 254, 255, 300])
def test_nothing_is_nested_too_deep_for_it(depth: int) -> None:
    data: list[Any] = []
    for _ in range(depth):
        data = [data]
    written = as_json(data)
    assert json.loads(written) == data
    assert written.splitlines()[depth].strip() == b"[]"
