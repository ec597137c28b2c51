"""What the README shows is true: its Python runs, its commands are the ones that CI tries."""

from __future__ import annotations

import doctest
import re
from importlib import import_module
from pathlib import Path

import pytest

import registry
from registry.cli.main import COMMANDS, outcome

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"


def test_the_python_in_the_readme_says_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(README), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted >= 4
    assert result.failed == 0


def test_the_comparison_in_the_readme_is_what_the_command_prints(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    command, shown = re.findall(r"\$ waybill (diff \S+ \S+)\n(.+?)```", README.read_text(), re.DOTALL)[0]
    outcome([*command.split(), "--fail-on", "never"])
    printed = capsys.readouterr().out
    assert [line for line in shown.splitlines() if line.rstrip("…") not in printed] == []


@pytest.mark.parametrize("mark", ["fresh machine: site", "fresh machine: tests"])
def test_the_commands_for_a_fresh_machine_are_marked_for_ci(mark: str) -> None:
    assert f"<!-- {mark} -->\n```sh\npython3 -m venv .venv && " in README.read_text()
    assert f'run_from_readme "{mark}"' in (ROOT / ".ci/run").read_text()


def test_every_command_is_in_the_readme() -> None:
    text = README.read_text()
    assert [name for name in COMMANDS if f"`waybill {name}" not in text] == []


def test_every_public_name_can_be_imported_and_is_shown_by_dir() -> None:
    assert all(getattr(registry, name) is not None for name in registry.__all__)
    assert set(registry.__all__) <= set(dir(registry))
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        registry.opne  # noqa: B018 - the access is what is tested


def test_every_public_name_is_what_its_home_calls_it() -> None:
    for name in registry.__all__:
        home = import_module(getattr(registry, name).__module__)
        assert getattr(home, name) is getattr(registry, name)
