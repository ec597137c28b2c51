"""Rules about objects and arrays as wholes: properties, undeclared ones, dependencies, what must be contained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, always, changed, fixed, reports, shown

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
    schema = difference.before if isinstance(difference.before, Mapping) else {}
    return str(schema.get("x-sunset", ""))[:10] if schema.get("deprecated") is True else ""


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
    verb = "need no longer be sent" if spot.direction == "request" else "may now be missing from answers"
    return f"property '{difference.name}' {verb}"


def _closing(difference: Difference, spot: Spot) -> Level:
    if spot.direction == "response":
        return "safe"
    return "risky" if difference.undeclared else "breaking"


@changed(
    "additional-properties-forbidden",
    "changed",
    ("additionalProperties", "removed"),
    judge=_closing,
    fix="Ignore undeclared properties instead of refusing them.",
    examples=[
        reports(
            "{type: object, additionalProperties: true}",
            "{type: object, additionalProperties: false}",
            sends="breaking",
            reads="safe",
        ),
        reports(
            f"{{type: object, {ONE}}}",
            f"{{type: object, {ONE}, additionalProperties: false}}",
            sends="risky",
            reads="safe",
        ),
        allows("{type: object, additionalProperties: false}", "{additionalProperties: false, type: object}"),
    ],
)
def additional_properties_forbidden(_: Difference, spot: Spot) -> str:
    """What was let in is now refused.

    Milder than the law where nothing was written before: a sender sends only what the contract declares.
    """
    return f"undeclared properties are no longer {spot.passed}"


@changed(
    "additional-properties-constrained",
    "changed",
    ("additionalProperties", "narrowed"),
    judge=_closing,
    fix="Accept the values that were accepted, whatever their name.",
    examples=[
        reports(
            "{type: object}",
            "{type: object, additionalProperties: {type: string}}",
            sends="breaking",
            reads="safe",
        ),
        allows("{type: object}", "{type: object, additionalProperties: {}}"),
    ],
)
def additional_properties_constrained(difference: Difference, _: Spot) -> str:
    """Any value was let in under an undeclared name; milder than the law where properties are declared."""
    return f"undeclared properties must now be {shown(difference.after)}"


@changed(
    "additional-properties-allowed",
    "changed",
    ("additionalProperties", "added"),
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[
        reports("{type: object, additionalProperties: false}", "{type: object}", sends="safe", reads="safe"),
        allows("{type: object}", "{type: object, additionalProperties: true}"),
    ],
)
def additional_properties_allowed(_: Difference, spot: Spot) -> str:
    """Senders may send more; readers ignore what they do not know, so the law's verdict is softened for them."""
    return f"undeclared properties are now {spot.passed}"


@changed(
    "additional-properties-released",
    "changed",
    ("additionalProperties", "widened"),
    fix="Keep the promise about the values of the map in answers.",
    examples=[
        reports(
            "{type: object, additionalProperties: {type: string}}",
            "{type: object}",
            sends="safe",
            reads="breaking",
        ),
        allows("{type: object, additionalProperties: {}}", "{type: object}"),
    ],
)
def additional_properties_released(difference: Difference, _: Spot) -> str:
    """A reader of the map relied on what its values are."""
    return f"undeclared properties need no longer be {shown(difference.before)}"


PATTERNED = "{type: object, patternProperties: {'^x-': {type: string}}}"


@changed(
    "pattern-properties-added",
    "added",
    ("patternProperties", "added"),
    fix="Accept the values that were accepted under such names.",
    examples=[
        reports("{type: object}", PATTERNED, sends="breaking", reads="safe"),
        allows(PATTERNED, PATTERNED.replace("type: object, ", "minProperties: 0, type: object, ")),
    ],
)
def pattern_properties_added(difference: Difference, _: Spot) -> str:
    """Values under names that match the pattern are now constrained."""
    return f"properties that match '{difference.name}' must now be {shown(difference.after)}"


@changed(
    "pattern-properties-removed",
    "removed",
    ("patternProperties", "removed"),
    fix="Keep the promise about such properties in answers.",
    examples=[
        reports(PATTERNED, "{type: object}", sends="safe", reads="breaking"),
        allows(PATTERNED, PATTERNED.replace("'^x-'", '"^x-"')),
    ],
)
def pattern_properties_removed(difference: Difference, _: Spot) -> str:
    """Nothing is promised any more about values under names that match the pattern."""
    return f"nothing is said any more about properties that match '{difference.name}'"


@changed(
    "property-names-changed",
    "changed",
    (("propertyNames", "added"), ("propertyNames", "removed"), ("propertyNames", "changed")),
    fix="Accept the names that were accepted; return only names that were promised.",
    examples=[
        reports(
            "{type: object}", "{type: object, propertyNames: {maxLength: 3}}", sends="breaking", reads="safe"
        ),
        reports(
            "{type: object, propertyNames: {maxLength: 3}}", "{type: object}", sends="safe", reads="breaking"
        ),
        allows(
            "{type: object, propertyNames: {maxLength: 3}}",
            "{type: object, propertyNames: {maxLength: 3, minLength: 0}}",
        ),
    ],
)
def property_names_changed(difference: Difference, _: Spot) -> str:
    """Names of properties are data where an object is a map."""
    return (
        "property names are now limited"
        if difference.action == "added"
        else "property names are no longer limited"
    )


DEPENDENT = "{type: object, dependentRequired: {card: [expiry]}}"


