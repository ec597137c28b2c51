"""The versions of a description that stand in the Git history of its file: which there were, from when to when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from registry.changelog.frozen import freeze, is_same
from registry.changelog.release import FILE_NAME
from registry.errors import UnreadableInput, UnreadableInputs
from registry.model.description import Description
from registry.source.bundle import bundle
from registry.source.git import Revision
from registry.source.versions import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from registry.source.git import Repository, Step
    from registry.source.tree import Syntax


@dataclass(frozen=True, slots=True)
class Past:
    """One version: its content as it was last, frozen, and the commits between which the file bore its number.

    ``syntax`` is how the content is written, which may change along the way. ``contents`` counts how often it said
    something else under the same number. ``certain`` is False where a shallow clone ends at its first commit, so that
    it may be older.
    """

    version: str
    syntax: Syntax
    content: bytes
    first: Step
    last: Step
    contents: int
    certain: bool = True

    @property
    def day(self) -> date:
        """The day on which it was first to be seen."""
        return self.first.when.date()

    @property
    def note(self) -> str:
        """What the changelog says of where it comes from."""
        if self.contents == 1:
            return f"Adopted from Git: commit {self.first.sha[:12]}."
        return (
            f"Adopted from Git: commits {self.first.sha[:12]} to {self.last.sha[:12]}, which changed it "
            f"{self.contents - 1} {'time' if self.contents == 2 else 'times'} under the same number."  # noqa: PLR2004
        )


@dataclass(frozen=True, slots=True)
class History:
    """The versions found, oldest first, and what was passed over, each a sentence."""

    versions: tuple[Past, ...]
    passed: tuple[str, ...]


def history(repository: Repository, path: str, revision: str = "HEAD") -> History:
    """Return the versions that a file had, up to a revision; ``path`` is from the root of the repository.

    A version that comes again after another is the later one. Nothing is followed out of the repository.
    """
    found: dict[str, Past] = {}
    passed: list[str] = []
    current = ""
    for step in reversed(repository.paths_over_time(path, revision)):
        try:
            version, syntax, content = at(repository, step)
        except (UnreadableInput, UnreadableInputs) as problem:
            passed.append(f"{step.sha[:12]} of {step.when.date()}: {str(problem).splitlines()[0]}")
            continue
        if not FILE_NAME.fullmatch(version):
            passed.append(f"{step.sha[:12]} of {step.when.date()}: info.version {version!r} names no version")
            continue
        known = found.get(version)
        if known is None:
            found[version] = Past(version, syntax, content, step, step, 1, not repository.is_edge(step.sha))
        else:
            count = known.contents + says_other(known, syntax, content)
            found[version] = replace(known, syntax=syntax, content=content, last=step, contents=count)
            passed.extend(again(version, current, step))
        current = version
    return History(tuple(sorted(found.values(), key=lambda past: sort_key(past.version))), tuple(passed))


def at(repository: Repository, step: Step) -> tuple[str, Syntax, bytes]:
    """Return the version of the file at a commit, and the description as it would be frozen."""
    description = Description(bundle(step.path, Revision(repository, step.sha)))
    return description.version, *freeze(description.bundle.data, description.bundle.syntax)


def says_other(known: Past, syntax: Syntax, content: bytes) -> bool:
    """Tell whether a content is another than the one before it, not only written otherwise."""
    return content != known.content and (syntax == known.syntax or not is_same(content, known.content))


def again(version: str, before: str, step: Step) -> Iterator[str]:
    """Say so where a number comes back after another."""
    if version != before:
        yield f"{step.sha[:12]} of {step.when.date()}: goes back from {before} to {version}; its last content counts"
