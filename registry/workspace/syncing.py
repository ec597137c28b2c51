"""Pull descriptions that are written in other repositories, at a branch or tag."""

from __future__ import annotations

import hashlib
import os
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.changelog.writing import write
from registry.check.structure import version_of
from registry.errors import WrongUse
from registry.formats import read
from registry.formats.json_text import as_json
from registry.formats.yaml_text import as_yaml
from registry.model.origin import OriginForm
from registry.source import git
from registry.source.bundle import bundle
from registry.source.git import Revision
from registry.source.store import api_folder
from registry.workspace.adopting import refuse_new_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from registry.source.git import Repository
    from registry.workspace.opened import Opened

FETCHED = ".build/cache/git"
SUFFIXES = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Pulled:
    """One API: the commit its description was read at, the file it is kept in, and whether that differs."""

    api: str
    commit: str
    path: str
    content: bytes
    differs: bool


def pull(here: Opened, api: str | None, said: Mapping[str, str], *, trial: bool) -> Iterator[Pulled]:
    """Write the description of an API, or of every one with a ``source.yaml``, as it is where it comes from.

    ``said`` are the keys of ``source.yaml`` that change, for one API; they are kept once it has been pulled.

    Raises:
        WrongUse: An API has no ``source.yaml``, or its repository cannot be read.
        UnreadableInput: What is pulled is no description.
    """
    if said and api is None:
        raise WrongUse(f"--{next(iter(said))} needs the API that it belongs to", "name it: system/api")
    for name in (api,) if api else known(here):
        form = origin(here, name, said)
        pulled = fetched(here, name, form)
        if not trial:
            write(here.root, {pulled.path: pulled.content, **(remembered(name, form) if said else {})})
        yield pulled


def known(here: Opened) -> tuple[str, ...]:
    """Return the APIs that are written elsewhere; raises WrongUse if there is none."""
    found = tuple(api for api in here.store.apis() if here.store.files.exists(origin_path(api)))
    if not found:
        raise WrongUse(
            "no API of this registry comes from elsewhere",
            "name one with --repository, or write specs/<system>/apis/<api>/source.yaml",
        )
    return found


def origin_path(api: str) -> str:
    """Return where it is said from where a description comes."""
    return f"{api_folder(api)}/source.yaml"


def origin(here: Opened, api: str, said: Mapping[str, str]) -> OriginForm:
    """Return from where a description comes, as is said now or was before; raises WrongUse if nobody did."""
    refuse_new_name(here, api)
    path = origin_path(api)
    if not here.store.files.exists(path):
        if "repository" in said:
            return OriginForm(**said)
        raise WrongUse(
            f"{api} has no {path}",
            "say where it comes from: --repository, and --path and --ref where they differ",
        )
    document = here.store.document(path)
    return read(OriginForm, document.data, document.place).model_copy(update=said)


def remembered(api: str, form: OriginForm) -> dict[str, bytes]:
    """Return the file that says from where the description of an API comes."""
    head = "# yaml-language-server: $schema=../../../../.waybill/source.schema.json\n"
    return {origin_path(api): (head + as_yaml(form.model_dump(by_alias=True))).encode()}


def fetched(here: Opened, api: str, form: OriginForm) -> Pulled:
    """Return the description as its newest commit has it: as it is written, if that is one file of the right kind."""
    repository = cache(here.root, form.repository)
    with closing(repository):
        commit = git.fetch(repository, address(here.root, form.repository), form.ref)
        files = Revision(repository, commit)
        bundled = bundle(form.path, files)
        version_of(bundled.data, bundled.place)
        path = kept_in(here, api, form.path)
        content = files.read(form.path)
        is_foreign = path.endswith(".json") and bundled.syntax == "yaml"
        if is_foreign or refers_elsewhere(bundled.data, files, form.path):
            content = written(bundled.data, path)
    file = here.root / path
    return Pulled(api, commit, path, content, not file.exists() or file.read_bytes() != content)


def written(description: object, path: str) -> bytes:
    """Return a description as a file of this name is written."""
    return as_json(description) + b"\n" if path.endswith(".json") else as_yaml(description).encode()


def refers_elsewhere(data: object, files: Revision, path: str) -> bool:
    """Tell whether bundling moved anything in: the file alone would be incomplete here."""
    from registry.source.tree import parse  # noqa: PLC0415 - as in the store

    return bool(parse(files.read(path), files.shown(path)).data != data)


def kept_in(here: Opened, api: str, source: str) -> str:
    """Return the file of the working description: the one there is, else one of the same kind as the source."""
    folder = api_folder(api)
    present = [
        name
        for name in ("openapi.yaml", "openapi.yml", "openapi.json")
        if here.store.files.exists(f"{folder}/{name}")
    ]
    suffix = next((suffix for suffix in SUFFIXES if source.lower().endswith(suffix)), ".yaml")
    return f"{folder}/{present[0] if present else f'openapi{suffix}'}"


def address(root: Path, written: str) -> str:
    """Return what Git is told: a URL as it is, a folder from the root of the registry."""
    if "://" in written or "@" in written.partition("/")[0]:
        return written
    return os.fspath((root / written).resolve())


def cache(root: Path, written: str) -> Repository:
    """Return the repository that what comes from one address is fetched into."""
    name = hashlib.sha256(written.encode()).hexdigest()[:16]
    return git.store_for(root / FETCHED / name)
