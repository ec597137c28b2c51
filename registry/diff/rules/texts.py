"""Rules about how a text or number is written: patterns, formats, what text contains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, changed, reports, shown
from registry.schema import Effect

if TYPE_CHECKING:
    from registry.schema import Difference


@changed(
    "pattern-added",
    "changed",
    ("pattern", "added"),
    fix="Check that every value clients send matches, or accept the others with a warning first.",
    examples=[
        reports("{type: string}", "{type: string, pattern: '^[A-Z]+$'}", sends="breaking", reads="safe"),
        allows("{type: string}", "{type: string, pattern: '.*'}"),
    ],
)
def pattern_added(difference: Difference, spot: Spot) -> str:
    """A client that sends text outside the pattern is now refused."""
    return f"texts that do not match {shown(difference.after)} are no longer {spot.passed}"


@changed(
    "pattern-removed",
    "changed",
    ("pattern", "removed"),
    fix="Keep the pattern in answers, since readers parse by it.",
    examples=[
        reports("{type: string, pattern: '^[A-Z]+$'}", "{type: string}", sends="safe", reads="breaking"),
        allows("{type: string, pattern: '.*'}", "{type: string}"),
    ],
)
def pattern_removed(difference: Difference, spot: Spot) -> str:
    """A reader that parses by the pattern meets text that does not match."""
    return f"texts that do not match {shown(difference.before)} can now be {spot.passed}"


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
    "changed",
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
    "changed",
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


TEXTS = (
    pattern_added,
    pattern_removed,
    pattern_changed,
    format_added,
    format_removed,
    format_changed,
    content_encoding_changed,
    content_media_type_changed,
)
