"""GitPython, imported where git is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.errors import WrongUse

if TYPE_CHECKING:
    from types import ModuleType


def gitpython_or_refuse() -> ModuleType:
    """Import GitPython, which refuses to be imported where there is no git."""
    try:
        import git  # noqa: PLC0415 - fails, and is slow
    except ImportError:
        raise WrongUse(
            "git is not installed, and what was asked for stands in a Git repository",
            "install git (https://git-scm.com), or put it on the PATH",
        ) from None
    return git
