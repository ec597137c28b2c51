"""A registry of which every answer notes what it rests on: files, flows, descriptions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, fields
from functools import partial
from typing import TYPE_CHECKING, Any

from registry.changelog.announcement import announcement_path
from registry.changelog.ledger import entry_path
from registry.model.registry import Api, Registry
from registry.site.table import Known
from registry.source import recorded
from registry.source.versions import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from registry.changelog.announcement import Announcement
    from registry.changelog.entry import Entry
    from registry.model.description import Description
    from registry.model.flow import Flow
    from registry.site.asked import Asked
    from registry.site.untouched import Untouched
    from registry.source.files import Files


@dataclass(frozen=True, slots=True)
class WatchedFiles:
    """The files of a registry; whoever looks at one rests on it."""

    files: Files
    asked: Asked

    @classmethod
    def over(cls, files: Files, asked: Asked, untouched: Untouched) -> WatchedFiles:
        """Watch files, and let them be the inputs of what is asked; those that are untouched are as before."""
        for question in ("exists", "names"):
            asked.of_input(question, partial(recorded.asked, files, question))

        def read(path: str) -> str:
            before = asked.before(("read", path))
            return before if before and untouched.holds(path) else recorded.asked(files, "read", path)

        asked.of_input("read", read)
        return cls(files, asked)

    def read(self, path: str) -> bytes:
        """Return the content of a file."""
        self.asked.note("read", path)
        content = self.files.read(path)
        self.asked.known[("read", path)] = Known(recorded.digest(content))
        return content

    def exists(self, path: str) -> bool:
        """Tell whether there is a file or folder of this path."""
        self.asked.note("exists", path)
        return self.files.exists(path)

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the names directly in a folder."""
        self.asked.note("names", folder)
        return self.files.names(folder)

    def shown(self, path: str) -> str:
        """Return the path as messages show it."""
        return self.files.shown(path)


@dataclass(frozen=True, eq=False, kw_only=True)
class WatchedApi(Api):
    """An API; whoever looks into one of its descriptions rests on the files of that."""

    asked: Asked = field(repr=False)

    def description(self, version: str | None = None) -> Description:
        """Return a frozen version, or the working description with its overlay; raises as `Api` does."""
        key = ("description", self.id, version or "")
        return self.asked.answer(key, partial(super().description, version))


class WatchedRegistry(Registry):
    """A registry; whoever looks at a flow rests on the file of that, at all flows on those of all."""

    def __init__(self, registry: Registry, asked: Asked) -> None:
        apis = tuple(_watched(api, asked) for api in registry.apis)
        for name, value in (_values(registry) | {"apis": apis}).items():
            object.__setattr__(self, "_every" if name == "flows" else name, value)
        object.__setattr__(self, "_registry", registry)
        object.__setattr__(self, "_asked", asked)
        asked.of_input("flows", lambda: _digest(asked, (flow.path for flow in registry.flows)))
        asked.of_input("flows at", lambda api: _digest(asked, (flow.path for flow in registry.flows_at(api))))

    _every: tuple[Flow, ...]
    _registry: Registry
    _asked: Asked

    @property
    def flows(self) -> tuple[Flow, ...]:
        """All flows."""
        self._asked.note("flows")
        return self._every

    def flows_at(self, api_id: str) -> tuple[Flow, ...]:
        """Return the flows that name an API at either end, in the order of their ids."""
        self._asked.note("flows at", api_id)
        return self._registry.flows_at(api_id)

    def find_flow(self, flow_id: str) -> Flow | None:
        """Return the flow of this id, None if there is none."""
        found = self._registry.find_flow(flow_id)
        if found is None:
            self._asked.note("flows")
        else:
            self._asked.note("read", found.path)
        return found

    def flow(self, flow_id: str) -> Flow:
        """Return the flow of this id; raises WrongUse naming the nearest."""
        return self.find_flow(flow_id) or self._registry.flow(flow_id)


class WatchedLedger:
    """The releases and announcements of a registry; whoever looks at those of an API rests on their files."""

    def __init__(self, entries: Iterable[Entry], announced: tuple[Announcement, ...], asked: Asked) -> None:
        self._asked = asked
        self._announced = announced
        self._entries = tuple(
            sorted(entries, key=lambda entry: (entry.date, entry.api, sort_key(entry.version)), reverse=True)
        )
        self._by_api: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            self._by_api[entry.api].append(entry)
        asked.of_input("releases", lambda: _digest(asked, map(_path, self._entries)))
        asked.of_input("releases of", lambda api: _digest(asked, map(_path, self._by_api.get(api, ()))))
        asked.of_input("announced", lambda: _digest(asked, map(announcement_path, announced)))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All releases, newest first."""
        self._asked.note("releases")
        return self._entries

    def of(self, api: str) -> tuple[Entry, ...]:
        """Return the releases of one API, newest first."""
        self._asked.note("releases of", api)
        return tuple(self._by_api.get(api, ()))

    @property
    def announced(self) -> tuple[Announcement, ...]:
        """All announcements."""
        self._asked.note("announced")
        return self._announced


def _watched(api: Api, asked: Asked) -> WatchedApi:
    watched = WatchedApi(**_values(api), asked=asked)
    watched.__dict__["versions"] = api.versions  # else the first who asks rests on them
    return watched


def _digest(asked: Asked, paths: Iterable[str]) -> str:
    """Return what tells files, with what they say, from any others."""
    said = (f"{path} {asked.digest(('read', path))}" for path in paths)
    return recorded.digest("\n".join(said).encode())


def _path(entry: Entry) -> str:
    return entry_path(entry.api, entry.version)


def _values(form: Api | Registry) -> dict[str, Any]:
    return {each.name: getattr(form, each.name) for each in fields(form) if each.init}
