"""A trace as facts that can be shown: each step with its flow, its owner, its operations and its conversion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from registry.flow.edges import owner_of
from registry.flow.ends import ends
from registry.flow.wording import conversion
from registry.formats import Written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.flow.ends import End
    from registry.flow.trace import Step, Trace
    from registry.model.flow import Flow, MappingRow
    from registry.model.registry import Registry

SAYS: Mapping[str, str] = {
    "derivation": "computed from",
    "sourceOfTruth": "source of truth is",
    "relationship": "refers to",
}
"""What the field at the end of an edge says of the one at its beginning."""

SAY: Mapping[str, tuple[str, str]] = {
    "derivation": ("is computed from it", "are computed from it"),
    "sourceOfTruth": ("names it as source of truth", "name it as source of truth"),
    "relationship": ("refers to it", "refer to it"),
}
"""The same of one field and of several."""


@dataclass(frozen=True, eq=False, slots=True)
class Told:
    """One step with what the registry knows of it; flow, row and operations are None for a statement."""

    step: Step
    flow: Flow | None
    row: MappingRow | None
    reads: str | None
    writes: str | None

    @property
    def conversion(self) -> tuple[str, ...]:
        """What becomes of the value on the way, in words."""
        return () if self.row is None else conversion(self.row)

    def as_json(self, number: int) -> dict[str, Any]:
        """Return the step in the published shape (``waybill schema trace``)."""
        step, edge = self.step, self.step.edge
        return {
            "number": number,
            "hops": step.hops,
            "before": step.before,
            "onward": list(step.onward),
            "cut": step.cut,
            "kind": edge.kind,
            "from": side(edge.source, edge.from_path, self.reads, known=edge.from_field is not None),
            "to": side(edge.target, edge.to_path, self.writes, known=edge.to_field is not None),
            "flow": None if self.flow is None else flow_as_json(self.flow, edge.row),
            "conversion": None if self.row is None else conversion_as_json(self.row),
            "said": edge.said or None,
        }


def told(registry: Registry, steps: tuple[Step, ...]) -> tuple[Told, ...]:
    """Return the steps with what is known of them."""
    return tuple(one(registry, step) for step in steps)


def one(registry: Registry, step: Step) -> Told:
    """Return one step with what is known of it."""
    if step.edge.kind != "flow":
        return Told(step, None, None, None, None)
    flow = registry.flow(step.edge.flow)
    both = ends(registry, flow)
    reads = called(both.producer, flow.producer.operation)
    writes = called(both.consumer, flow.consumer.operation_name)
    return Told(step, flow, flow.mapping[step.edge.row], reads, writes)


def called(end: End | None, name: str | None) -> str | None:
    """Return the operation by method and path, by the name that the flow gives it where there is none."""
    return name if end is None or end.operation is None else end.operation.name


def as_json(registry: Registry, trace: Trace) -> dict[str, Any]:
    """Return a trace in the published shape (``waybill schema trace``)."""
    return {
        "waybill": 1,
        "subject": trace.subject,
        "kind": trace.kind,
        "upstream": [step.as_json(number) for number, step in enumerate(told(registry, trace.upstream))],
        "downstream": [step.as_json(number) for number, step in enumerate(told(registry, trace.downstream))],
    }


def side(field: str, path: str, operation: str | None, *, known: bool) -> dict[str, Any]:
    """Return one end of a step."""
    return {"field": field, "owner": owner_of(field), "path": path, "operation": operation, "known": known}


def flow_as_json(flow: Flow, row: int) -> dict[str, Any]:
    """Return what a step tells of its flow."""
    return {"id": flow.id, "title": flow.title, "owner": flow.owner, "purpose": flow.purpose, "row": row}


def conversion_as_json(row: MappingRow) -> dict[str, Any]:
    """Return what becomes of a value: as it is written in the flow, and in words."""
    written = {
        "values": row.values,
        "convert": row.convert,
        "onNull": row.on_null,
        "onStale": row.on_stale,
    }
    plain = {
        key: value.model_dump(by_alias=True, exclude_none=True) if isinstance(value, Written) else value
        for key, value in written.items()
    }
    return {"required": row.required, **plain, "words": list(conversion(row))}
