"""A registry's ``specs/`` folder at the working tree or at any revision: systems, APIs, versions, flows."""

from __future__ import annotations

import os
import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from registry.errors import Place, UnreadableInput, WaybillError, WrongUse
from registry.formats import nearest
from registry.source import versions
from registry.source.bundle import Bundle, bundle
from registry.source.files import Files, WorkingTree
from registry.source.tree import Document, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from registry.config import RegistryConfig
    from registry.source.git import Revision
    from registry.source.tree import Syntax

_CONFIG = "specs/registry.yaml"
_DESCRIPTIONS = ("openapi.yaml", "openapi.yml", "openapi.json")
_OVERLAYS = ("overlay.yaml", "overlay.yml", "overlay.json")
_SUFFIXES = (".yaml", ".yml", ".json")
NAME = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
"""What a system, an API or a flow should be called: the name becomes part of ids and of addresses."""


@dataclass(frozen=True, slots=True)
class Store:
    """A registry's files by what they are; what is read once is kept."""

    files: Files
    config: RegistryConfig
    _documents: dict[str, Document] = field(default_factory=dict, repr=False, compare=False)
    _bundles: dict[str, Bundle] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, root: Path, revision: str | None = None) -> Store:
        """Open the registry whose root folder holds ``specs/``, at the working tree or at a Git revision.

        Raises WrongUse when there is no ``specs/registry.yaml``, UnreadableInputs when it is wrong.
        """
        files = WorkingTree(root) if revision is None else at_revision(root, revision)
        try:
            return cls(files, _configured(files, root, revision))
        except WaybillError:
            if not isinstance(files, WorkingTree):
                files.repository.close()  # nobody else gets hold of it
            raise

    def systems(self) -> tuple[str, ...]:
        """Return the names of the systems' folders, sorted."""
        return _folders(self.files, "specs")

    def apis(self) -> tuple[str, ...]:
        """Return every API as ``system/api``, sorted."""
        return tuple(
            f"{system}/{api}"
            for system in self.systems()
            for api in _folders(self.files, f"specs/{system}/apis")
        )

    def flows(self) -> tuple[str, ...]:
        """Return every flow as ``system/flow``, sorted; the system is the one that takes the data.

        Raises UnreadableInput where two files are one flow.
        """
        return tuple(flow for system in self.systems() for flow in self.flows_of(system))

    def flows_of(self, system: str) -> tuple[str, ...]:
        """Return the flows of one system, as `flows` does."""
        return tuple(f"{system}/{flow}" for flow in self._stems(f"specs/{system}/flows"))

    def releases(self, api: str) -> tuple[str, ...]:
        """Return the frozen versions of an API, oldest first."""
        return tuple(sorted(self._stems(f"{api_folder(api)}/releases"), key=versions.sort_key))

    def description_path(self, api: str, version: str | None = None) -> str:
        """Return the path of a frozen version, or of the working description.

        Raises WrongUse when there is no such API or version, UnreadableInput when the API is not described.
        """
        path = next(self._present(_possible(api, version)), None)
        if path is None:
            raise self._no_description(api, version)
        return path

    def description_files(self, api: str, version: str | None = None) -> tuple[str, ...]:
        """Return the file of one version, or of the working description and its overlay; not what these refer to.

        Raises as `description_path` does.
        """
        overlay = None if version else self.overlay_path(api)
        return tuple(filter(None, (self.description_path(api, version), overlay)))

    def flow_path(self, flow: str) -> str:
        """Return the path of a flow's file; raises WrongUse when there is none."""
        system, _, name = flow.partition("/")
        path = next(self._present(f"specs/{system}/flows/{name}{suffix}" for suffix in _SUFFIXES), None)
        if path is None:
            raise WrongUse(f"there is no flow {flow!r}", _meant(flow, self.flows()))
        return path

    def description(self, api: str, version: str | None = None) -> Bundle:
        """Return one version, or the working description with its overlay applied.

        Raises WrongUse when there is none, UnreadableInput or UnreadableInputs when it is unreadable, or there twice.
        """
        path = self.description_path(api, version)
        if path not in self._bundles:
            self.refuse_twice(api, version)
            overlay = None if version else self.overlay_path(api)
            hosts = self.config.remote_references
            self._bundles[path] = bundle(path, self.files, overlay=overlay, remote_hosts=hosts)
        return self._bundles[path]

    def refuse_twice(self, api: str, version: str | None = None) -> None:
        """Raise UnreadableInput where two files are the same version, or the working description."""
        self._only(_possible(api, version))

    def document(self, path: str) -> Document:
        """Return any YAML or JSON file of the registry as plain data; raises UnreadableInput."""
        if path not in self._documents:
            self._documents[path] = parse(self.files.read(path), self.files.shown(path))
        return self._documents[path]

    def overlay_path(self, api: str) -> str | None:
        """Return the path of the overlay of an API, None where there is none; raises UnreadableInput where two are."""
        return self._only(f"{api_folder(api)}/{name}" for name in _OVERLAYS)

    def _stems(self, folder: str) -> tuple[str, ...]:
        """Return the names of a folder's YAML and JSON files without their endings, sorted."""
        found: dict[str, str] = {}
        for name in self.files.names(folder):
            stem, suffix = posixpath.splitext(name)
            if suffix not in _SUFFIXES or stem.startswith("."):
                continue
            if stem in found:
                raise self._twice(f"{folder}/{found[stem]}", f"{folder}/{name}")
            found[stem] = name
        return tuple(sorted(found))

    def _present(self, paths: Iterable[str]) -> Iterator[str]:
        """Yield the paths at which there is a file; no further than is asked for."""
        return filter(self.files.exists, paths)

    def _only(self, paths: Iterable[str]) -> str | None:
        """Return the one of the paths at which there is a file, None where there is none."""
        found = tuple(self._present(paths))
        if len(found) > 1:
            raise self._twice(*sorted(found)[:2])
        return found[0] if found else None

    def _twice(self, first: str, second: str) -> UnreadableInput:
        """Tell of two files for one thing; which one holds is known only to whoever wrote them."""
        beside = posixpath.basename(first)
        problem = f"is for the same thing as {beside} beside it, and only one of them can hold"
        return UnreadableInput(
            Place(self.files.shown(second)), problem, "keep the one that is right, and remove the other"
        )

    def _no_description(self, api: str, version: str | None) -> WaybillError:
        if api not in self.apis():
            return WrongUse(f"there is no API {api!r}", _meant(api, self.apis()))
        if version is None:
            place = Place(self.files.shown(f"{api_folder(api)}/{_DESCRIPTIONS[0]}"))
            return UnreadableInput(place, "does not exist", f"write it: it describes {api}")
        known = ", ".join(self.releases(api)) or "none yet"
        return WrongUse(f"{api} has no version {version!r}", f"frozen versions: {known}")


