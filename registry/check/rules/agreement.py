"""Whether systems that use one business term mean the same by it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from registry.check.concepts import Ways, pairs
from registry.check.declare import Hit, allows, reports, rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from registry.check.concepts import Step, Use
    from registry.check.registry_view import View
    from registry.errors import Place
    from registry.model.registry import Api
    from registry.model.semantics import FieldMeaning

    Difference = Callable[[Use, Use], str]
    Disagreement = tuple[Step, tuple[str, ...], Difference]
    Found = tuple[Use, Use, tuple[str, ...], str]

_THING = "x-ogc-definition: 'glossary:thing'"
_COUNTED = re.compile(r"1|\{[^{}]*\}")
"""Units of what is counted; what they count is a note that UCUM does not read (UCUM section 12)."""
_SHOWN = 3


@rule(
    "conflicting-meaning",
    "warning",
    fix="Say the same in both, give them different terms, or let the row of a flow say how one becomes the other.",
    examples=[
        reports(
            systems=f"""
                depot: {{type: number, x-ogc-unit: kg, {_THING}}}
                ports: {{type: number, x-ogc-unit: g, {_THING}}}
            """
        ),
        reports(
            systems="""
                depot: {type: number, x-field: {businessName: Duty, currency: EUR}}
                ports: {type: number, x-field: {businessName: duty, currency: USD}}
            """
        ),
        reports(
            systems=f"""
                depot: {{enum: [held, free], {_THING}}}
                ports: {{enum: [H, F], {_THING}}}
            """
        ),
        allows(
            systems=f"""
                depot: {{type: number, x-ogc-unit: kg, {_THING}}}
                ports: {{type: number, x-ogc-unit: g, {_THING}}}
                flow: {{convert: {{multiply: 1000}}}}
            """
        ),
        allows(
            systems=f"""
                depot: {{enum: [held, free], {_THING}}}
                ports: {{enum: [held, free, lost], {_THING}}}
            """
        ),
        allows(
            systems=f"""
                depot: {{type: number, x-ogc-unit: '{{box}}', {_THING}}}
                ports: {{type: number, x-ogc-unit: '1', {_THING}}}
            """
        ),
    ],
)
def conflicting_meaning(view: View) -> Iterator[Hit]:
    """Both are called the same, so people compare and copy them, and are wrong by a factor, a zone or a state."""
    yield from _disagreements(view, _CONFLICTS)


@rule(
    "differing-wording",
    "info",
    fix="Use the same words where the same is meant; where it is not, say in the flow what becomes of it.",
    examples=[
        reports(
            systems=f"""
                depot: {{type: [string, 'null'], {_THING}, x-field: {{nullMeaning: Nobody has measured it.}}}}
                ports: {{type: [string, 'null'], {_THING}, x-field: {{nullMeaning: It has no size.}}}}
            """
        ),
        reports(
            systems=f"""
                depot: {{enum: [held, free], {_THING}, x-enumDescriptions: {{held: Not paid for.}}}}
                ports: {{enum: [held, free], {_THING}, x-enumDescriptions: {{held: Damaged.}}}}
            """
        ),
        allows(
            systems=f"""
                depot: {{type: [string, 'null'], {_THING}, x-field: {{nullMeaning: Nobody has measured it.}}}}
                ports: {{type: [string, 'null'], {_THING}, x-field: {{nullMeaning: nobody has measured it}}}}
            """
        ),
        allows(
            systems=f"""
                depot: {{type: [string, 'null'], {_THING}, x-field: {{nullMeaning: Nobody has measured it.}}}}
                ports: {{type: [string, 'null'], {_THING}, x-field: {{nullMeaning: It has no size.}}}}
                flow: {{onNull: skip}}
            """
        ),
    ],
)
def differing_wording(view: View) -> Iterator[Hit]:
    """One of them may mean "unknown" and the other "none"; only their owners can tell whether they do."""
    yield from _disagreements(view, _WORDINGS)


def _disagreements(view: View, differences: tuple[Disagreement, ...]) -> Iterator[Hit]:
    """Yield a hit for each system and each way in which it disagrees on a term with one before, with both places."""
    found = tuple(_differing(view, differences))
    places = _places(found)
    for later, earlier, steps, said in found:
        here, there = later.at(*steps), earlier.at(*steps)
        where = f"{earlier.api.id} {earlier.node.subject} ({places[earlier.api.id][there]})"
        subject = f"{later.api.id} {later.node.subject}"
        yield Hit(here, f"'{later.concept}' {said} in {where}", subject, place=places[later.api.id][here])


def _differing(view: View, differences: tuple[Disagreement, ...]) -> Iterator[Found]:
    ways = Ways(view)
    told: set[tuple[str, str, int]] = set()
    for later, earlier in pairs(view):
        for number, (step, steps, difference) in enumerate(differences):
            key = (later.concept.casefold(), later.api.system, number)
            said = "" if key in told else difference(later, earlier)
            if said and not ways.explain(later, earlier, step):
                told.add(key)
                yield later, earlier, steps, said


def _places(found: Iterable[Found]) -> Mapping[str, Mapping[str, Place]]:
    """Return where everything is written that the hits name, by API: one pass over each description."""
    wanted: dict[str, tuple[Api, set[str]]] = {}
    for later, earlier, steps, _ in found:
        for use in (later, earlier):
            wanted.setdefault(use.api.id, (use.api, set()))[1].add(use.at(*steps))
    return {name: api.description().places(pointers) for name, (api, pointers) in wanted.items()}


def _units(one: Use, other: Use) -> str:
    here, there = one.meaning.unit, other.meaning.unit
    if not here or not there or here == there or one.meaning.unit_language != other.meaning.unit_language:
        return ""
    counted = _COUNTED.fullmatch(here) and _COUNTED.fullmatch(there) and "1" in {here, there}
    money = one.meaning.currency or other.meaning.currency
    return "" if counted and not money else f"is in {here} here, and in {there}"


def _names(what: str) -> Difference:
    def difference(one: Use, other: Use) -> str:
        here, there = getattr(one.meaning, what), getattr(other.meaning, what)
        fixed = isinstance(here, str) and isinstance(there, str)
        return f"has the {what} {here} here, and {there}" if fixed and here != there else ""

    return difference


def _values(one: Use, other: Use) -> str:
    """Say which values only one of them has; that one has more than the other is no contradiction."""
    here, there = _listed(one.meaning), _listed(other.meaning)
    if not here or not there or set(here) <= set(there) or set(there) <= set(here):
        return ""
    only = [f"'{value}'" for value in here if value not in there]
    more = " …" if len(only) > _SHOWN else ""
    return f"can be {', '.join(only[:_SHOWN])}{more} here, but not"


def _listed(meaning: FieldMeaning) -> tuple[str, ...]:
    return tuple(str(value.value) for value in meaning.values)


def _null(one: Use, other: Use) -> str:
    here, there = (use.meaning.null_meaning.get("null", "") for use in (one, other))
    return f"says of null '{here}' here, and '{there}'" if _differ(here, there) else ""


def _meaning_of_value(one: Use, other: Use) -> str:
    known = {str(value.value): value.description for value in other.meaning.values}
    for value in one.meaning.values:
        there = known.get(str(value.value), "")
        if _differ(value.description, there):
            return f"says of '{value.value}' '{value.description}' here, and '{there}'"
    return ""


def _differ(here: str, there: str) -> bool:
    """Whether both say something, and not in the same words."""
    return bool(here and there) and re.findall(r"\w+", here.lower()) != re.findall(r"\w+", there.lower())


_CONFLICTS: tuple[Disagreement, ...] = (
    ("convert", ("x-ogc-unit",), _units),
    ("convert", ("x-field", "currency"), _names("currency")),
    ("convert", ("x-field", "timezone"), _names("timezone")),
    ("values", (), _values),
)
_WORDINGS: tuple[Disagreement, ...] = (
    ("on_null", ("x-field", "nullMeaning"), _null),
    ("values", (), _meaning_of_value),
)
