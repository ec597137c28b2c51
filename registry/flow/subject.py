"""What can be traced: a field, an API, a system, a store or a flow, by what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from registry.errors import WrongUse
from registry.flow.edges import owner_of, taker
from registry.flow.extent import inner
from registry.flow.statements import described
from registry.formats import nearest
from registry.model.fields import NoSuchField, named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from registry.flow.edges import Edge
    from registry.model.flow import Flow
    from registry.model.registry import Registry

SubjectKind: TypeAlias = Literal["field", "api", "system", "store", "flow"]

FORM = "write it as catalog/products#Product.sku"


class Edges(Protocol):
    """Knows which edges there are at a field."""

    def leaving(self, field: str) -> tuple[Edge, ...]:
        """Return the edges that carry a field away."""

    def arriving(self, field: str) -> tuple[Edge, ...]:
        """Return the edges that lead into a field."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is traced: ``fields`` by their references, or all fields of ``owners``, or the rows of a flow."""

    name: str
    kind: SubjectKind
    fields: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    flow: Flow | None = None


def subject_of(registry: Registry, edges: Edges, name: str) -> Subject:
    """Return what is called so; a name that an API and a flow share is the API's.

    Raises:
        WrongUse: Nothing is; the message names the nearest.
    """
    if "#" in name:
        return field_of(registry, edges, name)
    if registry.find_api(name) is not None:
        return Subject(name, "api", owners=(name,))
    if (flow := registry.find_flow(name)) is not None:
        return Subject(name, "flow", flow=flow)
    if registry.find_system(name) is not None:
        return Subject(name, "system", owners=owners_in(registry, name))
    if name in stores(registry):
        return Subject(name, "store", owners=(name,))
    raise unknown(registry, name)


def field_of(registry: Registry, edges: Edges, name: str) -> Subject:
    """Return a field with all that is inside it; one that only flows name is known by them."""
    owner, _, field_id = name.partition("#")
    api = registry.find_api(owner)
    if api is None:
        if edges.arriving(name) or edges.leaving(name):
            return Subject(name, "field", (name,))
        raise no_column(registry, name)
    try:
        found = named(described(api), field_id)
    except NoSuchField as problem:
        if edges.leaving(name) or edges.arriving(name):
            return Subject(name, "field", (name,))
        raise WrongUse(problem.problem, problem.remedy) from None
    ids = dict.fromkeys(one.id for one in chain([found], inner(found)))
    return Subject(f"{owner}#{found.id}", "field", tuple(f"{owner}#{one}" for one in ids))


def owners_in(registry: Registry, system: str) -> tuple[str, ...]:
    """Return what has fields in a system: itself, for what is said of it by name, its APIs, its stores."""
    apis = (api.id for api in registry.apis_of(system))
    return (system, *apis, *(store for store in stores(registry) if store.startswith(f"{system}/store:")))


def stores(registry: Registry) -> tuple[str, ...]:
    """Return every table or screen that a flow writes into, as ``crm/store:table products``."""
    return tuple(dict.fromkeys(taker(flow) for flow in registry.flows if flow.consumer.store is not None))


def no_column(registry: Registry, name: str) -> WrongUse:
    """Return what to say of a field of something that is no API."""
    owner = owner_of(name)
    if owner not in stores(registry):
        return unknown(registry, owner)
    flows = (flow for flow in registry.flows if taker(flow) == owner)
    columns = [f"{owner}#{row.to}" for flow in flows for row in flow.mapping]
    return WrongUse(f"no flow writes into '{name}'", meant(name, columns))


def unknown(registry: Registry, name: str) -> WrongUse:
    """Return what to say of a name that nothing has."""
    if "/" not in name and "." in name:
        return WrongUse(f"'{name}' names no field", FORM)
    apis = [api.id for api in registry.apis]
    if "/" not in name:
        return WrongUse(f"there is no system '{name}'", meant(name, [one.id for one in registry.systems]))
    if nearest(name, apis) is None and (close := nearest(name, (*ids(registry), *stores(registry)))):
        return WrongUse(f"there is no API, flow or store '{name}'", f"did you mean '{close}'?")
    return WrongUse(f"there is no API '{name}'", meant(name, apis))


def ids(registry: Registry) -> Iterable[str]:
    """Return the names of the flows."""
    return (flow.id for flow in registry.flows)


def meant(name: str, known: Iterable[str]) -> str:
    """Return which of some names was probably meant."""
    names = tuple(known)
    close = nearest(name, names)
    return f"did you mean '{close}'?" if close else f"known: {', '.join(names) or 'none yet'}"
