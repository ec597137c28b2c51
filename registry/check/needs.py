"""What a field has to say of itself, whether it says so, and where a draft of it would stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from registry.check import names
from registry.check.self_evident import are_self_evident
from registry.check.vocabulary import types
from registry.model import lenient
from registry.model.semantics import drafts, values
from registry.model.semantics.layers import is_null
from registry.source.pointer import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from registry.check.finding import Hit
    from registry.check.nodes import Node
    from registry.check.survey import Survey
    from registry.model.semantics import FieldMeaning

Aspect = Literal[
    "description",
    "unit",
    "currency",
    "values",
    "null",
    "absent",
    "classification",
    "timezone",
    "freshness",
]
"""What of its meaning a field may have to say."""

_NUMBERS = frozenset({"number", "integer"})
_WRAPPERS = frozenset({"oneOf", "anyOf"})
_NULLABLE = frozenset({"nullable", "enum"})


@dataclass(frozen=True, slots=True)
class Need:
    """One aspect of meaning: which fields need it, which of them have it, and the rule about those that do not.

    ``of`` is what the fields that need it are called. ``steps`` are the keys under which it is written in the schema
    of the field. ``declared`` is whether it is said where the values are declared, also by a component, rather than
    where a property refers to them.
    """

    aspect: Aspect
    of: str
    rule: str
    steps: tuple[str, ...]
    wanted: Callable[[Survey, Node], bool]
    said: Callable[[FieldMeaning], bool]
    declared: bool = False

    def lacking(self, survey: Survey) -> Iterator[Node]:
        """Yield each field that needs it and does not say it."""
        for node in survey.values if self.declared else survey.properties:
            if self.wanted(survey, node) and not self.said(survey.meaning(node)):
                yield node

    def drafted(self, node: Node) -> Any:
        """Return the draft of it that stands in the field, or None."""
        draft = at(node.data, self.steps) if self.steps[0] in node.data else None
        return draft if draft is not None and drafts.holds_draft(draft) else None

    def hit(self, node: Node, message: str, remedy: str = "") -> Hit:
        """Return a hit on a field that does not say it: on the draft, if there is one, and how to finish that."""
        draft = self.drafted(node)
        if draft is None:
            return node.hit(message, remedy=remedy)
        return node.hit(message, *self.steps, remedy=finish(draft))


def finish(draft: Any) -> str:
    """Return what is to be done about a draft, or about the first in a mapping of drafts."""
    while isinstance(draft, dict):
        draft = next((member for member in draft.values() if drafts.holds_draft(member)), None)
    if isinstance(draft, str) and draft.startswith(drafts.GUESS):
        guessed = draft.removeprefix(drafts.GUESS).strip()
        return f"if '{guessed}' is right, take '{drafts.GUESS}' away; else correct it"
    return f"write it where the draft says '{drafts.FILL_IN}'"


def nullable(node: Node) -> bool:
    """Whether the value may be null, as far as the schema itself says."""
    if _WRAPPERS.isdisjoint(node.data) and _NULLABLE.isdisjoint(node.data):
        return "null" in types(node.data)
    named = [name for schema in (node.data, *_branches(node.data)) for name in types(schema)]
    return (
        "null" in named
        or node.data.get("nullable") is True
        or None in lenient.sequence(node.data.get("enum"))
    )


def own(node: Node) -> tuple[dict[str, Any], ...]:
    """Return the schema itself and, if it only makes that nullable, the one branch that stands in it."""
    if _WRAPPERS.isdisjoint(node.data):
        return (node.data,)
    inner = [branch for branch in _branches(node.data) if not is_null(branch)]
    return (node.data, *inner) if len(inner) == 1 and "$ref" not in inner[0] else (node.data,)


def _branches(schema: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    return tuple(each for key in ("oneOf", "anyOf") for each in lenient.mappings(schema.get(key)))


def is_money(survey: Survey, node: Node) -> bool:
    """Whether the values are amounts of money."""
    if names.is_money(node.key):
        return _measures(survey, node)
    return names.may_be_money(node.key) and _measures(survey, node) and _has_currency(survey, node)


def is_measure(survey: Survey, node: Node) -> bool:
    """Whether the values are numbers with a unit, money aside."""
    return _measures(survey, node) and not is_money(survey, node) and not survey.meaning(node).currency


def is_personal(survey: Survey, node: Node) -> bool:
    """Whether the name speaks of a person, and the values can be more than a flag or the index of an address.

    A full name may be that of a thing, and a place that of a shop, unless what stands beside them is personal.
    """
    if not (names.is_personal(node.key) or names.may_be_personal(node.key)):
        return False
    said = types(node.data)
    if {"array", "boolean"}.intersection(said) or ("address" in names.words(node.key) and "integer" in said):
        return False
    return names.is_personal(node.key) or survey.any_beside(node, names.is_personal)


def is_local_time(_: Survey, node: Node) -> bool:
    """Whether the values are points in time in a text whose format does not say of which zone."""
    if not names.is_timestamp(node.key):
        return False
    plain = (
        "string" in types(schema) and not {"format", "enum", "const"} & schema.keys() for schema in own(node)
    )
    return any(plain)


def _measures(survey: Survey, node: Node) -> bool:
    """Whether the values are numbers that measure something: no label, no listed value, no flag."""
    for schema in own(node):
        if not _NUMBERS.isdisjoint(types(schema)):
            return not names.is_identifier(node.key) and not survey.meaning(node).values
    return False


def _has_currency(survey: Survey, node: Node) -> bool:
    return survey.any_beside(node, names.is_currency)


def _any(_survey: Survey, _node: Node) -> bool:
    return True


def _enumerates(_: Survey, node: Node) -> bool:
    """Whether it lists values itself that a reader may not know."""
    listed = next((found for schema in own(node) if (found := values.meanings(schema))), ())
    return len(listed) > 1 and not are_self_evident(node.key, (each.value for each in listed))


def _nullable(_: Survey, node: Node) -> bool:
    return nullable(node)


def _optional(survey: Survey, node: Node) -> bool:
    """Whether it may be left out, and no default says what that means."""
    if node.parent is None or "default" in node.data:
        return False
    return not survey.requires(node.parent, node.key)


def _critical(survey: Survey, node: Node) -> bool:
    return survey.meaning(node).critical


def _says_of(key: str) -> Callable[[FieldMeaning], bool]:
    return lambda meaning: key in meaning.null_meaning


DESCRIPTION = Need(
    "description",
    "fields",
    "missing-field-description",
    ("description",),
    _any,
    lambda meaning: bool(meaning.description.strip()),
)
UNIT = Need(
    "unit",
    "numbers that measure or count",
    "number-without-unit",
    ("x-ogc-unit",),
    is_measure,
    lambda meaning: bool(meaning.unit),
    declared=True,
)
CURRENCY = Need(
    "currency",
    "amounts of money",
    "money-without-currency",
    ("x-field", "currency"),
    is_money,
    lambda meaning: bool(meaning.currency),
    declared=True,
)
VALUES = Need(
    "values",
    "lists of values",
    "enum-value-without-meaning",
    ("x-enumDescriptions",),
    _enumerates,
    lambda meaning: all(value.explained for value in meaning.values),
    declared=True,
)
NULL = Need(
    "null",
    "fields that may be null",
    "nullable-without-null-meaning",
    ("x-field", "nullMeaning", "null"),
    _nullable,
    _says_of("null"),
)
ABSENT = Need(
    "absent",
    "fields that may be left out",
    "optional-without-absent-meaning",
    ("x-field", "nullMeaning", "absent"),
    _optional,
    _says_of("absent"),
)
CLASSIFICATION = Need(
    "classification",
    "fields that look personal",
    "personal-data-without-classification",
    ("x-data-classification",),
    is_personal,
    lambda meaning: meaning.classification is not None,
)
TIMEZONE = Need(
    "timezone",
    "local times",
    "timestamp-without-timezone",
    ("x-field", "timezone"),
    is_local_time,
    lambda meaning: meaning.timezone is not None,
    declared=True,
)
FRESHNESS = Need(
    "freshness",
    "critical fields",
    "critical-field-without-freshness",
    ("x-field", "freshness"),
    _critical,
    lambda meaning: meaning.freshness is not None,
)

NEEDS: tuple[Need, ...] = (
    DESCRIPTION,
    UNIT,
    CURRENCY,
    VALUES,
    NULL,
    ABSENT,
    CLASSIFICATION,
    TIMEZONE,
    FRESHNESS,
)
"""Every aspect, in the order in which people read them."""
ASPECTS: tuple[Aspect, ...] = tuple(need.aspect for need in NEEDS)
ASKED: tuple[Aspect, ...] = tuple(aspect for aspect in ASPECTS if aspect != "absent")
"""What is asked for unless somebody wants something else; the rest has a rule that is off by default."""


def at(data: Any, steps: tuple[str, ...]) -> Any:
    """Return what stands in plain data under keys, or indexes of lists, within each other; None if nothing does."""
    try:
        return find(data, steps)
    except KeyError:
        return None
