"""An earlier day of the example's story, with one misfit planted for each kind of check.

``planted/specs`` holds the flows of that day, and a parcel carrier for what the story lacks. A line that is wrong ends
in ``# !! rule``, with the value of the producer that shows it where there is one. All other APIs are those of the
example, as far as they were released by then.
"""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import registry
from registry.changelog.ledger import ledger
from registry.cli.main import outcome
from registry.flow import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.finding import Finding

EXAMPLE = Path(__file__).parents[2]
PLANTED = Path(__file__).parent / "planted"
GOLDEN = EXAMPLE / "tests" / "golden" / "planted_flows.txt"
DAY = date(2026, 7, 20)
MARK = re.compile(r"# !! (?P<rule>[a-z-]+)(?: (?P<witness>.+))?$")


class Expected(NamedTuple):
    """A finding, as far as it is planted: the witness as JSON, none where no value shows it."""

    file: str
    line: int
    rule: str
    witness: str | None


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The registry of that day."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(PLANTED, folder, dirs_exist_ok=True)
    for name in ("registry.yaml", "glossary.yaml"):
        shutil.copy(EXAMPLE / "specs" / name, folder / "specs")
    for entry in ledger(EXAMPLE):
        if entry.date <= DAY:
            system, api = entry.api.split("/")
            home = folder / "specs" / system / "apis" / api
            (home / "releases").mkdir(parents=True, exist_ok=True)
            frozen = EXAMPLE / "specs" / system / "apis" / api / "releases" / f"{entry.version}.yaml"
            shutil.copy(frozen, home / "releases")
            shutil.copy(frozen, home / "openapi.yaml")  # entries come oldest first, so the newest stays
            shutil.copy(EXAMPLE / "specs" / system / "system.yaml", folder / "specs" / system)
    return folder


@pytest.fixture(scope="module")
def found(root: Path) -> tuple[Finding, ...]:
    return registry.open(root, as_of=DAY).check()


def test_each_planted_misfit_is_found_at_its_line_with_its_witness_and_nothing_else_is(
    root: Path, found: tuple[Finding, ...]
) -> None:
    assert sorted(map(seen, in_flows(found))) == sorted(planted(root))


def test_one_misfit_of_each_kind_is_planted(root: Path) -> None:
    of_registry = {"unknown-team", "unknown-channel"}
    assert {one.rule for one in planted(root)} == {rule.id for rule in CATALOGUE} | of_registry


def test_no_file_but_the_flows_is_wrong(found: tuple[Finding, ...]) -> None:
    others = (finding for finding in found if "/flows/" not in finding.place.file)
    assert [str(finding) for finding in others if finding.severity == "error"] == []


def test_the_command_tells_them_as_reviewed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = outcome(["-C", str(root), "check", "--all", "--as-of", DAY.isoformat()])
    told = [line for line in capsys.readouterr().out.splitlines() if "/flows/" in line.partition(":")[0]]
    assert status == 1
    assert told == GOLDEN.read_text(encoding="utf-8").splitlines()


def in_flows(found: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in found if "/flows/" in finding.place.file]


def seen(finding: Finding) -> Expected:
    witness = None if finding.witness is None else json.dumps(finding.witness[0])
    return Expected(finding.place.file, finding.place.line or 0, finding.rule, witness)


def planted(root: Path) -> Iterator[Expected]:
    for path in root.glob("specs/*/flows/*.yaml"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for mark in MARK.finditer(line):
                yield Expected(path.relative_to(root).as_posix(), number, mark["rule"], mark["witness"])
