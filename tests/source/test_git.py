from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from registry.errors import UnreadableInput, WrongUse
from registry.source import text
from registry.source.files import inside
from registry.source.git import Repository, Revision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def opened(repository: Any) -> Iterator[Repository]:
    repository.commit({"specs/a.yaml": "v: 1", "specs/deep/er/b.yaml": "b: 1"}, "First", date="2026-01-05")
    repository.git("tag", "v1")
    repository.commit({"specs/a.yaml": "v: 2", "other.yaml": "o: 1"}, "Second\n\nBody.", date="2026-02-05")
    found = Repository.find(repository.root)
    assert found is not None
    yield found
    found.close()


def test_a_repository_is_found_from_any_folder_in_it(repository: Any, opened: Repository) -> None:
    inner = Repository.find(repository.root / "specs" / "deep")
    assert inner is not None
    assert inner.root == opened.root == repository.root
    assert inner.inner(repository.root / "specs") == "specs"
    assert inner.inner(repository.root) == ""
    inner.close()


def test_a_folder_outside_any_repository_has_none(tmp_path: Path) -> None:
    assert Repository.find(tmp_path) is None


def test_a_folder_that_is_gone_from_the_working_tree_still_belongs(opened: Repository) -> None:
    gone = Repository.find(opened.root / "removed" / "folder")
    assert gone is not None
    assert gone.root == opened.root
    gone.close()


def test_revisions_are_read_without_a_checkout(opened: Repository) -> None:
    assert opened.read("v1", "specs/a.yaml") == b"v: 1"
    assert opened.read("HEAD", "specs/a.yaml") == b"v: 2"
    assert opened.read("main~1", "specs/deep/er/b.yaml") == b"b: 1"
    assert opened.read(opened.resolve("v1")[:10], "specs/./a.yaml") == b"v: 1"


def test_names_at_a_revision_are_those_it_had(opened: Repository) -> None:
    assert opened.names("v1", "") == ("specs/",)
    assert opened.names("HEAD", "") == ("other.yaml", "specs/")
    assert opened.names("HEAD", "specs") == ("a.yaml", "deep/")
    assert opened.names("HEAD", "specs/a.yaml") == ()
    assert opened.names("HEAD", "absent/folder") == ()


def test_content_may_be_anything(repository: Any, opened: Repository) -> None:
    content = bytes(range(256)) * 300 + b"\n"
    (repository.root / "größe x.bin").write_bytes(content)
    (repository.root / "empty.yaml").write_bytes(b"")
    repository.commit({})
    assert opened.read("main", "empty.yaml") == b""
    assert Revision(opened, repository.git("rev-parse", "HEAD").strip()).read("größe x.bin") == content


@pytest.mark.parametrize(
    "revision",
    ["--upload-pack=x", "-p", "", "HEAD\nv1", "nope", "v1:specs/a.yaml", "HEAD^{tree}", "v9", "HEAD~99"],
)
def test_what_names_no_commit_is_wrong_use(opened: Repository, revision: str) -> None:
    with pytest.raises(WrongUse) as caught:
        opened.resolve(revision)
    assert repr(revision) in str(caught.value)


@pytest.mark.usefixtures("opened")
def test_a_branch_known_only_at_the_remote_is_proposed(repository: Any, tmp_path: Path) -> None:
    repository.git("branch", "release")
    repository.git("clone", "--quiet", str(repository.root), str(tmp_path / "clone"))
    clone = Repository.find(tmp_path / "clone")
    assert clone is not None
    with pytest.raises(WrongUse, match="did you mean 'origin/release'"):
        clone.resolve("release")
    clone.close()


def test_absent_files_links_and_folders_are_refused(repository: Any, opened: Repository) -> None:
    (repository.root / "link.yaml").symlink_to("/etc/passwd")
    repository.commit({})
    for path, problem in {
        "absent.yaml": "main:absent.yaml: does not exist",
        "link.yaml": "main:link.yaml: is a symbolic link",
        "specs": "main:specs: is not a file",
        "link.yaml/x": "main:link.yaml/x: does not exist",
        "../x": "../x: leaves the root folder",
        "/etc/passwd": "/etc/passwd: leaves the root folder",
    }.items():
        with pytest.raises(UnreadableInput) as caught:
            opened.read("main", path)
        assert str(caught.value).startswith(problem)


