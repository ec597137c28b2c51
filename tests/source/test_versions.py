from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import WrongUse
from registry.source.versions import major, satisfies, sort_key

ORDERED = (
    (
        "0.9.0",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
        "1.9",
        "1.10",
    ),
    ("v1", "v1.1", "v2beta1", "v2", "v10"),
    ("2023-01-24", "2023-06-15", "2023-10-15", "2024-02-15.pre", "2024-02-15"),
    ("draft", "1.0.0"),
    ("alpha", "Beta", "gamma9", "gamma10"),
)


@pytest.mark.parametrize("versions", ORDERED)
def test_versions_sort_oldest_first(versions: tuple[str, ...]) -> None:
    shuffled = random.Random(7).sample(versions, len(versions))
    assert tuple(sorted(shuffled, key=sort_key)) == versions


def test_absent_numbers_and_build_metadata_do_not_count() -> None:
    assert sort_key("1") == sort_key("1.0.0") == sort_key("v1.0") == sort_key("1.0.0+build.5")


@given(st.text(), st.text())
def test_any_two_names_can_be_compared(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) + (sort_key(other) < sort_key(one)) <= 1


@pytest.mark.parametrize(
    ("version", "expected"),
    [("2.1.0", 2), ("v3", 3), ("2024-02-15", 2024), ("10.0.0-rc.1", 10), ("draft", "draft")],
)
def test_the_major_part_is_the_first_number(version: str, expected: int | str) -> None:
    assert major(version) == expected


@pytest.mark.parametrize(
    ("version", "expression", "expected"),
    [
        ("2.1.0", ">=2.1 <3", True),
        ("2.0.9", ">=2.1 <3", False),
        ("3.0.0", ">=2.1 <3", False),
        ("2.5", ">=2.1, <3", True),
        ("2.5", ">= 2.1 < 3", True),
        ("1.0.0", "*", True),
        ("draft", "*", True),
        ("1.2", "1.2.0", True),
        ("1.2", "=1.2", True),
        ("1.2", "!=1.2", False),
        ("2.9.9", "^2.1", True),
        ("3.0.0", "^2.1", False),
        ("2.0", "^2.1", False),
        ("2.1.7", "~2.1", True),
        ("2.2.0", "~2.1", False),
        ("2024-02-15", ">=2023-10-15", True),
        ("1", "~1", True),
    ],
)
def test_a_range_holds_or_not(version: str, expression: str, expected: bool) -> None:  # noqa: FBT001
    assert satisfies(version, expression) is expected


@pytest.mark.parametrize("expression", ["", " ", ">=", "=>2", "2 || 3", "<3 >", "1.*", "about one", "latest"])
def test_what_is_no_range_is_refused(expression: str) -> None:
    with pytest.raises(WrongUse, match="is not a range of versions; write for example"):
        satisfies("1.0.0", expression)
