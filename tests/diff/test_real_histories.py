"""Every two neighbouring versions of every history in the corpus are compared: no crash, the same bytes twice.

``pytest -s`` on this file prints a line a history; ``.build/histories.md`` holds the same table.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from registry.diff import CATALOGUE, LEVELS, Settings, compare
from registry.model.description import Description
from registry.source.store import read_file
from registry.source.versions import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from registry.diff import Change, Comparison

CHECKOUT = Path(__file__).parents[2]
REPORT = CHECKOUT / ".build" / "histories.md"

WITNESSED = 0.95
"""Share of the breaking findings in schemas that must be shown by a value."""

SCHEMA_RULES = frozenset(found for rule in CATALOGUE if rule.subject == "schema" for found in rule.ids)

FEW = 6
"""Pairs that are compared in another process, too."""

FIRST_BY_NAME = {"before": 0, "after": 1}
"""Versions that are no numbers."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two neighbouring versions of one history."""

    history: str
    base: Path
    revision: Path

    def compared(self) -> Comparison:
        sides = (Description(read_file(file)) for file in (self.base, self.revision))
        return compare(*sides, settings=Settings(today=date(2026, 11, 23)), names=("old", "new"))

    def __str__(self) -> str:
        return f"{self.history} {self.base.parent.name} → {self.revision.parent.name}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comparing one pair gave: the result, its bytes, and those of a second time."""

    pair: Pair
    comparison: Comparison
    written: str
    again: str
    seconds: float

    @property
    def proofs(self) -> tuple[int, int]:
        """How many breaking findings in schemas have a witness, and how many there are."""
        shown = [
            change.witness is not None
            for change in self.comparison.changes
            if change.level == "breaking" and (change.witness or change.unwitnessed)
        ]
        return sum(shown), len(shown)


def histories(corpus: Path) -> Mapping[str, list[Path]]:
    """The files of each history, oldest first."""
    found: dict[str, list[Path]] = {}
    for file in sorted(corpus.rglob("openapi.*")):
        name = file.parent.parent.relative_to(corpus).as_posix()
        if not name.startswith("_"):
            found.setdefault(name, []).append(file)
    return {name: sorted(files, key=lambda file: order(file.parent.name)) for name, files in found.items()}


def order(version: str) -> tuple[object, ...]:
    return (FIRST_BY_NAME.get(version, 0), *sort_key(version))


def pairs(corpus: Path) -> Iterator[Pair]:
    for name, files in histories(corpus).items():
        for base, revision in pairwise(files):
            yield Pair(name, base, revision)


def written(comparison: Comparison) -> str:
    return json.dumps(comparison.as_json(), ensure_ascii=False)


def outcome(pair: Pair) -> Outcome:
    start = time.process_time()
    comparison = pair.compared()
    seconds = time.process_time() - start
    return Outcome(pair, comparison, written(comparison), written(pair.compared()), seconds)


@pytest.fixture(scope="module")
def outcomes(corpus: Path) -> tuple[Outcome, ...]:
    """All pairs, compared twice, each time from the files on."""
    return tuple(map(outcome, pairs(corpus)))


@pytest.mark.corpus
def test_every_history_has_neighbours_to_compare(corpus: Path, outcomes: tuple[Outcome, ...]) -> None:
    assert len(histories(corpus)) == 30
    assert len(outcomes) == 169 - 30
    assert sum(len(one.comparison.changes) for one in outcomes) > 1000


@pytest.mark.corpus
def test_the_same_two_files_give_the_same_bytes(outcomes: tuple[Outcome, ...]) -> None:
    assert [str(one.pair) for one in outcomes if one.written != one.again] == []


@pytest.mark.corpus
def test_the_order_of_hashes_changes_no_byte(outcomes: tuple[Outcome, ...]) -> None:
    """The pairs with most findings but for the largest, in a process that hashes text in another way."""
    most = sorted(outcomes, key=lambda one: len(one.comparison.changes), reverse=True)[1 : FEW + 1]
    assert [str(one.pair) for one in most if elsewhere(one.pair) != one.written] == []


def elsewhere(pair: Pair) -> str:
    """The bytes that another process writes."""
    script = (
        "import runpy, sys; from pathlib import Path; here = runpy.run_path(sys.argv[1]);"
        "print(here['written'](here['Pair']('', Path(sys.argv[2]), Path(sys.argv[3])).compared()))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, __file__, str(pair.base), str(pair.revision)],
        env=os.environ | {"PYTHONHASHSEED": "7", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return ran.stdout.removesuffix("\n")


@pytest.mark.corpus
def test_nearly_every_breaking_change_of_a_schema_is_shown_by_a_value(outcomes: tuple[Outcome, ...]) -> None:
    shown, wanted = (sum(one.proofs[at] for one in outcomes) for at in (0, 1))
    assert shown >= WITNESSED * wanted


@pytest.mark.corpus
def test_where_no_value_shows_a_change_of_a_schema_the_reason_is_given(outcomes: tuple[Outcome, ...]) -> None:
    silent = [
        f"{one.pair}: {change.rule} at {change.at}"
        for one in outcomes
        for change in one.comparison.changes
        if change.level == "breaking" and change.rule in SCHEMA_RULES and not says(change)
    ]
    assert silent == []


def says(change: Change) -> bool:
    """Whether there is either a value or a reason for none, and not both."""
    return (change.witness is None) != (not change.unwitnessed)


@pytest.mark.corpus
def test_the_table_of_histories_is_written(outcomes: tuple[Outcome, ...]) -> None:
    report = table(outcomes)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(report, encoding="utf-8")
    print(report)  # noqa: T201 - for `pytest -s`
    assert report.count("\n| ") == len({one.pair.history for one in outcomes}) + 1


def table(outcomes: tuple[Outcome, ...]) -> str:
    """A line a history: pairs, findings by level, witnesses, what was not compared, the slowest pair."""
    by_history: dict[str, list[Outcome]] = {}
    for one in outcomes:
        by_history.setdefault(one.pair.history, []).append(one)
    rows = [row(name, group) for name, group in by_history.items()]
    slowest = max(outcomes, key=lambda one: one.seconds)
    head = (
        "| history | pairs | breaking | risky | safe | shown by a value | not compared | slowest pair, s |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    )
    foot = (row("all", list(outcomes)), "", f"Slowest: {slowest.pair}, {slowest.seconds:.2f} s of CPU.", "")
    return "\n".join((*head, *rows, *foot))


def row(name: str, group: list[Outcome]) -> str:
    counts: Counter[str] = Counter()
    for one in group:
        counts.update(one.comparison.counts)
    shown, wanted = (sum(one.proofs[at] for one in group) for at in (0, 1))
    missed = sum(not change.compared for one in group for change in one.comparison.changes)
    levels = " | ".join(f"{counts[level]:,}" for level in LEVELS)
    slowest = max(one.seconds for one in group)
    return f"| {name} | {len(group)} | {levels} | {shown} of {wanted} | {missed} | {slowest:.2f} |"
