"""Everything that pages ask of a registry, looked up once: who uses what, what is newest, where it is."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from registry.changelog.announcement import outstanding
from registry.changelog.endings import endings
from registry.changelog.quality import quality
from registry.changelog.release import settings
from registry.diff import compare, waivers
from registry.flow.impact import impact
from registry.flow.lineage import Lineage
from registry.model.fields import fields
from registry.site import links, shapes, words
from registry.site.text import Code, Inline, Lines, Link, Method, Small, joined
from registry.source.versions import major, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from registry.changelog.announcement import Announcement
    from registry.changelog.endings import Ending
    from registry.changelog.entry import Entry
    from registry.diff.change import Change, Comparison
    from registry.flow.edges import Edge
    from registry.flow.evidence import Quality
    from registry.flow.impact import Impact
    from registry.flow.trace import Step
    from registry.model.description import Description, Operation
    from registry.model.fields import Field
    from registry.model.flow import Flow
    from registry.model.registry import Api, Registry
    from registry.site.shapes import Line


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an operation sends or returns a field: ``at`` is ``request`` or a status, ``path`` the row."""

    operation: Operation
    at: str
    path: tuple[str, ...] = ()


class Book:
    """A registry, its ledger and a day, with the lookups that pages share."""

    def __init__(
        self,
        registry: Registry,
        entries: tuple[Entry, ...],
        as_of: date,
        announced: tuple[Announcement, ...] = (),
    ) -> None:
        self.registry = registry
        self.as_of = as_of
        self.announced = announced
        self.entries = tuple(
            sorted(entries, key=lambda entry: (entry.date, entry.api, sort_key(entry.version)), reverse=True)
        )
        self.lineage = Lineage(registry)

    @cached_property
    def apis(self) -> Mapping[str, Api]:
        """The APIs by id."""
        return {api.id: api for api in self.registry.apis}

    @cached_property
    def flows(self) -> Mapping[str, Flow]:
        """The flows by id."""
        return {flow.id: flow for flow in self.registry.flows}

    def description(self, api: Api) -> Description:
        """Return what the API's pages describe: the newest release, or the working copy before the first."""
        return api.description(api.latest)

    def lines(self, api: Api) -> Mapping[str, str]:
        """Return the newest version of each older major line, newest line first."""
        newest = {str(major(version)): version for version in api.versions}
        return {line: version for line, version in reversed(newest.items()) if version != api.latest}

    def entries_of(self, api: str) -> tuple[Entry, ...]:
        """Return the releases of one API, newest first."""
        return self._entries_by_api.get(api, ())

    @cached_property
    def _entries_by_api(self) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            found[entry.api].append(entry)
        ordered = {
            api: sorted(own, key=lambda entry: sort_key(entry.version), reverse=True)
            for api, own in found.items()
        }
        return {api: tuple(own) for api, own in ordered.items()}

    @cached_property
    def endings(self) -> tuple[Ending, ...]:
        """What stops working from today on, soonest first."""
        return endings(self.registry, self.entries, self.announced, as_of=self.as_of)

    @cached_property
    def announcements(self) -> tuple[Announcement, ...]:
        """What is announced and not made yet, soonest first."""
        found = outstanding(self.announced, self.entries, as_of=self.as_of)
        return tuple(sorted(found, key=lambda each: (each.effective, each.api, each.announced)))

    @cached_property
    def qualities(self) -> tuple[Quality, ...]:
        """The four answers about each API, then about each flow."""
        return quality(self.registry, self.entries, self.announced, as_of=self.as_of)

    def quality(self, subject: str, kind: Literal["api", "flow"]) -> Quality:
        """Return the four answers about one API or flow."""
        return self._qualities[kind, subject]

    @cached_property
    def _qualities(self) -> Mapping[tuple[str, str], Quality]:
        return {(each.kind, each.subject): each for each in self.qualities}

    # ---- who uses what

    def flows_of(self, api: str, operation: Operation | None = None) -> tuple[Flow, ...]:
        """Return the flows that read the API (or one operation of it) or write into it."""
        return tuple(flow for flow in self.registry.flows if self._touches(flow, api, operation))

    def _touches(self, flow: Flow, api: str, operation: Operation | None) -> bool:
        ends = (
            (flow.producer.api, flow.producer.operation),
            (flow.consumer.api, flow.consumer.operation_name),
        )
        return any(
            end == api and (operation is None or named in (operation.operation_id, operation.name))
            for end, named in ends
        )

    def edges(self, api: str, field: str) -> tuple[Edge, ...]:
        """Return every row of a flow that carries the field, or something inside it, on either side."""
        return self._edges.get(f"{api}#{whole(field)}", ())

    @cached_property
    def _edges(self) -> Mapping[str, tuple[Edge, ...]]:
        found: dict[str, list[Edge]] = defaultdict(list)
        for edge in self.lineage.edges:
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

    # ---- fields with a page of their own

    def fields(self, api: Api) -> Mapping[str, Field]:
        """Return the fields of the described version by name; the items of a list go with the list."""
        if api.id not in self._fields:
            found = fields(self.description(api))
            self._fields[api.id] = {field.id: field for field in found if not field.is_element}
        return self._fields[api.id]

    @cached_property
    def _fields(self) -> dict[str, Mapping[str, Field]]:
        return {}

    def paged(self, api: Api) -> tuple[Field, ...]:
        """Return the fields that have a page: carried by a flow, critical, or with a relationship."""
        return tuple(field for name, field in self.fields(api).items() if self._has_page(api.id, name, field))

    def _has_page(self, api: str, name: str, field: Field) -> bool:
        said = field.meaning
        return bool(said.critical or said.relationships or self.edges(api, name))

    def field_page(self, api: str, name: str) -> str | None:
        """Return the URL of the field's page if it has one."""
        name = whole(name)
        return links.field(api, name) if name in self._paged.get(api, ()) else None

    @cached_property
    def _paged(self) -> Mapping[str, frozenset[str]]:
        return {api.id: frozenset(field.id for field in self.paged(api)) for api in self.registry.apis}

    def fields_with(self, term: str) -> tuple[tuple[Api, Field], ...]:
        """Return the fields that carry the business term."""
        return self._fields_by_term.get(term, ())

    @cached_property
    def _fields_by_term(self) -> Mapping[str, tuple[tuple[Api, Field], ...]]:
        found: dict[str, list[tuple[Api, Field]]] = defaultdict(list)
        for api in self.registry.apis:
            for field in self.fields(api).values():
                if field.meaning.term:
                    found[field.meaning.term.removeprefix("glossary:")].append((api, field))
        return {term: tuple(carriers) for term, carriers in found.items()}

    def where(self, api: Api, field: str) -> tuple[Spot, ...]:
        """Return where operations of the described version send or return a field that has a page."""
        return self._spots[api.id].get(field, ())

    @cached_property
    def _spots(self) -> Mapping[str, Mapping[str, tuple[Spot, ...]]]:
        return {api.id: self._spots_of(api) for api in self.registry.apis}

    def _spots_of(self, api: Api) -> Mapping[str, tuple[Spot, ...]]:
        wanted = self._paged[api.id]
        found: dict[str, list[Spot]] = defaultdict(list)
        if wanted:
            for spot, line in _lines(self.description(api)):
                if line.field in wanted and spot.operation not in {
                    each.operation for each in found[line.field]
                }:
                    found[line.field].append(replace(spot, path=line.path))
        return {name: tuple(spots) for name, spots in found.items()}

    def comparison(self, api: Api, base: str, revision: str) -> Comparison:
        """Return what changed between two versions of an API."""
        judged = settings(self.registry, self.as_of)
        return compare(api.description(base), api.description(revision), settings=judged)

    def impact(self, api: Api, base: str, found: Comparison) -> tuple[Impact, ...]:
        """Return the flows that work with the version ``base`` and are hit by what was found."""
        return impact(self.registry, api.id, found, base=base)

    # ---- what comes next

    def pending_changes(self, api: Api) -> tuple[Change, ...]:
        """Return what the working copy changes since the newest release."""
        return self._comparison(api).changes if api.latest else ()

    def pending_operations(self, api: Api) -> frozenset[str]:
        """Return the names of the operations that the working copy changes."""
        if api.id not in self._touched:
            self._touched[api.id] = frozenset(
                name for change in self.pending_changes(api) for name in change.operations
            )
        return self._touched[api.id]

    @cached_property
    def _touched(self) -> dict[str, frozenset[str]]:
        return {}

    def pending_impact(self, api: Api) -> tuple[Impact, ...]:
        """Return the flows that these changes would hit, and whose owners would have to act."""
        if not self.pending_changes(api):
            return ()
        comparison, newer = self._comparison(api), api.description()
        hits = impact(self.registry, api.id, comparison, base=api.latest, revision=newer)
        return tuple(hit for hit in hits if hit.level != "safe")

    def _comparison(self, api: Api) -> Comparison:
        if api.id not in self._pending:
            judged = settings(self.registry, self.as_of)
            newer = api.description()
            self._pending[api.id] = waivers.judged(self.description(api), newer, api.waivers, settings=judged)
        return self._pending[api.id]

    @cached_property
    def _pending(self) -> dict[str, Comparison]:
        return {}

    # ---- links

    def field_link(self, reference: str, called: str | None = None) -> Inline:
        """Return a link to ``catalog/products#Product.sku`` by its name or as it is called, bare without page."""
        api, _, name = whole(reference).partition("#")
        page = self.field_page(api, name)
        if page is None and api in self.apis and name in self.fields(self.apis[api]):
            page = f"{links.fields(api)}#{links.field_anchor(name)}"
        named: Inline = called or Code(name)
        shown: Inline = (named, f" of {self.api_title(api)}") if api else named
        return Link(shown, page) if page else shown

    def field_links(self, references: tuple[str, ...]) -> Inline:
        """Return the fields one below the other, each by what people call it; nothing if there is none."""
        return Lines(tuple(self._called(reference) for reference in references)) if references else ""

    def _called(self, reference: str) -> Inline:
        called = self._business_name(reference)
        return (called, " (", self.field_link(reference), ")") if called else self.field_link(reference)

    def called(self, reference: str, within: tuple[str, ...] = ()) -> str | None:
        """Return what people call a field, None if the registry does not say.

        ``within`` names what holds it on the way: an amount is called after the price that it is of.
        """
        name = self._business_name(reference)
        holder = self._business_name(within[-1]) if within else None
        if holder is None or holder == name or within[-1].endswith(("[]", "{}")):
            return name
        return f"{holder} › {re.split(r'[.#]', whole(reference))[-1]}"  # noqa: RUF001 - a sign for people

    def _business_name(self, reference: str) -> str | None:
        api, _, name = whole(reference).partition("#")
        field = self.fields(self.apis[api]).get(name) if api in self.apis else None
        return field.meaning.business_name if field else None

    def end_link(self, reference: str, within: tuple[str, ...] = (), path: str = "") -> Inline:
        """Return one end of a row of a flow: a field of an API, or a column or screen of a system.

        ``path`` is where the flow finds the field; people's own word stands before it.
        """
        owner, _, written = reference.partition("#")
        if owner in self.apis:
            called = self.called(reference, within)
            linked = self.field_link(reference, called)
            return Lines((linked, Small(Code(path or written)))) if called else linked
        return self._column(owner, written)

    def _column(self, owner: str, path: str) -> Inline:
        system, _, store = owner.partition("/store:")
        return (Code(path), f", {store} of " if store else " of ", self.system_link(system))

    def api_title(self, api: str) -> str:
        """Return the title of the API, or its id if there is no such API."""
        found = self.apis.get(api)
        return self.description(found).title or api if found else api

    def api_link(self, api: str) -> Inline:
        """Return the title of the API, linked."""
        return Link(self.api_title(api), links.api(api)) if api in self.apis else Code(api)

    def system_title(self, name: str) -> str:
        """Return the title of the system, or its name if it is not in the registry."""
        return next((system.title for system in self.registry.systems if system.id == name), name)

    def system_link(self, name: str) -> Inline:
        """Return the title of the system, linked if it is in the registry."""
        known = any(system.id == name for system in self.registry.systems)
        return Link(self.system_title(name), links.system(name)) if known else name

    def flow_link(self, flow: str) -> Inline:
        """Return the title of the flow, linked."""
        return Link(self.flows[flow].title, links.flow(flow)) if flow in self.flows else Code(flow)

    def term(self, reference: str) -> Inline:
        """Return ``glossary:sku`` as a link to the term; any other reference as it is."""
        name = reference.removeprefix("glossary:")
        term = next((term for term in self.registry.terms if term.id == name), None)
        if term is not None:
            return Link(term.title, links.term(name))
        return Link(reference, reference) if links.is_external(reference) else Code(reference)

    def team(self, name: str | None) -> str:
        """Return the title of the team."""
        if not name:
            return "nobody named"
        team = self.registry.config.teams.get(name)
        return team.title if team else name

    def team_contact(self, name: str | None) -> Inline:
        """Return the team, and its address below, if one is written."""
        url = self._contact(name)
        return Lines((self.team(name), Link(url.removeprefix("mailto:"), url))) if url else self.team(name)

    def team_link(self, name: str | None) -> Inline:
        """Return the team, linked to its address, if one is written."""
        url = self._contact(name)
        return Link(self.team(name), url) if url else self.team(name)

    def _contact(self, name: str | None) -> str:
        team = self.registry.config.teams.get(name or "")
        if team is None or not team.contact:
            return ""
        return team.contact if links.is_external(team.contact) else f"mailto:{team.contact}"

    def operation_link(self, api: str, reference: str) -> Inline:
        """Return an operation, named by operationId or by method and path, linked."""
        found = self.operation(api, reference)
        if found is None:
            return Code(reference)
        target = links.operation(api, found.slug)
        return (Method(found.method.upper()), " ", Link(Code(found.path), target))

    def operation(self, api: str, reference: str) -> Operation | None:
        """Return the operation with this operationId or name in the described version."""
        known = self.apis.get(api)
        if known is None:
            return None
        return next(
            (
                each
                for each in self.description(known).operations
                if reference in (each.operation_id, each.name)
            ),
            None,
        )

    def same_operation(self, api: Api, version: str | None, name: str) -> Operation | None:
        """Return the operation of this name in a version of the API, in the working copy if that is None."""
        key = (api.id, version)
        if key not in self._by_name:
            self._by_name[key] = {each.name: each for each in api.description(version).operations}
        return self._by_name[key].get(name)

    @cached_property
    def _by_name(self) -> dict[tuple[str, str | None], Mapping[str, Operation]]:
        return {}

    def flow_names(self, flows: tuple[Flow, ...]) -> Inline:
        """Return the flows in one line, each linked."""
        return joined(tuple(self.flow_link(flow.id) for flow in flows))

    def when(self, day: date) -> str:
        """Return ``1 April 2027, in 129 days``."""
        return f"{words.day(day)}, {words.days_from(self.as_of, day)}"


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
