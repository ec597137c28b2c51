"""What a build leaves for the next one: what its questions were answered, and what was made of each batch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from registry.site.files import State
from registry.site.folders import Folders
from registry.site.packs import Packs
from registry.site.table import Table, as_json, from_json
from registry.site.written import contents
from registry.source.cache import FOLDER, Cache, key
from registry.source.recorded import digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from registry.model.registry import Registry
    from registry.site.asked import Asked
    from registry.site.files import Sum
    from registry.site.untouched import States

_LIBRARIES = ("jinja2", "markdown-it-py", "markupsafe", "nh3", "orjson", "pyromark", "pyyaml")
"""What has a say in the bytes of a page, beside our own code."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Results in the cache of a registry; without ``cache`` nothing is kept and nothing remembered.

    ``ground`` is a digest of what every page rests on: the day, the systems, the glossary, the templates.
    """

    cache: Cache | None
    ground: str

    @classmethod
    def of(cls, root: Path, registry: Registry, as_of: date, told: Asked, *, keep: bool) -> Memory:
        """Return the memory of the builds on the same ground; ``told`` knows the files that have been read."""
        templates = contents(Folders(root).words / "templates")
        files = sorted((name, known.digest) for (kind, *name), known in told.known.items() if kind == "read")
        flows = {flow.path for flow in registry.flows}
        ground = (
            as_of.isoformat(),
            registry.config.model_dump_json(),
            [f"{name} {version(name)}" for name in _LIBRARIES],
            [(name, digest(content)) for name, content in templates.items()],
            [(api.id, api.versions) for api in registry.apis],
            [(name, said) for (name,), said in files if name not in flows],
        )
        # What another host says today is not known beforehand.
        is_local = not registry.config.remote_references
        cache = Cache(root / FOLDER) if keep and is_local else None
        return cls(cache, digest(json.dumps(ground).encode(errors="surrogatepass")))

    def known(self) -> tuple[Table, States]:
        """Return what the last build knew, and how the files lay there that it read; nothing where there was none."""
        content = self._get("known")
        if content is None:
            return Table(), {}
        states, _, known = content.partition(b"\n")
        return Table.read(known), from_json(states)

    def keep_known(self, known: bytes, states: States) -> None:
        """Keep what this build knows, as `Asked.written` gives it, and in one with that how its files lay there."""
        if self.cache is not None:
            self._put(as_json(states) + b"\n" + known, "known")
            self.cache.trim()

    @property
    def packs(self) -> Packs:
        """What was made of batches."""
        return Packs(
            lambda number: self._get("made", str(number)),
            lambda number, content: self._put(content, "made", str(number)),
        )

    def sums(self) -> Mapping[str, Sum]:
        """Return what files that tell of many pages were made of, and how they were left, by path."""
        content = self._get("sums")
        rows = {} if content is None else from_json(content)
        return {name: (said, State(*state)) for name, (said, state) in rows.items()}

    def keep_sums(self, sums: Mapping[str, Sum]) -> None:
        """Keep what files that tell of many pages are made of."""
        self._put(as_json(sums), "sums")

    def _get(self, *name: str) -> bytes | None:
        return None if self.cache is None else self.cache.get(key(("site", self.ground, *name)))

    def _put(self, content: bytes, *name: str) -> None:
        if self.cache is not None:
            self.cache.put(key(("site", self.ground, *name)), content)