def test_a_blob_is_measured_before_it_is_read(opened: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_BYTES", 3)
    with pytest.raises(UnreadableInput, match="more than the 3 that are read"):
        opened.read("HEAD", "specs/a.yaml")


def test_the_history_of_a_path_is_newest_first(opened: Repository) -> None:
    history = opened.history("specs/a.yaml")
    assert [(commit.subject, commit.author) for commit in history] == [("Second", "Ada"), ("First", "Ada")]
    assert [commit.subject for commit in opened.history("specs/a.yaml", "v1")] == ["First"]
    assert opened.history("absent.yaml") == ()


def test_the_last_change_of_each_file_is_dated(opened: Repository) -> None:
    found = opened.dates("", ["specs"])
    assert found["specs/a.yaml"] == dt.datetime(2026, 2, 5, 12, tzinfo=dt.UTC)
    deep = {name: when for name, when in found.items() if name.startswith("specs/deep/")}
    assert set(deep.values()) == {dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)}
    assert opened.dates("specs", ["deep"]) == {
        name.removeprefix("specs/"): when for name, when in deep.items()
    }
    assert opened.dates("absent", ["specs"]) == {}


@pytest.mark.parametrize("path", ["*.yaml", ":(exclude)specs", "--all", "-n1"])
def test_a_path_is_never_a_pattern_or_an_option(opened: Repository, path: str) -> None:
    assert opened.dates("", [path]) == {}


def test_a_repository_without_commits_has_no_history(repository: Any) -> None:
    found = Repository.find(repository.root)
    assert found is not None
    assert found.history("a.yaml") == ()
    assert found.dates("", ["specs"]) == {}
    with pytest.raises(WrongUse, match="there is no revision 'HEAD'"):
        found.resolve("HEAD")
    found.close()


@pytest.mark.usefixtures("opened")
def test_a_shallow_clone_says_that_it_is_one(repository: Any, tmp_path: Path) -> None:
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.root}", str(tmp_path / "shallow"))
    shallow = Repository.find(tmp_path / "shallow")
    assert shallow is not None
    assert shallow.read("HEAD", "specs/a.yaml") == b"v: 2"
    assert shallow.dates("", ["specs"]) == {}
    with pytest.raises(WrongUse, match="the clone is shallow"):
        shallow.resolve("HEAD~1")
    shallow.close()


@pytest.mark.usefixtures("opened")
def test_a_bare_repository_is_read(repository: Any, tmp_path: Path) -> None:
    repository.git("clone", "--quiet", "--bare", str(repository.root), str(tmp_path / "bare.git"))
    bare = Repository.find(tmp_path / "bare.git")
    assert bare is not None
    assert bare.read("v1", "specs/a.yaml") == b"v: 1"
    assert bare.inner(tmp_path / "bare.git") == ""
    bare.close()


@pytest.mark.usefixtures("opened")
def test_a_linked_worktree_is_read(repository: Any, tmp_path: Path) -> None:
    repository.git("worktree", "add", "--quiet", str(tmp_path / "tree"), "v1")
    tree = Repository.find(tmp_path / "tree" / "specs")
    assert tree is not None
    assert tree.root == tmp_path / "tree"
    assert tree.read("HEAD", "specs/a.yaml") == b"v: 1"
    tree.close()


def test_the_files_of_a_revision_are_relative_to_the_registry(opened: Repository) -> None:
    files = Revision(opened, "v1", "specs")
    assert files.read("a.yaml") == b"v: 1"
    assert files.names("") == ("a.yaml", "deep/")
    assert files.names("deep") == ("er/",)
    assert files.exists("deep/er")
    assert files.exists("")
    assert not files.exists("../other.yaml")
    assert not files.exists("absent")
    assert files.shown("a.yaml") == "v1:specs/a.yaml"
    with pytest.raises(UnreadableInput):
        files.read("../specs/a.yaml")
    assert inside("a.yaml") == "a.yaml"


def test_an_unknown_revision_is_told_at_once(opened: Repository) -> None:
    with pytest.raises(WrongUse):
        Revision(opened, "nope")


def test_where_git_is_not_installed_it_is_said(tmp_path: Path) -> None:
    ask = "from pathlib import Path; from registry.source.git import Repository; Repository.find(Path())"
    nowhere = {"PATH": ""}
    ran = subprocess.run(
        [sys.executable, "-c", ask], cwd=tmp_path, env=nowhere, capture_output=True, text=True, check=False
    )
    assert ran.stderr.splitlines()[-1].startswith("registry.errors.WrongUse: git is not installed")
