"""Which field goes where: rows of flows and statements of fields as one graph, read as far as it is asked for."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from registry.flow.edges import edge, owner_of, taker
from registry.flow.ends import ends, rows
from registry.flow.statements import may_name, statements
from registry.flow.subject import subject_of
from registry.flow.trace import Trace, walked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import TypeAlias

    from registry.flow.edges import Edge
    from registry.flow.ends import End
    from registry.flow.subject import Subject
    from registry.flow.trace import Direction
    from registry.model.flow import Flow
    from registry.model.registry import Api, Registry

    Index: TypeAlias = Mapping[str, tuple[Edge, ...]]


class Lineage:
    """The graph of a registry: fields are its nodes, rows of flows and statements of fields its edges.

    A description is read when a question leads to it, and each flow is looked into once.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._of_flow: dict[str, tuple[Edge, ...]] = {}
        self._of_api: dict[str, tuple[Edge, ...]] = {}
        self._by_system: dict[str, tuple[Api, ...]] = {}
        self._leaving: dict[str, Index] = {}
        self._arriving: dict[str, Index] = {}

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every row of every flow, in the order of the flows."""
        return tuple(row for flow in self._registry.flows for row in self.rows_of(flow))

    def rows_of(self, flow: Flow) -> tuple[Edge, ...]:
        """Return the rows of one flow."""
        if flow.id not in self._of_flow:
            self._of_flow[flow.id] = tuple(map(edge, rows(ends(self._registry, flow))))
        return self._of_flow[flow.id]

    def statements_of(self, api: Api) -> tuple[Edge, ...]:
        """Return what the fields of one API say of where their values come from."""
        if api.id not in self._of_api:
            self._of_api[api.id] = tuple(statements(self._registry, api))
        return self._of_api[api.id]

    def flows_using(self, api_id: str, operation: str | None = None) -> tuple[Flow, ...]:
        """Return the flows that read from an API or write into it, or one operation of it.

        ``operation`` is an operationId or a name such as ``GET /products``.
        """
        found = self._registry.flows_at(api_id)
        return tuple(flow for flow in found if operation is None or self._uses(flow, api_id, operation))

    def edges_from(self, field: str) -> tuple[Edge, ...]:
        """Return the rows that carry a field or something inside it away; raises WrongUse if there is none."""
        start = self._named(field)
        return tuple(one for one in self.leaving(start) if one.kind == "flow" and start in one.sources)

    def edges_to(self, field: str) -> tuple[Edge, ...]:
        """Return the rows that carry something into a field or inside it; raises WrongUse if there is none."""
        start = self._named(field)
        return tuple(one for one in self.arriving(start) if one.kind == "flow" and start in one.targets)

    def trace(self, subject: str, direction: Direction = "both", depth: int | None = None) -> Trace:
        """Return where a field, an API, a system or a flow gets its values from and where they go.

        ``depth`` limits the number of hops. A field is traced with all that is inside it.

        Raises:
            WrongUse: There is nothing of that name; the message names the nearest.
        """
        found = subject_of(self._registry, self, subject)
        up = walked(self._into(found), self.before, depth) if direction != "down" else ()
        down = walked(self._out_of(found), self.after, depth) if direction != "up" else ()
        return Trace(found.name, found.kind, up, down)

    def after(self, arrived: Edge) -> Iterator[Edge]:
        """Yield the edges that carry on what one edge brought."""
        places = (arrived.target, *arrived.to_inside)
        return (one for one in self._any(self.leaving, places) if one.continues(arrived))

    def before(self, left: Edge) -> Iterator[Edge]:
        """Yield the edges that brought what one edge carries on."""
        places = (left.source, *left.from_inside)
        return (one for one in self._any(self.arriving, places) if left.continues(one))

    def leaving(self, field: str) -> tuple[Edge, ...]:
        """Return the edges that carry a field away, or something that holds it or is inside it."""
        return self._from(owner_of(field)).get(field, ())

    def arriving(self, field: str) -> tuple[Edge, ...]:
        """Return the edges that lead into a field, or into something that holds it or is inside it."""
        return self._to(owner_of(field)).get(field, ())

    def _out_of(self, subject: Subject) -> Iterator[Edge]:
        if subject.flow is not None:
            yield from self.rows_of(subject.flow)
        for owner in subject.owners:
            yield from (
                one for one in all_of(self._from(owner)) if owner_of(one.target) not in subject.owners
            )
        yield from self._any(self.leaving, subject.fields)

    def _into(self, subject: Subject) -> Iterator[Edge]:
        if subject.flow is not None:
            yield from dict.fromkeys(one for row in self.rows_of(subject.flow) for one in self.before(row))
        for owner in subject.owners:
            yield from (one for one in all_of(self._to(owner)) if owner_of(one.source) not in subject.owners)
        yield from self._any(self.arriving, subject.fields)

    @staticmethod
    def _any(look: Callable[[str], tuple[Edge, ...]], fields: Iterable[str]) -> Iterator[Edge]:
        """Yield the edges at any of some fields, each once."""
        yield from dict.fromkeys(one for field in fields for one in look(field))

    def _from(self, owner: str) -> Index:
        """Return the edges that leave the fields of an API, by each field that they concern."""
        if owner not in self._leaving:
            flows = (flow for flow in self._registry.flows_at(owner) if flow.producer.api == owner)
            found = [row for flow in flows for row in self.rows_of(flow)]
            for api in self._naming(owner):
                found += (one for one in self.statements_of(api) if owner_of(one.source) == owner)
            self._leaving[owner] = grouped(found, lambda one: (*one.sources, *one.from_inside))
        return self._leaving[owner]

    def _to(self, owner: str) -> Index:
        """Return the edges that lead into the fields of an API or a store, by each field that they concern."""
        if owner not in self._arriving:
            taking = (*self._registry.flows_at(owner), *self._flows_by_store.get(owner, ()))
            rows = (row for flow in taking if taker(flow) == owner for row in self.rows_of(flow))
            api = self._registry.find_api(owner)
            found = (*rows, *(() if api is None else self.statements_of(api)))
            self._arriving[owner] = grouped(found, lambda one: (*one.targets, *one.to_inside))
        return self._arriving[owner]

    def _naming(self, owner: str) -> Iterator[Api]:
        """Yield the APIs whose fields may name a field of this one: itself, and those whose text holds its system."""
        system = owner.partition("/")[0]
        if system not in self._by_system:
            self._by_system[system] = tuple(
                api
                for api in self._registry.apis
                if api.system == system or may_name(self._registry, api, system)
            )
        yield from self._by_system[system]

    def _named(self, field: str) -> str:
        """Return the one reference of a field, which names the schema that declares it."""
        return subject_of(self._registry, self, field).name

    @cached_property
    def _flows_by_store(self) -> Mapping[str, tuple[Flow, ...]]:
        found: defaultdict[str, list[Flow]] = defaultdict(list)
        for flow in self._registry.flows:
            if flow.consumer.store is not None:
                found[taker(flow)].append(flow)
        return {owner: tuple(flows) for owner, flows in found.items()}

    def _uses(self, flow: Flow, api_id: str, operation: str) -> bool:
        both = ends(self._registry, flow)
        found = (end for end in (both.producer, both.consumer) if end is not None and end.api.id == api_id)
        return any(is_called(end, operation) for end in found)


def is_called(end: End, operation: str) -> bool:
    """Tell whether the end is the operation with this operationId or name."""
    return end.operation is not None and operation in (end.operation.operation_id, end.operation.name)


def grouped(edges: Iterable[Edge], by: Callable[[Edge], tuple[str, ...]]) -> Index:
    """Return the edges by each of the references at one of their ends."""
    found: defaultdict[str, list[Edge]] = defaultdict(list)
    for one in edges:
        for name in dict.fromkeys(by(one)):
            found[name].append(one)
    return {name: tuple(group) for name, group in found.items()}


def all_of(index: Index) -> Iterator[Edge]:
    """Yield the edges of an index, each once."""
    yield from dict.fromkeys(one for found in index.values() for one in found)
