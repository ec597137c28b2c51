"""The hard cases: changes whose verdict is easily got wrong, one table a subject in ``hard_cases/``.

A row has a number and a title, ``old`` and ``new``, and the worst level that is expected for who sends, who reads,
and, of rules without direction, for the ``whole``. A side is a schema (then it is both sent and returned), a
description without its head, or the text of a whole file. ``why`` says what decided a verdict that can be disputed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from registry.diff import Change, Comparison

Verdict = Literal["breaking", "risky", "ok", "silent"]
"""``ok``: at most safe changes are reported; ``silent``: nothing is."""

TABLES = sorted((Path(__file__).parent / "hard_cases").glob("*.yaml"))

ROWS = 122


@dataclass(frozen=True, slots=True)
class HardCase:
    """One pair and what must be found; several may share the number of a row."""

    row: int
    title: str
    old: Any
    new: Any
    sends: Verdict = "ok"
    reads: Verdict = "ok"
    whole: Verdict = "ok"
    versions: tuple[str, str] = ("3.1.0", "3.1.0")
    components: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    rules: tuple[str, ...] | None = None
    says: str = ""
    why: str = ""

    @property
    def id(self) -> str:
        """The number of the row and its title, as ``021-minimum-to-exclusive-minimum``."""
        return f"{self.row:03}-{re.sub(r'[^a-z0-9]+', '-', self.title.lower()).strip('-')}"


def cases() -> list[HardCase]:
    written = [row for table in TABLES for row in yaml.safe_load(table.read_text(encoding="utf-8"))]
    return [HardCase(**row) for row in written]


CASES = cases()


def verdict(changes: Iterable[Change]) -> Verdict:
    levels = {change.level for change in changes}
    return (
        "breaking" if "breaking" in levels else "risky" if "risky" in levels else "ok" if levels else "silent"
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_hard_case(case: HardCase, compare_sides: Callable[..., Comparison]) -> None:
    settings = dict(case.settings)
    found = compare_sides(case.old, case.new, versions=case.versions, components=case.components, **settings)
    ways = (("request", case.sends), ("response", case.reads), (None, case.whole))
    for direction, expected in ways:
        judged = verdict(change for change in found.changes if change.direction == direction)
        assert judged == expected or (expected, judged) == ("ok", "silent"), [
            (change.rule, change.level, change.at, change.message) for change in found.changes
        ]
    if case.rules is not None:
        assert sorted(change.rule for change in found.changes) == sorted(case.rules)
    assert case.says in " | ".join(change.message for change in found.changes)


def test_every_row_has_a_case() -> None:
    assert {case.row for case in CASES} == set(range(1, ROWS + 1))


def test_no_two_cases_share_an_id() -> None:
    ids = [case.id for case in CASES]
    assert len(ids) == len(set(ids))
