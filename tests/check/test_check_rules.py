"""Each rule does what its examples say, and says what a reader needs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from registry.check import CATALOGUE, Example, Rule, check, check_registry
from registry.check.catalogue import REGISTRY_RULES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from registry.model.description import Description
    from registry.model.registry import Registry

GOLDEN = Path(__file__).parent.parent / "golden" / "check_rules.txt"
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in CATALOGUE
    for number, example in enumerate(rule.examples)
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_every_example_is_reported_or_allowed_as_it_says(
    rule: Rule,
    example: Example,
    complete: Callable[[Example], Description],
    record: Callable[[Example], Registry],
    today: dt.date,
) -> None:
    if rule in REGISTRY_RULES:
        found = check_registry(record(example), [rule.id for rule in CATALOGUE])
    elif example.within == "overlay":
        found = check(record(example).api("shop/things").description(), today=today)
    else:
        found = check(complete(example), severities={rule.id: "error"}, today=today)
    reported = [finding for finding in found if finding.rule == rule.id]
    assert bool(reported) == example.reported, [str(finding) for finding in found]


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_a_rule_is_named_after_what_it_finds_and_gives_reason_and_remedy(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    assert rule.reason.endswith(".")
    assert rule.remedy.endswith(".")
    assert {example.reported for example in rule.examples} == {True, False}
    assert all(example.text.strip() for example in rule.examples)


def test_no_two_rules_share_an_id() -> None:
    assert len({rule.id for rule in CATALOGUE}) == len(CATALOGUE)


def test_the_severities_are_those_that_were_decided() -> None:
    table = "".join(f"{rule.severity:8}{rule.id}\n" for rule in sorted(CATALOGUE, key=lambda rule: rule.id))
    assert table == GOLDEN.read_text()


def test_a_clean_description_has_no_findings(
    clean: str, describe: Callable[[str], Description], today: dt.date
) -> None:
    assert check(describe(clean), today=today) == ()
