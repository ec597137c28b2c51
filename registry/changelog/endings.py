"""What stops working, or changes so that somebody breaks, on a day that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from registry.changelog.announcement import outstanding
from registry.flow.lineage import Lineage
from registry.model.fields import fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from registry.changelog.announcement import Announcement
    from registry.changelog.entry import Entry
    from registry.model.registry import Api, Registry

Kind: TypeAlias = Literal["api", "operation", "field", "version", "announced"]


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that ends on a ``day``; ``flows`` are the ids of those that it hits.

    ``kind`` says what ``name`` is: nothing where the whole API ends, the name of an operation (``GET /products``),
    the id of a field (``Product.sku``), the version that a later one replaces, or the name of the announcement of
    breaking changes, which begins with its day.
    """

    day: date
    kind: Kind
    api: str
    name: str = ""
    flows: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from all others, whatever day it is moved to."""
        return f"{self.kind}:{self.api}:{self.name}"


def endings(
    registry: Registry, entries: Iterable[Entry], announced: Iterable[Announcement], *, as_of: date
) -> tuple[Ending, ...]:
    """Return what ends on ``as_of`` or later, soonest first: as the newest releases and the ledger say."""
    entries = tuple(entries)
    lineage = Lineage(registry)
    found = [
        *(ending for api in registry.apis for ending in described(lineage, api)),
        *replaced(registry, entries),
        *told(outstanding(announced, entries, as_of=as_of)),
    ]
    kept = (ending for ending in found if ending.day >= as_of)
    return tuple(sorted(kept, key=lambda ending: (ending.day, ending.api, ending.kind, ending.name)))


def described(lineage: Lineage, api: Api) -> Iterator[Ending]:
    """Yield what the newest release of an API says of itself, of its operations and of its fields."""
    description = api.description(api.latest)
    if day := description.meaning.sunset_date:
        yield Ending(day, "api", api.id, flows=ids(lineage, api.id))
    for operation in description.operations:
        if operation.sunset is not None:
            hit = ids(lineage, api.id, operation.name)
            yield Ending(operation.sunset, "operation", api.id, operation.name, hit)
    for field in fields(description):
        if field.meaning.sunset is not None:
            edges = (*lineage.edges_from(f"{api.id}#{field.id}"), *lineage.edges_to(f"{api.id}#{field.id}"))
            hit = tuple(dict.fromkeys(edge.flow for edge in edges))
            yield Ending(field.meaning.sunset, "field", api.id, field.id, hit)


def replaced(registry: Registry, entries: Iterable[Entry]) -> Iterator[Ending]:
    """Yield the versions that keep working beside the one that replaced them, until a day."""
    known = {api.id for api in registry.apis}
    for entry in entries:
        if entry.previous_until is not None and entry.base is not None and entry.api in known:
            hit = tuple(affected.flow for affected in entry.affected if affected.level == "breaking")
            yield Ending(entry.previous_until, "version", entry.api, entry.base, hit)


def told(announced: Iterable[Announcement]) -> Iterator[Ending]:
    """Yield the days of breaking changes that are announced and not made yet."""
    for each in announced:
        hit = tuple(affected.flow for affected in each.affected)
        yield Ending(each.effective, "announced", each.api, each.name, hit)


def ids(lineage: Lineage, api: str, operation: str | None = None) -> tuple[str, ...]:
    """Return the ids of the flows that use an API, or one operation of it."""
    return tuple(flow.id for flow in lineage.flows_using(api, operation))
