"""One error boundary: whatever goes wrong ends as a message and an exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click
import pytest

from registry.cli.main import COLLECTION, COMMANDS, run
from registry.cli.main import waybill as group

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Waybill

SCRIPT = "from registry.cli.main import run; run()"


def process(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_help_lists_every_command_and_the_exit_statuses(waybill: Waybill) -> None:
    ran = waybill("--help")
    assert ran.status == 0
    assert all(f"  {name} " in ran.out and sentence in ran.out for name, sentence in COMMANDS.items())
    assert "3  a file is not there, cannot be read" in ran.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(waybill: Waybill, name: str) -> None:
    ran = waybill(name, "--help")
    assert ran.status == 0
    assert ran.out.startswith(f"Usage: waybill {name}")
    command = import_module(f"registry.cli.{name}").command
    assert isinstance(command, click.Command)
    assert len(command.help or "") > 20


def test_the_list_of_commands_is_drawn_up_without_importing_them(waybill: Waybill, tmp_path: Path) -> None:
    check = "import sys; from registry.cli.main import outcome; outcome(['--help']); print(set(sys.modules) & set(%r))"
    heavy = ("pydantic", "jsonschema_rs", "git", "jinja2", "mkdocs", "rich", "yaml")
    ran = subprocess.run(
        [sys.executable, "-c", check % (heavy,)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stdout.endswith("set()\n")
    assert waybill("--version").out.startswith("waybill 0.")


def test_wrong_use_exits_with_2_and_says_what_to_do(waybill: Waybill) -> None:
    unknown = waybill("chekc")
    assert (unknown.status, unknown.out) == (2, "")
    assert "No such command 'chekc'. (Did you mean 'check'?)" in unknown.err
    lost = waybill("release", "shop/things")
    assert lost.status == 2
    assert "there is no specs/registry.yaml in" in lost.err
    assert "run 'waybill init'" in lost.err


def test_an_unreadable_file_exits_with_3_and_names_the_place(waybill: Waybill, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("openapi: 3.1.0\ninfo: [\n")
    ran = waybill("check", "broken.yaml")
    assert (ran.status, ran.out) == (3, "")
    assert "broken.yaml:3:1: " in ran.err


def test_a_defect_exits_with_4_without_a_traceback_unless_debugging(
    waybill: Waybill, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("out of paper")

    monkeypatch.setattr(group, "invoke", broken)
    ran = waybill("rules")
    assert ran.status == 4
    assert ran.err.startswith("waybill: unexpected RuntimeError: out of paper\nThis is a defect of Waybill")
    with pytest.raises(RuntimeError):
        waybill("--debug", "rules")
    monkeypatch.setenv("WAYBILL_DEBUG", "1")
    with pytest.raises(RuntimeError):
        waybill("rules")


def test_a_run_looks_for_garbage_rarely(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[tuple[int, ...]] = []
    monkeypatch.setattr("registry.cli.main.gc.set_threshold", lambda *thresholds: chosen.append(thresholds))
    monkeypatch.setattr("registry.cli.main.sys.argv", ["waybill", "--version"])
    monkeypatch.setattr("registry.cli.main.os._exit", sys.exit)
    with pytest.raises(SystemExit) as left:
        run()
    assert (chosen, left.value.code) == ([COLLECTION], 0)


def test_an_interrupt_exits_with_130(waybill: Waybill, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(group, "invoke", interrupted)
    assert waybill("rules").status == 130


def test_a_reader_that_stops_reading_is_no_reason_to_complain(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        ran = subprocess.run(
            [sys.executable, "-c", SCRIPT, "rules"],
            cwd=tmp_path,
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ran.stderr == b""
    assert ran.returncode == 141


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_an_output_that_is_closed_from_the_start_changes_no_exit_status(tmp_path: Path, closed: str) -> None:
    for arguments, status in (("rules", 0), ("rules nonsense", 2)):
        command = ["sh", "-c", f'exec "$0" -c "$1" {arguments} {closed}', sys.executable, SCRIPT]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (ran.returncode, "Traceback" in ran.stderr) == (status, False)


def test_all_of_a_long_output_is_written_before_the_process_leaves(tmp_path: Path) -> None:
    with (tmp_path / "rules.json").open("wb") as file:
        command = [sys.executable, "-c", SCRIPT, "rules", "--format", "json"]
        ran = subprocess.run(command, cwd=tmp_path, stdout=file, stderr=subprocess.PIPE, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert len(json.loads((tmp_path / "rules.json").read_bytes())) > 1


def test_another_directory_is_worked_in(shop: Path, waybill: Waybill) -> None:
    (shop / "below").mkdir()
    assert waybill("-C", str(shop / "below"), "diff", "shop/things@1.0.0", "shop/things").status == 1
    assert waybill("-C", str(shop / "nowhere"), "check").status == 2


def test_the_module_and_the_command_are_the_same_program(tmp_path: Path, small: Callable[..., str]) -> None:
    (tmp_path / "a.yaml").write_text(small())
    (tmp_path / "b.yaml").write_text(small("2.0.0", "string"))
    ran = process("diff", "a.yaml", "b.yaml", folder=tmp_path)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "breaking" in ran.stdout
