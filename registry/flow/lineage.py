"""Which field goes where: rows of flows and statements of fields as one graph, read as far as it is asked for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from registry.flow.edges import Edge, edge, inside, owner_of, reference, taker, within
from registry.flow.ends import consumer_of, ends, producer_of, rows
from registry.flow.statements import named_by, statements
from registry.flow.subject import subject_of
from registry.flow.trace import Trace, walked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import TypeAlias

    from registry.flow.ends import End
    from registry.flow.statements import Named, Statement
    from registry.flow.subject import Subject
    from registry.flow.trace import Direction
    from registry.model.flow import Flow
    from registry.model.registry import Api, Registry

    Place: TypeAlias = "Spot | Edge"
    Index: TypeAlias = Mapping[str, tuple[Place, ...]]

T = TypeVar("T")

_ANY = ""
"""Stands for all names, among those that the fields of an API may name."""


class Once(Protocol):
    """Returns what was made for a key before, else makes it."""

    def __call__(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """Return what belongs to the key."""


@dataclass(frozen=True, eq=False, slots=True)
class Spot:
    """A row of a flow that was found at one of its ends; the other is looked at when it matters."""

    flow: Flow
    row: int


class Lineage:
    """The graph of a registry: fields are its nodes, rows of flows and statements of fields its edges.

    A description is read when a question leads to it, and each flow is looked into once: ``once`` returns what it
    returned before for the same name, else makes it.
    """

    def __init__(self, registry: Registry, once: Once | None = None) -> None:
        self._registry = registry
        self._once = once or memory()

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Every row of every flow, in the order of the flows."""
        return self._once(
            ("edges",), lambda: tuple(row for flow in self._registry.flows for row in self.rows_of(flow))
        )

    def rows_of(self, flow: Flow) -> tuple[Edge, ...]:
        """Return the rows of one flow."""
        return self._once(("rows", flow.id), lambda: tuple(map(edge, rows(ends(self._registry, flow)))))

    def statements_of(self, api: Api) -> tuple[Statement, ...]:
        """Return what the fields of one API say of where their values come from."""
        return self._once(("statements", api.id), lambda: tuple(statements(api)))

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
        up = walked(self._into(found), self.before, depth, self._is_fed) if direction != "down" else ()
        down = walked(self._out_of(found), self.after, depth, self._is_read) if direction != "up" else ()
        return Trace(found.name, found.kind, up, down)

    def _is_read(self, arrived: Edge) -> bool:
        """Tell whether any flow reads from where an edge leads."""
        owner = owner_of(arrived.target)
        return any(flow.producer.api == owner for flow in self._registry.flows_at(owner))

    def _is_fed(self, left: Edge) -> bool:
        """Tell whether any flow writes into where an edge begins."""
        owner = owner_of(left.source)
        return any(flow.consumer.api == owner for flow in self._registry.flows_at(owner))

    def after(self, arrived: Edge) -> Iterator[Edge]:
        """Yield the edges that carry on what one edge brought."""
        places = (arrived.target, *arrived.to_inside)
        return (one for one in self._any(self.leaving, places) if one.continues(arrived))

    def carried_on(self, arrived: Edge) -> Iterator[Edge]:
        """Yield the rows that carry on what an edge brought, and what the same API computes from it.

        What other fields refer to, or name as their source of truth, moves nothing; so few descriptions are read.
        """
        owner = owner_of(arrived.target)
        api = self._registry.find_api(owner)
        own = () if api is None else self.statements_of(api)
        places = {arrived.target, *arrived.to_inside}
        for said in own:
            stated = said.edge(self._registry) if said.kind == "derivation" and said.api == owner else None
            if stated is not None and stated.source in places:
                yield stated
        rows = self._rows_from(owner)
        found = dict.fromkeys(
            spot for name in (arrived.target, *arrived.to_inside) for spot in rows.get(name, ())
        )
        yield from (one for one in self._edges(found) if one.continues(arrived))

    def before(self, left: Edge) -> Iterator[Edge]:
        """Yield the edges that brought what one edge carries on."""
        places = (left.source, *left.from_inside)
        return (one for one in self._any(self.arriving, places) if left.continues(one))

    def leaving(self, field: str) -> tuple[Edge, ...]:
        """Return the edges that carry a field away, or something that holds it or is inside it."""
        return tuple(self._edges(self._from(owner_of(field)).get(field, ())))

    def arriving(self, field: str) -> tuple[Edge, ...]:
        """Return the edges that lead into a field, or into something that holds it or is inside it."""
        return tuple(self._edges(self._to(owner_of(field)).get(field, ())))

    def _out_of(self, subject: Subject) -> Iterator[Edge]:
        if subject.flow is not None:
            yield from self.rows_of(subject.flow)
        for owner in subject.owners:
            yield from (
                one for one in self._all(self._from(owner)) if owner_of(one.target) not in subject.owners
            )
        yield from self._any(self.leaving, subject.fields)

    def _into(self, subject: Subject) -> Iterator[Edge]:
        if subject.flow is not None:
            yield from dict.fromkeys(one for row in self.rows_of(subject.flow) for one in self.before(row))
        for owner in subject.owners:
            yield from (
                one for one in self._all(self._to(owner)) if owner_of(one.source) not in subject.owners
            )
        yield from self._any(self.arriving, subject.fields)

    @staticmethod
    def _any(look: Callable[[str], tuple[Edge, ...]], fields: Iterable[str]) -> Iterator[Edge]:
        """Yield the edges at any of some fields, each once."""
        yield from dict.fromkeys(one for field in fields for one in look(field))

    def _all(self, index: Index) -> Iterator[Edge]:
        """Yield the edges of an index, each once."""
        yield from self._edges(dict.fromkeys(one for found in index.values() for one in found))

    def _edges(self, found: Iterable[Place]) -> Iterator[Edge]:
        """Yield what an index names; the other end of a row is looked up only now."""
        for one in found:
            yield one if isinstance(one, Edge) else self.rows_of(one.flow)[one.row]

    def _from(self, owner: str) -> Index:
        """Return what leaves the fields of an API, by each field that it concerns."""
        return self._once(("leaving", owner), lambda: indexed(self._pairs_from(owner)))

    def _pairs_from(self, owner: str) -> Iterator[tuple[str, Place]]:
        for name, spots in self._rows_from(owner).items():
            yield from ((name, spot) for spot in spots)
        for api in self.naming(owner):
            for said in self.statements_of(self._registry.api(api)):
                stated = said.edge(self._registry) if said.may_mean(owner) else None
                if stated is not None and owner_of(stated.source) == owner:
                    yield stated.source, stated

    def _rows_from(self, owner: str) -> Index:
        """Return the rows that read the fields of an API, by each field that they concern."""
        return self._once(("reading", owner), lambda: indexed(self._pairs_read(owner)))

    def _pairs_read(self, owner: str) -> Iterator[tuple[str, Place]]:
        for flow in self._registry.flows_at(owner):
            if flow.producer.api == owner:
                yield from places(flow, producer_of(self._registry, flow), owner, reads=True)

    def _to(self, owner: str) -> Index:
        """Return what leads into the fields of an API or a store, by each field that it concerns."""
        return self._once(("arriving", owner), lambda: indexed(self._pairs_to(owner)))

    def _pairs_to(self, owner: str) -> Iterator[tuple[str, Place]]:
        api = self._registry.find_api(owner)
        for flow in (*self._registry.flows_at(owner), *self._flows_into(owner)):
            if taker(flow) == owner:
                yield from places(flow, consumer_of(self._registry, flow), owner, reads=False)
        for said in () if api is None else self.statements_of(api):
            stated = said.edge(self._registry)
            if stated is not None:
                yield stated.target, stated

    def naming(self, owner: str) -> tuple[str, ...]:
        """Return the ids of the APIs whose fields may name a field of this one, by their texts."""
        return self._once(("naming", owner), lambda: tuple(self._naming(owner)))

    def _naming(self, owner: str) -> Iterator[str]:
        by_name = self._once(("by name",), self._by_name)
        wanted = (owner, owner.partition("/")[0], _ANY)
        for number in sorted({number for name in wanted for number in by_name.get(name, ())}):
            yield self._registry.apis[number].id

    def _by_name(self) -> Mapping[str, tuple[int, ...]]:
        """Return the APIs, counted from 0, by each API and system that their fields may name."""
        return indexed(
            (name, number) for number, api in enumerate(self._registry.apis) for name in self._names_in(api)
        )

    def _names_in(self, api: Api) -> tuple[str, ...]:
        named = self.named_by(api)
        return (_ANY,) if named is None else (*named.apis, *named.systems)

    def named_by(self, api: Api) -> Named | None:
        """Return which APIs and systems the fields of an API may name, None where they may name any."""
        return self._once(("named", api.id), lambda: named_by(self._registry, api))

    def _named(self, field: str) -> str:
        """Return the one reference of a field, which names the schema that declares it."""
        return subject_of(self._registry, self, field).name

    def _flows_into(self, owner: str) -> tuple[Flow, ...]:
        """Return the flows that write into a store; none where the owner is an API."""
        if self._registry.find_api(owner) is not None:
            return ()
        return self._once(("stores",), self._flows_by_store).get(owner, ())

    def _flows_by_store(self) -> Mapping[str, tuple[Flow, ...]]:
        return indexed(
            (taker(flow), flow) for flow in self._registry.flows if flow.consumer.store is not None
        )

    def _uses(self, flow: Flow, api_id: str, operation: str) -> bool:
        both = ends(self._registry, flow)
        found = (end for end in (both.producer, both.consumer) if end is not None and end.api.id == api_id)
        return any(is_called(end, operation) for end in found)


def is_called(end: End, operation: str) -> bool:
    """Tell whether the end is the operation with this operationId or name."""
    return end.operation is not None and operation in (end.operation.operation_id, end.operation.name)


def places(flow: Flow, end: End | None, owner: str, *, reads: bool) -> Iterator[tuple[str, Place]]:
    """Yield the rows of a flow with each field that they concern at one of its ends."""
    for number, row in enumerate(flow.mapping):
        path, spot = row.from_ if reads else row.to, Spot(flow, number)
        field = None if end is None else end.find(path)
        own = reference(end, field)
        held = within(end, path) if own else ()
        for name in dict.fromkeys((own or f"{owner}#{path}", *held, *inside(end, field))):
            yield name, spot


def indexed(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    """Return the second of each pair under the first."""
    found: defaultdict[str, list[T]] = defaultdict(list)
    for name, one in pairs:
        found[name].append(one)
    return {name: tuple(ones) for name, ones in found.items()}


def memory() -> Once:
    """Return what keeps whatever was made once."""
    kept: dict[tuple[str, ...], Any] = {}

    def once(key: tuple[str, ...], make: Callable[[], T]) -> T:
        if key not in kept:
            kept[key] = make()
        return cast("T", kept[key])

    return once
