from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from registry.errors import UnreadableInput
from registry.source import text
from registry.source.files import WorkingTree, inside

if TYPE_CHECKING:
    from pathlib import Path


def refusal(files: WorkingTree, path: str) -> str:
    with pytest.raises(UnreadableInput) as caught:
        files.read(path)
    return str(caught.value)


@pytest.fixture
def files(tmp_path: Path) -> WorkingTree:
    root = tmp_path / "root"
    (root / "specs/a").mkdir(parents=True)
    (root / "specs/a/openapi.yaml").write_text("openapi: 3.1.0")
    (root / "specs/registry.yaml").write_text("registry: 1")
    (tmp_path / "secret.yaml").write_text("secret: 1")
    return WorkingTree(root)


def test_files_are_read_by_their_path_inside_the_root(files: WorkingTree) -> None:
    assert files.read("specs/a/openapi.yaml") == b"openapi: 3.1.0"
    assert files.read("specs/a/../registry.yaml") == b"registry: 1"


def test_names_are_sorted_and_folders_marked(files: WorkingTree) -> None:
    assert files.names("specs") == ("a/", "registry.yaml")
    assert files.names("") == ("specs/",)
    assert files.names("specs/registry.yaml") == ()
    assert files.names("absent") == ()


def test_existence_is_told(files: WorkingTree) -> None:
    assert files.exists("specs/a")
    assert files.exists("specs/registry.yaml")
    assert not files.exists("absent.yaml")
    assert not files.exists("../secret.yaml")


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../secret.yaml",
        "specs/../../secret.yaml",
        "..",
        "C:\\x.yaml",
        "C:/x",
        "a\\..\\b",
        "a\0b",
    ],
)
def test_a_path_that_leaves_the_root_is_refused(files: WorkingTree, path: str) -> None:
    assert "leaves the root folder" in refusal(files, path)


def test_a_link_inside_the_root_is_followed(files: WorkingTree) -> None:
    (files.root / "link.yaml").symlink_to("specs/registry.yaml")
    assert files.read("link.yaml") == b"registry: 1"


@pytest.mark.parametrize("target", ["../secret.yaml", "/etc/passwd"])
def test_a_link_that_leaves_the_root_is_refused(files: WorkingTree, target: str) -> None:
    (files.root / "link.yaml").symlink_to(target)
    assert "is a link that leaves the root folder" in refusal(files, "link.yaml")
    assert not files.exists("link.yaml")


def test_a_linked_folder_that_leaves_the_root_is_refused(files: WorkingTree) -> None:
    (files.root / "out").symlink_to("..", target_is_directory=True)
    assert "is a link that leaves the root folder" in refusal(files, "out/secret.yaml")


def test_a_circle_of_links_is_refused(files: WorkingTree) -> None:
    (files.root / "a.yaml").symlink_to("b.yaml")
    (files.root / "b.yaml").symlink_to("a.yaml")
    assert refusal(files, "a.yaml").startswith("a.yaml: cannot be read")
    assert not files.exists("a.yaml")


def test_a_pipe_is_refused_instead_of_waited_for(files: WorkingTree) -> None:
    os.mkfifo(files.root / "pipe.yaml")
    assert refusal(files, "pipe.yaml") == "pipe.yaml: is not a file; name a YAML or JSON file"


def test_a_folder_is_no_file(files: WorkingTree) -> None:
    assert refusal(files, "specs").startswith("specs: is not a file")


def test_an_absent_file_is_named_with_its_label(files: WorkingTree) -> None:
    labelled = WorkingTree(files.root, "../other")
    assert refusal(labelled, "x.yaml") == "../other/x.yaml: does not exist; write the file, or mend the path"


def test_a_file_is_measured_before_it_is_read(files: WorkingTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_BYTES", 5)
    assert "more than the 5 that are read" in refusal(files, "specs/registry.yaml")


def test_a_file_that_may_not_be_read_is_refused(files: WorkingTree, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert "cannot be read: Permission denied; check the path and the permissions" in refusal(
        files, "specs/registry.yaml"
    )


def test_a_path_is_made_plain() -> None:
    assert inside("./specs//a/../b.yaml") == "specs/b.yaml"
    assert inside("") == inside(".") == ""
