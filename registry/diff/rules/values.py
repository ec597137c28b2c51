"""Rules about what a value may be at all: null, types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, changed, reports
from registry.schema import Effect

if TYPE_CHECKING:
    from registry.schema import Difference


@changed(
    "null-added",
    "added",
    ("null", "added"),
    fix="Keep null out of answers, or say in a new major version what null means.",
    examples=[
        reports("{type: string}", "{type: [string, 'null']}", sends="safe", reads="breaking"),
        allows("{type: [string, 'null']}", "{anyOf: [{type: string}, {type: 'null'}]}"),
    ],
)
def null_added(_: Difference, spot: Spot) -> str:
    """A reader that never saw null has no branch for it: it fails, or takes null for a value."""
    return f"null is now {spot.passed}"


@changed(
    "null-removed",
    "removed",
    ("null", "removed"),
    fix="Go on accepting null, and treat it as the field left out.",
    examples=[
        reports("{type: [string, 'null']}", "{type: string}", sends="breaking", reads="safe"),
        allows("{type: string}", "{type: string, minLength: 0}"),
    ],
)
def null_removed(_: Difference, spot: Spot) -> str:
    """A client that sends null to say "no value" is now refused."""
    return f"null is no longer {spot.passed}"


@changed(
    "type-changed",
    "changed",
    ("type", "changed"),
    fix="Add a new property of the new type beside the old one, and deprecate the old one.",
    examples=[
        reports("{type: integer}", "{type: string}", sends="breaking", reads="breaking"),
        allows("{type: [integer, string]}", "{type: [string, integer]}"),
    ],
)
def type_changed(difference: Difference, _: Spot) -> str:
    """Values of the old type and values of the new one are different JSON: each side fails on the other's."""
    return f"type changed from {difference.before} to {difference.after}"


@changed(
    "type-widened",
    "changed",
    ("type", "widened"),
    fix="Return the added type in a new property, or in a new major version.",
    examples=[
        reports("{type: integer}", "{type: number}", sends="safe", reads="breaking"),
        allows("{type: number}", "{type: [integer, number]}"),
    ],
)
def type_widened(difference: Difference, _: Spot) -> str:
    """A reader prepared for the old types meets values of another."""
    said = f"type widened from {difference.before} to {difference.after}"
    if Effect.UNKNOWN in difference.effect:
        return f"{said}; whether the limits of the text take in all the old values was not compared"
    return said


@changed(
    "type-narrowed",
    "changed",
    ("type", "narrowed"),
    fix="Go on accepting the old types and convert them.",
    examples=[
        reports("{type: number}", "{type: integer}", sends="breaking", reads="safe"),
        allows("{type: integer}", "{type: integer, title: Count}"),
    ],
)
def type_narrowed(difference: Difference, _: Spot) -> str:
    """A client that sends a value of the type that went is now refused."""
    return f"type narrowed from {difference.before} to {difference.after}"


VALUES = (null_added, null_removed, type_changed, type_widened, type_narrowed)
