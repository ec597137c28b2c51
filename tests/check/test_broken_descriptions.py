"""Thirty-four broken descriptions: what is said of each, where, and with which exit status."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from registry.check import check
from registry.cli.main import outcome
from registry.errors import UnreadableInput
from registry.model.description import Description
from registry.source.store import read_bytes

if TYPE_CHECKING:
    import datetime as dt

FOLDER = Path(__file__).parent / "broken"
TABLE = FOLDER / "EXPECTED.txt"


class Expected(NamedTuple):
    """One entry of the table."""

    status: int
    rule: str
    sentence: str
    file: str


def entries() -> list[Expected]:
    pairs = re.findall(r"^exit (\d)  ([a-z-]+)\n  (([^:]+):.*)$", TABLE.read_text(), re.MULTILINE)
    return [Expected(int(status), rule, sentence, file) for status, rule, sentence, file in pairs]


@pytest.mark.parametrize("expected", entries(), ids=lambda expected: expected.file)
def test_the_one_thing_that_is_wrong_is_said_with_its_place(expected: Expected, today: dt.date) -> None:
    content = (FOLDER / expected.file).read_bytes()
    if expected.status == 3:
        with pytest.raises(UnreadableInput) as caught:
            check(Description(read_bytes(content, expected.file)), today=today)
        assert str(caught.value) == expected.sentence
        return
    found = check(Description(read_bytes(content, expected.file)), today=today)
    errors = [(finding.rule, str(finding)) for finding in found if finding.severity == "error"]
    assert errors == [(expected.rule, expected.sentence)]


@pytest.mark.parametrize("expected", entries(), ids=lambda expected: expected.file)
def test_the_command_ends_with_the_exit_status_of_the_table(
    expected: Expected, capsys: pytest.CaptureFixture[str]
) -> None:
    status = outcome(["check", "--fail-on", "error", str(FOLDER / expected.file)])
    printed = "".join(capsys.readouterr())
    place = expected.sentence.split(" ", 1)[0]
    assert status == expected.status
    assert f"{expected.file}:" in printed
    assert place in printed


def test_every_broken_description_is_in_the_table() -> None:
    files = {file.name for file in FOLDER.iterdir()} - {TABLE.name}
    assert files == {expected.file for expected in entries()}
    assert len(files) >= 30
