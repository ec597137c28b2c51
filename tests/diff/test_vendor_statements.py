"""What vendors say of their own changes beside what we say: a table in which every disagreement is explained."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from registry.diff import LEVELS, Settings, compare
from registry.model.description import Description
from registry.source.store import read_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.diff import Change, Level

TABLE = Path(__file__).with_name("vendor_statements.yaml")
GOLDEN = Path(__file__).parents[1] / "golden" / "vendor_statements.md"

pytestmark = pytest.mark.corpus


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a vendor: its key in our table, the API, and whether the vendor calls it breaking."""

    key: str
    api: str
    breaking: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What we say of a statement: the gravest level, and how many findings there are; None where it is unseen."""

    level: Level | None
    count: int = 0

    def agrees(self, statement: Statement) -> str:
        if self.level is None:
            return "-"
        if (self.level == "breaking") == statement.breaking:
            return "yes"
        return "milder" if self.level == "risky" else "no"


def explained() -> Mapping[str, Mapping[str, Any]]:
    table: Mapping[str, Mapping[str, Any]] = yaml.load(
        TABLE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader
    )
    return table


EXPLAINED = explained()


def statements(corpus: Path) -> tuple[Statement, ...]:
    found = []
    for file in sorted(corpus.rglob("GROUND_TRUTH.json")):
        folder = file.parent.name
        for at, entry in enumerate(json.loads(file.read_bytes())["entries"]):
            api = "/".join([folder, *entry.get("api", ())])
            found.append(Statement(f"{folder} {at}", api, entry["breaking"]))
    return tuple(found)


@cache
def changes(base: Path, revision: Path) -> tuple[Change, ...]:
    sides = (Description(read_file(file)) for file in (base, revision))
    return compare(*sides, settings=Settings(today=date(2026, 11, 23), examples=False)).changes


def answering(corpus: Path, statement: Statement, rule: str, part: str) -> list[Level]:
    """The levels of the findings of one rule whose place or message holds some text."""
    versions = EXPLAINED[statement.key]["pair"]
    files = (next((corpus / statement.api / version).glob("openapi.*")) for version in versions)
    return [
        change.level
        for change in changes(*files)
        if change.rule == rule and part in f"{change.at} {change.message}"
    ]


def answer(corpus: Path, statement: Statement) -> Answer:
    answered = EXPLAINED[statement.key].get("answered", {})
    found = [level for named in answered.items() for level in answering(corpus, statement, *named)]
    return Answer(min(found, key=LEVELS.index, default=None), len(found))


def test_every_statement_of_a_vendor_is_answered_and_none_is_made_up(corpus: Path) -> None:
    assert {statement.key for statement in statements(corpus)} == set(EXPLAINED)


def test_each_finding_named_as_an_answer_is_there(corpus: Path) -> None:
    missing = [
        f"{statement.key}: {rule} {part}"
        for statement in statements(corpus)
        for rule, part in EXPLAINED[statement.key].get("answered", {}).items()
        if not answering(corpus, statement, rule, part)
    ]
    assert missing == []


def test_what_no_finding_answers_has_a_reason() -> None:
    assert all(("unseen" in row) != ("answered" in row) for row in EXPLAINED.values())


def test_where_we_judge_otherwise_there_is_a_reason_and_only_there(corpus: Path) -> None:
    for statement in statements(corpus):
        agrees = answer(corpus, statement).agrees(statement)
        assert (agrees in {"milder", "no"}) == ("why" in EXPLAINED[statement.key]), statement.key


def test_the_published_table_is_the_tested_one(corpus: Path) -> None:
    assert table(corpus) == GOLDEN.read_text(encoding="utf-8")


def table(corpus: Path) -> str:
    """The statements as people read them."""
    answers = {statement: answer(corpus, statement) for statement in statements(corpus)}
    verdicts = [found.agrees(statement) for statement, found in answers.items()]
    summary = (
        f"{len(verdicts)} statements; {verdicts.count('-')} cannot be seen in the documents. Of the others we agree on "
        f"{verdicts.count('yes')}, call {verdicts.count('milder')} risky that the vendor calls breaking, and "
        f"{verdicts.count('no')} otherwise."
    )
    head = (
        "# What vendors say of their changes, and what we say",
        "",
        summary,
        "",
        "| API | versions | what changed | vendor | we | agree | why |",
        "|---|---|---|---|---|---|---|",
    )
    return "\n".join((*head, *(line(*pair) for pair in answers.items()), ""))


def line(statement: Statement, found: Answer) -> str:
    row = EXPLAINED[statement.key]
    ours = "unseen" if found.level is None else f"{found.level} ({found.count})"
    theirs = "breaking" if statement.breaking else "not breaking"
    versions = " → ".join(version.rpartition("/")[2] for version in row["pair"])
    why = " ".join(row.get("why", row.get("unseen", "")).split())
    cells = (statement.api, versions, row["fact"], theirs, ours, found.agrees(statement), why)
    return f"| {' | '.join(cells)} |"
