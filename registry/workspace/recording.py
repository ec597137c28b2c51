"""Write into the ledger: releases, announcements, and the changelog that is computed from both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.changelog import announcing
from registry.changelog.announcement import announcements
from registry.changelog.integrity import altered
from registry.changelog.ledger import ledger
from registry.changelog.release import prepare, regenerate, regenerated, unrecorded
from registry.changelog.writing import holds, write
from registry.errors import WrongUse
from registry.source import git
from registry.source.git import Repository
from registry.workspace import codeowners as owners
from registry.workspace.recorded import Announced, Released

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from registry.changelog.entry import Entry
    from registry.model.description import Description
    from registry.model.registry import Api
    from registry.workspace.opened import Opened


def release(here: Opened, api: Api, note: str | None, previous_until: date | None) -> Released:
    """Freeze the working copy of an API and write its entry."""
    root = here.root
    made = prepare(
        here.registry,
        api,
        ledger(root),
        announcements(root),
        today=here.as_of,
        note=note,
        previous_until=previous_until,
    )
    return Released(made.entry, write(root, made.files))


def announce(
    here: Opened, api: Api, description: Description | None, on: date | None, note: str | None
) -> Announced:
    """Record breaking changes as coming."""
    entries, known = ledger(here.root), announcements(here.root)
    made = announcing.prepare(
        here.registry, api, entries, known, today=here.as_of, on=on, note=note, description=description
    )
    return Announced((made,), write(here.root, announcing.files((made,), known, entries)))


def withdraw(here: Opened, api: Api) -> Announced:
    """Call off what is announced for an API."""
    entries, known = ledger(here.root), announcements(here.root)
    made = announcing.withdrawn(api, entries, known, today=here.as_of)
    return Announced(made, write(here.root, announcing.files(made, known, entries)))


def commit(root: Path, files: Sequence[str], message: str) -> str | None:
    """Commit exactly these files, given from the root of the registry, and return the id of the commit."""
    if not files:
        return None
    repository = Repository.find(root)
    if repository is None:
        raise WrongUse(f"{root} is in no Git repository", "run git init, or leave out --commit")
    return git.commit(repository, tuple(root / file for file in files), message)


def changelog(here: Opened) -> dict[str, bytes]:
    """Return every file under ``changelog/`` as it should be."""
    return regenerate(here.registry, ledger(here.root), announcements(here.root))


def stale(here: Opened) -> tuple[str, ...]:
    """Return a sentence for each release, or file of the changelog, that is not as it should be."""
    entries = ledger(here.root)
    if edited := altered(here.registry, entries):
        return (*edited, *missing(here, entries))
    fresh = regenerated(here.registry, entries, announcements(here.root))
    paths = (path for path in fresh if not holds(here.root / path, fresh[path]))
    told = (f"{path}: is not up to date; run 'waybill changelog' and commit the result" for path in paths)
    return (*told, *missing(here, entries))


def missing(here: Opened, entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return a sentence for each frozen release that the changelog has no entry of."""
    return tuple(
        f"{release}: is frozen and has no entry; restore it from Git, or run "
        f"'waybill release {release.partition('@')[0]}'"
        for release in unrecorded(here.registry, entries)
    )


def codeowners(here: Opened, *, trial: bool) -> tuple[str, bool]:
    """Write our lines into the file where the host of the repository looks for it; what else it holds stays."""
    repository = Repository.find(here.root)
    if repository is None:
        raise WrongUse(f"{here.root} is in no Git repository", "run git init")
    inner = repository.inner(here.root)
    path = owners.path_in(repository.root)
    file = repository.root / path
    present = file.read_text(encoding="utf-8", errors="surrogateescape") if file.is_file() else ""
    lines = owners.codeowners(here.registry, f"{inner}/" if inner else "")
    content = owners.placed(lines, present).encode(errors="surrogateescape")
    stale = not holds(file, content)
    if stale and not trial:
        write(repository.root, {path: content})
    return path, stale
