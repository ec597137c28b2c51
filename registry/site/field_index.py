"""Fields by what pages ask of them: which have a page, where they appear, which flows carry them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from registry.model.fields import fields
from registry.site import links, shapes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from registry.flow.edges import Edge
    from registry.flow.lineage import Lineage
    from registry.flow.trace import Step
    from registry.model.description import Description, Operation
    from registry.model.fields import Field
    from registry.model.registry import Api, Registry
    from registry.site.asked import Asked
    from registry.site.shapes import Line

_WORTH_A_PAGE = frozenset({"critical", "relationships"})


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an operation sends or returns a field: ``at`` is ``request`` or a status, ``path`` the row."""

    operation: Operation
    at: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldIndex:
    """The fields of all APIs, each as its newest release declares it, or its working copy before the first."""

    registry: Registry
    lineage: Lineage
    asked: Asked

    def __post_init__(self) -> None:
        self.asked.of_question("paged", self._paged)
        self.asked.of_question("terms", self._terms)
        self.asked.of_question("no value", self.without_value)

    def of(self, api: Api) -> Mapping[str, Field]:
        """Return the fields of the described version by name; the items of a list go with the list."""
        return self.asked.answer(
            ("fields", api.id),
            lambda: {
                field.id: field for field in fields(api.description(api.latest)) if not field.is_element
            },
        )

    def without_value(self, reference: str) -> tuple[tuple[str, str], ...]:
        """Return what it means when a field is ``null`` or ``absent``; nothing of one that is not known."""
        return self.asked.plain(("no value", reference), lambda: self._without_value(reference))

    def _without_value(self, reference: str) -> tuple[tuple[str, str], ...]:
        api, _, name = whole(reference).partition("#")
        known = self.registry.find_api(api)
        field = self.of(known).get(name) if known else None
        return tuple(field.meaning.null_meaning.items()) if field else ()

    def paged(self, api: Api) -> tuple[Field, ...]:
        """Return the fields that have a page: carried by a flow, critical, or with a relationship."""
        found = self.of(api)
        return tuple(found[name] for name in self._paged(api.id))

    def page(self, api: str, name: str) -> str | None:
        """Return the URL of the field's page if it has one."""
        name = whole(name)
        return links.field(api, name) if name in self._with_page(api) else None

    def _with_page(self, api: str) -> frozenset[str]:
        if self.registry.find_api(api) is None:
            return frozenset()
        return self.asked.answer(("with page", api), lambda: frozenset(self._paged(api)))

    def _paged(self, api: str) -> tuple[str, ...]:
        return self.asked.plain(("paged", api), lambda: tuple(self._worth_a_page(self.registry.api(api))))

    def _worth_a_page(self, api: Api) -> Iterator[str]:
        return (name for name, field in self.of(api).items() if self._has_page(api.id, name, field))

    def _has_page(self, api: str, name: str, field: Field) -> bool:
        if self.edges(api, name):
            return True
        said = field.meaning if field.may_say(_WORTH_A_PAGE) else None
        return said is not None and bool(said.critical or said.relationships)

    def with_term(self, term: str) -> tuple[tuple[Api, Field], ...]:
        """Return the fields that carry the business term."""
        return tuple(
            (api, self.of(api)[name])
            for api in self.registry.apis
            for name, carried in self._terms(api.id)
            if carried == term
        )

    def _terms(self, api: str) -> tuple[tuple[str, str], ...]:
        """Return the fields of an API that carry a business term, each with that."""
        return self.asked.plain(("terms", api), lambda: tuple(self._carrying(self.registry.api(api))))

    def _carrying(self, api: Api) -> Iterator[tuple[str, str]]:
        for name, field in self.of(api).items():
            if field.meaning.term:
                yield name, field.meaning.term.removeprefix("glossary:")

    def where(self, api: Api, field: str) -> tuple[Spot, ...]:
        """Return where operations of the described version send or return a field that has a page."""
        return self.asked.answer(("spots", api.id), lambda: self._spots_of(api)).get(field, ())

    def _spots_of(self, api: Api) -> Mapping[str, tuple[Spot, ...]]:
        wanted = self._with_page(api.id)
        found: dict[str, list[Spot]] = defaultdict(list)
        if wanted:
            for spot, line in _lines(api.description(api.latest)):
                if line.field in wanted and spot.operation not in {
                    each.operation for each in found[line.field]
                }:
                    found[line.field].append(replace(spot, path=line.path))
        return {name: tuple(spots) for name, spots in found.items()}

    def edges(self, api: str, field: str) -> tuple[Edge, ...]:
        """Return every row of a flow that carries the field, or something inside it, on either side."""
        return self.asked.answer(("edges", api), lambda: self._edges_at(api)).get(f"{api}#{whole(field)}", ())

    def _edges_at(self, api: str) -> Mapping[str, tuple[Edge, ...]]:
        found: dict[str, list[Edge]] = defaultdict(list)
        for flow in self.registry.flows_at(api):
            for edge in self.lineage.rows_of(flow):
                for end in {whole(field) for field in (*edge.sources, *edge.targets)}:
                    found[end].append(edge)
        return {name: tuple(edges) for name, edges in found.items()}

    def way(self, field: str, direction: Literal["up", "down"]) -> tuple[Step, ...]:
        """Return the steps of a field away from it or to it, nearest first.

        An amount that is in two prices leaves with the one that is asked for: the other begins no way.
        """
        trace = self.lineage.trace(field, direction)
        steps = trace.downstream if direction == "down" else trace.upstream
        waiting = [
            number
            for number, step in enumerate(steps)
            if step.before is None and field in map(whole, _here(step.edge, direction))
        ]
        kept = set(waiting)
        for number in waiting:  # grows while it is walked
            new = [each for each in steps[number].onward if each not in kept]
            kept.update(new)
            waiting += new
        return tuple(steps[number] for number in sorted(kept))


def _here(edge: Edge, direction: Literal["up", "down"]) -> tuple[str, ...]:
    """Return what the edge takes away, or where it leads: the field, what holds it, what it holds."""
    if direction == "down":
        return (*edge.sources, *edge.from_inside)
    return (*edge.targets, *edge.to_inside)


def whole(field: str) -> str:
    """Return the field that an item (``Product.sizes[]``) or value (``Product.labels{}``) is part of."""
    while field.endswith(("[]", "{}")):
        field = field[:-2]
    return field


def _lines(description: Description) -> Iterator[tuple[Spot, Line]]:
    """Yield every row of every table of fields that the operations show."""
    for operation in (*description.operations, *description.webhooks):
        bodies = [("request", operation.body.content)] if operation.body else []
        bodies += [(answer.status, answer.content) for answer in operation.responses if answer.success]
        for at, content in bodies:
            for media in content:
                for line in shapes.lines(description, media.schema, media.schema_pointer):
                    yield Spot(operation, at), line
