"""What a check found, mended in the files that people wrote."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from registry.changelog.writing import write
from registry.model.semantics.drafts import is_draft
from registry.source.edits import edited

if TYPE_CHECKING:
    from collections.abc import Iterable

    from registry.check.finding import Finding
    from registry.source.edit import Edit
    from registry.workspace.opened import Opened


@dataclass(frozen=True, slots=True)
class Fixed:
    """One file before and after; ``made`` are the edits that could be made as text, ``left`` those that could not."""

    name: str
    path: Path
    before: bytes
    after: bytes
    made: tuple[Edit, ...]
    left: tuple[Edit, ...]

    @property
    def drafted(self) -> int:
        """How many of the edits are requests that somebody has to answer."""
        return sum(is_draft(edit.value) for edit in self.made)

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        old, new = (
            side.decode(errors="replace").splitlines(keepends=True) for side in (self.before, self.after)
        )
        lines = unified_diff(old, new, f"a/{self.name}", f"b/{self.name}")
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
        )


def fixes(here: Opened, findings: Iterable[Finding]) -> tuple[Fixed, ...]:
    """Return what would become of each file in which findings can be mended; nothing is written.

    A file that was read from elsewhere than the disk is passed over, and so is a release: it is frozen.
    """
    by_file: dict[str, list[Edit]] = {}
    for name, edit in (fix for finding in findings for fix in finding.fixes):
        by_file.setdefault(name, []).append(edit)
    return tuple(
        _fixed(name, path, edits)
        for name, edits in sorted(by_file.items())
        if (path := _path(here, name)) is not None and not _is_frozen(here, path)
    )


def write_fixes(made: Iterable[Fixed]) -> None:
    """Write the files that change."""
    for fixed in made:
        if fixed.made:
            write(fixed.path.parent, {fixed.path.name: fixed.after})


def _fixed(name: str, path: Path, edits: list[Edit]) -> Fixed:
    before = path.read_bytes()
    result = edited(before, name, edits)
    return Fixed(name, path, before, result.content, result.made, result.left)


def _path(here: Opened, name: str) -> Path | None:
    """Return the file that findings call so: by its way from the root of the registry, else from here."""
    homes = [here.root / name] if here.is_registry else []
    return next((path for path in (*homes, Path(name)) if path.is_file()), None)


def _is_frozen(here: Opened, path: Path) -> bool:
    if not here.is_registry:
        return False
    frozen = (
        here.store.description_path(api, version)
        for api in here.store.apis()
        for version in here.store.releases(api)
    )
    return path in {here.root / name for name in frozen}
