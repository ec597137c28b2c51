"""A whole registry as a value: systems, APIs with their versions, flows, terms, subscriptions."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from registry.errors import Place, UnreadableInput, UnreadableInputs, WrongUse, problems_of
from registry.formats import Written, nearest, read
from registry.model.agreements import Subscription, Waiver
from registry.model.description import Description
from registry.model.flow import Flow, FlowForm
from registry.model.system import Glossary, System, SystemForm, Term
from registry.model.unread import ANY, Unread, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from registry.config import RegistryConfig
    from registry.model.unread import Kind
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

    @cached_property
    def versions(self) -> tuple[str, ...]:
        """The frozen versions, oldest first; raises UnreadableInput where two files are the same one."""
        return self._store.releases(self.id)

    @property
    def latest(self) -> str | None:
        """The newest frozen version, if there is one."""
        return self.versions[-1] if self.versions else None

    def called(self, version: str | None = None) -> str:
        """Return what people call a frozen version, or the working description: ``catalog/products@2.1.0``."""
        return self.id if version is None else f"{self.id}@{version}"

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
    """All that a registry says; each look-up raises WrongUse naming the nearest id.

    ``unread`` is what it does not say because it cannot be read; whoever needs it says so with `require`.
    """

    config: RegistryConfig
    systems: tuple[System, ...]
    apis: tuple[Api, ...]
    flows: tuple[Flow, ...]
    terms: tuple[Term, ...]
    subscriptions: tuple[Subscription, ...]
    store: Store = field(repr=False)
    unread: tuple[Unread, ...] = ()

    def require(self, kind: Kind, of: str = "") -> None:
        """Raise UnreadableInputs where everything of a kind is needed, or one thing, and cannot be read."""
        refuse(each for each in self.unread if each.may_be(kind, of))

    def system(self, system_id: str) -> System:
        """Return the system of this id."""
        self.require("system", system_id)
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
        self.require("flow", flow_id)
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
    registry = load_readable(store)
    refuse(registry.unread)
    return registry


def load_readable(store: Store) -> Registry:
    """Read every written document of a registry that can be read; the rest is ``unread``."""
    reader = _Reader(store)
    return Registry(
        config=store.config,
        systems=tuple(system for name in store.systems() if (system := reader.system(name)) is not None),
        apis=tuple(reader.api(api_id) for api_id in store.apis()),
        flows=tuple(flow for name in store.systems() for flow in reader.flows(name)),
        terms=reader.terms(),
        subscriptions=reader.list_of(Subscription, "subscriptions", "", _SUBSCRIPTIONS),
        store=store,
        unread=tuple(reader.unread),
    )


class _Reader:
    """Reads documents and gathers which cannot be read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.unread: list[Unread] = []

    def system(self, name: str) -> System | None:
        path = f"specs/{name}/system.yaml"
        with self._noting("system", name):
            if self._store.files.exists(path):
                return System.named(name, path, self._read(SystemForm, path))
            if self._is_system(name):
                place = Place(self._store.files.shown(path))
                remedy = "write it, with at least 'system: 1', 'title', 'kind' and 'team'"
                raise UnreadableInput(place, "is missing", remedy)
        return None

    def flows(self, system: str) -> Iterator[Flow]:
        with self._noting("flow", f"{system}/{ANY}"):
            for flow_id in self._store.flows_of(system):
                with self._noting("flow", flow_id):
                    path = self._store.flow_path(flow_id)
                    yield Flow.named(flow_id, path, self._read(FlowForm, path))

    def api(self, api_id: str) -> Api:
        system, _, name = api_id.partition("/")
        path = f"specs/{system}/apis/{name}/waivers.yaml"
        api = Api(api_id, self.list_of(Waiver, "waivers of", api_id, path), path, self._store)
        with self._noting("releases of", api_id):
            _ = api.versions
        return api

    def terms(self) -> tuple[Term, ...]:
        with self._noting("glossary"):
            if self._store.files.exists(_GLOSSARY):
                return self._read(Glossary, _GLOSSARY).terms
        return ()

    def list_of(self, form: type[W], kind: Kind, of: str, path: str) -> tuple[W, ...]:
        """Read a document that is a list; one that is not there or empty has no items."""
        with self._noting(kind, of):
            if self._store.files.exists(path):
                return _items(form, self._store.document(path))
        return ()

    def _read(self, form: type[W], path: str) -> W:
        document = self._store.document(path)
        return read(form, document.data, document.place)

    @contextmanager
    def _noting(self, kind: Kind, of: str = "") -> Iterator[None]:
        """Go on where something cannot be read, and note what."""
        try:
            yield
        except (UnreadableInput, UnreadableInputs) as problem:
            self.unread.append(Unread(kind, of, problems_of(problem)))

    def _is_system(self, name: str) -> bool:
        """Tell whether a folder holds what only systems have: an API or a flow."""
        offered = (*self._store.apis(), *self._store.flows_of(name))
        return any(known.startswith(f"{name}/") for known in offered)


def _items(form: type[W], document: Document) -> tuple[W, ...]:
    """Return the items of a list; raises UnreadableInputs with the problems of all of them."""
    if not isinstance(document.data, list | None):
        raise UnreadableInput(document.place(""), "must be a list", "begin each item with '- '")
    items: list[W] = []
    problems: list[UnreadableInput] = []
    for index, item in enumerate(document.data or ()):
        try:
            items.append(read(form, item, partial(_below, document, f"/{index}")))
        except (UnreadableInput, UnreadableInputs) as problem:
            problems += problems_of(problem)
    if problems:
        raise UnreadableInputs(tuple(problems))
    return tuple(items)


def _below(document: Document, pointer: str, inner: str) -> Place:
    return document.place(pointer + inner)


def _named(kind: str, wanted: str, known: Mapping[str, T]) -> T:
    if wanted in known:
        return known[wanted]
    meant = nearest(wanted, known)
    remedy = f"did you mean '{meant}'?" if meant else f"known: {', '.join(known) or 'none yet'}"
    raise WrongUse(f"there is no {kind} '{wanted}'", remedy)
