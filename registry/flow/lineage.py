"""Which field goes where: the rows of all flows as the edges of one graph, and the questions asked of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from registry.errors import WrongUse
from registry.flow.ends import ends, prefixes, rows
from registry.model.fields import Field, NoSuchField, named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from registry.flow.ends import End, Row
    from registry.model.flow import Flow
    from registry.model.registry import Registry


@dataclass(frozen=True, slots=True)
class Edge:
    """One row of one flow: it carries ``source`` into ``target``.

    Each is the reference of a field, ``catalog/products#Product.sku``. ``from_field`` and ``to_field`` are
    None where the path leads to no field that the registry knows; the reference then names the path
    (``crm/store:table products#headline``). ``row`` counts from 0. ``from_path`` and ``to_path`` are what the flow
    writes, which tells ``price.amount`` from ``salePrice.amount`` where both are the same field of a shared
    component; ``from_within`` and ``to_within`` are the references of what holds each field there, outermost first.
    """

    flow: str
    row: int
    source: str
    target: str
    from_field: str | None
    to_field: str | None
    from_path: str
    to_path: str
    from_within: tuple[str, ...] = ()
    to_within: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """What it carries away: the field, and all that holds it."""
        return (self.source, *self.from_within)

    @property
    def targets(self) -> tuple[str, ...]:
        """What it carries into: the field, and all that holds it."""
        return (self.target, *self.to_within)

    def as_json(self) -> dict[str, Any]:
        """Return the edge as JSON."""
        return {
            "flow": self.flow,
            "row": self.row,
            "from": self.source,
            "to": self.target,
            "fromPath": self.from_path,
            "toPath": self.to_path,
        }


@dataclass(frozen=True, slots=True)
class Trace:
    """The way of a field through all flows, each step once, nearest first."""

    field: str
    upstream: tuple[Edge, ...]
    downstream: tuple[Edge, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the trace as JSON."""
        return {
            "waybill": 1,
            "field": self.field,
            "upstream": [edge.as_json() for edge in self.upstream],
            "downstream": [edge.as_json() for edge in self.downstream],
        }


class Lineage:
    """The graph of a registry: fields are its nodes, rows of flows its edges."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every row of every flow, in the order of the flows."""
        return tuple(edge(row) for flow in self._registry.flows for row in rows(ends(self._registry, flow)))

    def flows_using(self, api_id: str, operation: str | None = None) -> tuple[Flow, ...]:
        """Return the flows that read from an API or write into it, or one operation of it.

        ``operation`` is an operationId or a name such as ``GET /products``.
        """
        return tuple(flow for flow in self._registry.flows if self._uses(flow, api_id, operation))

    def edges_from(self, field: str) -> tuple[Edge, ...]:
        """Return the rows that carry a field or something inside it away; raises WrongUse if there is none."""
        return self._by_source.get(self._known(field), ())

    def edges_to(self, field: str) -> tuple[Edge, ...]:
        """Return the rows that carry something into a field or inside it; raises WrongUse if there is none."""
        return self._by_target.get(self._known(field), ())

    def trace(self, field: str) -> Trace:
        """Return where a field and what is inside it comes from and goes to, over any number of systems.

        Raises:
            WrongUse: There is no such API, schema or field; the message names the nearest.
        """
        start = self._known(field)
        return Trace(
            start,
            tuple(steps(start, self._by_target, lambda edge: edge.source)),
            tuple(steps(start, self._by_source, lambda edge: edge.target)),
        )

    def _uses(self, flow: Flow, api_id: str, operation: str | None) -> bool:
        both = ends(self._registry, flow)
        return any(
            end is not None and end.api.id == api_id and (operation is None or is_called(end, operation))
            for end in (both.producer, both.consumer)
        )

    def _known(self, field: str) -> str:
        """Return the one reference of a field, which names the schema that declares it."""
        if field in self._by_source or field in self._by_target:
            return field
        api_id, hash_mark, field_id = field.partition("#")
        if not hash_mark:
            raise WrongUse(f"'{field}' names no field", "write it as catalog/products#Product.sku")
        api = self._registry.api(api_id)
        try:
            found = named(api.description(api.latest), field_id)
        except NoSuchField as problem:
            raise WrongUse(problem.problem, problem.remedy) from None
        return f"{api_id}#{found.id}"

    @cached_property
    def _by_source(self) -> Mapping[str, tuple[Edge, ...]]:
        return grouped(self.edges, lambda edge: edge.sources)

    @cached_property
    def _by_target(self) -> Mapping[str, tuple[Edge, ...]]:
        return grouped(self.edges, lambda edge: edge.targets)


def edge(row: Row) -> Edge:
    """Return a row as an edge between the references of its fields."""
    flow = row.ends.flow
    from_field = reference(row.ends.producer, row.source)
    to_field = reference(row.ends.consumer, row.target)
    taken_by = flow.consumer.operation or f"{flow.consumer_system}/store:{flow.consumer.store}"
    return Edge(
        flow.id,
        row.number,
        from_field or f"{flow.producer.api}#{row.written.from_}",
        to_field or f"{taken_by.partition('#')[0]}#{row.written.to}",
        from_field,
        to_field,
        row.written.from_,
        row.written.to,
        () if from_field is None else within(row.ends.producer, row.written.from_),
        () if to_field is None else within(row.ends.consumer, row.written.to),
    )


def within(end: End | None, path: str) -> tuple[str, ...]:
    """Return the references of the fields that hold the one at ``path``, outermost first."""
    if end is None:
        return ()
    found = (reference(end, end.find(prefix)) for prefix in prefixes(path))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def reference(end: End | None, field: Field | NoSuchField | None) -> str | None:
    """Return ``catalog/products#Product.sku`` for a field that was found."""
    return f"{end.api.id}#{field.id}" if end is not None and isinstance(field, Field) else None


def is_called(end: End, operation: str) -> bool:
    """Tell whether the end is the operation with this operationId or name."""
    return end.operation is not None and operation in (end.operation.operation_id, end.operation.name)


def grouped(edges: Iterable[Edge], by: Callable[[Edge], tuple[str, ...]]) -> Mapping[str, tuple[Edge, ...]]:
    """Return the edges by each of the references at one of their ends."""
    found: defaultdict[str, list[Edge]] = defaultdict(list)
    for one in edges:
        for name in dict.fromkeys(by(one)):
            found[name].append(one)
    return {name: tuple(group) for name, group in found.items()}


def steps(start: str, edges: Mapping[str, tuple[Edge, ...]], onward: Callable[[Edge], str]) -> Iterator[Edge]:
    """Yield each edge that can be reached once, breadth first; a circle is walked once."""
    seen = {start}
    walked: set[tuple[str, int]] = set()
    waiting = [start]
    for place in waiting:  # grows while it is walked
        for one in edges.get(place, ()):
            if (one.flow, one.row) not in walked:
                walked.add((one.flow, one.row))
                yield one
            if onward(one) not in seen:
                seen.add(onward(one))
                waiting.append(onward(one))
