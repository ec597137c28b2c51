"""What the command line does, as values for a script: open a registry, check, diff, trace, release, build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from registry.changelog.writing import write
from registry.workspace.asking import Asking
from registry.workspace.doing import Doing
from registry.workspace.opened import CONFIG, not_found
from registry.workspace.recorded import Announced, Released
from registry.workspace.rulebook import RuleText, rule, rules
from registry.workspace.targets import Side

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Announced", "Released", "RuleText", "Side", "Workspace", "at", "open", "rule", "rules", "write"]


class Workspace(Asking, Doing):
    """A registry, or a folder outside any, and everything that can be asked of it or done with it.

    ``directory`` is where relative file names begin, ``root`` the folder that holds ``specs/``, ``revision``
    the Git revision that is read (None: the working tree), ``as_of`` the day taken for today.
    """


def open(path: str | Path = ".", revision: str | None = None, *, as_of: date | None = None) -> Workspace:  # noqa: A001
    """Open the registry that ``path`` lies in, at the working tree or at a Git revision.

    Raises:
        WrongUse: There is no ``specs/registry.yaml`` here or in any folder above.
    """
    workspace = at(path, revision, as_of=as_of)
    if not workspace.is_registry:
        raise not_found(workspace.directory)
    return workspace


def at(path: str | Path = ".", revision: str | None = None, *, as_of: date | None = None) -> Workspace:
    """Open the registry that ``path`` lies in if there is one; files can be compared and checked anywhere."""
    directory = Path(path)
    folders = (directory.resolve(), *directory.resolve().parents)
    home = next((folder for folder in folders if (folder / CONFIG).is_file()), None)
    return Workspace(directory, home, revision, as_of)
