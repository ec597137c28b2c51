"""What fields leave unsaid: what a reader needs in order to use a value rightly, and a machine to map it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.check import needs
from registry.check.declare import Hit, allows, reports, rule
from registry.check.guesses import told_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.survey import Survey

_SHOWN = 3
"""How many values of an enumeration a message names."""


@rule(
    "missing-field-description",
    "warning",
    mends="annotated",
    fix="Say what the value is, in the words of those who use it.",
    examples=[
        reports(properties="{size: {type: string}}"),
        allows(properties="{size: {type: string, description: The size as printed on the box.}}"),
    ],
)
def missing_field_description(survey: Survey) -> Iterator[Hit]:
    """A name means different things to different people; the description is what both sides agree on."""
    for node in needs.DESCRIPTION.lacking(survey):
        yield needs.DESCRIPTION.hit(node, f"nothing says what '{node.key}' is")


@rule(
    "number-without-unit",
    "warning",
    mends="annotated",
    fix="Add x-ogc-unit with a UCUM code.",
    examples=[
        reports(properties="{weight: {type: number}}"),
        allows(properties="{weight: {type: number, x-ogc-unit: kg}}"),
        allows(properties="{weightGrams: {type: number}}"),
        allows(properties="{brandId: {type: integer}}"),
        allows(properties="{pageSize: {type: integer}}"),
        allows(properties="{price: {type: integer, x-field: {currency: EUR}}}"),
    ],
)
def number_without_unit(survey: Survey) -> Iterator[Hit]:
    """Grams stored as kilograms pass every validator and every test but the customer's."""
    for node in needs.UNIT.lacking(survey):
        if told_unit(node.key, survey.meaning(node).description) is None:
            yield needs.UNIT.hit(node, f"nothing says in which unit '{node.key}' is")


@rule(
    "unit-only-in-words",
    "info",
    mends="annotated",
    fix="Add x-ogc-unit with the UCUM code; what is counted has the unit '1'.",
    examples=[
        reports(properties="{pageCount: {type: integer}}"),
        reports(properties="{weightGrams: {type: integer}}"),
        reports(properties="{delay: {type: integer, description: The time to wait in seconds.}}"),
        allows(properties="{weightGrams: {type: integer, x-ogc-unit: g}}"),
    ],
)
def unit_only_in_words(survey: Survey) -> Iterator[Hit]:
    """People see it in the name or the description; a flow that has to convert sees nothing."""
    for node in needs.UNIT.lacking(survey):
        told = told_unit(node.key, survey.meaning(node).description)
        if told is not None:
            what = "counts something" if told == "1" else f"is in {told}"
            message = f"only words say that '{node.key}' {what}"
            yield needs.UNIT.hit(node, message, f"add x-ogc-unit: '{told}'")


@rule(
    "money-without-currency",
    "warning",
    mends="annotated",
    fix="Add x-field: {currency: EUR}, or {currency: {field: …}} if a field carries it.",
    examples=[
        reports(properties="{price: {type: number}}"),
        reports(properties="{shippingCost: {type: integer, x-ogc-unit: '1'}}"),
        allows(properties="{price: {type: number, x-field: {currency: EUR}}}"),
        allows(properties="{totalCount: {type: integer, x-ogc-unit: '1'}}"),
    ],
)
def money_without_currency(survey: Survey) -> Iterator[Hit]:
    """An amount without its currency is not an amount, and euros are not cents."""
    for node in needs.CURRENCY.lacking(survey):
        yield needs.CURRENCY.hit(node, f"nothing says in which currency '{node.key}' is")


@rule(
    "enum-value-without-meaning",
    "warning",
    mends="annotated",
    fix="Write oneOf: [{const, title, description}], or x-enumDescriptions up to OpenAPI 3.0.",
    examples=[
        reports(properties="{state: {type: string, enum: [open, held]}}"),
        allows(
            properties="""
                state:
                  enum: [open, held]
                  x-enumDescriptions: {open: Can ship., held: Cannot.}
            """
        ),
        allows(properties="{state: {oneOf: [{const: open, title: Open}, {const: held, title: Held}]}}"),
    ],
)
def enum_value_without_meaning(survey: Survey) -> Iterator[Hit]:
    """Whoever maps the value to that of another system has to guess what it stands for."""
    for node in needs.VALUES.lacking(survey):
        silent = [f"'{value.value}'" for value in survey.meaning(node).values if not value.explained]
        shown = ", ".join(silent[:_SHOWN]) + (" …" if len(silent) > _SHOWN else "")
        mean = "means" if len(silent) == 1 else "mean"
        yield needs.VALUES.hit(node, f"nothing says what {shown} of '{node.key}' {mean}")


