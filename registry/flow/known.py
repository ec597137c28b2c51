"""What several answers about quality rest on, each worked out once: for a registry as it is on one day."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from registry.flow.completeness import Completeness
from registry.flow.whereabouts import Whereabouts

if TYPE_CHECKING:
    from datetime import date

    from registry.model.description import Description
    from registry.model.flow import Flow
    from registry.model.registry import Registry


MOST = 64
"""Descriptions whose fields are kept in mind at a time: those of a thousand APIs would fill the memory."""


class Known:
    """What is known of descriptions and flows, by the description or the flow that was asked for."""

    def __init__(self, registry: Registry, today: date) -> None:
        self.registry = registry
        self.today = today
        self._descriptions: dict[Description, Whereabouts] = {}
        self._flows: dict[str, Whereabouts] = {}
        self._completeness = lru_cache(maxsize=MOST)(partial(Completeness, today=today))

    def completeness(self, description: Description) -> Completeness:
        """Return what the fields of a description leave unsaid."""
        return self._completeness(description)

    def in_description(self, description: Description) -> Whereabouts:
        """Return where the nodes of a description stand."""
        if description not in self._descriptions:
            self._descriptions[description] = Whereabouts(description.places)
        return self._descriptions[description]

    def in_flow(self, flow: Flow) -> Whereabouts:
        """Return where the nodes of the file of a flow stand."""
        if flow.id not in self._flows:
            document = self.registry.store.document(flow.path)
            self._flows[flow.id] = Whereabouts(document.places)
        return self._flows[flow.id]
