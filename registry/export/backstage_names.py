"""Names that Backstage takes: letters and digits parted by one of ``-_.``, at most 63, no two alike of one kind.

A name depends on the whole registry and not on what of it is exported, so that it stays the same from run to run.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from registry.model.registry import Registry

LONGEST = 63
_DIGEST = 8


@dataclass(frozen=True, eq=False)
class Names:
    """The names of all there is in a registry, by kind and id."""

    registry: Registry

    @cached_property
    def _teams(self) -> Mapping[str, str]:
        return named(self.registry.config.teams)

    def team(self, team_id: str) -> str:
        """Return the name of a group, also of a team that ``registry.yaml`` does not know."""
        return self._teams.get(team_id) or named([team_id])[team_id]

    @cached_property
    def systems(self) -> Mapping[str, str]:
        """Systems, by their id."""
        return named(system.id for system in self.registry.systems)

    @cached_property
    def apis(self) -> Mapping[str, str]:
        """APIs, by their id."""
        return named(api.id for api in self.registry.apis)

    @cached_property
    def components(self) -> Mapping[str, str]:
        """Components: systems by their id, flows by theirs."""
        return named(
            [*(system.id for system in self.registry.systems), *(flow.id for flow in self.registry.flows)]
        )

    @cached_property
    def resources(self) -> Mapping[str, str]:
        """Stores, by system and store: ``analytics/table dim_product``."""
        return named(
            f"{flow.consumer_system}/{flow.consumer.store}"
            for flow in self.registry.flows
            if flow.consumer.store
        )


def named(ids: Iterable[str]) -> Mapping[str, str]:
    """Return a name for each id: ``catalog/products`` as ``catalog-products``.

    An id that loses more than its slash, is too long or would be called like another gets a part of its digest.
    """
    known = tuple(dict.fromkeys(ids))
    plain = {each: _plain(each) for each in known}
    shared = Counter(name.lower() for name in plain.values())
    return {
        each: name if _tells(each, name) and shared[name.lower()] == 1 else _marked(each, name)
        for each, name in plain.items()
    }


def _plain(identity: str) -> str:
    return re.sub(r"[^A-Za-z0-9]*[^A-Za-z0-9_.-][^A-Za-z0-9]*", "-", identity).strip("-_.")


def _tells(identity: str, name: str) -> bool:
    ascii_only = identity.isascii() and identity.isprintable()
    return 0 < len(name) <= LONGEST and ascii_only


def _marked(identity: str, name: str) -> str:
    digest = hashlib.sha256(identity.encode(errors="surrogatepass")).hexdigest()[:_DIGEST]
    return f"{name[: LONGEST - _DIGEST - 1].rstrip('-_.')}-{digest}".lstrip("-")
