"""Rules about single values: null, types, listed values, formats, patterns, what text contains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, changed, reports, shown
from registry.schema import Effect

if TYPE_CHECKING:
    from registry.diff.change import Level
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
    return f"type widened from {difference.before} to {difference.after}"


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
    return f"{_listed(difference.before)} is no longer {spot.passed}"


@changed(
    "enum-introduced",
    "added",
    ("enum", "added"),
    fix="Go on accepting other values, or list every value that clients send.",
    examples=[
        reports("{type: string}", "{type: string, enum: [a, b]}", sends="breaking", reads="safe"),
        allows("{type: boolean}", "{type: boolean, enum: [true, false]}"),
    ],
)
def enum_introduced(difference: Difference, spot: Spot) -> str:
    """Any value was allowed; a client that sends one outside the list is now refused."""
    return f"only {_listed(difference.after)} are {spot.passed} now"


@changed(
    "enum-dropped",
    "removed",
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
    "pattern-added",
    "added",
    ("pattern", "added"),
    fix="Check that every value clients send matches, or accept the others with a warning first.",
    examples=[
        reports("{type: string}", "{type: string, pattern: '^[A-Z]+$'}", sends="breaking", reads="safe"),
        allows("{type: string}", "{type: string, pattern: '.*'}"),
    ],
)
def pattern_added(difference: Difference, _: Spot) -> str:
    """A client that sends text outside the pattern is now refused."""
    return f"text must now match {shown(difference.after)}"


@changed(
    "pattern-removed",
    "removed",
    ("pattern", "removed"),
    fix="Keep the pattern in answers, since readers parse by it.",
    examples=[
        reports("{type: string, pattern: '^[A-Z]+$'}", "{type: string}", sends="safe", reads="breaking"),
        allows("{type: string, pattern: '.*'}", "{type: string}"),
    ],
)
def pattern_removed(difference: Difference, _: Spot) -> str:
    """A reader that parses by the pattern meets text that does not match."""
    return f"text need no longer match {shown(difference.before)}"


@changed(
    "pattern-changed",
    "changed",
    ("pattern", "changed"),
    fix="Go on accepting texts that match the old pattern; return only texts that match it.",
    examples=[
        reports(
            "{type: string, pattern: '^[a-c]$'}",
            "{type: string, pattern: '^[a-d]$'}",
            sends="safe",
            reads="breaking",
        ),
        reports(
            "{type: string, pattern: '^(?=a)'}",
            "{type: string, pattern: '^(?=b)'}",
            sends="risky",
            reads="risky",
        ),
        allows("{type: string, pattern: '^[0-9]{2}$'}", "{type: string, pattern: '^[0-9][0-9]$'}"),
    ],
)
def pattern_changed(difference: Difference, _: Spot) -> str:
    """One side fails on texts that only the other pattern finds; lookaround and the like are not compared."""
    compared = "; not compared" if Effect.UNKNOWN in difference.effect else ""
    return f"pattern changed from {shown(difference.before)} to {shown(difference.after)}{compared}"


@changed(
    "format-added",
    "added",
    ("format", "added"),
    fix="Check that every value clients send has the format.",
    examples=[
        reports("{type: string}", "{type: string, format: uuid}", sends="breaking", reads="safe"),
        allows("{type: string, format: uuid}", "{format: uuid, type: string}"),
    ],
)
def format_added(difference: Difference, _: Spot) -> str:
    """A client that sends text of another form is refused by servers that check formats."""
    return f"format {difference.after} is now promised"


@changed(
    "format-removed",
    "removed",
    ("format", "removed"),
    fix="Keep the format in answers, since readers parse by it.",
    examples=[
        reports("{type: string, format: uuid}", "{type: string}", sends="safe", reads="breaking"),
        allows("{type: string, format: byte}", "{type: string, contentEncoding: base64}"),
    ],
)
def format_removed(difference: Difference, _: Spot) -> str:
    """A reader that parses by the format meets values of another form."""
    return f"format {difference.before} is no longer promised"


@changed(
    "format-changed",
    "changed",
    ("format", "changed"),
    fix="Add a property of the new format beside the old one.",
    examples=[
        reports(
            "{type: string, format: date}",
            "{type: string, format: date-time}",
            sends="breaking",
            reads="breaking",
        ),
        reports(
            "{type: integer, format: int32}", "{type: integer, format: int64}", sends="safe", reads="breaking"
        ),
        allows("{type: integer, format: int32}", "{format: int32, type: integer}"),
    ],
)
def format_changed(difference: Difference, _: Spot) -> str:
    """Text in one format is rarely text in the other: an RFC 3339 date is no date-time; int64 overflows int32."""
    compared = "; not compared" if Effect.UNKNOWN in difference.effect else ""
    return f"format changed from {shown(difference.before)} to {shown(difference.after)}{compared}"


@changed(
    "content-encoding-changed",
    "changed",
    (("contentEncoding", "added"), ("contentEncoding", "removed"), ("contentEncoding", "changed")),
    fix="Offer the other encoding in a new property or media type.",
    examples=[
        reports("{type: string}", "{type: string, contentEncoding: base64}", sends="breaking", reads="safe"),
        reports(
            "{type: string, contentEncoding: base64}",
            "{type: string, contentEncoding: base32}",
            sends="breaking",
            reads="breaking",
        ),
        allows("{type: string, format: byte}", "{type: string, contentEncoding: base64}"),
    ],
)
def content_encoding_changed(difference: Difference, _: Spot) -> str:
    """Who decodes by the old encoding gets wrong bytes."""
    return f"content encoding changed from {shown(difference.before)} to {shown(difference.after)}"


@changed(
    "content-media-type-changed",
    "changed",
    (("contentMediaType", "added"), ("contentMediaType", "removed"), ("contentMediaType", "changed")),
    fix="Offer the other content in a new property.",
    examples=[
        reports(
            "{type: string, contentMediaType: text/csv}",
            "{type: string, contentMediaType: application/json}",
            sends="breaking",
            reads="breaking",
        ),
        allows("{type: string, contentMediaType: text/csv}", "{contentMediaType: text/csv, type: string}"),
    ],
)
def content_media_type_changed(difference: Difference, _: Spot) -> str:
    """Who parses the content as the old media type fails on the new one."""
    return f"content media type changed from {shown(difference.before)} to {shown(difference.after)}"


def _listed(values: list[object]) -> str:
    texts = [shown(value) for value in values[:5]]
    if len(values) > len(texts):
        texts.append(f"{len(values) - len(texts)} more")
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


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


VALUES = (
    null_added,
    null_removed,
    type_changed,
    type_widened,
    type_narrowed,
    enum_value_added,
    extensible_enum_value_added,
    enum_value_removed,
    enum_introduced,
    enum_dropped,
    enum_not_compared,
    pattern_added,
    pattern_removed,
    pattern_changed,
    format_added,
    format_removed,
    format_changed,
    content_encoding_changed,
    content_media_type_changed,
)
