"""Rules about choices and conditions: branches of oneOf and anyOf, not, if, and what could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, changed, reports, shown
from registry.schema import Effect

if TYPE_CHECKING:
    from registry.schema import Difference

CARD = "{type: object, required: [kind], properties: {kind: {const: card}}}"
CASH = CARD.replace("const: card", "const: cash")
EITHER = f"{{oneOf: [{CARD}, {CASH}]}}"
SWAPPED = f"{{anyOf: [{CASH}, {CARD}]}}"


@changed(
    "branch-added",
    "added",
    (("oneOf", "widened"), ("anyOf", "widened")),
    fix="Return the new kind only to clients that ask for it, or in a new major version.",
    examples=[
        reports(CARD, EITHER, sends="safe", reads="breaking"),
        allows(EITHER, SWAPPED),
    ],
)
def branch_added(difference: Difference, spot: Spot) -> str:
    """A reader has no code for the new alternative."""
    return (
        f"alternative '{difference.name}' can now be {'sent' if spot.direction == 'request' else 'returned'}"
    )


@changed(
    "branch-removed",
    "removed",
    (("oneOf", "narrowed"), ("anyOf", "narrowed")),
    fix="Go on accepting the alternative; mark it deprecated.",
    examples=[
        reports(EITHER, CARD, sends="breaking", reads="safe"),
        allows("{oneOf: [{type: string}, {type: integer}]}", "{oneOf: [{type: string}, {type: number}]}"),
    ],
)
def branch_removed(difference: Difference, spot: Spot) -> str:
    """A client that sends the alternative is now refused."""
    return f"alternative '{difference.name}' is no longer {spot.passed}"


@changed(
    "choice-added",
    "added",
    (("oneOf", "added"), ("anyOf", "added")),
    fix="Accept what was accepted, or make one branch cover it.",
    examples=[
        reports(
            "{type: object, properties: {a: {}}}",
            "{type: object, properties: {a: {}}, oneOf: [{required: [a]}, {required: [b]}]}",
            sends="breaking",
            reads="safe",
        ),
        allows(EITHER, f"{{type: object, oneOf: [{CARD}, {CASH}]}}"),
    ],
)
def choice_added(_: Difference, spot: Spot) -> str:
    """Values that match none of the new alternatives are now refused."""
    return f"only values that match one of the new alternatives are {spot.passed}"


@changed(
    "choice-removed",
    "removed",
    (("oneOf", "removed"), ("anyOf", "removed")),
    fix="Keep the promise in answers.",
    examples=[
        reports(
            "{type: object, oneOf: [{required: [a]}, {required: [b]}]}",
            "{type: object}",
            sends="safe",
            reads="breaking",
        ),
        allows(EITHER, SWAPPED),
    ],
)
def choice_removed(_: Difference, spot: Spot) -> str:
    """A reader that knew the alternatives must now expect anything."""
    return f"values outside the old alternatives can now be {spot.passed}"


OVERLAPPING = (
    "{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}"
)


@changed(
    "choice-changed",
    "changed",
    ("oneOf", "changed"),
    fix="Tell the alternatives apart by a discriminator or a constant, so that a value fits one only.",
    examples=[
        reports(f"{{anyOf: [{OVERLAPPING}]}}", f"{{oneOf: [{OVERLAPPING}]}}", sends="breaking", reads="safe"),
        allows(SWAPPED, EITHER),
    ],
)
def choice_changed(difference: Difference, _: Spot) -> str:
    """OneOf refuses a value that fits two alternatives, so alternatives that may overlap decide who is refused."""
    if difference.name == "overlap":
        if Effect.NARROWER in difference.effect:
            return "values of an alternative that stayed now fit a new one too, which oneOf refuses"
        return "alternatives that may overlap changed; whether a value now fits two of them was not compared"
    return f"{difference.before} became {difference.after}, and the alternatives may overlap"


@changed(
    "negation-changed",
    "changed",
    (("not", "added"), ("not", "removed"), ("not", "changed")),
    fix="Accept what was accepted; return only what was promised.",
    examples=[
        reports("{type: string}", "{type: string, not: {enum: [a]}}", sends="breaking", reads="safe"),
        reports("{type: string, not: {enum: [a]}}", "{type: string}", sends="safe", reads="breaking"),
        reports(
            "{type: string, not: {enum: [a]}}",
            "{type: string, not: {enum: [a, b]}}",
            sends="breaking",
            reads="safe",
        ),
        allows("{type: string, not: {enum: [a]}}", "{type: string, not: {const: a}}"),
    ],
)
def negation_changed(difference: Difference, _: Spot) -> str:
    """What is excluded was changed: a wider exclusion refuses more, a narrower one lets more in."""
    said = f"an exclusion (not) was {difference.action}"
    if not difference.name:
        return said
    if difference.before is None:
        return f"{said}: {difference.name} {shown(difference.after)} added"
    if difference.after is None:
        return f"{said}: {difference.name} {shown(difference.before)} removed"
    return f"{said}: {difference.name} from {shown(difference.before)} to {shown(difference.after)}"


CONDITION = "if: {properties: {kind: {const: a}}}, then: {required: [b]}"


@changed(
    "condition-changed",
    "changed",
    (("if", "added"), ("if", "removed"), ("if", "changed")),
    fix="Accept what was accepted; return only what was promised.",
    examples=[
        reports("{type: object}", f"{{type: object, {CONDITION}}}", sends="breaking", reads="safe"),
        reports(f"{{type: object, {CONDITION}}}", "{type: object}", sends="safe", reads="breaking"),
        allows(f"{{type: object, {CONDITION}}}", f"{{{CONDITION}, type: object}}"),
    ],
)
def condition_changed(difference: Difference, _: Spot) -> str:
    """What must hold under a condition was changed."""
    return f"a condition (if) was {difference.action}{'; not compared' if Effect.UNKNOWN in difference.effect else ''}"


@changed(
    "schema-not-compared",
    "changed",
    (("$ref", "changed"), ("$schema", "changed")),
    fix="Mend the reference, name each anchor once, and write the schema in the dialect of the description.",
    examples=[
        reports("{$ref: '#/components/schemas/Missing'}", "{type: string}", sends="risky", reads="risky"),
        reports(
            "{type: string}",
            "{type: string, $schema: 'http://json-schema.org/draft-07/schema#'}",
            sends="risky",
            reads="risky",
        ),
        allows("{$ref: '#/components/schemas/Missing'}", "{$ref: '#/components/schemas/Missing'}"),
        allows(
            "{type: string}",
            "{type: string, $schema: 'https://json-schema.org/draft/2020-12/schema'}",
        ),
    ],
)
def schema_not_compared(difference: Difference, _: Spot) -> str:
    """A reference cannot be followed, or a schema names a dialect that is not read: nothing can be said about it."""
    if difference.keyword == "$schema":
        return "the schema is written in another dialect ($schema); not compared"
    return "a reference could not be followed; not compared"


COMBINATIONS = (
    branch_added,
    branch_removed,
    choice_added,
    choice_removed,
    choice_changed,
    negation_changed,
    condition_changed,
    schema_not_compared,
)
