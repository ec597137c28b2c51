"""What rules offer to mend: gone once it is mended, asked for once where only people know."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from registry.check import CATALOGUE, Example, Rule, check
from registry.model.description import Description
from registry.source.edits import edited
from registry.source.store import read_bytes

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from registry.check import Finding

NAME = "example.json"
REPORTED = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in CATALOGUE
    for number, example in enumerate(rule.examples)
    if rule.mends in {"mended", "drafted"} and example.reported
]


def found(rule: Rule, content: bytes, today: dt.date) -> list[Finding]:
    """Return what one rule finds in a description."""
    described = Description(read_bytes(content, NAME))
    findings = check(described, severities={rule.id: "error"}, today=today)
    return [finding for finding in findings if finding.rule == rule.id]


@pytest.mark.parametrize(("rule", "example"), REPORTED)
def test_what_is_mended_is_found_no_more_and_what_is_asked_for_is_asked_once(
    rule: Rule, example: Example, complete: Callable[[Example], Description], today: dt.date
) -> None:
    before = json.dumps(complete(example).data, indent=2).encode()
    findings = found(rule, before, today)
    edits = [edit for finding in findings for _, edit in finding.fixes]
    result = edited(before, NAME, edits)
    assert result.left == ()
    again = found(rule, result.content, today)
    assert [edit for finding in again for _, edit in finding.fixes] == []
    if rule.mends == "mended":
        assert len(again) == len(findings) - len(edits)
    else:
        assert len(again) == len(findings) == len(edits)
        assert b"FILL IN: " in result.content
        assert {finding.pointer for finding in again} == {edit.pointer for edit in edits}


@pytest.mark.parametrize(
    "rule", [rule for rule in CATALOGUE if rule.mends in {"mended", "drafted"}], ids=lambda r: r.id
)
def test_a_rule_that_says_it_is_mended_has_an_example_that_is(
    rule: Rule, complete: Callable[[Example], Description], today: dt.date
) -> None:
    reported = [complete(example) for example in rule.examples if example.reported]
    contents = [json.dumps(described.data).encode() for described in reported]
    assert any(finding.fixes for content in contents for finding in found(rule, content, today))
