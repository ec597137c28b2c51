"""A file is taken for what it was only if nobody can have touched it since it was read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from registry.site.untouched import Untouched
from registry.source.files import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME = "specs/shop/openapi.json"
SECOND = 1_000_000_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / NAME
    path.parent.mkdir(parents=True)
    path.write_text('{"price": 1}')
    return path


def after(file: Path, seconds: int) -> Untouched:
    """What a build knows of the file that begins so long after it was touched."""
    tree = WorkingTree(file.parents[2])
    state = tree.state(NAME)
    assert state is not None
    return Untouched(tree, max(state[:2]) + seconds * SECOND)


def built(file: Path, seconds: int = 10) -> Untouched:
    """What the next build knows of it."""
    first = after(file, seconds)
    return Untouched(first.tree, first.began, first.states([NAME]))


def same_times(file: Path, change: Callable[[], object]) -> None:
    """Change a file at a later moment, and have it say that it was the same one; moments are milliseconds long."""
    before = file.stat()
    clock = file.with_name("clock")
    clock.touch()
    while clock.stat().st_ctime_ns <= before.st_ctime_ns:
        clock.touch()
    change()
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(file: Path) -> None:
    other = file.with_name("other")
    other.write_text('{"price": 2}')
    other.replace(file)


def test_a_file_that_was_left_alone_is_untouched(file: Path) -> None:
    assert built(file).holds(NAME)


def test_a_file_that_is_written_is_not_even_with_its_size_and_times(file: Path) -> None:
    known = built(file)
    same_times(file, lambda: file.write_text('{"price": 2}'))
    assert not known.holds(NAME)


def test_a_file_that_another_takes_the_place_of_is_not(file: Path) -> None:
    known = built(file)
    same_times(file, lambda: replaced(file))
    assert not known.holds(NAME)


def test_a_file_that_is_gone_or_was_never_there_is_not(file: Path) -> None:
    known = built(file)
    file.unlink()
    assert not known.holds(NAME)
    assert not known.holds("specs/shop/other.json")


def test_a_link_is_what_it_leads_to(file: Path) -> None:
    real = file.with_name("real.json")
    file.rename(real)
    file.symlink_to(real)
    known = built(file)
    assert known.holds(NAME)
    same_times(real, lambda: real.write_text('{"price": 2}'))
    assert not known.holds(NAME)


@pytest.mark.parametrize("seconds", [-1, 0, 1, 2])
def test_nobody_vouches_for_a_file_that_was_touched_when_it_may_have_been_read(
    file: Path, seconds: int
) -> None:
    assert not built(file, seconds).holds(NAME)
