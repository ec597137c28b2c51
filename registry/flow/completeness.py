"""Which fields say all that a reader needs in order to use them rightly: the rules of meaning, asked per field."""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from registry.check.rules import meaning, semantics
from registry.check.survey import Survey
from registry.check.vocabulary import types
from registry.model import lenient
from registry.model.semantics import field_meaning, layers
from registry.source.pointer import parent

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from registry.check.declare import Rule
    from registry.check.nodes import Node
    from registry.model.description import Description

RULES: tuple[Rule, ...] = (
    semantics.missing_field_description,
    meaning.description_repeats_name,
    semantics.number_without_unit,
    semantics.money_without_currency,
    semantics.enum_value_without_meaning,
    semantics.nullable_without_null_meaning,
    semantics.timestamp_without_timezone,
    semantics.personal_data_without_classification,
    meaning.identifier_without_role,
)
"""What a field must say; settings that switch a rule off do not make a field more complete."""

FORMS = frozenset({"format", "pattern", "enum", "const", "x-extensible-enum"})
"""Keywords by which a text has a form that can be checked."""

MATCHING = frozenset({"x-ogc-role", "x-field"})
"""Keywords that may say that others match by a value."""


class Gap(NamedTuple):
    """What a field leaves unsaid, and how to say it."""

    problem: str
    remedy: str


FORMLESS = Gap(
    "nothing fixes the form of a text that others match by",
    "add pattern or format, or say under x-field.normalization how it is written",
)
"""What is unsaid of a text that may be written in any way."""


class Declared(Protocol):
    """A schema and where it stands: a `Required`, a `Field`."""

    @property
    def schema(self) -> dict[str, Any]:
        """The schema as written."""

    @property
    def pointer(self) -> str:
        """Its JSON Pointer."""


class Required(NamedTuple):
    """A property that must be there, as it is called and where it stands."""

    name: str
    pointer: str
    schema: dict[str, Any]


class Completeness:
    """The fields of one description, and what each leaves unsaid."""

    def __init__(self, description: Description, today: date) -> None:
        self._description = description
        self._survey = Survey(description, today)

    @cached_property
    def required(self) -> tuple[Required, ...]:
        """Every property that its object requires, in the order of the document."""
        return tuple(Required(node.subject, node.pointer, node.data) for node in self._required)

    @cached_property
    def _required(self) -> tuple[Node, ...]:
        wanted: dict[int, Collection[str]] = {}
        found: list[Node] = []
        for node in self._survey.properties:
            if (holder := node.parent) is None:
                continue
            if id(holder) not in wanted:
                wanted[id(holder)] = required_of(holder)
            if node.key in wanted[id(holder)]:
                found.append(node)
        return tuple(found)

    def gaps(self, declared: Sequence[Declared]) -> tuple[tuple[Gap, ...], ...]:
        """Return for each field what it leaves unsaid, itself and through what it refers to."""
        pointers = tuple(map(self._pointers, declared))
        unsaid = self._unsaid(dict.fromkeys(at for each in pointers for at in each))
        return tuple(
            (*(gap for at in each for gap in unsaid.get(at, ())), *self._formless(one.schema))
            for one, each in zip(declared, pointers, strict=True)
        )

    def _pointers(self, one: Declared) -> tuple[str, ...]:
        """Return the pointer to a field, and to what it refers to."""
        found = self._description.follow(one.schema, one.pointer) if "$ref" in one.schema else None
        return (one.pointer,) if found is None or found[1] == one.pointer else (one.pointer, found[1])

    def _formless(self, schema: dict[str, Any]) -> tuple[Gap, ...]:
        """Return that a text has no fixed form, where others match or choose by it."""
        found = layers(schema, self._description.follow)
        if all(map(MATCHING.isdisjoint, found)):
            return ()
        says = field_meaning(schema, self._description.follow)
        matched = says.role or says.relationships or says.critical
        is_text = any("string" in types(layer) for layer in found)
        has_form = any(FORMS & layer.keys() for layer in found) or says.values or says.normalization
        return (FORMLESS,) if matched and is_text and not has_form else ()

    def _unsaid(self, pointers: Collection[str]) -> Mapping[str, list[Gap]]:
        """Return what the rules find at some pointers; they look nowhere else."""
        found: defaultdict[str, list[Gap]] = defaultdict(list)
        nodes = tuple(node for at in pointers if (node := self._node(at)) is not None)
        few = copy(self._survey)
        few.properties = tuple(node for node in nodes if node.is_property)
        few.values = tuple(node for node in nodes if "$ref" not in node.data)
        for rule in RULES:
            for hit in rule.find(few):
                at = hit.pointer
                while at not in pointers:  # it is at the words or the draft within the field
                    at = parent(at)
                found[at].append(Gap(hit.message, hit.remedy or rule.remedy))
        return found

    def _node(self, pointer: str) -> Node | None:
        """Return the property or component at a pointer, None where something else stands."""
        return self._likely.get(pointer) or self._all.get(pointer)

    @cached_property
    def _likely(self) -> Mapping[str, Node]:
        """What is required, and the components that it mostly refers to."""
        components = (node for node in self._survey.values if not node.is_property)
        return {node.pointer: node for node in (*self._required, *components)}

    @cached_property
    def _all(self) -> Mapping[str, Node]:
        return {node.pointer: node for node in (*self._survey.properties, *self._survey.values)}


def required_of(holder: Node) -> Collection[str]:
    """Return what an object requires itself, and what the schemas say whose ``allOf`` it is part of."""
    around, schema = holder.parent, holder.data
    branches = lenient.mappings(around.data.get("allOf")) if around is not None else ()
    is_part = any(branch is schema for branch in branches)
    wanted = (around.data, *branches) if around is not None and is_part else (schema,)
    return frozenset(name for one in wanted for name in lenient.texts(one.get("required")))
