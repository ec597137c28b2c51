"""Fields of different systems that speak of the same thing, and the flows that say how one becomes the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from registry.model.fields import NoSuchField, find
from registry.model.semantics import field_meaning, layers
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.nodes import Node
    from registry.check.registry_view import View
    from registry.model.flow import Flow, MappingRow
    from registry.model.registry import Api
    from registry.model.semantics import FieldMeaning

Step = Literal["convert", "values", "on_null"]
"""What a row of a flow can do to a value on its way."""


@dataclass(frozen=True, eq=False)
class Use:
    """A schema that says of which business term, else of which business name, its values are."""

    api: Api
    node: Node
    concept: str
    meaning: FieldMeaning

    @cached_property
    def said(self) -> tuple[Any, ...]:
        """What two uses of one concept are compared by."""
        meaning = self.meaning
        values = tuple((str(value.value), value.description) for value in meaning.values)
        carried = (str(meaning.currency or ""), str(meaning.timezone or ""))
        return (meaning.unit, meaning.unit_language, *carried, values, meaning.null_meaning.get("null"))

    def at(self, *steps: str) -> str:
        """Return the pointer of what stands in it under some keys."""
        return join(self.node.pointer, *steps)


def pairs(view: View) -> Iterator[tuple[Use, Use]]:
    """Yield each two uses of one concept in two systems that differ, the one that comes later first.

    Of several uses in one system that say the same the first stands for all: a registry has thousands of them.
    """
    by_concept: dict[str, dict[tuple[Any, ...], Use]] = {}
    for use in _uses(view):
        if any(use.said):
            by_concept.setdefault(use.concept.casefold(), {}).setdefault((use.api.system, *use.said), use)
    for uses in (tuple(each.values()) for each in by_concept.values()):
        for number, later in enumerate(uses):
            yield from (
                (later, earlier)
                for earlier in uses[:number]
                if earlier.api.system != later.api.system and earlier.said != later.said
            )


def _uses(view: View) -> Iterator[Use]:
    for api, node in view.meaningful:
        meaning = field_meaning(node.data, api.description().follow)
        concept = (meaning.term or "").removeprefix("glossary:") or meaning.business_name
        if concept:
            yield Use(api, node, concept, meaning)


class Ways:
    """Which schemas become each other by rows of flows that do something to the value on its way."""

    def __init__(self, view: View) -> None:
        self._view = view

    def explain(self, one: Use, other: Use, step: Step) -> bool:
        """Whether flows lead from one to the other, also over others, with rows that state ``step``.

        A field that is derived from others need not look like them.
        """
        if one.meaning.derivation or other.meaning.derivation:
            return True
        joined = self._joined[step]
        return _root(joined, id(one.node.data)) == _root(joined, id(other.node.data))

    @cached_property
    def _joined(self) -> dict[Step, dict[int, int]]:
        self._view.registry.require("flow")  # one that cannot be read may be the one that explains it
        joined: dict[Step, dict[int, int]] = {"convert": {}, "values": {}, "on_null": {}}
        for flow in self._view.registry.flows:
            for row in flow.mapping:
                self._join(flow, row, joined)
        return joined

    def _join(self, flow: Flow, row: MappingRow, joined: dict[Step, dict[int, int]]) -> None:
        steps = [step for step in joined if getattr(row, step) is not None]
        if not steps or flow.consumer.api is None:
            return
        producer = self._schemas(flow.producer.api, flow.producer.operation, row.from_, "response")
        consumer = self._schemas(flow.consumer.api, flow.consumer.operation_name, row.to, "request")
        if producer and consumer:
            for step in steps:
                _unite(joined[step], [*producer, *consumer])

    def _schemas(
        self, api_id: str, name: str | None, path: str, side: Literal["request", "response"]
    ) -> list[int]:
        """Return the identities of the schemas that describe one end of a row; none if it leads nowhere."""
        api = self._view.api(api_id)
        if api is None:
            return []
        description = api.description()
        for operation in description.operations:
            if name in (operation.operation_id, operation.name):
                try:
                    field = find(description, operation, path, side)
                except NoSuchField:
                    return []
                return [id(layer) for layer in layers(field.schema, description.follow)]
        return []


def _root(joined: dict[int, int], key: int) -> int:
    while (above := joined.get(key, key)) != key:
        key = above
    return key


def _unite(joined: dict[int, int], keys: list[Any]) -> None:
    first = _root(joined, keys[0])
    for key in keys[1:]:
        joined[_root(joined, key)] = first
