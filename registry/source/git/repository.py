"""A Git repository that is read: commits, blobs at a revision, what changed, the history of a path."""

from __future__ import annotations

import datetime as dt
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from registry.errors import Place, UnreadableInput, WrongUse
from registry.source.files import inside
from registry.source.git.library import gitpython_or_refuse
from registry.source.git.trees import Entry, tree_entries
from registry.source.text import refuse_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import git


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: its id, when it was committed, by whom, and the first line of its message."""

    sha: str
    when: dt.datetime
    author: str
    subject: str


@dataclass(frozen=True, slots=True)
class Step:
    """One commit that changed a file: its id, when it was committed, and the path of the file then."""

    sha: str
    when: dt.datetime
    path: str


def _step(record: str) -> Step:
    head, _, tail = record.partition("\x02")
    sha, when = head.split("\n")
    return Step(sha, dt.datetime.fromisoformat(when), tail[2:].rstrip("\0"))


@dataclass(frozen=True, slots=True)
class Repository:
    """A Git repository: its working tree's ``root``, or its own folder when it is bare.

    Works in shallow clones, worktrees and bare repositories. All objects are read through one long-lived
    ``git cat-file --batch``; ``close`` ends it.
    """

    root: Path
    repo: git.Repo = field(repr=False, compare=False)
    _commits: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _folders: dict[str, dict[str, Entry]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def find(cls, path: Path) -> Repository | None:
        """Return the repository that a folder belongs to, or None; raises WrongUse where git is not installed."""
        start = next((folder for folder in (path, *path.parents) if folder.is_dir()), Path())
        gitpython = gitpython_or_refuse()
        try:
            repo = gitpython.Repo(start, search_parent_directories=True, odbt=gitpython.GitCmdObjectDB)
        except (gitpython.InvalidGitRepositoryError, gitpython.NoSuchPathError):
            return None
        return cls(Path(repo.working_tree_dir or repo.git_dir).resolve(), repo)

    def close(self) -> None:
        """End the git processes that were started for reading."""
        self.repo.close()

    def inner(self, folder: Path) -> str:
        """Return the path of a folder inside the repository, ``""`` for its root; raises WrongUse."""
        try:
            path = folder.resolve().relative_to(self.root).as_posix()
        except ValueError:
            raise WrongUse(f"{folder} is not inside {self.root}", "name a folder of the repository") from None
        return "" if path == "." else path

    def resolve(self, revision: str) -> str:
        """Return the id of the commit a revision names; raises WrongUse when there is none."""
        if revision not in self._commits:
            self._commits[revision] = self._commit(revision)
        return self._commits[revision]

    def read(self, revision: str, path: str) -> bytes:
        """Return the content of a file at a revision; raises UnreadableInput when it is none."""
        plain = inside(path)
        place = Place(f"{revision}:{plain}")
        entry = self._entry(self.resolve(revision), plain)
        if entry is None:
            raise UnreadableInput(place, "does not exist", "check the path and the revision")
        mode, sha = entry
        if stat.S_ISLNK(mode):
            raise UnreadableInput(place, "is a symbolic link", "commit the file itself")
        if not stat.S_ISREG(mode):
            raise UnreadableInput(place, "is not a file", "name a YAML or JSON file")
        return self._blob(sha, place)

    def exists(self, revision: str, path: str) -> bool:
        """Tell whether there is a file or folder of this path at a revision."""
        return not inside(path) or self._entry(self.resolve(revision), inside(path)) is not None

    def names(self, revision: str, folder: str) -> tuple[str, ...]:
        """Return the sorted names directly in a folder at a revision, folders with a trailing ``/``."""
        entries = self._folder(self.resolve(revision), inside(folder))
        return tuple(sorted(name + "/" * stat.S_ISDIR(mode) for name, (mode, _) in entries.items()))

    def paths_over_time(self, path: str, revision: str = "HEAD") -> tuple[Step, ...]:
        """Return the commits that changed a file, newest first, with what it was called then; renames are followed."""
        if not self.repo.head.is_valid() and revision == "HEAD":
            return ()
        log = self.repo.git(literal_pathspecs=True).log(
            *("--follow", "--name-only", "-z", "--format=%x01%H%n%cI%x02"),
            *(self.resolve(revision), "--", inside(path)),
            strip_newline_in_stdout=False,
        )
        return tuple(_step(record) for record in log.split("\x01") if record)

    def is_edge(self, sha: str) -> bool:
        """Tell whether a shallow clone ends at a commit, so that what it changed cannot be told."""
        return sha in self._edge()

    def history(self, path: str, revision: str = "HEAD") -> tuple[Commit, ...]:
        """Return the commits that changed a path, newest first; () before the first commit."""
        return tuple(self._log(path, revision))

    def dates(self, folder: str, below: Sequence[str]) -> dict[str, dt.datetime]:
        """Return when each file in ``below``, folders inside ``folder``, was last changed, by path from there.

        At the edge of a shallow clone every file looks as if it had just been added: that is unknown, and left out.
        """
        found: dict[str, dt.datetime] = {}
        if not self.repo.head.is_valid():
            return found
        start = f"{folder}/" if folder else ""
        literals = [f":(top,literal){start}{name}" for name in below]
        options = ["-z", "--name-only", "--no-renames", "--format=%x01%H%n%cI"]
        log = self.repo.git.log(*options, "--", *literals, strip_newline_in_stdout=False)
        edge = self._edge()
        for record in log.split("\x01")[1:]:
            header, *names = record.split("\0")
            sha, when = header.split("\n")
            for name in filter(None, (name.removeprefix("\n") for name in names)) if sha not in edge else ():
                found.setdefault(name.removeprefix(start), dt.datetime.fromisoformat(when))
        return found

    @property
    def is_shallow(self) -> bool:
        """Whether the clone lacks the history before some of its commits."""
        return bool(self._edge())

    def merge_base(self, one: str, other: str = "HEAD") -> str | None:
        """Return the newest commit that both histories share; None where this clone knows none."""
        try:
            found = self.repo.git.merge_base(self.resolve(one), self.resolve(other))
        except gitpython_or_refuse().GitCommandError:
            return None
        return str(found) or None

    def changed(self, base: str, folder: str = "") -> dict[str, str]:
        """Return how the files of the working tree below a folder differ from a commit, by path from the root.

        Each is ``A`` (added, or not yet known to Git), ``M`` (modified) or ``D`` (deleted); nothing is taken for
        renamed. Files that Git is told to ignore are left out.
        """
        where = f":(top,literal){inside(folder)}" if folder else ":(top)"
        listed = self.repo.git.diff(
            "--name-status",
            "-z",
            "--no-renames",
            self.resolve(base),
            "--",
            where,
            strip_newline_in_stdout=False,
        ).split("\0")
        found = {path: status[:1] for status, path in zip(listed[::2], listed[1::2], strict=False) if path}
        fresh = self.repo.git.ls_files(
            "--others", "--exclude-standard", "--full-name", "-z", "--", where, strip_newline_in_stdout=False
        )
        return dict(sorted((found | dict.fromkeys(filter(None, fresh.split("\0")), "A")).items()))

    def _commit(self, revision: str) -> str:
        if not revision or revision.startswith("-") or not revision.isprintable():
            raise WrongUse(f"{revision!r} is no Git revision", "name a branch, tag or commit")
        try:
            header: Any = self.repo.git.get_object_header(f"{revision}^{{commit}}")
        except ValueError:
            raise self._unknown(revision) from None
        return str(header[0], "ascii")  # GitPython declares text and gives bytes

    def _unknown(self, revision: str) -> WrongUse:
        remedy = "name a branch, tag or commit of this repository"
        remote = next((ref.name for ref in self.repo.refs if ref.name.endswith(f"/{revision}")), None)
        if remote:
            remedy = f"did you mean {remote!r}?"
        elif self._edge():
            remedy = "the clone is shallow: fetch the rest with 'git fetch --unshallow'"
        return WrongUse(f"there is no revision {revision!r}", remedy)

    def _edge(self) -> frozenset[str]:
        """Return the commits at which a shallow clone ends."""
        shallow = Path(self.repo.common_dir) / "shallow"
        return frozenset(shallow.read_text().split()) if shallow.is_file() else frozenset()

    def _entry(self, sha: str, plain: str) -> Entry | None:
        folder, _, name = plain.rpartition("/")
        return self._folder(sha, folder).get(name)

    def _folder(self, sha: str, plain: str) -> dict[str, Entry]:
        """Return the entries of a folder at a commit; none when it is no folder."""
        tree = f"{sha}^{{tree}}"
        if plain:
            entry = self._entry(sha, plain)
            if entry is None or not stat.S_ISDIR(entry[0]):
                return {}
            tree = entry[1]
        if tree not in self._folders:
            *_, content = self.repo.git.get_object_data(tree)
            self._folders[tree] = dict(tree_entries(content, len(sha) // 2))
        return self._folders[tree]

    def _blob(self, sha: str, place: Place) -> bytes:
        _, _, size = self.repo.git.get_object_header(sha)
        refuse_size(size, place.file)
        *_, content = self.repo.git.get_object_data(sha)
        return bytes(content)

    def _log(self, path: str, revision: str, limit: int | None = None) -> Iterator[Commit]:
        if not self.repo.head.is_valid() and revision == "HEAD":
            return
        literal = f":(top,literal){inside(path)}"  # no name of a file can be read as a pattern or an option
        options = ["-z", "--format=%H%n%cI%n%an%n%s"] + ([f"--max-count={limit}"] if limit else [])
        log = self.repo.git.log(
            *options, self.resolve(revision), "--", literal, strip_newline_in_stdout=False
        )
        for record in filter(None, log.split("\0")):
            sha, when, author, subject = record.split("\n", 3)
            yield Commit(sha, dt.datetime.fromisoformat(when), author, subject)
