"""A whole registry as a value: systems, APIs with their versions, flows, terms, subscriptions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from registry.errors import Place, UnreadableInput, UnreadableInputs, WrongUse
from registry.formats import Written, nearest, read
from registry.model.agreements import Subscription, Waiver
from registry.model.description import Description
from registry.model.flow import Flow, FlowForm
from registry.model.system import Glossary, System, SystemForm, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from registry.config import RegistryConfig
    from registry.source.store import Store
    from registry.source.tree import Document

T = TypeVar("T")
W = TypeVar("W", bound=Written)

_GLOSSARY = "specs/glossary.yaml"
_SUBSCRIPTIONS = "specs/subscriptions.yaml"


@dataclass(frozen=True, eq=False)
class Api:
    """One API: its working description and its frozen versions, each read when asked for."""

    id: str
    versions: tuple[str, ...]
    waivers: tuple[Waiver, ...]
    waivers_path: str
    _store: Store = field(repr=False)
    _descriptions: dict[str | None, Description] = field(default_factory=dict, repr=False)

    @property
    def system(self) -> str:
        """The id of the system that offers it."""
        return self.id.partition("/")[0]

    @property
    def name(self) -> str:
        """Its name within the system."""
        return self.id.partition("/")[2]

    @property
    def latest(self) -> str | None:
        """The newest frozen version, if there is one."""
        return self.versions[-1] if self.versions else None

    def path(self, version: str | None = None) -> str:
        """Return the file of a frozen version, or of the working description, from the root of the registry.

        Raises:
            WrongUse: There is no such version.
        """
        return self._store.description_path(self.id, version)

    def description(self, version: str | None = None) -> Description:
        """Return a frozen version, or the working description with its overlay.

        Raises:
            WrongUse: There is no such version.
            UnreadableInput: It cannot be read.
            UnreadableInputs: It cannot be read, for several reasons.
        """
        if version not in self._descriptions:
            self._descriptions[version] = Description(self._store.description(self.id, version))
        return self._descriptions[version]


@dataclass(frozen=True, eq=False)
class Registry:
    """All that a registry says; each look-up raises WrongUse naming the nearest id."""

    config: RegistryConfig
    systems: tuple[System, ...]
    apis: tuple[Api, ...]
    flows: tuple[Flow, ...]
    terms: tuple[Term, ...]
    subscriptions: tuple[Subscription, ...]
    store: Store = field(repr=False)

    def system(self, system_id: str) -> System:
        """Return the system of this id."""
        return _named("system", system_id, self._systems_by_id)

    def api(self, api_id: str) -> Api:
        """Return the API of this id: ``catalog/products``."""
        return _named("API", api_id, self._apis_by_id)

    def find_system(self, system_id: str) -> System | None:
        """Return the system of this id, None if there is none."""
        return self._systems_by_id.get(system_id)

    def find_api(self, api_id: str) -> Api | None:
        """Return the API of this id, None if there is none."""
        return self._apis_by_id.get(api_id)

    def find_flow(self, flow_id: str) -> Flow | None:
        """Return the flow of this id, None if there is none."""
        return self._flows_by_id.get(flow_id)

    def apis_of(self, system_id: str) -> tuple[Api, ...]:
        """Return the APIs that a system offers."""
        return self._apis_by_system.get(system_id, ())

    def flows_at(self, api_id: str) -> tuple[Flow, ...]:
        """Return the flows that name an API at either end, in the order of their ids."""
        return self._flows_by_api.get(api_id, ())

    def flow(self, flow_id: str) -> Flow:
        """Return the flow of this id: ``email/size-availability``."""
        return _named("flow", flow_id, self._flows_by_id)

    def term(self, term_id: str) -> Term:
        """Return the term of this id, with or without ``glossary:`` before it."""
        return _named("term", term_id.removeprefix("glossary:"), {term.id: term for term in self.terms})

    def place(self, path: str, pointer: str = "") -> Place:
        """Return the place of a node of one of the written documents: ``place(flow.path, "/mapping/0")``."""
        return self.store.document(path).place(pointer)

    @cached_property
    def system_ids(self) -> frozenset[str]:
        """The ids of all systems."""
        return frozenset(self._systems_by_id)

    @cached_property
    def _systems_by_id(self) -> Mapping[str, System]:
        return {system.id: system for system in self.systems}

    @cached_property
    def _apis_by_id(self) -> Mapping[str, Api]:
        return {api.id: api for api in self.apis}

    @cached_property
    def _flows_by_id(self) -> Mapping[str, Flow]:
        return {flow.id: flow for flow in self.flows}

    @cached_property
    def _apis_by_system(self) -> Mapping[str, tuple[Api, ...]]:
        found: defaultdict[str, list[Api]] = defaultdict(list)
        for api in self.apis:
            found[api.system].append(api)
        return {system: tuple(apis) for system, apis in found.items()}

    @cached_property
    def _flows_by_api(self) -> Mapping[str, tuple[Flow, ...]]:
        found: defaultdict[str, list[Flow]] = defaultdict(list)
        for flow in self.flows:
            for api in dict.fromkeys(filter(None, (flow.producer.api, flow.consumer.api))):
                found[api].append(flow)
        return {api: tuple(flows) for api, flows in found.items()}


def load(store: Store) -> Registry:
    """Read every written document of a registry; descriptions wait until they are asked for.

    Raises:
        UnreadableInputs: With every problem of every document.
    """
    reader = _Reader(store)
    registry = Registry(
        config=store.config,
        systems=tuple(system for name in store.systems() if (system := reader.system(name)) is not None),
        apis=tuple(reader.api(api_id) for api_id in store.apis()),
        flows=tuple(flow for flow_id in store.flows() if (flow := reader.flow(flow_id)) is not None),
        terms=reader.terms(),
        subscriptions=reader.list_of(Subscription, _SUBSCRIPTIONS),
        store=store,
    )
    if reader.problems:
        raise UnreadableInputs(tuple(reader.problems))
    return registry


class _Reader:
    """Reads documents and gathers what is wrong in them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.problems: list[UnreadableInput] = []

    def system(self, name: str) -> System | None:
        path = f"specs/{name}/system.yaml"
        if not self._store.files.exists(path):
            if self._is_system(name):
                place = Place(self._store.files.shown(path))
                remedy = "write it, with at least 'system: 1', 'title', 'kind' and 'team'"
                self.problems.append(UnreadableInput(place, "is missing", remedy))
            return None
        form = self._read(SystemForm, path)
        return None if form is None else System.named(name, path, form)

    def flow(self, flow_id: str) -> Flow | None:
        path = self._store.flow_path(flow_id)
        form = self._read(FlowForm, path)
        return None if form is None else Flow.named(flow_id, path, form)

    def api(self, api_id: str) -> Api:
        system, _, name = api_id.partition("/")
        path = f"specs/{system}/apis/{name}/waivers.yaml"
        none: tuple[str, ...] = ()
        versions = self._try(lambda: self._store.releases(api_id), none)
        return Api(api_id, versions, self.list_of(Waiver, path), path, self._store)

    def terms(self) -> tuple[Term, ...]:
        glossary = self._read(Glossary, _GLOSSARY) if self._store.files.exists(_GLOSSARY) else None
        return glossary.terms if glossary else ()

    def list_of(self, form: type[W], path: str) -> tuple[W, ...]:
        """Read a document that is a list; one that is not there or empty has no items."""
        if not self._store.files.exists(path):
            return ()
        none: tuple[W, ...] = ()
        return self._try(lambda: tuple(self._items(form, self._store.document(path))), none)

    def _items(self, form: type[W], document: Document) -> Iterator[W]:
        if not isinstance(document.data, list | None):
            raise UnreadableInput(document.place(""), "must be a list", "begin each item with '- '")
        for index, item in enumerate(document.data or ()):
            found = self._item(form, item, partial(_below, document, f"/{index}"))
            if found is not None:
                yield found

    def _item(self, form: type[W], item: object, place: Callable[[str], Place]) -> W | None:
        return self._try(lambda: read(form, item, place), None)

    def _read(self, form: type[W], path: str) -> W | None:
        def attempt() -> W:
            document = self._store.document(path)
            return read(form, document.data, document.place)

        return self._try(attempt, None)

    def _try(self, attempt: Callable[[], T], otherwise: T) -> T:
        try:
            return attempt()
        except UnreadableInput as problem:
            self.problems.append(problem)
        except UnreadableInputs as several:
            self.problems.extend(several.problems)
        return otherwise

    def _is_system(self, name: str) -> bool:
        offered = (*self._store.apis(), *self._store.flows())
        return any(known.startswith(f"{name}/") for known in offered)


def _below(document: Document, pointer: str, inner: str) -> Place:
    return document.place(pointer + inner)


def _named(kind: str, wanted: str, known: Mapping[str, T]) -> T:
    if wanted in known:
        return known[wanted]
    meant = nearest(wanted, known)
    remedy = f"did you mean '{meant}'?" if meant else f"known: {', '.join(known) or 'none yet'}"
    raise WrongUse(f"there is no {kind} '{wanted}'", remedy)
