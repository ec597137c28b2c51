"""The files at one revision, as a registry reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.errors import UnreadableInput
from registry.source.files import inside

if TYPE_CHECKING:
    from registry.source.git.repository import Repository


@dataclass(frozen=True, slots=True)
class Revision:
    """The files at one Git revision, read from blobs without a checkout; ``prefix`` leads to the root."""

    repository: Repository
    revision: str
    prefix: str = ""

    def __post_init__(self) -> None:
        self.repository.resolve(self.revision)

    def read(self, path: str) -> bytes:
        """Return the content of a file; raises UnreadableInput, for symbolic links too."""
        return self.repository.read(self.revision, self._full(path))

    def exists(self, path: str) -> bool:
        """Tell whether there is a file or folder of this path."""
        try:
            return self.repository.exists(self.revision, self._full(path))
        except UnreadableInput:
            return False

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the sorted names directly in a folder, folders with a trailing ``/``."""
        return self.repository.names(self.revision, self._full(folder))

    def shown(self, path: str) -> str:
        """Return the path as git spells it: ``main:specs/registry.yaml``."""
        return f"{self.revision}:{self._full(path)}"

    def _full(self, path: str) -> str:
        return "/".join(filter(None, (self.prefix, inside(path))))
