"""Rules about what a field means: unit, currency, null, identity, source. The type stays, the meaning moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, changed, reports
from registry.diff.rules.facts import about, stated, told
from registry.formats.stability import STABILITY_LEVELS

if TYPE_CHECKING:
    from registry.schema import Difference


def _field(text: str, extension: str) -> str:
    return f"{{type: {text}, {extension}}}"


_fact = about(
    "meaning", lambda extension: _field("[number, 'null']", extension), ("added", "removed", "changed")
)


def _firmer(difference: Difference) -> bool:
    """Whether a field is at least as stable as it was; one that states no level counts as stable."""
    before, after = (
        STABILITY_LEVELS.index(level or "stable") for level in (difference.before, difference.after)
    )
    return after >= before


FIELD_FACTS = (
    _fact(
        "field-stability-changed",
        "field stability",
        "stability",
        "Who builds on a field counts on how much it may still change.",
        fix="Lower the stability of a new field only, before anybody builds on it.",
        judge=lambda difference, _: "safe" if _firmer(difference) else "risky",
        old="x-stability-level: stable",
        new="x-stability-level: beta",
        level="risky",
    ),
    _fact(
        "unit-changed",
        "unit",
        "unit",
        "The same number now measures something else: 1990 euros and 1990 cents look alike.",
        fix="Add a new field in the new unit beside the old one.",
        judge=stated("breaking"),
        old="x-ogc-unit: kg",
        new="x-ogc-unit: g",
        level="breaking",
    ),
    _fact(
        "currency-changed",
        "currency",
        "currency",
        "The same amount is now other money.",
        fix="Add a new field in the new currency.",
        judge=stated("breaking"),
        old="x-field: {currency: EUR}",
        new="x-field: {currency: USD}",
        level="breaking",
    ),
    _fact(
        "timezone-changed",
        "timezone",
        "time zone",
        "The same clock time is now another moment.",
        fix="Write the offset into the value.",
        judge=stated("breaking"),
        old="x-field: {timezone: Europe/Paris}",
        new="x-field: {timezone: Europe/London}",
        level="breaking",
    ),
    _fact(
        "null-meaning-changed",
        "null meaning",
        "meaning of a missing value",
        "Automation decides by what null stands for; rewritten, every decision made on the old words is wrong.",
        fix="Give the new case a value of its own.",
        judge=stated("breaking", first="risky"),
        old="x-field: {nullMeaning: {'null': Not known.}}",
        new="x-field: {nullMeaning: {'null': None left.}}",
        level="breaking",
    ),
    _fact(
        "default-meaning-changed",
        "default meaning",
        "meaning of the default",
        "Who leaves the value out means what the old words said.",
        fix="Give the new case a value of its own.",
        judge=stated("breaking", first="risky"),
        old="x-field: {defaultMeaning: All sizes.}",
        new="x-field: {defaultMeaning: No size.}",
        level="breaking",
    ),
    _fact(
        "null-values-changed",
        "null values",
        "list of values that mean null",
        "A value taken for a measurement meant nothing, or the other way round.",
        fix="Return null, and keep the old values meaning what they meant.",
        judge=stated("breaking", first="risky"),
        old="x-ogc-nullValues: [-1]",
        new="x-ogc-nullValues: [-99]",
        level="breaking",
    ),
    _fact(
        "business-term-changed",
        "business term",
        "business term",
        "Fields of other systems are joined to this one by the term.",
        fix="Say in the glossary how the terms relate.",
        judge=stated("risky"),
        old="x-ogc-definition: 'glossary:price'",
        new="x-ogc-definition: 'glossary:list-price'",
        level="risky",
    ),
    _fact(
        "identifier-changed",
        "identifier",
        "role as identifier",
        "Records are found, joined and kept apart by identifiers.",
        fix="Keep the old identifier beside the new one.",
        judge=stated("risky"),
        old="x-ogc-role: id",
        new="x-ogc-role: reference",
        level="risky",
    ),
    _fact(
        "source-of-truth-moved",
        "source of truth",
        "source of truth",
        "Where two systems disagree, another one is right now.",
        fix="Say from when on the new source decides.",
        judge=stated("risky"),
        old="x-field: {sourceOfTruth: {system: shop}}",
        new="x-field: {sourceOfTruth: {system: warehouse}}",
        level="risky",
    ),
    _fact(
        "relationship-changed",
        "relationships",
        "relationship",
        "Joins that followed the old target find the wrong record, or none.",
        fix="Keep the old reference beside the new one.",
        judge=stated("risky"),
        old="x-field: {relationships: [{to: 'a/b#C.id'}]}",
        new="x-field: {relationships: [{to: 'a/b#D.id'}]}",
        level="risky",
    ),
    _fact(
        "derivation-changed",
        "derivation",
        "derivation",
        "The value is computed otherwise, so values before and after do not compare.",
        fix="Add a new field for the new computation.",
        judge=stated("risky"),
        old="x-field: {derivation: {from: [a]}}",
        new="x-field: {derivation: {from: [a, b]}}",
        level="risky",
    ),
    _fact(
        "normalization-changed",
        "normalization",
        "normalisation",
        "Values that were equal are written differently now.",
        fix="Convert old values too, or add a new field.",
        judge=stated("risky"),
        old="x-field: {normalization: lower case}",
        new="x-field: {normalization: upper case}",
        level="risky",
    ),
    _fact(
        "retention-changed",
        "retention",
        "retention",
        "Data that others rely on may be gone sooner, or must be kept out longer.",
        fix="Tell those who keep copies.",
        judge=stated("risky"),
        old="x-field: {retention: {period: P2Y}}",
        new="x-field: {retention: {period: P1Y}}",
        level="risky",
    ),
    _fact(
        "quality-changed",
        "quality",
        "quality promise",
        "Checks downstream were set by the old promise.",
        fix="Keep the old promise, or tell those who check by it.",
        judge=stated("risky"),
        old="x-field: {quality: [{metric: nullValues, mustBeLessThan: 1}]}",
        new="x-field: {quality: [{metric: nullValues, mustBeLessThan: 5}]}",
        level="risky",
    ),
)


@changed(
    "value-meaning-changed",
    "changed",
    (("value meaning", "added"), ("value meaning", "removed"), ("value meaning", "changed")),
    subject="meaning",
    judge=stated("breaking", first="risky"),
    fix="Add a new value for the new meaning.",
    examples=[
        reports(
            "{enum: [a], x-enumDescriptions: {a: Can ship today.}}",
            "{enum: [a], x-enumDescriptions: {a: Can be ordered.}}",
            reads="breaking",
        ),
        allows(
            "{enum: [a], x-enumDescriptions: {a: Can ship today.}}",
            "{oneOf: [{const: a, description: Can ship today.}]}",
        ),
    ],
)
def value_meaning_changed(difference: Difference, _: Spot) -> str:
    """The same value now says something else, and every decision made on the old words is wrong."""
    return told(f"meaning of '{difference.name}'", difference)


MEANINGS = (*FIELD_FACTS, value_meaning_changed)
