"""Rules about listed values: ``enum``, ``const`` and choices between constants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, changed, reports, shown

if TYPE_CHECKING:
    from registry.diff.change import Level
    from registry.schema import Difference


def _listed(values: list[object]) -> str:
    texts = [shown(value) for value in values[:5]]
    if len(values) > len(texts):
        texts.append(f"{len(values) - len(texts)} more")
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def _are(values: list[object]) -> str:
    return "is" if len(values) == 1 else "are"


def _growth(_: Difference, spot: Spot) -> Level:
    return "safe" if spot.direction == "request" else "risky"


@changed(
    "enum-value-added",
    "added",
    ("enum values", "added"),
    judge=_growth,
    fix="Announce the value before it is returned; declare lists that will grow with x-extensible-enum.",
    examples=[
        reports("{enum: [asc]}", "{enum: [asc, desc]}", sends="safe", reads="risky"),
        allows("{enum: [asc, desc]}", "{enum: [desc, asc]}"),
    ],
)
def enum_value_added(difference: Difference, spot: Spot) -> str:
    """A reader that lists every value has no branch for a new one.

    The law would call it breaking; lists grow so often that most readers have a default branch, so it is risky
    unless the registry's rules say otherwise.
    """
    return f"{_listed(difference.after)} can now be {'sent' if spot.direction == 'request' else 'returned'}"


@changed(
    "extensible-enum-value-added",
    "added",
    ("extensible enum values", "added"),
    judge=lambda *_: "safe",
    fix="Nothing to do; readers were told that the list grows.",
    examples=[
        reports(
            "{enum: [a], x-extensible-enum: true}",
            "{enum: [a, b], x-extensible-enum: true}",
            sends="safe",
            reads="safe",
        ),
        allows("{enum: [a], x-extensible-enum: true}", "{x-extensible-enum: true, enum: [a]}"),
    ],
)
def extensible_enum_value_added(difference: Difference, _: Spot) -> str:
    """The list was declared to grow (x-extensible-enum), so readers had to expect unknown values."""
    return f"{_listed(difference.after)} added to a list that was declared to grow"


@changed(
    "enum-value-removed",
    "removed",
    ("enum values", "removed"),
    fix="Accept the value and mark it deprecated until no client sends it.",
    examples=[
        reports("{enum: [asc, desc]}", "{enum: [asc]}", sends="breaking", reads="safe"),
        allows("{enum: [a]}", "{const: a}"),
    ],
)
def enum_value_removed(difference: Difference, spot: Spot) -> str:
    """A client that sends the value is now refused; one that reads it merely stops seeing it."""
    return f"{_listed(difference.before)} {_are(difference.before)} no longer {spot.passed}"


@changed(
    "enum-introduced",
    "changed",
    ("enum", "added"),
    fix="Go on accepting other values, or list every value that clients send.",
    examples=[
        reports("{type: string}", "{type: string, enum: [a, b]}", sends="breaking", reads="safe"),
        allows("{type: boolean}", "{type: boolean, enum: [true, false]}"),
    ],
)
def enum_introduced(difference: Difference, spot: Spot) -> str:
    """Any value was allowed; a client that sends one outside the list is now refused."""
    return f"only {_listed(difference.after)} {_are(difference.after)} {spot.passed} now"


@changed(
    "enum-dropped",
    "changed",
    ("enum", "removed"),
    fix="Keep the list in answers, or declare it with x-extensible-enum before it opens.",
    examples=[
        reports("{type: string, enum: [a, b]}", "{type: string}", sends="safe", reads="breaking"),
        allows("{enum: [true, false]}", "{type: boolean}"),
    ],
)
def enum_dropped(difference: Difference, spot: Spot) -> str:
    """A reader that knew every value must now expect any."""
    return f"values other than {_listed(difference.before)} can now be {spot.passed}"


@changed(
    "enum-not-compared",
    "changed",
    ("enum values", "changed"),
    fix="Give an example of each listed value that the other side allows.",
    examples=[
        reports("{enum: [a@b.example]}", "{type: string, format: email}", sends="risky", reads="risky"),
        allows("{enum: [a]}", "{enum: [a]}"),
    ],
)
def enum_not_compared(difference: Difference, _: Spot) -> str:
    """Whether the other side allows the listed values was not decided: a format or a reference is in the way."""
    return f"whether {_listed([*(difference.before or ()), *(difference.after or ())])} still fits was not compared"


ENUMS = (
    enum_value_added,
    extensible_enum_value_added,
    enum_value_removed,
    enum_introduced,
    enum_dropped,
    enum_not_compared,
)
