"""Rules about arrays: what they contain, what follows the described items; and what nobody evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, changed, reports

if TYPE_CHECKING:
    from registry.schema import Difference


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


ARRAYS = (
    contains_changed,
    further_items_forbidden,
    further_items_allowed,
    unevaluated_not_compared,
)
