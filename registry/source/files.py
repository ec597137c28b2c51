"""Files by their path inside a registry, never outside it: the working tree, or one Git revision."""

from __future__ import annotations

import os
import posixpath
import re
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from registry.errors import Place, UnreadableInput
from registry.source.text import refuse_size

if TYPE_CHECKING:
    from pathlib import Path

_DRIVE = re.compile(r"[A-Za-z]:")


class Files(Protocol):
    """Read-only files below one root; paths are relative to it and separated by ``/``."""

    def read(self, path: str) -> bytes:
        """Return the content of a file; raises UnreadableInput when there is none inside the root."""

    def exists(self, path: str) -> bool:
        """Tell whether there is a file or folder of this path inside the root."""

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the sorted names directly in a folder, folders with a trailing ``/``; () when it is none."""

    def shown(self, path: str) -> str:
        """Return the path as messages show it."""


def inside(path: str) -> str:
    """Return the plain form of a path; raises UnreadableInput when it leaves the root."""
    plain = posixpath.normpath(path) if path else "."
    escapes = path.startswith("/") or plain == ".." or plain.startswith("../")
    if escapes or "\\" in path or "\0" in path or _DRIVE.match(path):
        raise UnreadableInput(
            Place(path.replace("\0", "\\0")),
            "leaves the root folder",
            "keep the file beside the description and name it by a relative path",
        )
    return "" if plain == "." else plain


@dataclass(frozen=True, slots=True)
class WorkingTree:
    """The files on disk below ``root``; symbolic links are followed only inside it.

    ``label`` is put before the paths that messages show: the way from where the reader stands to the root.
    """

    root: Path
    label: str = ""
    _folders: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def read(self, path: str) -> bytes:
        """Return the content of a regular file; raises UnreadableInput."""
        plain = inside(path)
        real = self._real(plain)
        try:
            # A pipe would wait for a writer for ever: open without waiting, then see what it is.
            descriptor = os.open(
                real, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
            )
        except OSError as error:
            raise self._unreadable(plain, error) from None
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableInput(Place(self.shown(plain)), "is not a file", "name a YAML or JSON file")
            refuse_size(status.st_size, self.shown(plain))
            with open(descriptor, "rb", closefd=False) as file:
                return file.read()
        finally:
            os.close(descriptor)

    def exists(self, path: str) -> bool:
        """Tell whether there is a file or folder of this path inside the root."""
        return self.state(path) is not None

    def state(self, path: str) -> tuple[int, int, int, int] | None:
        """Return what differs once a file or folder has been touched, None where there is none inside the root.

        When its content and when anything of it changed (nanoseconds since 1970), its size (bytes) and its number.
        """
        try:
            plain = inside(path)
            found = os.lstat(self._in_folder(plain))
            if stat.S_ISLNK(found.st_mode):
                found = os.stat(self._resolved(plain))  # noqa: PTH116 - asked thousands of times
        except (UnreadableInput, OSError, ValueError):  # ValueError: no file can have this name
            return None
        return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the sorted names directly in a folder, folders with a trailing ``/``."""
        real = self._real(inside(folder))
        if not os.path.isdir(real):  # noqa: PTH112 - asked thousands of times
            return ()
        with os.scandir(real) as entries:
            return tuple(sorted(f"{entry.name}/" if entry.is_dir() else entry.name for entry in entries))

    def shown(self, path: str) -> str:
        """Return the path behind the label."""
        return posixpath.normpath(posixpath.join(self.label, path))

    def _real(self, plain: str) -> str:
        """Follow links; raises UnreadableInput when they lead out of the root or in a circle."""
        real = self._in_folder(plain)
        return self._resolved(plain) if os.path.islink(real) else real  # noqa: PTH114 - as above

    def _in_folder(self, plain: str) -> str:
        """Return a path that may be a link itself, but leads through none."""
        folder, _, name = plain.rpartition("/")
        return f"{self._folder(folder)}{os.sep}{name}" if name else self._folder("")

    def _folder(self, plain: str) -> str:
        """Return where a folder really is; found once, for most files share their folder with others."""
        if plain not in self._folders:
            self._folders[plain] = self._resolved(plain)
        return self._folders[plain]

    def _resolved(self, plain: str) -> str:
        root = self.root.resolve()
        try:
            real = (root / plain).resolve()
        except (OSError, RuntimeError) as error:  # RuntimeError: a circle of links, before Python 3.13
            raise self._unreadable(plain, error) from None
        if not real.is_relative_to(root):
            raise UnreadableInput(
                Place(self.shown(plain)),
                "is a link that leaves the root folder",
                "copy the file itself into that folder",
            )
        return str(real)

    def _unreadable(self, plain: str, error: Exception) -> UnreadableInput:
        place = Place(self.shown(plain))
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            return UnreadableInput(place, "does not exist", "write the file, or mend the path")
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        return UnreadableInput(place, f"cannot be read: {reason}", "check the path and the permissions")
