"""Choices between objects, which are open: which branch is which, and what is told of those without a partner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.diff import Comparison

    Compare = Callable[..., Comparison]


def branch(*names: str, **properties: Any) -> dict[str, Any]:
    texts = {name: {"type": "string"} for name in ("id", *names)}
    return {"type": "object", "properties": {**texts, **properties}, "required": ["id"]}


TIMER, REVIEW, POLICY = branch("wait"), branch("reviewers", by=branch("name")), branch()
REVIEWED = branch("reviewers", by={**branch("name", "team"), "required": ["id", "team"]})
"""As it was, but for a property of a property."""


def told(run: Compare, old: Any, new: Any, direction: str = "response") -> list[str]:
    changes = run(old, new).changes
    return [f"{one.at} {one.message}" for one in changes if one.direction in (direction, None)]


@pytest.mark.parametrize("kind", ["anyOf", "oneOf"])
def test_a_branch_that_changed_inside_is_not_taken_for_one_that_declares_less(
    compare_sides: Compare, kind: str
) -> None:
    found = told(compare_sides, {kind: [TIMER, REVIEW, POLICY]}, {kind: [TIMER, REVIEWED, POLICY]})
    assert not [one for one in found if "'reviewers'" in one or "'by'" in one]
    assert [one for one in found if "(2).by.team" in one]


def test_branches_that_all_changed_are_told_by_what_they_declare(compare_sides: Compare) -> None:
    longer = branch(wait={"type": "string", "maxLength": 9})
    found = told(compare_sides, {"anyOf": [TIMER, REVIEW, POLICY]}, {"anyOf": [REVIEWED, longer, POLICY]})
    assert [one for one in found if "(2).wait" in one]
    assert [one for one in found if "(1).by.team" in one]
    assert not [one for one in found if "removed" in one]


def test_what_a_lost_branch_declared_is_told_where_no_other_declares_it(compare_sides: Compare) -> None:
    found = told(compare_sides, {"anyOf": [TIMER, REVIEW, POLICY]}, {"anyOf": [TIMER, POLICY]})
    assert [one for one in found if "property 'reviewers' removed" in one]
    assert [one for one in found if "property 'by' removed" in one]


def test_a_property_that_another_branch_declares_is_not_removed(compare_sides: Compare) -> None:
    anything = {"type": "object", "properties": {"wait": {"type": "string"}, "note": {"type": "string"}}}
    new = {"oneOf": [branch("wait"), branch("note"), {"type": "object"}]}
    assert not [one for one in told(compare_sides, anything, new) if "removed" in one]
    assert [
        one
        for one in told(compare_sides, anything, {"oneOf": [branch("wait"), {"type": "object"}]})
        if "'note' removed" in one
    ]
