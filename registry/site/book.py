"""Everything that pages ask of a registry, looked up once: who uses what, what is newest, where it is."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from registry.flow.lineage import Lineage
from registry.site import links, words
from registry.site.field_index import FieldIndex, whole
from registry.site.outlook import Outlook
from registry.site.text import Code, Inline, Lines, Link, Method, Small, joined
from registry.source.versions import major, sort_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from registry.changelog.announcement import Announcement
    from registry.changelog.entry import Entry
    from registry.model.description import Description, Operation
    from registry.model.flow import Flow
    from registry.model.registry import Api, Registry
    from registry.model.system import System, Term


class Book:
    """A registry, its ledger and a day, with the lookups that pages share.

    ``fields`` knows the fields of its APIs, ``outlook`` what comes next.
    """

    def __init__(
        self,
        registry: Registry,
        entries: tuple[Entry, ...],
        as_of: date,
        announced: tuple[Announcement, ...] = (),
    ) -> None:
        self.registry = registry
        self.as_of = as_of
        self.entries = tuple(
            sorted(entries, key=lambda entry: (entry.date, entry.api, sort_key(entry.version)), reverse=True)
        )
        self.lineage = Lineage(registry)
        self.fields = FieldIndex(registry, self.lineage)
        self.outlook = Outlook(registry, self.entries, announced, as_of)

    @cached_property
    def apis(self) -> Mapping[str, Api]:
        """The APIs by id."""
        return {api.id: api for api in self.registry.apis}

    @cached_property
    def flows(self) -> Mapping[str, Flow]:
        """The flows by id."""
        return {flow.id: flow for flow in self.registry.flows}

    @cached_property
    def _systems(self) -> Mapping[str, System]:
        return {system.id: system for system in self.registry.systems}

    @cached_property
    def _terms(self) -> Mapping[str, Term]:
        return {term.id: term for term in self.registry.terms}

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

    # ---- links

    def field_link(self, reference: str, called: str | None = None) -> Inline:
        """Return a link to ``catalog/products#Product.sku`` by its name or as it is called, bare without page."""
        api, _, name = whole(reference).partition("#")
        page = self.fields.page(api, name)
        if page is None and api in self.apis and name in self.fields.of(self.apis[api]):
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
        found = self.apis.get(api)
        return self.description(found).title or api if found else api

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
        return Link(self.flows[flow].title, links.flow(flow)) if flow in self.flows else Code(flow)

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
