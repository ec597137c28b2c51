"""What fields mean: what a reader needs in order to use a value rightly, and a machine to map it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.check import names, needs
from registry.check.declare import Hit, allows, reports, rule
from registry.check.wording import nearest
from registry.model.semantics.problems import problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.nodes import Node
    from registry.check.survey import Survey

_SHOWN = 3
"""How many values of an enumeration a message names."""


@rule(
    "missing-field-description",
    "warning",
    fix="Say what the value is, in the words of those who use it.",
    examples=[
        reports(properties="{size: {type: string}}"),
        allows(properties="{size: {type: string, description: The size as printed on the box.}}"),
    ],
)
def missing_field_description(survey: Survey) -> Iterator[Hit]:
    """A name means different things to different people; the description is what both sides agree on."""
    for node in needs.DESCRIPTION.lacking(survey):
        yield node.hit(f"nothing says what '{node.key}' is")


@rule(
    "description-repeats-name",
    "info",
    fix="Say what the name does not: whose it is, when it is set, what it is for.",
    examples=[
        reports(properties="{shoeSize: {type: string, description: The shoe size.}}"),
        allows(properties="{shoeSize: {type: string, description: The size as printed on the box.}}"),
    ],
)
def description_repeats_name(survey: Survey) -> Iterator[Hit]:
    """A description that only spells out the name leaves the reader where they were."""
    for node in survey.properties:
        text = node.data.get("description")
        said = [
            word
            for word in names.words(text if isinstance(text, str) else "")
            if word not in {"the", "a", "an"}
        ]
        if said and tuple(said) == names.words(node.key):
            yield node.hit(f"the description of '{node.key}' only repeats its name", "description")


@rule(
    "number-without-unit",
    "warning",
    fix="Add x-ogc-unit with a UCUM code; what is counted has the unit '1'.",
    examples=[
        reports(properties="{weight: {type: number}}"),
        reports(properties="{pageCount: {type: integer}}"),
        allows(properties="{weight: {type: number, x-ogc-unit: kg}}"),
        allows(properties="{brandId: {type: integer}}"),
        allows(properties="{price: {type: integer, x-field: {currency: EUR}}}"),
    ],
)
def number_without_unit(survey: Survey) -> Iterator[Hit]:
    """Grams stored as kilograms pass every validator and every test but the customer's."""
    for node in needs.UNIT.lacking(survey):
        remedy = "add x-ogc-unit: '1', if it counts things" if names.is_count(node.key) else ""
        yield node.hit(f"nothing says in which unit '{node.key}' is", remedy=remedy)


@rule(
    "money-without-currency",
    "warning",
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
        yield node.hit(f"nothing says in which currency '{node.key}' is")


@rule(
    "enum-value-without-meaning",
    "warning",
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
        yield node.hit(f"nothing says what {shown} of '{node.key}' means")


@rule(
    "nullable-without-null-meaning",
    "warning",
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
        yield node.hit(f"'{node.key}' may be null, but nothing says what that means")


@rule(
    "optional-without-absent-meaning",
    "off",
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
        yield node.hit(f"'{node.key}' may be left out, but nothing says what that means")


@rule(
    "personal-data-without-classification",
    "warning",
    fix="Add x-data-classification: {category: PII, sensitivity: confidential}.",
    examples=[
        reports(properties="{customerEmail: {type: string}}"),
        reports(properties="{birth_date: {type: string, format: date}}"),
        allows(properties="{customerEmail: {type: string, x-data-classification: {category: PII}}}"),
        allows(properties="{emailCount: {type: integer}}"),
    ],
)
def personal_data_without_classification(survey: Survey) -> Iterator[Hit]:
    """What is about people needs a purpose, a legal basis and a way to delete it (GDPR articles 5 and 6)."""
    for node in needs.CLASSIFICATION.lacking(survey):
        yield node.hit(f"'{node.key}' looks like personal data and is not classified")


@rule(
    "timestamp-without-timezone",
    "warning",
    fix="Use format: date-time, or add x-field: {timezone: …}.",
    examples=[
        reports(properties="{createdAt: {type: string}}"),
        allows(properties="{createdAt: {type: string, format: date-time}}"),
        allows(properties="{createdAt: {type: string, x-field: {timezone: Europe/Paris}}}"),
    ],
)
def timestamp_without_timezone(survey: Survey) -> Iterator[Hit]:
    """Read in the wrong zone, a time is hours off, and a freshness check passes or fails for no reason."""
    for node in needs.TIMEZONE.lacking(survey):
        yield node.hit(f"nothing says in which time zone '{node.key}' is")


@rule(
    "critical-field-without-freshness",
    "warning",
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
        yield node.hit(f"'{node.key}' is critical, but nothing says how old it may be")


@rule(
    "unknown-companion-field",
    "warning",
    fix="Name a field of the same object.",
    examples=[
        reports(
            properties="""
                checkedAt: {type: string}
                stock:
                  type: string
                  x-field:
                    freshness: {threshold: PT1H, timestampField: chekedAt}
            """
        ),
        allows(
            properties="""
                checkedAt: {type: string}
                stock:
                  type: string
                  x-field:
                    freshness: {threshold: PT1H, timestampField: checkedAt}
            """
        ),
    ],
)
def unknown_companion_field(survey: Survey) -> Iterator[Hit]:
    """The field that is to say when the value was true, or in which currency it is, does not exist."""
    for node in survey.properties:
        if "x-field" not in node.data or node.parent is None:
            continue
        known = survey.property_names(node.parent.data)
        for name in _companions(survey, node):
            if name.partition(".")[0].removesuffix("[]") not in known:
                yield node.hit(
                    f"there is no field '{name}' beside '{node.key}'", "x-field", remedy=nearest(name, known)
                )


def _companions(survey: Survey, node: Node) -> Iterator[str]:
    meaning = survey.meaning(node)
    for dated in (meaning.freshness, meaning.retention):
        if dated is not None and dated.timestamp_field:
            yield dated.timestamp_field
    for carried in (meaning.currency, meaning.timezone):
        if carried is not None and not isinstance(carried, str):
            yield carried.field


@rule(
    "identifier-without-role",
    "info",
    fix="Add x-ogc-role: id, or reference if it names another record.",
    examples=[
        reports(properties="{brandId: {type: string}}"),
        allows(properties="{brandId: {type: string, x-ogc-role: reference}}"),
        allows(properties="{brand: {type: string}}"),
    ],
)
def identifier_without_role(survey: Survey) -> Iterator[Hit]:
    """Whether it names this record or another one decides how two systems are joined."""
    for node in survey.properties:
        meaning = survey.meaning(node)
        if names.words(node.key)[-1:] == ("id",) and not meaning.role and not meaning.relationships:
            yield node.hit(f"nothing says what '{node.key}' identifies")


@rule(
    "invalid-meaning",
    "error",
    fix="Write it as the format of the registry says.",
    examples=[
        reports(properties="{stock: {type: string, x-field: {freshnes: {threshold: PT15M}}}}"),
        reports(properties="{stock: {type: string, x-field: {freshness: {threshold: 15 minutes}}}}"),
        allows(properties="{stock: {type: string, x-field: {freshness: {threshold: PT15M}}}}"),
    ],
)
def invalid_meaning(survey: Survey) -> Iterator[Hit]:
    """What cannot be read is left out of pages, flows and checks, as if nobody had written it."""
    for problem in problems(survey.description):
        yield Hit(problem.pointer, problem.problem, survey.subject_at(problem.pointer), problem.remedy)
