"""Files that nobody has touched since the build before read them: what they hold is known without reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from registry.source.files import WorkingTree

_COARSE = 2_000_000_000
"""Nanoseconds by which the times of files may be wrong: FAT counts in two seconds, no other is as coarse."""

States: TypeAlias = "Mapping[str, list[int]]"
"""How files lay there, by path: see `WorkingTree.state`."""


@dataclass(slots=True)
class Untouched:
    """Tells files of a tree that lie there as they did ``before``.

    A file that may have been touched after this build ``began`` (nanoseconds since 1970) is not vouched for, as it may
    have been read before that: so does Git with its index (racy-git, in its technical documentation).
    """

    tree: WorkingTree
    began: int
    before: States = field(default_factory=dict)

    def holds(self, path: str) -> bool:
        """Tell whether a file is as the build before left it."""
        was = self.before.get(path)
        return was is not None and self.tree.state(path) == tuple(was)

    def states(self, paths: Iterable[str]) -> States:
        """Return how those files lie there that were last touched before this build began."""
        found = ((path, self.tree.state(path)) for path in paths)
        return {path: [*state] for path, state in found if state and max(state[:2]) < self.began - _COARSE}
