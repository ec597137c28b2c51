"""Rules about annotations of schemas: defaults, deprecation, read-only and write-only, discriminators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from registry.diff import law
from registry.diff.declare import Spot, allows, always, changed, fixed, reports, shown

if TYPE_CHECKING:
    from registry.diff.change import Level
    from registry.schema import Difference


@changed(
    "default-changed",
    "changed",
    (("default", "added"), ("default", "removed"), ("default", "changed")),
    judge=fixed("risky", "safe"),
    fix="Keep the default; who wants the new value sends it.",
    examples=[
        reports("{type: integer, default: 10}", "{type: integer, default: 20}", sends="risky", reads="safe"),
        allows("{type: integer, default: 10}", "{default: 10, type: integer}"),
    ],
)
def default_changed(difference: Difference, _: Spot) -> str:
    """No value is refused, but a client that leaves the value out now gets other behaviour without a word."""
    if difference.action == "added":
        return f"default {shown(difference.after)} added"
    if difference.action == "removed":
        return f"default {shown(difference.before)} removed"
    return f"default changed from {shown(difference.before)} to {shown(difference.after)}"


@changed(
    "deprecated",
    "changed",
    ("deprecated", "added"),
    judge=always("safe"),
    fix="Say with x-sunset when it stops working, and what to use instead.",
    examples=[
        reports("{type: string}", "{type: string, deprecated: true}", sends="safe", reads="safe"),
        allows("{type: string, deprecated: true}", "{deprecated: true, type: string}"),
    ],
)
def deprecated(_: Difference, _spot: Spot) -> str:
    """It works as before; it is time to move away."""
    return "deprecated"


@changed(
    "deprecation-withdrawn",
    "changed",
    (("deprecated", "removed"), ("deprecated", "changed")),
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[
        reports("{type: string, deprecated: true}", "{type: string}", sends="safe", reads="safe"),
        allows("{type: string}", "{type: string}"),
    ],
)
def deprecation_withdrawn(_: Difference, _spot: Spot) -> str:
    """It stays."""
    return "no longer deprecated"


@changed(
    "read-only-changed",
    "changed",
    (("readOnly", "added"), ("readOnly", "removed"), ("readOnly", "changed")),
    judge=lambda difference, spot: "risky" if spot.direction == "request" and difference.after else "safe",
    fix="Go on taking the value that clients send.",
    examples=[
        reports("{type: string}", "{type: string, readOnly: true}", sends="risky", reads="safe"),
        reports("{type: string, readOnly: true}", "{type: string}", sends="safe", reads="safe"),
        allows("{type: string, readOnly: true}", "{readOnly: true, type: string}"),
    ],
)
def read_only_changed(difference: Difference, _: Spot) -> str:
    """A server ignores what is sent for a read-only property: the value is lost without a word."""
    return "now read-only: a value that is sent is ignored" if difference.after else "no longer read-only"


@changed(
    "write-only-changed",
    "changed",
    (("writeOnly", "added"), ("writeOnly", "removed"), ("writeOnly", "changed")),
    judge=lambda difference, spot: "risky" if spot.direction == "response" and difference.after else "safe",
    fix="Go on returning the value.",
    examples=[
        reports("{type: string}", "{type: string, writeOnly: true}", sends="safe", reads="risky"),
        reports("{type: string, writeOnly: true}", "{type: string}", sends="safe", reads="safe"),
        allows("{type: string, writeOnly: true}", "{writeOnly: true, type: string}"),
    ],
)
def write_only_changed(difference: Difference, _: Spot) -> str:
    """A write-only value is no longer returned."""
    return "now write-only: it is no longer returned" if difference.after else "no longer write-only"


def _tags(discriminator: Any) -> set[str]:
    mapping = discriminator.get("mapping") if isinstance(discriminator, Mapping) else None
    return set(mapping) if isinstance(mapping, Mapping) else set()


def _discriminator(difference: Difference, spot: Spot) -> Level:
    if difference.effect:
        return law.level(difference.effect, spot.direction)
    before, after = difference.before, difference.after
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return "safe"
    if before.get("propertyName") != after.get("propertyName"):
        return "breaking"
    lost, gained = _tags(before) - _tags(after), _tags(after) - _tags(before)
    harmful = lost if spot.direction == "request" else gained
    return "breaking" if harmful and _tags(before) and _tags(after) else "safe"


UNION = "oneOf: [{type: object, title: A, properties: {kind: {}}}, {type: object, title: B, properties: {kind: {}}}]"


@changed(
    "discriminator-changed",
    "changed",
    (("discriminator", "added"), ("discriminator", "removed"), ("discriminator", "changed")),
    judge=_discriminator,
    fix="Keep the property and its values; add the new ones beside them.",
    examples=[
        reports(
            f"{{{UNION}, discriminator: {{propertyName: kind}}}}",
            f"{{{UNION}, discriminator: {{propertyName: type}}}}",
            sends="breaking",
            reads="breaking",
        ),
        reports(
            f"{{{UNION}, discriminator: {{propertyName: kind, mapping: {{a: A, b: B}}}}}}",
            f"{{{UNION}, discriminator: {{propertyName: kind, mapping: {{a: A}}}}}}",
            sends="breaking",
            reads="safe",
        ),
        allows(
            f"{{{UNION}, discriminator: {{propertyName: kind}}}}",
            f"{{discriminator: {{propertyName: kind}}, {UNION}}}",
        ),
    ],
)
def discriminator_changed(difference: Difference, _: Spot) -> str:
    """The tag tells the kinds apart on the wire; its values are a list like any other."""
    before, after = difference.before, difference.after
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return f"discriminator {difference.action}"
    if before.get("propertyName") != after.get("propertyName"):
        return f"the tag moved from '{before.get('propertyName')}' to '{after.get('propertyName')}'"
    lost, gained = sorted(_tags(before) - _tags(after)), sorted(_tags(after) - _tags(before))
    words = [f"without {', '.join(lost)}"] * bool(lost) + [f"with {', '.join(gained)}"] * bool(gained)
    words += [f"{difference.name} for another schema"] * bool(difference.name)
    return f"values of the tag changed: {' and '.join(words) or 'other targets'}"


def _shrunk(difference: Difference) -> list[Any]:
    """Return the values that went from an open list that names its values."""
    before, after = difference.before, difference.after
    return [value for value in before if value not in after] if _lists(before, after) else []


def _lists(*values: Any) -> bool:
    return all(isinstance(value, list) for value in values)


def _opening(difference: Difference, spot: Spot) -> Level:
    if spot.direction == "response":
        return "safe" if difference.before else "risky"
    return "breaking" if _shrunk(difference) else "safe"


@changed(
    "extensible-enum-changed",
    "changed",
    (("x-extensible-enum", "added"), ("x-extensible-enum", "removed"), ("x-extensible-enum", "changed")),
    judge=_opening,
    fix="Tell readers that the list may grow before it does; go on accepting every value.",
    examples=[
        reports("{enum: [a]}", "{enum: [a], x-extensible-enum: true}", sends="safe", reads="risky"),
        reports("{x-extensible-enum: [a]}", "{x-extensible-enum: [a, b]}", sends="safe", reads="safe"),
        reports("{x-extensible-enum: [a, b]}", "{x-extensible-enum: [a]}", sends="breaking", reads="safe"),
        allows("{enum: [a], x-extensible-enum: true}", "{x-extensible-enum: true, enum: [a]}"),
    ],
)
def extensible_enum_changed(difference: Difference, spot: Spot) -> str:
    """Readers of a list that may grow need a branch for values they do not know; a value that went is not served."""
    gone = _shrunk(difference)
    if gone:
        return f"{shown(gone)} no longer {spot.passed}, in a list that may grow"
    if _lists(difference.before, difference.after):
        return f"the list that may grow is now {shown(difference.after)}"
    return "the list may now grow" if difference.after else "the list no longer grows"


@changed(
    "sunset-changed",
    "changed",
    (("x-sunset", "added"), ("x-sunset", "removed"), ("x-sunset", "changed")),
    judge=lambda difference, _: (
        "risky" if difference.before and str(difference.after or "9") < str(difference.before) else "safe"
    ),
    fix="Do not bring a date forward that people plan by.",
    examples=[
        reports(
            "{type: string, deprecated: true, x-sunset: '2030-01-31'}",
            "{type: string, deprecated: true, x-sunset: '2029-01-31'}",
            sends="risky",
            reads="risky",
        ),
        allows("{type: string, x-sunset: '2030-01-31'}", "{x-sunset: '2030-01-31', type: string}"),
    ],
)
def sunset_changed(difference: Difference, _: Spot) -> str:
    """People plan by the date: brought forward, some are too late."""
    if difference.after is None:
        return "no longer stops working on a date"
    before = f" instead of {difference.before}" if difference.before else ""
    return f"stops working on {difference.after}{before}"


@changed(
    "xml-changed",
    "changed",
    (("xml", "added"), ("xml", "removed"), ("xml", "changed")),
    fix="Keep names, namespaces and wrapping of the XML that clients read and write.",
    examples=[
        reports(
            "{type: string, xml: {name: a}}", "{type: string, xml: {name: b}}", sends="risky", reads="risky"
        ),
        allows("{type: string, xml: {name: a}}", "{xml: {name: a}, type: string}"),
    ],
)
def xml_changed(_: Difference, _spot: Spot) -> str:
    """The same value is written differently in XML; whoever uses JSON is not hit, which is not told apart here."""
    return "how the value is written in XML changed; not compared"


@changed(
    "content-schema-changed",
    "changed",
    (("contentSchema", "added"), ("contentSchema", "removed"), ("contentSchema", "changed")),
    fix="Accept and return inside the text what the old schema allowed.",
    examples=[
        reports(
            "{type: string, contentMediaType: application/json, contentSchema: {type: object}}",
            "{type: string, contentMediaType: application/json, contentSchema: {type: array}}",
            sends="risky",
            reads="risky",
        ),
        allows(
            "{type: string, contentSchema: {type: array}}", "{contentSchema: {type: array}, type: string}"
        ),
    ],
)
def content_schema_changed(_: Difference, _spot: Spot) -> str:
    """Who decodes the text finds other values in it; validators do not look inside (2020-12 validation, 8.5)."""
    return "what the text holds once decoded changed; not compared"


ANNOTATIONS = (
    default_changed,
    deprecated,
    deprecation_withdrawn,
    read_only_changed,
    write_only_changed,
    discriminator_changed,
    extensible_enum_changed,
    sunset_changed,
    xml_changed,
    content_schema_changed,
)
