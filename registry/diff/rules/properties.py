"""Rules about declared properties: there or not, required or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, always, changed, fixed, reports
from registry.model.semantics import sunset

if TYPE_CHECKING:
    from registry.diff.change import Level
    from registry.schema import Difference

TWO = "properties: {a: {}, b: {type: string}}"
ONE = "properties: {a: {}}"


@changed(
    "property-added",
    "added",
    ("properties", "added"),
    judge=always("safe"),
    fix="Nothing to do; say in the description since when the property is there.",
    examples=[
        reports(f"{{type: object, {ONE}}}", f"{{type: object, {TWO}}}", sends="safe", reads="safe"),
        allows(
            f"{{type: object, {TWO}}}",
            f"{{type: object, allOf: [{{{ONE}}}, {{properties: {{b: {{type: string}}}}}}]}}",
        ),
    ],
)
def property_added(difference: Difference, _: Spot) -> str:
    """A sender sends only what the contract declares, a reader ignores what it does not know: nobody is hit.

    The law would call it narrower, since an object without additionalProperties let in anything under that name.
    """
    return f"optional property '{difference.name}' added"


@changed(
    "required-property-added",
    "added",
    ("required properties", "added"),
    judge=fixed("breaking", "safe"),
    fix="Make the property optional, with a default for clients that do not send it yet.",
    examples=[
        reports(
            f"{{type: object, {ONE}}}",
            f"{{type: object, {TWO}, required: [b]}}",
            sends="breaking",
            reads="safe",
        ),
        allows(f"{{type: object, {TWO}, required: [b]}}", f"{{type: object, required: [b], {TWO}}}"),
    ],
)
def required_property_added(difference: Difference, spot: Spot) -> str:
    """Clients written before the property existed do not send it and are refused; readers ignore it."""
    verb = "must now be sent" if spot.direction == "request" else "is now always returned"
    return f"new property '{difference.name}' {verb}"


def _removal(difference: Difference, spot: Spot) -> Level:
    if _until(difference):
        return "breaking"
    if spot.direction == "response":
        return "breaking" if difference.keyword == "required properties" else "risky"
    return "risky" if difference.undeclared else "breaking"


def _until(difference: Difference) -> str:
    """Return the date until which a property was to stay; one that has passed is another rule's matter."""
    schema = difference.before if isinstance(difference.before, dict) else {}
    until = sunset(schema)
    return until.isoformat() if until and schema.get("deprecated") is True else ""


def _fate(difference: Difference, fate: str) -> str:
    until = _until(difference)
    return f"it {fate}" + (f", although its announced date {until} has not passed" if until else "")


DATED = f"{{type: object, {TWO.replace('{type: string}', '{type: string, deprecated: true, x-sunset: %s}')}}}"


@changed(
    "property-removed",
    "removed",
    ("properties", "removed"),
    judge=_removal,
    fix="Deprecate the property with x-sunset first, and remove it after that date.",
    examples=[
        reports(f"{{type: object, {TWO}}}", f"{{type: object, {ONE}}}", sends="risky", reads="risky"),
        reports(
            f"{{type: object, {TWO}, additionalProperties: false}}",
            f"{{type: object, {ONE}, additionalProperties: false}}",
            sends="breaking",
            reads="risky",
        ),
        reports(DATED % "'9999-01-31'", f"{{type: object, {ONE}}}", sends="breaking", reads="breaking"),
        allows(f"{{type: object, {ONE}}}", f"{{allOf: [{{type: object}}, {{{ONE}}}]}}"),
    ],
)
def property_removed(difference: Difference, spot: Spot) -> str:
    """What a client still sends is refused by a closed object, and silently lost by an open one; readers miss it.

    The law sees only that an open object still lets it in: that a value is lost without a word is the risk. What was
    promised until a date that has not passed breaks the promise.
    """
    fate = "is ignored or refused" if spot.direction == "request" else "is no longer returned"
    return f"property '{difference.name}' removed: {_fate(difference, fate)}"


@changed(
    "required-property-removed",
    "removed",
    ("required properties", "removed"),
    judge=_removal,
    fix="Go on returning the property; deprecate it with x-sunset and remove it after that date.",
    examples=[
        reports(
            f"{{type: object, {TWO}, required: [b]}}",
            f"{{type: object, {ONE}}}",
            sends="risky",
            reads="breaking",
        ),
        allows(
            f"{{type: object, {TWO}, required: [b]}}", f"{{allOf: [{{type: object, {TWO}, required: [b]}}]}}"
        ),
    ],
)
def required_property_removed(difference: Difference, spot: Spot) -> str:
    """Readers were promised the property in every answer; senders lose the value without a word."""
    fate = (
        "is ignored or refused" if spot.direction == "request" else "was promised and is no longer returned"
    )
    return f"required property '{difference.name}' removed: {_fate(difference, fate)}"


SUNSET = "properties: {a: {}, b: {type: string, deprecated: true, x-sunset: '2020-01-31'}}"


@changed(
    "property-removed-after-sunset",
    "removed",
    (("properties past sunset", "removed"), ("required properties past sunset", "removed")),
    judge=always("safe"),
    fix="Nothing to do; the removal was announced and its date has passed.",
    examples=[
        reports(f"{{type: object, {SUNSET}}}", f"{{type: object, {ONE}}}", sends="safe", reads="safe"),
        allows(f"{{type: object, {SUNSET}}}", f"{{type: object, {SUNSET}, title: Thing}}"),
    ],
)
def property_removed_after_sunset(difference: Difference, _: Spot) -> str:
    """It was deprecated with a date, and the date has passed: who kept to the contract has left it."""
    return f"property '{difference.name}' removed after its announced date"


@changed(
    "property-became-required",
    "changed",
    ("required", "added"),
    fix="Keep the property optional and apply a default.",
    examples=[
        reports(
            f"{{type: object, {TWO}}}",
            f"{{type: object, {TWO}, required: [b]}}",
            sends="breaking",
            reads="safe",
        ),
        allows(
            f"{{type: object, {TWO}, required: [a]}}",
            f"{{allOf: [{{type: object, {TWO}}}, {{required: [a]}}]}}",
        ),
    ],
)
def property_became_required(difference: Difference, spot: Spot) -> str:
    """A client that leaves the property out is now refused, default or not; a reader gets it more often."""
    verb = "must now be sent" if spot.direction == "request" else "is now always returned"
    return f"property '{difference.name}' {verb}"


@changed(
    "property-became-optional",
    "changed",
    ("required", "removed"),
    fix="Go on returning the property in every answer.",
    examples=[
        reports(
            f"{{type: object, {TWO}, required: [b]}}",
            f"{{type: object, {TWO}}}",
            sends="safe",
            reads="breaking",
        ),
        allows(f"{{type: object, {TWO}, required: [b, b]}}", f"{{type: object, {TWO}, required: [b]}}"),
    ],
)
def property_became_optional(difference: Difference, spot: Spot) -> str:
    """A reader that relied on the property fails on the first answer without it."""
    verb = "need no longer be sent" if spot.direction == "request" else "may now be missing"
    return f"property '{difference.name}' {verb}"


PROPERTIES = (
    property_added,
    required_property_added,
    property_removed,
    required_property_removed,
    property_removed_after_sunset,
    property_became_required,
    property_became_optional,
)
