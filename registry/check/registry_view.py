"""What rules ask of a whole registry: who is named where, and which fields say something of others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from registry.check.finding import Hit
from registry.check.nodes import Node, walk
from registry.check.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from registry.model.registry import Api, Registry


@dataclass(frozen=True, eq=False)
class View:
    """A registry; ``rules`` are the ids that settings may name, if known, ``own`` those of this layer.

    ``unread`` are the descriptions that cannot be read, as in catalog/products and catalog/products@2.1.0: nothing is
    said of them, nor of what others say of them.
    """

    registry: Registry
    rules: Collection[str] | None
    own: Collection[str]
    unread: Collection[str] = ()

    CONFIG: ClassVar[str] = "specs/registry.yaml"
    GLOSSARY: ClassVar[str] = "specs/glossary.yaml"
    SUBSCRIPTIONS: ClassVar[str] = "specs/subscriptions.yaml"

    def api(self, name: str) -> Api | None:
        """Return the API of this id, or None."""
        return self._apis.get(name)

    @property
    def described(self) -> tuple[Api, ...]:
        """The APIs whose working descriptions can be read."""
        return tuple(api for api in self.registry.apis if self.is_read(api))

    def is_read(self, api: Api) -> bool:
        """Tell whether the working description of an API can be read."""
        return api.id not in self.unread

    def is_read_whole(self, api: Api) -> bool:
        """Tell whether all versions of an API are known and can be read."""
        if any((each.kind, each.of) == ("releases of", api.id) for each in self.registry.unread):
            return False
        return not any(api.called(version) in self.unread for version in (None, *api.versions))

    def no_api(self, name: str) -> tuple[str, str]:
        """Say that there is no such API, and which was meant."""
        return f"there is no API '{name}'", nearest(name, tuple(self._apis))

    def operations(self, api: Api) -> tuple[str, ...]:
        """Return the ids and names by which the operations of any version of an API can be called."""
        return tuple(
            dict.fromkeys(
                name
                for version in (None, *api.versions)
                for operation in (*api.description(version).operations, *api.description(version).webhooks)
                for name in (operation.operation_id, operation.name)
                if name
            )
        )

    def teams(self) -> Iterator[tuple[str, str, str]]:
        """Yield file, pointer and id of each team that a document other than a description names."""
        for system in self.registry.systems:
            yield system.path, "/team", system.team
        for flow in self.registry.flows:
            yield flow.path, "/owner", flow.owner
        for index, term in enumerate(self.registry.terms):
            if term.owner is not None:
                yield self.GLOSSARY, f"/terms/{index}/owner", term.owner
        for index, subscription in enumerate(self.registry.subscriptions):
            yield self.SUBSCRIPTIONS, f"/{index}/subscriber", subscription.subscriber
        for api in self.registry.apis:
            for index, waiver in enumerate(api.waivers):
                if waiver.owner.strip():
                    yield api.waivers_path, f"/{index}/owner", waiver.owner

    def channels(self) -> Iterator[tuple[str, str, str]]:
        """Yield file, pointer and name of each channel that a document names."""
        for number, subscription in enumerate(self.registry.subscriptions):
            for index, channel in enumerate(subscription.channels):
                yield self.SUBSCRIPTIONS, f"/{number}/channels/{index}", channel
        for flow in self.registry.flows:
            for reason in type(flow.notify).model_fields:
                for index, channel in enumerate(getattr(flow.notify, reason)):
                    yield flow.path, f"/notify/{reason}/{index}", channel

    def fields(self, extension: str) -> Iterator[tuple[Api, Node]]:
        """Yield each schema of a working description that has the extension."""
        for api, node in self.meaningful:
            if extension in node.data:
                yield api, node

    @cached_property
    def meaningful(self) -> tuple[tuple[Api, Node], ...]:
        """Each schema of a working description that says what its values mean beyond JSON Schema."""
        return tuple(
            (api, node)
            for api in self.described
            for node in walk(api.description().data)
            if "x-field" in node.data or "x-ogc-definition" in node.data
        )

    def hit(self, api: Api, hit: Hit) -> Hit:
        """Return a hit on a description of the registry, with its place."""
        description = api.description()
        place = description.place(hit.pointer)
        return hit._replace(place=place, subject=f"{api.id} {hit.subject}")

    @cached_property
    def _apis(self) -> dict[str, Api]:
        return {api.id: api for api in self.registry.apis}


def hit_in(view: View, path: str, pointer: str, message: str, remedy: str = "") -> Hit:
    """Return a hit in a document that is no description."""
    return Hit(pointer, message, path, remedy, place=view.registry.place(path, pointer))
