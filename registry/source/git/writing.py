"""What is written with Git: commits of our own, and what is fetched from other repositories."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from registry.errors import WrongUse
from registry.source.git.library import gitpython_or_refuse
from registry.source.git.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ADDRESS = re.compile(
    r"(https://|ssh://|file:///|\.{0,2}/|[A-Za-z]:[\\/])[^\s\0-\x1f]+|[\w.-]+@[\w.-]+:[^\s\0-\x1f]+"
)
"""What may be fetched from: no option, no helper program (``ext::``), no control character."""
PASSWORD = re.compile(r"(://[^/@:\s]*):[^/@\s]+@")
REF = re.compile(r"(?!-)[^\s\0-\x1f:*?\[\\^~]+")


def commit(repository: Repository, files: Sequence[Path], message: str) -> str:
    """Commit these files and nothing else that is staged, and return the id of the commit.

    The hooks of the repository run. Raises WrongUse, with what Git says, when it refuses.
    """
    paths = [f":(top,literal){inner_path(repository, file)}" for file in files]
    try:
        repository.repo.git.add("--", *paths)
        repository.repo.git.commit("--quiet", "--only", f"--message={message}", "--", *paths)
    except gitpython_or_refuse().GitCommandError as error:
        said = said_by(error)
        raise WrongUse(f"git does not commit: {said}", "settle that and commit the files yourself") from None
    return str(repository.repo.head.commit.hexsha)


def said_by(error: Any) -> str:
    """Return what Git said when it refused, without what GitPython puts around it."""
    return str(error.stderr or error.stdout).strip().removeprefix("stderr: ").strip("' \n")


def inner_path(repository: Repository, file: Path) -> str:
    """Return the path of a file from the root of the repository."""
    return "/".join(filter(None, (repository.inner(file.parent), file.name)))


def fetch(repository: Repository, address: str, ref: str) -> str:
    """Fetch one ref of another repository, its newest commit only, and return the commit's id.

    ``address`` is a folder, or an https or ssh URL; nothing else is contacted, no helper program is run and
    nobody is asked for a password; an address that holds one is refused. Raises WrongUse, with what Git says,
    when it fails.
    """
    if PASSWORD.search(address):
        shown = PASSWORD.sub(r"\1:***@", address)
        raise WrongUse(
            f"{shown!r} holds a password, which everybody would read",
            "leave it out: Git asks your credential helper for it",
        )
    if not ADDRESS.fullmatch(address) or not REF.fullmatch(ref):
        remedy = "name a folder, or an https:// or ssh:// URL, and a branch or tag"
        raise WrongUse(f"cannot fetch {ref!r} from {address!r}", remedy)
    try:
        with repository.repo.git.custom_environment(
            GIT_TERMINAL_PROMPT="0", GIT_ALLOW_PROTOCOL="file:https:ssh"
        ):
            repository.repo.git.fetch("--quiet", "--no-tags", "--depth=1", "--", address, ref)
    except gitpython_or_refuse().GitCommandError as error:
        said = said_by(error)
        raise WrongUse(f"cannot fetch {ref!r} from {address!r}: {said}", "check address and ref") from None
    return repository.resolve("FETCH_HEAD")


def store_for(folder: Path) -> Repository:
    """Return a bare repository in a folder, made if there is none: a place to fetch into."""
    gitpython = gitpython_or_refuse()
    folder.mkdir(parents=True, exist_ok=True)
    repo = gitpython.Repo.init(folder, bare=True, odbt=gitpython.GitCmdObjectDB)
    return Repository(folder.resolve(), repo)
