"""What several answers about quality rest on, each worked out once: for a registry as it is on one day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from registry.flow.completeness import Completeness
from registry.flow.whereabouts import Whereabouts

if TYPE_CHECKING:
    from datetime import date

    from registry.model.description import Description
    from registry.model.flow import Flow
    from registry.model.registry import Registry


@dataclass(frozen=True, eq=False, slots=True)
class Known:
    """What is known of descriptions and flows, by the description or the flow that was asked for."""

    registry: Registry
    today: date
    _completeness: dict[Description, Completeness] = field(default_factory=dict, init=False, repr=False)
    _descriptions: dict[Description, Whereabouts] = field(default_factory=dict, init=False, repr=False)
    _flows: dict[str, Whereabouts] = field(default_factory=dict, init=False, repr=False)

    def completeness(self, description: Description) -> Completeness:
        """Return what the fields of a description leave unsaid."""
        if description not in self._completeness:
            self._completeness[description] = Completeness(description, self.today)
        return self._completeness[description]

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