def _configured(files: Files, root: Path, revision: str | None) -> RegistryConfig:
    from registry.config import read_config  # noqa: PLC0415 - slow to import

    if not files.exists(_CONFIG):
        at = f" at {revision}" if revision else ""
        raise WrongUse(f"{root} holds no {_CONFIG}{at}", "run 'waybill init' to begin a registry there")
    document = parse(files.read(_CONFIG), files.shown(_CONFIG))
    return read_config(document.data, document.place)


def read_file(path: Path | str) -> Bundle:
    """Read a description outside any registry; raises UnreadableInput or UnreadableInputs.

    Its references may name files of the same Git repository or, outside one, of the current folder when the
    description lies below it, else of its own folder.
    """
    name, files = outside(Path(path))
    return bundle(name, files)


def outside(path: Path) -> tuple[str, WorkingTree]:
    """Return the path of a description outside any registry, and the files that it may refer to; see `read_file`."""
    folder = path.parent.resolve()
    here = Path.cwd() if folder.is_relative_to(Path.cwd()) else folder
    root = next((parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), here)
    label = str(root) if path.is_absolute() else os.path.relpath(root)
    return (folder / path.name).relative_to(root).as_posix(), WorkingTree(root, label)


def read_bytes(content: bytes, name: str) -> Bundle:
    """Read a description from memory; it can refer to no file. ``name`` stands for it in messages."""
    return bundle(name, _Memory(name, content))


@dataclass(frozen=True, slots=True)
class _Memory:
    """One file without neighbours."""

    name: str
    content: bytes = field(repr=False)

    def read(self, path: str) -> bytes:
        if path != self.name:
            raise UnreadableInput(Place(path), "does not exist", f"{self.name} was read alone: save it first")
        return self.content

    def exists(self, path: str) -> bool:
        return path == self.name

    def names(self, folder: str) -> tuple[str, ...]:
        return (self.name,) if not folder else ()

    def shown(self, path: str) -> str:
        return path


def at_revision(root: Path, revision: str) -> Revision:
    """Return the files below a folder as they are at a Git revision; raises WrongUse where there is none."""
    from registry.source.git import Repository, Revision  # noqa: PLC0415 - GitPython is slow to import

    repository = Repository.find(root)
    if repository is None:
        raise WrongUse(f"{root} is in no Git repository", "leave out the revision, or run 'git init'")
    return Revision(repository, revision, repository.inner(root))


def api_folder(api: str) -> str:
    """Return where an API is kept, from the root of the registry; raises WrongUse for what cannot be its name."""
    system, _, name = api.partition("/")
    if not (system and name) or "/" in name or system.startswith(".") or name.startswith("."):
        raise WrongUse(
            f"{api!r} is no name of an API", "write it as system/api, for example catalog/products"
        )
    return f"specs/{system}/apis/{name}"


def release_path(api: str, version: str, syntax: Syntax) -> str:
    """Return where a version is frozen that is written so, from the root of the registry."""
    return f"{api_folder(api)}/releases/{version}.{syntax}"


def _possible(api: str, version: str | None) -> tuple[str, ...]:
    """Return where a version, or the working description, may stand."""
    folder = api_folder(api)
    if version is None:
        return tuple(f"{folder}/{name}" for name in _DESCRIPTIONS)
    return tuple(f"{folder}/releases/{version}{suffix}" for suffix in _SUFFIXES if "/" not in version)


def _folders(files: Files, folder: str) -> tuple[str, ...]:
    """Return the names of the folders directly in a folder, hidden ones aside."""
    names = (name for name in files.names(folder) if name.endswith("/") and not name.startswith("."))
    return tuple(name.removesuffix("/") for name in names)


def _meant(name: str, known: tuple[str, ...]) -> str:
    meant = nearest(name, known)
    return f"did you mean {meant!r}?" if meant else f"known: {', '.join(known) or 'none yet'}"
