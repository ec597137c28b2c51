"""What is exported: the systems, releases and flows that somebody names, or all there are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from registry.errors import WrongUse
from registry.formats import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from registry.model.description import Description
    from registry.model.flow import Flow
    from registry.model.registry import Api, Registry
    from registry.model.system import System

NEWEST: Literal["newest"] = "newest"
ALL: Literal["all"] = "all"
WORKING: Literal["working"] = "working"
"""What may be asked for in place of a version: the newest release, every release, the working copy."""


@dataclass(frozen=True, slots=True)
class Release:
    """One version of an API; ``version`` is None for the working copy."""

    api: Api
    version: str | None

    @property
    def description(self) -> Description:
        """What this version says; raises UnreadableInput where it cannot be read."""
        return self.api.description(self.version)

    @property
    def path(self) -> str:
        """Its file, from the root of the registry."""
        return self.api.path(self.version)

    @property
    def number(self) -> str:
        """The version; that of a working copy is what its description states."""
        return self.version or self.description.version or "unversioned"

    def file(self, ending: str) -> str:
        """Return the file of a document about it in the folder that is written.

        A frozen version is the name of a file already; what a working copy calls its version could be anything.
        """
        return f"{self.api.id}/{self.version or WORKING}{ending}"


@dataclass(frozen=True, eq=False, slots=True)
class Subject:
    """What is exported, as of a day.

    ``way_back`` leads from the folder that is written into to the root of the registry (``../``); None where
    documents are not written, and links in them begin at the root.
    """

    registry: Registry
    systems: tuple[System, ...]
    releases: tuple[Release, ...]
    flows: tuple[Flow, ...]
    as_of: date
    way_back: str | None = None

    def link(self, document: str, path: str) -> str:
        """Return the link from a document in the folder to a file of the registry, as a relative URL."""
        back = "./" if self.way_back is None else "../" * document.count("/") + self.way_back
        return f"{back or './'}{quote(path)}"


def way_back(root: Path, folder: Path) -> str:
    """Return the relative URL that leads from a folder to the root of the registry, empty where they are one."""
    way = os.path.relpath(root.resolve(), folder.resolve())
    return "" if way == os.curdir else f"{quote(Path(way).as_posix())}/"


def newest(api: Api) -> Release:
    """Return the newest release of an API; its working copy where nothing is released."""
    return Release(api, api.latest)


def choose(
    registry: Registry, targets: Sequence[str], release: str, as_of: date, way_back: str | None = None
) -> Subject:
    """Return what the targets name: systems, APIs (``catalog/products``, ``catalog/products@2.1.0``), flows.

    A system stands for all it offers and takes, an API for the flows that use it too; no target for everything.
    ``release`` is a version, `NEWEST`, `ALL` or `WORKING`, and holds for each API named without a version.

    Raises:
        WrongUse: There is no such system, API, flow or version; the message names the nearest.
    """
    wanted = _Wanted(registry, release)
    for target in targets:
        wanted.add(target)
    for system in () if targets else registry.systems:
        wanted.add_all_of(system.id)
    return Subject(
        registry,
        tuple(system for system in registry.systems if system.id in wanted.systems),
        tuple(each for api in registry.apis for each in wanted.releases.get(api.id, ())),
        tuple(flow for flow in registry.flows if flow.id in wanted.flows),
        as_of,
        way_back,
    )


class _Wanted:
    """Gathers what targets name; the order is that of the registry, whatever the order of the targets."""

    def __init__(self, registry: Registry, release: str) -> None:
        self._registry = registry
        self._release = release
        self.systems: set[str] = set()
        self.releases: dict[str, tuple[Release, ...]] = {}
        self.flows: set[str] = set()

    def add(self, target: str) -> None:
        registry, (name, at, version) = self._registry, target.rpartition("@")
        api = registry.find_api(target)
        flows = {flow.id for flow in registry.flows if flow.id == target}
        if any(system.id == target for system in registry.systems):
            self.add_all_of(target)
        elif api is not None or flows:
            self.systems.add(target.partition("/")[0])
            self.flows |= flows
            self._add_api(api, self._release)
        elif at and (api := registry.find_api(name)) is not None:
            self.systems.add(api.system)
            self._add_api(api, version)
        else:
            raise self._unknown(target)

    def add_all_of(self, system_id: str) -> None:
        """Add a system, all it offers and all it takes."""
        self.systems.add(system_id)
        for api in self._registry.apis_of(system_id):
            self._add_releases(api, self._release)
        self.flows.update(flow.id for flow in self._registry.flows if flow.consumer_system == system_id)

    def _add_api(self, api: Api | None, release: str) -> None:
        if api is not None:
            self._add_releases(api, release)
            self.flows.update(flow.id for flow in self._registry.flows_at(api.id))

    def _add_releases(self, api: Api, release: str) -> None:
        known = self.releases.get(api.id, ())
        self.releases[api.id] = tuple(dict.fromkeys((*known, *_releases(api, release))))

    def _unknown(self, name: str) -> WrongUse:
        registry = self._registry
        known = [thing.id for things in (registry.systems, registry.apis, registry.flows) for thing in things]
        meant = nearest(name, known)
        remedy = (
            f"did you mean '{meant}'?" if meant else "name a system, system/api, system/api@version or flow"
        )
        return WrongUse(f"there is no system, API or flow '{name}'", remedy)


def _releases(api: Api, release: str) -> Iterator[Release]:
    if release == WORKING:
        yield Release(api, None)
    elif release == NEWEST or (release == ALL and not api.versions):
        yield newest(api)
    elif release == ALL:
        yield from (Release(api, version) for version in api.versions)
    else:
        api.path(release)  # says which versions there are
        yield Release(api, release)
