"""Work beside: what another process was to do is done, whatever becomes of that."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from registry.site.beside import Beside

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if there were two, wherever this runs."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)


def test_the_work_is_done_in_another_process_where_there_can_be_one() -> None:
    with Beside(os.getpid) as beside:
        is_here = beside.result() == os.getpid()
    assert is_here == (sys.platform != "linux")


def test_it_is_done_here_where_there_is_one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    with Beside(os.getpid) as beside:
        assert beside.result() == os.getpid()


def killed_elsewhere(home: int) -> int:
    if os.getpid() != home:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def test_it_is_done_here_when_the_other_process_is_killed() -> None:
    with Beside(partial(killed_elsewhere, os.getpid())) as beside:
        assert beside.result() == os.getpid()


def test_what_it_raises_is_raised_here(tmp_path: Path) -> None:
    with Beside((tmp_path / "absent").read_bytes) as beside, pytest.raises(FileNotFoundError):
        beside.result()


def test_no_process_is_left_where_nobody_waits_for_it() -> None:
    with pytest.raises(KeyError), Beside(partial(time.sleep, 600)):
        raise KeyError
    assert multiprocessing.active_children() == []
