"""Files that remember what they were asked: so that a result can be told to hold still."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from registry.errors import UnreadableInput

if TYPE_CHECKING:
    from registry.source.files import Files


@dataclass(frozen=True, slots=True)
class Recorded:
    """Files below, and every question with a digest of the answer, in the order in which they were first asked."""

    files: Files
    answers: dict[tuple[str, str], str] = field(default_factory=dict)

    def read(self, path: str) -> bytes:
        """Return the content of a file."""
        try:
            content = self.files.read(path)
        except UnreadableInput as problem:
            self.answers[("read", path)] = refused(problem)
            raise
        self.answers[("read", path)] = digest(content)
        return content

    def exists(self, path: str) -> bool:
        """Tell whether there is a file or folder of this path."""
        there = self.files.exists(path)
        self.answers[("exists", path)] = str(there)
        return there

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the names directly in a folder."""
        found = self.files.names(folder)
        self.answers[("names", folder)] = listed(found)
        return found

    def shown(self, path: str) -> str:
        """Return the path as messages show it."""
        return self.files.shown(path)

    def written(self) -> bytes:
        """Return questions and answers, for `still_hold`."""
        return json.dumps([[*question, answer] for question, answer in self.answers.items()]).encode()


def still_hold(written: bytes, files: Files) -> bool:
    """Tell whether files answer today as they did when this was written."""
    return all(asked(files, question, path) == answer for question, path, answer in json.loads(written))


def asked(files: Files, question: str, path: str) -> str:
    """Ask one question again and return the answer as it is kept."""
    try:
        match question:
            case "read":
                return digest(files.read(path))
            case "exists":
                return str(files.exists(path))
        return listed(files.names(path))
    except UnreadableInput as problem:
        return refused(problem)


def listed(names: tuple[str, ...]) -> str:
    """Return a digest of names."""
    return digest("\0".join(names).encode(errors="surrogatepass"))


def digest(content: bytes) -> str:
    """Return what tells content from any other."""
    return sha256(content).hexdigest()


def refused(problem: UnreadableInput) -> str:
    """Return how a refusal is kept."""
    return f"refused: {problem}"
