"""Results kept by what they were made of: in ``.build/cache``, safe for runs side by side and for killed ones."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER = ".build/cache/results"
LIMIT = 512 * 1024 * 1024
"""Bytes that all results together may take."""
KEPT = 0.8
"""The share of the limit that is left when the oldest results are removed."""
DIGEST = 32
"""Bytes of SHA-256 before each result, by which a whole one of this key is told from any other."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of results, each a file named by the digest of all that it depends on.

    A result appears whole or not at all (rename is atomic within a file system, POSIX rename(2)); one that is damaged
    counts as absent. Nothing in it is ever run: results are bytes, and their readers take them for data.
    """

    folder: Path
    limit: int = LIMIT

    def get(self, key: str) -> bytes | None:
        """Return the result of a key, None if there is none; it counts as used now."""
        path = self._path(key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        if _seal(key, content[DIGEST:]) != content[:DIGEST]:
            return None
        with suppress(OSError):
            os.utime(path)
        return content[DIGEST:]

    def put(self, key: str, result: bytes) -> None:
        """Keep a result; what cannot be written is not kept, and nothing else happens."""
        path = self._path(key)
        waiting = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            waiting.write_bytes(_seal(key, result) + result)
            waiting.replace(path)
        except OSError:
            with suppress(OSError):
                waiting.unlink()

    def trim(self) -> None:
        """Remove the results that were used longest ago, if all of them take more than the limit."""
        found = [*_results(self.folder)]
        total = sum(size for _, size, _ in found)
        if total <= self.limit:
            return
        for _, size, path in sorted(found):
            with suppress(OSError):  # another run may trim at the same time
                os.unlink(path)  # noqa: PTH108 - as it was found
            total -= size
            if total <= self.limit * KEPT:
                break

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]


def _results(folder: Path) -> Iterator[tuple[int, int, str]]:
    """Yield when each result was used last, its size in bytes, and its path."""
    with suppress(OSError), os.scandir(folder) as inside:
        for each in inside:
            with suppress(OSError), os.scandir(each) as results:
                for result in results:
                    with suppress(OSError):
                        state = result.stat()
                        yield state.st_mtime_ns, state.st_size, result.path


def _seal(key: str, result: bytes) -> bytes:
    return sha256(key.encode() + result).digest()


def key(parts: Iterable[str | bytes]) -> str:
    """Return the key of a result that depends on these parts, in their order, and on the code that makes it."""
    digest = sha256(edition())
    for part in parts:
        content = part.encode(errors="surrogatepass") if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()


@cache
def edition() -> bytes:
    """Return what tells this code from any other: the files it consists of, as the system knows them.

    Also the libraries that decide about results: their versions.
    """
    from importlib.metadata import version  # noqa: PLC0415 - only what is cached needs it

    package = Path(__file__).parents[1]
    libraries = " ".join(f"{name} {version(name)}" for name in ("jsonschema-rs", "openapi-spec-validator"))
    digest = sha256(libraries.encode())
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".json", ".j2", ".css", ".js"}:
            state = path.stat()
            name = path.relative_to(package).as_posix()
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.digest()
