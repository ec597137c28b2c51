"""Every kind of change that oasdiff tells apart is reported by a rule of ours, or there is a reason why not."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from registry.diff import Comparison

TABLE = Path(__file__).with_name("change_kinds.yaml")
GOLDEN = Path(__file__).parents[1] / "golden" / "change_kinds.md"
SPOT = "§"


@cache
def written() -> Mapping[str, Any]:
    table: Mapping[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return table


KINDS: Mapping[str, Mapping[str, Any]] = written()["kinds"]


def pair(kind: Mapping[str, Any]) -> tuple[Any, Any]:
    """The two descriptions of a kind of change."""
    place = written()["places"][kind["at"]]
    old, new = written()["edits"][kind["edit"]] if "edit" in kind else (kind["old"], kind["new"])
    return filled(place, old), filled(place, new)


def filled(place: Any, fragment: Any) -> Any:
    """A place with the fragment where the mark stands."""
    if isinstance(place, dict):
        return {key: filled(value, fragment) for key, value in place.items()}
    if isinstance(place, list):
        return [filled(value, fragment) for value in place]
    return fragment if place == SPOT else place


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if "rule" in kind])
def test_the_rule_named_for_a_kind_of_change_reports_it(
    name: str, compare_documents: Callable[..., Comparison]
) -> None:
    old, new = pair(KINDS[name])
    assert KINDS[name]["rule"] in {change.rule for change in compare_documents(old, new).changes}


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if "reason" in kind and "at" in kind])
def test_what_is_no_change_for_a_reason_is_not_reported(
    name: str, compare_documents: Callable[..., Comparison]
) -> None:
    old, new = pair(KINDS[name])
    assert [change.rule for change in compare_documents(old, new).changes] == []


def test_no_place_and_no_edit_is_written_in_vain() -> None:
    assert {kind["at"] for kind in KINDS.values() if "at" in kind} == set(written()["places"])
    assert {kind["edit"] for kind in KINDS.values() if "edit" in kind} == set(written()["edits"])


@pytest.mark.corpus
def test_every_kind_that_oasdiff_knows_is_answered(facts: Path) -> None:
    with (facts / "change_kinds.csv").open(encoding="utf-8", newline="") as rows:
        known = {row["oasdiff_id"] for row in csv.DictReader(rows)}
    assert sorted(known - set(KINDS)) == []


def test_the_published_table_is_the_tested_one() -> None:
    assert table() == GOLDEN.read_text(encoding="utf-8")


def table() -> str:
    """The answers as people read them."""
    answered = sum("rule" in kind for kind in KINDS.values())
    rows = [
        f"| `{name}` | {'`' + kind['rule'] + '`' if 'rule' in kind else kind['reason']} |"
        for name, kind in sorted(KINDS.items())
    ]
    head = (
        "# Kinds of change that oasdiff tells apart",
        "",
        f"{answered} of {len(KINDS)} are reported by the rule named here; for the others the reason why not.",
        "",
        "| oasdiff | here |",
        "|---|---|",
    )
    return "\n".join((*head, *rows, ""))
