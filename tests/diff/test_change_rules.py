"""Every change rule: its examples are its tests; ids, reasons and remedies are complete."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from registry.diff import CATALOGUE, Rule
from registry.diff.rules import BY_DIFFERENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.diff import Comparison
    from registry.diff.declare import Example

GOLDEN = Path(__file__).parents[1] / "golden" / "change_rules.txt"

ROWS = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in CATALOGUE
    for number, example in enumerate(rule.examples, 1)
]


def levels(rule: Rule, found: Comparison) -> dict[str, str]:
    """The levels at which a rule spoke, by direction; without direction where its id has none."""
    return {(change.direction or "any"): change.level for change in found.changes if change.rule in rule.ids}


@pytest.mark.parametrize(("rule", "example"), ROWS)
def test_each_example_is_reported_as_it_says(
    rule: Rule,
    example: Example,
    compare_schemas: Callable[..., Comparison],
    compare_documents: Callable[..., Comparison],
) -> None:
    old, new = yaml.safe_load(example.old), yaml.safe_load(example.new)
    whole = any(key in side for side in (old, new) for key in ("paths", "servers"))
    run = compare_documents if whole else compare_schemas
    expected = {"request": example.sends, "response": example.reads}
    found = levels(rule, run(old, new))
    if set(found) == {"any"} or not found:
        assert set(found.values()) == {level for level in expected.values() if level}
    else:
        assert found == {way: level for way, level in expected.items() if level}


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_each_rule_explains_itself(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    assert rule.reason.endswith(".")
    assert rule.remedy.endswith(".")
    assert any(example.reports for example in rule.examples)
    assert any(not example.reports for example in rule.examples)


def test_no_two_rules_share_an_id_or_a_difference() -> None:
    ids = [rule_id for rule in CATALOGUE for rule_id in rule.ids]
    assert len(ids) == len(set(ids))
    assert len(BY_DIFFERENCE) == sum(len(rule.on) for rule in CATALOGUE)


def test_the_table_of_levels_is_the_reviewed_one() -> None:
    """An example cannot know the intended level; a person reviews this table when it changes."""
    written = "".join(
        f"{rule.id:40} {rule.kind:8} sends={example.sends or '-':9} reads={example.reads or '-'}\n"
        for rule in CATALOGUE
        for example in rule.examples
        if example.reports
    )
    assert written == GOLDEN.read_text(encoding="utf-8")
