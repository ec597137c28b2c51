"""What people call a description: a release, a working copy, a file, a file at a revision, standard input."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from registry.check.structure import version_of
from registry.errors import Place, UnreadableInput, WrongUse
from registry.model.description import Description
from registry.source.bundle import bundle
from registry.source.store import Store, api_folder, read_bytes, read_file
from registry.workspace.kinds import refuse_other_kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from registry.errors import WaybillError
    from registry.source.bundle import Bundle
    from registry.source.files import Files

STANDARD_INPUT = "-"
FILE_ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Side:
    """One description, what it was called, and whose it is if the registry knows it."""

    label: str
    description: Description
    api: str | None = None
    version: str | None = None

    def places(self, pointers: Iterable[str]) -> dict[str, Place]:
        """Return where each node stands, or where what is gone would stand; in one pass over each file."""
        return self.description.places(pointers)


@dataclass(frozen=True, slots=True)
class Targets:
    """Finds descriptions by what they are called; file names begin at ``directory``."""

    directory: Path
    root: Path | None
    store: Store | None

    def side(self, target: str) -> Side:
        """Return the description that is meant.

        Raises:
            WrongUse: Nothing is called so, the message names what comes nearest; or it is something else.
            UnreadableInput: The file is not there, cannot be read, or is no OpenAPI description.
        """
        found = self._side(target)
        version_of(found.description.bundle.data, found.description.bundle.place)
        return found

    def _side(self, target: str) -> Side:
        if target == STANDARD_INPUT:
            return Side(target, Description(read_bytes(sys.stdin.buffer.read(), "standard input")))
        if (self.directory / target).is_file():
            return self._file(target)
        known = self._api(target, self.store) or self._at_revision(target)
        if known is None:
            raise self._unknown(target, self.store)
        return known

    def _file(self, target: str) -> Side:
        """A file inside the registry is read as part of it: with its overlay, places from the root."""
        path = self.directory / target
        inside = None if self.store is None else self._inside(path.resolve(), self.store)
        return inside or Side(target, Description(read_file(path)))

    def _inside(self, path: Path, store: Store) -> Side | None:
        if self.root is None or not path.is_relative_to(self.root):
            return None
        name = path.relative_to(self.root).as_posix()
        refuse_other_kind(name)
        api = next((api for api in store.apis() if name.startswith(f"{api_folder(api)}/")), None)
        if api is not None and name == store.description_path(api):
            return Side(name, Description(store.description(api)), api)
        return Side(name, Description(_bundle(name, store)), api)

    def _api(self, target: str, store: Store | None) -> Side | None:
        api, _, version = target.partition("@")
        if store is None or api not in store.apis():
            return None
        return Side(target, Description(store.description(api, version or None)), api, version or None)

    def _at_revision(self, target: str) -> Side | None:
        revision, colon, name = target.partition(":")
        if not colon or not revision or not name:
            return None
        if self.root is not None:
            store = Store.open(self.root, revision)
            known = self._api(name, store)
            if known is not None:
                return Side(target, known.description, known.api, known.version)
            if store.files.exists(name):
                return Side(target, Description(_bundle(name, store)))
            if not is_file_name(name):
                raise self._unknown(name, store, f" at {revision}")
        return Side(target, Description(bundle(name, self._tree(revision, target))))

    def _tree(self, revision: str, target: str) -> Files:
        from registry.source.git import Repository, Revision  # noqa: PLC0415 - slow to import

        repository = Repository.find(self.directory)
        if repository is None:
            raise WrongUse(f"'{target}' names a revision, and this is no Git repository", "name a file")
        return Revision(repository, revision, "")

    def _unknown(self, target: str, store: Store | None, at: str = "") -> WaybillError:
        """Return what to say of a name that leads to no description: as a file, as a flow, else as an API."""
        path = self.directory / target
        if not at and (path.exists() or is_file_name(target)):
            return no_file(target, path)
        flows = () if store is None else store.flows()
        if target in flows:
            return WrongUse(f"'{target}' is a flow, no description", f"run 'waybill check {target}'")
        apis = () if store is None else store.apis()
        close = get_close_matches(target.partition("@")[0], (*apis, *flows), n=1)
        if close:
            remedy = f"did you mean '{close[0]}'?"
        elif apis:
            remedy = f"name a file or one of {', '.join(apis)}, as it is or with @version"
        else:
            remedy = "name a file; in a registry also system/api@version"
        return WrongUse(f"there is no description '{target}'{at}", remedy)


def is_file_name(target: str) -> bool:
    """Tell a file from a name such as ``catalog/products``: by its ending, or because it begins as a path."""
    return target.lower().endswith(FILE_ENDINGS) or target.startswith((".", "/", "~", "\\"))


def no_file(target: str, path: Path) -> UnreadableInput:
    """Return why a path is no file that can be read."""
    place = Place(target)
    if path.is_dir():
        return UnreadableInput(place, "is a folder", "name a file in it; in a registry also system/api")
    if path.exists():
        return UnreadableInput(place, "is no regular file", "name one, or - for standard input")
    beside = [each.name for each in path.parent.iterdir()] if path.parent.is_dir() else []
    close = get_close_matches(path.name, beside, n=1)
    return UnreadableInput(
        place, "does not exist", f"did you mean '{close[0]}' beside it?" if close else "mend the path"
    )


def _bundle(name: str, store: Store) -> Bundle:
    return bundle(name, store.files, remote_hosts=store.config.remote_references)
