"""Everything that pages ask of a registry, looked up once: who uses what, what is newest, where it is."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from registry.flow.lineage import Lineage, indexed
from registry.flow.statements import Named, named_by
from registry.site import links, words
from registry.site.field_index import FieldIndex, whole
from registry.site.outlook import Outlook
from registry.site.text import Code, Inline, Lines, Link, Method, Small, joined
from registry.site.watched import WatchedLedger, WatchedRegistry
from registry.source.versions import major, sort_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from registry.changelog.announcement import Announcement
    from registry.changelog.entry import Entry
    from registry.model.description import Description, Operation
    from registry.model.flow import Flow
    from registry.model.registry import Api, Registry
    from registry.model.system import System, Term
    from registry.site.asked import Asked
    from registry.site.table import Key

A = TypeVar("A")


class Book:
    """A registry, its ledger and a day, with the lookups that pages share.

    ``fields`` knows the fields of its APIs, ``outlook`` what comes next; ``asked`` knows what every answer rests on.
    """

    def __init__(
        self,
        registry: Registry,
        entries: Iterable[Entry],
        as_of: date,
        announced: tuple[Announcement, ...],
        asked: Asked,
    ) -> None:
        self.asked = asked
        self.registry = WatchedRegistry(registry, asked)
        self.as_of = as_of
        self.ledger = WatchedLedger(entries, announced, asked)
        self.lineage = Lineage(self.registry, self._once)
        self.fields = FieldIndex(self.registry, self.lineage, asked)
        self.outlook = Outlook(self.registry, self.ledger, as_of, asked)
        asked.of_question("title", self._title)
        asked.of_question("called", self._business_name)
        asked.of_question("named", self._named)
        asked.of_question("naming", self.lineage.naming)
        asked.of_question("is field", self._is_field)
        asked.of_question("flows into", self.flows_into)
        asked.of_question("flows out of", self.flows_out_of)
        asked.of_question("flow title", self.flow_title)
        asked.of_question("size", self._size)

    def _once(self, key: Key, make: Callable[[], A]) -> A:
        match key:
            case "named", api:
                return cast("A", self._named(api))
            case "naming", _:
                return cast("A", self.asked.plain(key, cast("Callable[[], tuple[str, ...]]", make)))
        return self.asked.answer(("lineage", *key), make)

    def _named(self, api: str) -> Named | None:
        """Return what the text of an API names; data, so that texts that name the same are alike to all others."""

        def make() -> tuple[tuple[str, ...], tuple[str, ...]] | None:
            found = named_by(self.registry, self.apis[api])
            return None if found is None else (tuple(sorted(found.apis)), tuple(sorted(found.systems)))

        found = self.asked.plain(("named", api), make)
        return found and Named(*map(frozenset, found))

    @cached_property
    def apis(self) -> Mapping[str, Api]:
        """The APIs by id."""
        return {api.id: api for api in self.registry.apis}

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All releases, newest first."""
        return self.ledger.entries

    def flow(self, flow: str) -> Flow | None:
        """Return the flow of this id, None if there is none."""
        return self.registry.find_flow(flow)

    @cached_property
    def _systems(self) -> Mapping[str, System]:
        return {system.id: system for system in self.registry.systems}

    @cached_property
    def _terms(self) -> Mapping[str, Term]:
        return {term.id: term for term in self.registry.terms}

    def description(self, api: Api) -> Description:
        """Return what the API's pages describe: the newest release, or the working copy before the first."""
        return api.description(api.latest)

    def version(self, api: Api, line: str | None) -> str | None:
        """Return the version that describes a line: the newest, an older major line, or what is to come."""
        if line is None:
            return api.latest
        return None if line == links.NEXT else self.lines(api)[line]

    def lines(self, api: Api) -> Mapping[str, str]:
        """Return the newest version of each older major line, newest line first."""
        newest = {str(major(version)): version for version in api.versions}
        return {line: version for line, version in reversed(newest.items()) if version != api.latest}

    def size(self, api: Api, line: str | None) -> int:
        """Return how many operations and webhooks a line has."""
        return self._size(api.id, line or "")

    def _size(self, api: str, line: str) -> int:
        known = self.apis[api]

        def count() -> int:
            described = known.description(self.version(known, line or None))
            return len(described.operations) + len(described.webhooks)

        return self.asked.plain(("size", api, line), count)

    def entries_of(self, api: str) -> tuple[Entry, ...]:
        """Return the releases of one API, newest first."""
        return tuple(sorted(self.ledger.of(api), key=lambda entry: sort_key(entry.version), reverse=True))

    # ---- who uses what

    def flows_of(self, api: str, operation: Operation | None = None) -> tuple[Flow, ...]:
        """Return the flows that read the API (or one operation of it) or write into it."""
        return tuple(flow for flow in self.registry.flows_at(api) if self._touches(flow, api, operation))

    def _touches(self, flow: Flow, api: str, operation: Operation | None) -> bool:
        ends = (
            (flow.producer.api, flow.producer.operation),
            (flow.consumer.api, flow.consumer.operation_name),
        )
        return any(
            end == api and (operation is None or named in (operation.operation_id, operation.name))
            for end, named in ends
        )

    def flows_into(self, system: str) -> tuple[str, ...]:
        """Return the ids of the flows into a system."""
        return self.asked.plain(
            ("flows into", system),
            lambda: self._by_system("into", lambda flow: flow.consumer_system).get(system, ()),
        )

    def flows_out_of(self, system: str) -> tuple[str, ...]:
        """Return the ids of the flows out of a system."""
        return self.asked.plain(
            ("flows out of", system),
            lambda: self._by_system("out of", lambda flow: flow.producer_system).get(system, ()),
        )

    def _by_system(self, way: str, end: Callable[[Flow], str]) -> Mapping[str, tuple[str, ...]]:
        """Return the ids of all flows by the system at one of their ends."""
        return self.asked.answer(
            ("flows by system", way), lambda: indexed((end(flow), flow.id) for flow in self.registry.flows)
        )

    def flow_title(self, flow: str) -> str:
        """Return the title of a flow."""
        return self.asked.plain(("flow title", flow), lambda: self.registry.flow(flow).title)

    @property
    def takers(self) -> tuple[str, ...]:
        """The ids of the systems that take data."""
        return tuple(system.id for system in self.registry.systems if self.flows_into(system.id))

    # ---- links

    def field_link(self, reference: str, called: str | None = None) -> Inline:
        """Return a link to ``catalog/products#Product.sku`` by its name or as it is called, bare without page."""
        api, _, name = whole(reference).partition("#")
        page = self.fields.page(api, name)
        if page is None and self._is_field(api, name):
            page = f"{links.fields(api)}#{links.field_anchor(name)}"
        named: Inline = called or Code(name)
        shown: Inline = (named, f" of {self.api_title(api)}") if api else named
        return Link(shown, page) if page else shown

    def _is_field(self, api: str, name: str) -> bool:
        return self.asked.plain(
            ("is field", api, name), lambda: api in self.apis and name in self.fields.of(self.apis[api])
        )

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
        return self.asked.plain(("called", reference), lambda: self._people_call(reference))

    def _people_call(self, reference: str) -> str | None:
        api, _, name = whole(reference).partition("#")
        field = self.fields.of(self.apis[api]).get(name) if api in self.apis else None
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
        return self._title(api) if api in self.apis else api

    def _title(self, api: str) -> str:
        return self.asked.plain(("title", api), lambda: self.description(self.apis[api]).title or api)

    def api_link(self, api: str) -> Inline:
        """Return the title of the API, linked."""
        return Link(self.api_title(api), links.api(api)) if api in self.apis else Code(api)

    def system_title(self, name: str) -> str:
        """Return the title of the system, or its name if it is not in the registry."""
        return self._systems[name].title if name in self._systems else name

    def system_link(self, name: str) -> Inline:
        """Return the title of the system, linked if it is in the registry."""
        return Link(self.system_title(name), links.system(name)) if name in self._systems else name

    def flow_link(self, flow: str) -> Inline:
        """Return the title of the flow, linked."""
        found = self.flow(flow)
        return Link(found.title, links.flow(flow)) if found else Code(flow)

    def term(self, reference: str) -> Inline:
        """Return ``glossary:sku`` as a link to the term; any other reference as it is."""
        name = reference.removeprefix("glossary:")
        term = self._terms.get(name)
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
        key = ("operations", api.id, version or "")
        found = self.asked.answer(
            key, lambda: {each.name: each for each in api.description(version).operations}
        )
        return found.get(name)

    def flow_names(self, flows: tuple[Flow, ...]) -> Inline:
        """Return the flows in one line, each linked."""
        return joined(tuple(self.flow_link(flow.id) for flow in flows))

    def when(self, day: date) -> str:
        """Return ``1 April 2027, in 129 days``."""
        return f"{words.day(day)}, {words.days_from(self.as_of, day)}"
