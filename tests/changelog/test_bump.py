"""Semantic Versioning 2.0.0: what a version number states, what its changes need."""

from __future__ import annotations

import pytest

from registry.changelog.bump import Bump, bump, stated_part
from registry.diff.change import Change, Comparison, Kind, Level


def comparison(*changes: tuple[Level, Kind]) -> Comparison:
    found = tuple(Change("a-rule", level, kind, "Something.", "GET /x") for level, kind in changes)
    return Comparison("base", "revision", found)


@pytest.mark.parametrize(
    ("base", "revision", "part"),
    [
        ("1.2.3", "2.0.0", "major"),
        ("1.2.3", "1.3.0", "minor"),
        ("1.2.3", "1.2.4", "patch"),
        ("1.2", "1.2.0", "none"),
        ("v1.2.0", "v2.0.0", "major"),
        ("2.0.0-rc.1", "2.0.0", "none"),
        ("2026-01-15", "2026-07-15", "n/a"),
        ("1.0.0", "next", "n/a"),
    ],
)
def test_the_leftmost_number_that_differs_is_what_a_version_states(
    base: str, revision: str, part: str
) -> None:
    assert stated_part(base, revision) == part


def test_breaking_needs_a_major_growth_a_minor_and_anything_else_a_patch_version() -> None:
    assert bump("1.0.0", "1.0.1", comparison(("breaking", "changed"))).needed == "major"
    assert bump("1.0.0", "1.0.1", comparison(("safe", "added"))).needed == "minor"
    assert bump("1.0.0", "1.0.1", comparison(("risky", "changed"))).needed == "minor"
    assert bump("1.0.0", "1.0.1", comparison(("safe", "changed"))).needed == "patch"
    assert bump("1.0.0", "1.0.1", comparison()).needed == "none"


def test_below_one_a_minor_version_may_break_clause_4() -> None:
    assert bump("0.3.0", "0.4.0", comparison(("breaking", "changed"))) == Bump("minor", "minor")
    assert bump("0.3.0", "0.3.1", comparison(("breaking", "changed"))).understates


def test_a_number_that_states_nothing_does_not_understate() -> None:
    assert not Bump("n/a", "major").understates
    assert not Bump("major", "minor").understates
    assert not Bump("first", "first").understates
    assert Bump("minor", "major").understates
