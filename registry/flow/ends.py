"""The two ends of a flow: which versions it runs between, which operations, which field each row means."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from registry.model.fields import Field, NoSuchField, find, reachable
from registry.source.versions import satisfies

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from registry.model.description import Description, Operation
    from registry.model.fields.finding import Side
    from registry.model.flow import Flow, MappingRow
    from registry.model.registry import Api, Registry
    from registry.model.semantics import Freshness


Role: TypeAlias = Literal["producer", "consumer"]


@dataclass(frozen=True, eq=False)
class End:
    """The producer's or the consumer's side of a flow.

    ``name`` is what the flow calls the operation, ``wanted`` its range of versions. ``version`` is the newest
    release in that range; where there is none it is None, and ``operation`` that of the working copy.
    ``operation`` is None where the API has no such operation.
    """

    role: Role
    api: Api
    name: str
    wanted: str
    version: str | None
    operation: Operation | None
    _found: dict[str, Field | NoSuchField] = field(default_factory=dict, init=False, repr=False)

    @property
    def description(self) -> Description:
        """The description that the flow is held against."""
        return (
            self.operation.description if self.operation is not None else self.api.description(self.version)
        )

    @property
    def side(self) -> Side:
        """Where the data is: a producer answers with it, save that a webhook is a request that it sends."""
        sends = self.operation is not None and self.operation.kind != "operation"
        return "request" if self.role == "consumer" or sends else "response"

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all fields that travel at this end, wherever they are; none where there is no operation."""
        return frozenset(path.rpartition(".")[2] for path, _ in self.travelling)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all fields that travel at this end; none where there is no operation."""
        return frozenset(field.id for _, field in self.travelling)

    @cached_property
    def travelling(self) -> tuple[tuple[str, Field], ...]:
        """All fields at this end with their paths; none where there is no operation."""
        if self.operation is None:
            return ()
        return tuple(reachable(self.description, self.operation, self.side))

    def is_in(self, version: str | None) -> bool:
        """Tell whether a version of the API, or the working copy, has the operation."""
        return operation_of(self.api.description(version), self.name) is not None

    def find(self, path: str) -> Field | NoSuchField | None:
        """Return the field at a path, why there is none, or None where there is no operation to look in."""
        if self.operation is None:
            return None
        if path not in self._found:
            try:
                self._found[path] = find(self.description, self.operation, path, self.side)
            except NoSuchField as problem:
                self._found[path] = problem
        return self._found[path]


@dataclass(frozen=True, eq=False, slots=True)
class Ends:
    """A flow with its ends; one is None where the registry has no such API, or a store takes the data.

    ``today`` decides whether a day is over; where it is None, no day is.
    """

    flow: Flow
    producer: End | None
    consumer: End | None
    today: date | None = None

    def is_past(self, day: date | None) -> bool:
        """Tell whether a day has come."""
        return day is not None and self.today is not None and day <= self.today


@dataclass(frozen=True, eq=False, slots=True)
class Row:
    """One row of a mapping, and the fields it means: found, not found and why, or unknown."""

    ends: Ends
    number: int
    written: MappingRow
    source: Field | NoSuchField | None
    target: Field | NoSuchField | None
    worked_out: dict[str, Any] = field(default_factory=dict, init=False, repr=False)
    """What several rules ask of the row, kept by name so that it is worked out once."""

    @property
    def is_in_text(self) -> bool:
        """Whether the target is a parameter: it arrives as text in a URL or a header."""
        consumer = self.ends.consumer
        if consumer is None or consumer.operation is None:
            return False
        location, _, name = self.written.to.partition(".")
        return any((one.location, one.name) == (location, name) for one in consumer.operation.parameters)

    @property
    def sources(self) -> tuple[Field, ...]:
        """The source and what holds it, from the inside out; none where the source is not known."""
        producer = self.ends.producer
        if producer is None or not isinstance(self.source, Field):
            return ()
        found = (producer.find(prefix) for prefix in reversed(tuple(prefixes(self.written.from_))))
        return (self.source, *(holder for holder in found if isinstance(holder, Field)))

    @property
    def is_source_certain(self) -> bool:
        """Whether each record has the source: it is required, and what holds it is required and never null."""
        return all(one.required or one.is_element for one in self.sources) and not any(
            "null" in holder.types for holder in self.sources[1:]
        )

    @property
    def promised(self) -> Freshness | None:
        """How old the producer says that the source may be: itself, or the nearest that holds it."""
        return next((one.meaning.freshness for one in self.sources if one.meaning.freshness), None)

    @property
    def is_target_demanded(self) -> bool:
        """Whether no request can do without the target: it is required, and so is all that holds it."""
        consumer = self.ends.consumer
        if consumer is None or not isinstance(self.target, Field) or not self.target.required:
            return False
        holders = (consumer.find(prefix) for prefix in prefixes(self.written.to))
        return all(holder.required or holder.is_element for holder in holders if isinstance(holder, Field))


def ends(registry: Registry, flow: Flow, today: date | None = None) -> Ends:
    """Return the flow with its ends looked up, as they are seen on a day."""
    return Ends(flow, producer_of(registry, flow), consumer_of(registry, flow), today)


def producer_of(registry: Registry, flow: Flow) -> End | None:
    """Return the end that a flow reads from."""
    return end(registry, "producer", flow.producer.api, flow.producer.operation, flow.producer.version)


def consumer_of(registry: Registry, flow: Flow) -> End | None:
    """Return the end that a flow writes into, None for a store."""
    if flow.consumer.operation is None:
        return None
    api, _, operation = flow.consumer.operation.partition("#")
    return end(registry, "consumer", api, operation, flow.consumer.version)


def end(registry: Registry, role: Role, api_id: str, name: str, wanted: str | None) -> End | None:
    """Return one end, None if the registry has no such API."""
    api = registry.find_api(api_id)
    if api is None:
        return None
    wanted = wanted or "*"
    version = next((version for version in reversed(api.versions) if satisfies(version, wanted)), None)
    return End(role, api, name, wanted, version, operation_of(api.description(version), name))


def operation_of(description: Description, name: str) -> Operation | None:
    """Return the operation with this operationId, or called like ``GET /products``."""
    return next(
        (
            operation
            for operation in (*description.operations, *description.webhooks)
            if name in (operation.operation_id, operation.name)
        ),
        None,
    )


def rows(both: Ends) -> tuple[Row, ...]:
    """Return the rows of the mapping with the fields they mean."""
    return tuple(
        Row(
            both,
            number,
            written,
            None if both.producer is None else both.producer.find(written.from_),
            None if both.consumer is None else both.consumer.find(written.to),
        )
        for number, written in enumerate(both.flow.mapping)
    )


def prefixes(path: str) -> Iterator[str]:
    """Yield the paths of what holds a field: items, items[], items[].price hold ``items[].price.amount``."""
    for index, character in enumerate(path):
        if index and character in ".[{":
            yield path[:index]


def rows_of(flow: Flow, end: End) -> tuple[str, ...]:
    """Return the paths that a flow maps at one of its ends."""
    return tuple(row.from_ if end.role == "producer" else row.to for row in flow.mapping)