@rule(
    "nullable-without-null-meaning",
    "warning",
    mends="annotated",
    fix="Add x-field: {nullMeaning: …}: unknown, not applicable, or not asked for.",
    examples=[
        reports(properties="{size: {type: [string, 'null']}}"),
        reports(openapi="3.0.3", properties="{size: {type: string, nullable: true}}"),
        reports(properties="{size: {oneOf: [{type: string}, {type: 'null'}]}}"),
        reports(
            properties="{size: {type: [string, 'null'], x-field: {nullMeaning: {absent: Not asked for.}}}}"
        ),
        allows(properties="{size: {type: [string, 'null'], x-field: {nullMeaning: Not measured.}}}"),
    ],
)
def nullable_without_null_meaning(survey: Survey) -> Iterator[Hit]:
    """Unknown, none and not applicable are three things, and a campaign acts differently on each."""
    for node in needs.NULL.lacking(survey):
        yield needs.NULL.hit(node, f"'{node.key}' may be null, but nothing says what that means")


@rule(
    "optional-without-absent-meaning",
    "off",
    mends="annotated",
    fix="Add x-field: {nullMeaning: {absent: …}}, a default, or require it.",
    examples=[
        reports(properties="{size: {type: string}}"),
        reports(properties="{size: {type: string, x-field: {nullMeaning: {'null': Not measured.}}}}"),
        allows(properties="{size: {type: string, x-field: {nullMeaning: {absent: Not asked for.}}}}"),
        allows(properties="{size: {type: string, default: '40'}}"),
        allows(schema="{type: object, required: [size], properties: {size: {type: string}}}"),
    ],
)
def optional_without_absent_meaning(survey: Survey) -> Iterator[Hit]:
    """Left out because there is none, because nobody asked, or because nothing changed: only the owner knows."""
    for node in needs.ABSENT.lacking(survey):
        yield needs.ABSENT.hit(node, f"'{node.key}' may be left out, but nothing says what that means")


@rule(
    "personal-data-without-classification",
    "warning",
    mends="annotated",
    fix="Add x-data-classification: {category: PII, sensitivity: confidential}.",
    examples=[
        reports(properties="{customerEmail: {type: string}}"),
        reports(properties="{birth_date: {type: string, format: date}}"),
        allows(properties="{customerEmail: {type: string, x-data-classification: {category: PII}}}"),
        allows(properties="{emailCount: {type: integer}}"),
        allows(properties="{serverIpAddress: {type: string}}"),
    ],
)
def personal_data_without_classification(survey: Survey) -> Iterator[Hit]:
    """What is about people needs a purpose, a legal basis and a way to delete it (GDPR articles 5 and 6)."""
    for node in needs.CLASSIFICATION.lacking(survey):
        yield needs.CLASSIFICATION.hit(node, f"'{node.key}' looks like personal data and is not classified")


@rule(
    "timestamp-without-timezone",
    "warning",
    mends="annotated",
    fix="Use format: date-time, or add x-field: {timezone: …}.",
    examples=[
        reports(properties="{createdAt: {type: string}}"),
        allows(properties="{createdAt: {type: string, format: date-time}}"),
        allows(properties="{transitTime: {type: string}}"),
        allows(properties="{createdAt: {type: string, x-field: {timezone: Europe/Paris}}}"),
    ],
)
def timestamp_without_timezone(survey: Survey) -> Iterator[Hit]:
    """Read in the wrong zone, a time is hours off, and a freshness check passes or fails for no reason."""
    for node in needs.TIMEZONE.lacking(survey):
        yield needs.TIMEZONE.hit(node, f"nothing says in which time zone '{node.key}' is")


@rule(
    "critical-field-without-freshness",
    "warning",
    mends="annotated",
    fix="Add freshness: {threshold: PT15M, timestampField: …}.",
    examples=[
        reports(properties="{stock: {type: string, x-field: {critical: true}}}"),
        allows(
            properties="""
                stock:
                  type: string
                  x-field:
                    critical: true
                    freshness: {threshold: PT15M}
            """
        ),
    ],
)
def critical_field_without_freshness(survey: Survey) -> Iterator[Hit]:
    """A value on which something is decided must not be older than the decision bears."""
    for node in needs.FRESHNESS.lacking(survey):
        yield needs.FRESHNESS.hit(node, f"'{node.key}' is critical, but nothing says how old it may be")
