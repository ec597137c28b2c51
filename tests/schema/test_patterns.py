"""Patterns as automata: inclusion, the shortest text that shows its lack, and what no automaton can tell."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.schema.texts import Wanted, exists, found, text

if TYPE_CHECKING:
    from random import Random

WORDS = ["".join(word) for length in range(5) for word in itertools.product("abc1", repeat=length)]


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("^[a-c]$", "^[a-d]$"),
        ("^https://", "^https?://"),
        (r"^\d{4}-\d{2}$", "^[0-9]{4}-[0-9]{2}$"),
        ("^C-[0-9]{6,10}$", "^C-[0-9]+$"),
        ("^(?:in|out)$", "^[a-z]+$"),
        ("^(?<year>[0-9]{4})$", "^[0-9]*$"),
        ("a", ""),
        ("a{0}b", "b"),
        (r"^\u0041$", "^A$"),
        ("^[^a]$", "^[^ab]$|b"),
    ],
)
def test_a_pattern_within_another_leaves_no_text_over(inner: str, outer: str) -> None:
    assert text(Wanted((inner,), (outer,))) is False


@pytest.mark.parametrize(
    ("inner", "outer", "shown"),
    [
        ("^[a-d]$", "^[a-c]$", "d"),
        ("^https?://", "^https://", "http://"),
        ("^(a|b)+c?$", "^[ab]*c$", "a"),
        ("^.$", "^[a-z]$", "A"),
        ("", "^a", ""),
    ],
)
def test_a_pattern_beyond_another_is_shown_by_its_shortest_text(inner: str, outer: str, shown: str) -> None:
    assert text(Wanted((inner,), (outer,))) == shown


def test_lengths_count_as_well_as_patterns() -> None:
    assert text(Wanted(("^[A-Z]{3}$",), least=4)) is False
    assert text(Wanted(("^[a-z]+$",), least=3, most=3)) == "aaa"
    assert text(Wanted(("^[a-z]{5,}$",), most=4)) is False


@pytest.mark.parametrize(
    "pattern", ["(?=a)b", r"(a)\1", r"\bword\b", r"\p{L}", "(?<!a)b", "a{9999}", "(", "[", "*a"]
)
def test_what_no_automaton_can_tell_is_not_decided(pattern: str) -> None:
    assert text(Wanted((pattern,), ("b",))) is None
    assert found(pattern, "b") is None


def test_a_dollar_is_the_end_and_not_the_place_before_a_last_line_end() -> None:
    assert found("^a$", "a\n") is False
    assert found("^a.$", "a\n") is False


def some_pattern(random: Random, depth: int = 3) -> str:
    kind = random.random()
    if depth == 0 or kind < 0.35:
        return random.choice(["a", "b", "c", ".", "[ab]", "[^a]", r"\d"])
    if kind < 0.55:
        return some_pattern(random, depth - 1) + some_pattern(random, depth - 1)
    if kind < 0.7:
        return f"(?:{some_pattern(random, depth - 1)}|{some_pattern(random, depth - 1)})"
    if kind < 0.9:
        times = random.choice(["*", "+", "?", "{2}", "{1,2}", "{0,1}", "{2,}", "{0}", "{0,}", "*?"])
        return f"(?:{some_pattern(random, depth - 1)}){times}"
    return random.choice(["^", ""]) + some_pattern(random, depth - 1) + random.choice(["$", ""])


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_inclusion_agrees_with_trying_every_short_text(random: Random) -> None:
    inner, outer = some_pattern(random), some_pattern(random)
    one, other = (re.compile(pattern.replace("$", r"\Z")) for pattern in (inner, outer))
    answer = text(Wanted((inner,), (outer,)))
    assert answer is not None
    if answer is False:
        assert not [word for word in WORDS if one.search(word) and not other.search(word)]
    else:
        assert one.search(answer)
        assert not other.search(answer)


def test_texts_of_any_length_exist_where_a_part_may_be_repeated() -> None:
    assert exists(Wanted(("^/v1/charges",), least=10**9)) is True
    assert exists(Wanted(("^(ab)+$",), ("^(ab){1,3}$",), least=7)) is True
    assert exists(Wanted(("^a{2,9}$",), least=10)) is False
    assert exists(Wanted(("(?=a)",))) is None


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_a_text_exists_where_the_shortest_is_found(random: Random) -> None:
    unwanted = (some_pattern(random),) if random.random() < 0.5 else ()
    wanted = Wanted((some_pattern(random),), unwanted, random.randint(0, 6), random.choice([None, 8]))
    shortest = text(wanted)
    if shortest is not None:
        assert exists(wanted) is (shortest is not False)
