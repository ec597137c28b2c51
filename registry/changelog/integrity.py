"""What was frozen stays as it was: the digest that the ledger keeps of each release, held against its file."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from registry.changelog.entry import Frozen
from registry.changelog.waivers import severity_of
from registry.check.finding import Finding
from registry.errors import Place, WrongUse
from registry.flow.declare import Remark, Rule, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from registry.changelog.entry import Entry
    from registry.model.registry import Registry


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file, in hexadecimal; line ends count alike, for Git may turn them on checkout."""
    if b"\r" in content:  # to look for one byte is quicker than for two
        content = content.replace(b"\r\n", b"\n")
    return sha256(content).hexdigest()


def recorded(path: str, content: bytes) -> Frozen:
    """Return what the ledger keeps of a frozen file."""
    return Frozen(path, digest(content))


class Kept(NamedTuple):
    """A release of the ledger whose frozen file is there: the file as it is now, and as it was."""

    entry: Entry
    path: str
    now: Frozen


@rule("frozen-release-changed", "error", fix="restore it from Git, or release a new version")
def frozen_release_changed(kept: Kept) -> Iterator[Remark]:
    """Whoever built on this release was promised something else than it says now, and nobody was told."""
    was = kept.entry.frozen
    if was is None or was.sha256 == kept.now.sha256:
        return
    if was.path == kept.path:
        message = f"was changed after it was released on {kept.entry.date}"
        remedy = f"restore it with 'git checkout REVISION -- {kept.path}', or release a new version"
    else:
        message = f"stands where {was.path} was released on {kept.entry.date}"
        remedy = f"remove it, and restore the other with 'git checkout REVISION -- {was.path}'"
    yield Remark(message, "", remedy=remedy)


CATALOGUE: tuple[Rule[Kept], ...] = (frozen_release_changed,)


def check_frozen(registry: Registry, entries: Iterable[Entry]) -> Iterator[Finding]:
    """Yield the frozen files that are not what was released; ``entries`` are those of the ledger."""
    for kept in present(registry, entries):
        for found in CATALOGUE:
            severity = severity_of(registry, found)
            if severity is not None:
                for remark in found.find(kept):
                    subject = f"{kept.entry.api}@{kept.entry.version}"
                    place = Place(kept.path, 1, 1)
                    yield Finding(found.id, severity, remark.message, remark.remedy, "", place, subject)


def altered(registry: Registry, entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return a sentence for each frozen file that is not what was released, whatever the settings say."""
    return tuple(
        f"{kept.path} {remark.message}; {remark.remedy}"
        for kept in present(registry, entries)
        for remark in frozen_release_changed.find(kept)
    )


def refuse_altered(registry: Registry, entries: Iterable[Entry]) -> None:
    """Raise WrongUse where a frozen file is not what was released: nothing can be computed from it."""
    if found := altered(registry, entries):
        raise WrongUse("\n".join(found))


def present(registry: Registry, entries: Iterable[Entry]) -> Iterator[Kept]:
    """Yield the entries whose frozen files are there."""
    apis = {api.id: api for api in registry.apis}
    for entry in entries:
        api = apis.get(entry.api)
        if api is not None and entry.version in api.versions:
            path = api.path(entry.version)
            yield Kept(entry, path, recorded(path, registry.store.files.read(path)))
