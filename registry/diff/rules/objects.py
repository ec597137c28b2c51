"""Rules about objects as wholes: undeclared properties, names, dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, always, changed, reports, shown

if TYPE_CHECKING:
    from registry.diff.change import Level
    from registry.schema import Difference

ONE = "properties: {a: {}}"


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
    "changed",
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
    "changed",
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


OBJECTS = (
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
)
