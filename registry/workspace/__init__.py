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

    from registry.changelog.reckoning import Reckoning
    from registry.workspace.review import Review

__all__ = ["Announced", "Released", "RuleText", "Side", "Workspace", "at", "open", "rule", "rules", "write"]


class Workspace(Asking, Doing):
    """A registry, or a folder outside any, and everything that can be asked of it or done with it.

    ``directory`` is where relative file names begin, ``root`` the folder that holds ``specs/``, ``revision``
    the Git revision that is read (None: the working tree), ``as_of`` the day taken for today.
    """

    def reckon(self, base: str, revision: str | None = None) -> Reckoning:
        """Return whom the changes of an API hit, directly and further on, what happens to them, and by when.

        Each version is named as for `diff`; an API alone means what it changes since its newest release.

        Raises:
            WrongUse: The two are not versions of one API of this registry, or it has no release yet.
        """
        from registry.workspace.reckoning import reckon  # noqa: PLC0415 - slow to import

        return reckon(self, base, revision)

    def review(self, base: str) -> Review:
        """Return what the working tree changes since it left ``base``, a Git revision: verdict, impact, way out.

        Raises:
            WrongUse: This is no Git repository, or it has no such revision.
        """
        from registry.workspace.review import review  # noqa: PLC0415 - slow to import

        return review(self, base)


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
