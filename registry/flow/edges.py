"""Edges between fields: rows of flows, and what fields say themselves of where their values come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from registry.flow.ends import prefixes
from registry.flow.extent import inner
from registry.model.fields import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.flow.ends import End, Row
    from registry.model.fields import NoSuchField
    from registry.model.flow import Flow

Kind: TypeAlias = Literal["flow", "derivation", "sourceOfTruth", "relationship"]
"""Who says that a value goes there: a flow that carries it, or the field that is computed from it, decided by it
or refers to it."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One row of one flow, or one statement of a field: it carries ``source`` into ``target``.

    Each is the reference of a field, ``catalog/products#Product.sku``. ``from_field`` and ``to_field`` are
    None where the path leads to no field that the registry knows; the reference then names the path
    (``crm/store:table products#headline``). ``row`` counts from 0. ``from_path`` and ``to_path`` are what the flow
    writes, which tells ``price.amount`` from ``salePrice.amount`` where both are the same field of a shared
    component; ``from_within`` and ``to_within`` are the references of what holds each field there, outermost first,
    ``from_inside`` and ``to_inside`` of what it holds itself.

    What a field states has no flow; ``said`` is what it says of it in words.
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
    from_inside: tuple[str, ...] = ()
    to_inside: tuple[str, ...] = ()
    kind: Kind = "flow"
    said: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """What it carries away: the field, and all that holds it."""
        return (self.source, *self.from_within)

    @property
    def targets(self) -> tuple[str, ...]:
        """What it carries into: the field, and all that holds it."""
        return (self.target, *self.to_within)

    def continues(self, other: Edge) -> bool:
        """Tell whether this edge may carry on what another brought, both at the same reference.

        An amount that was written into the total of an order does not leave from its shipping costs, although both
        are the same field of a shared component.
        """
        arrived, left = holder(other.to_within), holder(self.from_within)
        if self.source != other.target or not arrived or not left or arrived == left:
            return True
        return schema_of(arrived) != schema_of(left)


def holder(within: tuple[str, ...]) -> str:
    """Return the innermost property that holds a field, empty if there is none; items of lists are passed over."""
    return next((one for one in reversed(within) if not one.endswith(("[]", "{}"))), "")


def schema_of(field: str) -> str:
    """Return the API and schema of a reference: ``catalog/products#Product``."""
    owner, _, name = field.partition("#")
    return f"{owner}#{name.partition('.')[0]}"


def owner_of(field: str) -> str:
    """Return what a reference is a field of: ``catalog/products``, or ``crm/store:table products``."""
    return field.partition("#")[0]


def taker(flow: Flow) -> str:
    """Return what a flow writes into: ``email/items``, or ``crm/store:table products``."""
    return flow.consumer.api or f"{flow.consumer_system}/store:{flow.consumer.store}"


def edge(row: Row) -> Edge:
    """Return a row as an edge between the references of its fields."""
    flow = row.ends.flow
    from_field = reference(row.ends.producer, row.source)
    to_field = reference(row.ends.consumer, row.target)
    return Edge(
        flow.id,
        row.number,
        from_field or f"{flow.producer.api}#{row.written.from_}",
        to_field or f"{taker(flow)}#{row.written.to}",
        from_field,
        to_field,
        row.written.from_,
        row.written.to,
        () if from_field is None else within(row.ends.producer, row.written.from_),
        () if to_field is None else within(row.ends.consumer, row.written.to),
        tuple(inside(row.ends.producer, row.source)),
        tuple(inside(row.ends.consumer, row.target)),
    )


def within(end: End | None, path: str) -> tuple[str, ...]:
    """Return the references of the fields that hold the one at ``path``, outermost first."""
    if end is None:
        return ()
    found = (reference(end, end.find(prefix)) for prefix in prefixes(path))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def inside(end: End | None, field: Field | NoSuchField | None) -> Iterator[str]:
    """Yield the references of the fields inside one that was found."""
    if end is not None and isinstance(field, Field):
        yield from dict.fromkeys(f"{end.api.id}#{one.id}" for one in inner(field))


def reference(end: End | None, field: Field | NoSuchField | None) -> str | None:
    """Return ``catalog/products#Product.sku`` for a field that was found."""
    return f"{end.api.id}#{field.id}" if end is not None and isinstance(field, Field) else None
