"""Freeze the versions that a description's Git history holds, and write their changelog."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from registry.changelog import ledger
from registry.changelog.adoption import History, Past, history
from registry.changelog.announcement import announcements
from registry.changelog.entry import Entry
from registry.changelog.frozen import is_same
from registry.changelog.integrity import recorded
from registry.changelog.release import FIRST, index, recomputed, written
from registry.changelog.writing import write
from registry.errors import WrongUse
from registry.model.registry import load
from registry.source.git import Repository
from registry.source.store import NAME, Store, api_folder, release_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from registry.workspace.opened import Opened


@dataclass(frozen=True, slots=True)
class Adopted:
    """What was found in the history, what of it is new, and the files that were written (none of a trial)."""

    api: str
    found: History
    fresh: tuple[Past, ...]
    uncertain: tuple[str, ...]
    files: tuple[str, ...]


def adopt(here: Opened, target: str, api: str | None, *, shallow: bool, trial: bool) -> Adopted:
    """Freeze the versions of ``target`` that are not frozen yet; a run that was cut short is completed by the next.

    Raises:
        WrongUse: There is no such file in Git, no API is named, or the clone is shallow.
    """
    api_id, repository, path, revision = where(here, target, api)
    with closing(repository):
        found = history(repository, path, revision)
    if not found.versions:
        said = f": {found.passed[0]}" if found.passed else ""
        raise WrongUse(
            f"the history of {path} holds no version{said}", "name a description that is committed"
        )
    uncertain = tuple(past.version for past in found.versions if not past.certain)
    if uncertain and not shallow:
        raise WrongUse(
            f"the clone is shallow: it holds {len(found.versions)} versions, what came before "
            f"{found.versions[0].first.when.date()} is missing, and {uncertain[0]} may be older than it looks",
            "fetch the rest (git fetch --unshallow), or adopt what is here with --shallow",
        )
    known = {entry.version for entry in ledger.ledger(here.root) if entry.api == api_id}
    fresh = tuple(past for past in found.versions if past.version not in known)
    releases = {past.version: release(here, api_id, past) for past in fresh}
    files = () if trial else frozen(here, api_id, fresh, releases, found.versions[-1])
    return Adopted(api_id, found, fresh, uncertain, files)


def where(here: Opened, target: str, api: str | None) -> tuple[str, Repository, str, str]:
    """Return the API, and the repository, path and revision of the file: an API, a file, or repository:path."""
    if target in here.store.apis():
        file, name = here.root / here.store.description_path(target), api or target
    else:
        folder, colon, inner = target.rpartition(":")
        file = Path(folder) / inner if colon and (here.directory / folder).is_dir() else Path(target)
        file, name = here.directory / file, api or own_api(here, here.directory / file)
    repository = Repository.find(file.parent)
    if repository is None:
        raise WrongUse(f"{target} is in no Git repository", "name an API, a file in Git, or repository:path")
    if not name:
        raise WrongUse(
            f"{target} belongs to no API of this registry", "say which it becomes: --as system/api"
        )
    refuse_new_name(here, name)
    inner = repository.inner(file.parent)
    return name, repository, "/".join(filter(None, (inner, file.name))), "HEAD"


def own_api(here: Opened, file: Path) -> str:
    """Return the API whose working description a file is, empty if it is none."""
    return next(
        (
            api
            for api in here.store.apis()
            if (here.root / here.store.description_path(api)).resolve() == file.resolve()
        ),
        "",
    )


def refuse_new_name(here: Opened, api: str) -> None:
    """Refuse an API whose name is none, or whose system nobody described: its owner would not be known."""
    if api in here.store.apis():
        return
    system, _, name = api.partition("/")
    if not name or "/" in name:
        raise WrongUse(
            f"'{api}' is no name of an API", "write it as system/api, for example catalog/products"
        )
    if system not in here.store.systems():
        raise WrongUse(f"there is no system '{system}'", f"write specs/{system}/system.yaml first")
    if not NAME.fullmatch(name):
        raise WrongUse(f"{name!r} is no name of an API", "make it of small letters, digits and hyphens")


def release(here: Opened, api: str, past: Past) -> tuple[str, bytes]:
    """Return path and content of a frozen version; one that is there already stays as it is written.

    Raises WrongUse if that says something else.
    """
    if api not in here.store.apis() or past.version not in here.store.releases(api):
        return release_path(api, past.version, past.syntax), past.content
    path = here.store.description_path(api, past.version)
    content = here.store.files.read(path)
    if not is_same(content, past.content):
        raise WrongUse(
            f"{path} is frozen and says something else than its history",
            f"release it as it is with 'waybill changelog', or remove it and adopt {past.version} again",
        )
    return path, content


def frozen(
    here: Opened,
    api: str,
    fresh: Sequence[Past],
    releases: Mapping[str, tuple[str, bytes]],
    newest: Past,
) -> tuple[str, ...]:
    """Write what is new: the frozen files and, where there is none, the working copy; then the changelog.

    ``releases`` are path and content of each fresh version.
    """
    files = dict(releases.values())
    if api not in here.store.apis():
        files[f"{api_folder(api)}/openapi.{newest.syntax}"] = unfrozen(newest.content)
    made = write(here.root, files)
    registry = load(Store.open(here.root))
    entries = ledger.ledger(here.root)
    added = [
        recomputed(
            registry,
            Entry(
                api,
                past.version,
                past.day,
                None,
                FIRST,
                (),
                note=past.note,
                frozen=recorded(*releases[past.version]),
            ),
        )
        for past in fresh
    ]
    later = [recomputed(registry, each) for each in entries if each.api == api]
    others = [each for each in entries if each.api != api]
    told = {path: content for each in (*added, *later) for path, content in written(each).items()}
    return (
        *made,
        *write(here.root, told | index([*others, *later, *added], announcements(here.root))),
    )


def unfrozen(content: bytes) -> bytes:
    """Return a frozen description as one to be worked on: without the line that forbids it."""
    first, _, rest = content.partition(b"\n")
    return rest if first.startswith(b"#") else content
