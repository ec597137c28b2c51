"""Files appear all or none, and nothing half-written stays behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registry.changelog.writing import write

if TYPE_CHECKING:
    from pathlib import Path


def everything(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    files = {"a/one": b"1", "a/two": b"2"}
    assert write(tmp_path, files) == ("a/one", "a/two")
    assert write(tmp_path, {**files, "a/two": b"3"}) == ("a/two",)
    assert everything(tmp_path) == ["a", "a/one", "a/two"]


@pytest.mark.parametrize(
    ("obstacle", "error"), [("b", NotADirectoryError), ("b/two/", IsADirectoryError), ("b", OSError)]
)
def test_where_one_file_cannot_be_written_none_is(
    tmp_path: Path, obstacle: str, error: type[OSError]
) -> None:
    if obstacle.endswith("/"):
        (tmp_path / obstacle).mkdir(parents=True)
    else:
        (tmp_path / obstacle).write_text("a file")
    before = everything(tmp_path)
    with pytest.raises((error, FileExistsError)):
        write(tmp_path, {"a/deep/one": b"1", "b/two": b"2"})
    assert everything(tmp_path) == before