@changed(
    "dependent-required-added",
    "added",
    ("dependentRequired", "added"),
    fix="Accept the property without its companion.",
    examples=[
        reports("{type: object}", DEPENDENT, sends="breaking", reads="safe"),
        allows(
            "{type: object, required: [expiry]}",
            "{type: object, required: [expiry], dependentRequired: {card: [expiry]}}",
        ),
    ],
)
def dependent_required_added(difference: Difference, spot: Spot) -> str:
    """A client that sends one property without the other is now refused."""
    return f"'{difference.name}' is no longer {spot.passed} without '{difference.after}'"


@changed(
    "dependent-required-removed",
    "removed",
    ("dependentRequired", "removed"),
    fix="Go on returning both together.",
    examples=[
        reports(DEPENDENT, "{type: object}", sends="safe", reads="breaking"),
        allows(DEPENDENT, "{dependentRequired: {card: [expiry]}, type: object}"),
    ],
)
def dependent_required_removed(difference: Difference, spot: Spot) -> str:
    """A reader that found one relied on finding the other."""
    return f"'{difference.name}' can now be {spot.passed} without '{difference.before}'"


@changed(
    "dependent-schema-changed",
    "changed",
    (("dependentSchemas", "added"), ("dependentSchemas", "removed")),
    fix="Accept what was accepted beside the property; return only what was promised.",
    examples=[
        reports(
            "{type: object}",
            "{type: object, dependentSchemas: {card: {required: [expiry]}}}",
            sends="breaking",
            reads="safe",
        ),
        reports(
            "{type: object, dependentSchemas: {card: {required: [expiry]}}}",
            "{type: object}",
            sends="safe",
            reads="breaking",
        ),
        allows(
            "{type: object, dependentSchemas: {card: {}}}",
            "{type: object, dependentSchemas: {card: {title: Any}}}",
        ),
    ],
)
def dependent_schema_changed(difference: Difference, _: Spot) -> str:
    """What must hold where a property is present was added or dropped."""
    return f"a condition on objects with this property was {difference.action}"


@changed(
    "contains-changed",
    "changed",
    (("contains", "added"), ("contains", "removed"), ("contains", "changed")),
    fix="Accept the arrays that were accepted; return only arrays that keep the old promise.",
    examples=[
        reports("{type: array}", "{type: array, contains: {type: string}}", sends="breaking", reads="safe"),
        reports("{type: array, contains: {type: string}}", "{type: array}", sends="safe", reads="breaking"),
        allows(
            "{type: array, contains: {type: string}}",
            "{type: array, contains: {type: string}, minContains: 1}",
        ),
    ],
)
def contains_changed(difference: Difference, _: Spot) -> str:
    """What an array must contain was changed."""
    return f"a condition on what the array contains was {difference.action}"


@changed(
    "further-items-forbidden",
    "changed",
    ("further items", "removed"),
    fix="Ignore further items instead of refusing them.",
    examples=[
        reports(
            "{type: array, prefixItems: [{}]}",
            "{type: array, prefixItems: [{}], items: false}",
            sends="breaking",
            reads="safe",
        ),
        allows("{type: array, items: false}", "{type: array, unevaluatedItems: false}"),
    ],
)
def further_items_forbidden(_: Difference, spot: Spot) -> str:
    """A client that sends more items than are described is now refused."""
    return f"items beyond those described are no longer {spot.passed}"


@changed(
    "further-items-allowed",
    "changed",
    ("further items", "added"),
    fix="Return only the items that were described.",
    examples=[
        reports(
            "{type: array, prefixItems: [{}], items: false}",
            "{type: array, prefixItems: [{}]}",
            sends="safe",
            reads="breaking",
        ),
        allows("{type: array, items: false}", "{items: false, type: array}"),
    ],
)
def further_items_allowed(_: Difference, spot: Spot) -> str:
    """A reader meets items that nobody described."""
    return f"items beyond those described are now {spot.passed}"


@changed(
    "unevaluated-not-compared",
    "changed",
    (("unevaluatedItems", "changed"), ("unevaluatedProperties", "changed")),
    fix="Say with items or additionalProperties what else is allowed, where that is possible.",
    examples=[
        reports(
            "{type: object, anyOf: [{required: [a]}, {required: [b]}], unevaluatedProperties: false}",
            "{type: object, anyOf: [{required: [a]}, {required: [c]}], unevaluatedProperties: false}",
            sends="risky",
            reads="risky",
        ),
        allows(
            "{type: object, unevaluatedProperties: false}", "{unevaluatedProperties: false, type: object}"
        ),
    ],
)
def unevaluated_not_compared(_: Difference, _spot: Spot) -> str:
    """What is left for unevaluatedItems and unevaluatedProperties depends on each value's way through the branches."""
    return "what is left over beside the alternatives changed; not compared"


OBJECTS = (
    property_added,
    required_property_added,
    property_removed,
    required_property_removed,
    property_removed_after_sunset,
    property_became_required,
    property_became_optional,
    additional_properties_forbidden,
    additional_properties_constrained,
    additional_properties_allowed,
    additional_properties_released,
    pattern_properties_added,
    pattern_properties_removed,
    property_names_changed,
    dependent_required_added,
    dependent_required_removed,
    dependent_schema_changed,
    contains_changed,
    further_items_forbidden,
    further_items_allowed,
    unevaluated_not_compared,
)
