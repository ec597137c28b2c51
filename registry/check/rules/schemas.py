"""Schemas that contradict themselves: values that do not fit, bounds that cross, keywords without effect."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from registry.check import patterns
from registry.check.declare import Hit, allows, reports, rule
from registry.check.vocabulary import BOUNDS, fits, types
from registry.check.wording import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.survey import Survey


@rule(
    "enum-against-type",
    "error",
    fix="Correct the value or the type.",
    examples=[
        reports(schema="{type: integer, enum: [1, 2, three]}"),
        allows(schema="{type: integer, enum: [1, 2, 3]}"),
        allows(openapi="3.0.3", schema="{type: string, nullable: true, enum: [a, null]}"),
    ],
)
def enum_against_type(survey: Survey) -> Iterator[Hit]:
    """The value can never be sent: the type refuses it."""
    for node in survey.schemas:
        allowed = types(node.data)
        values = node.data.get("enum")
        if not allowed or not isinstance(values, list):
            continue
        for index, value in enumerate(values):
            if not any(fits(value, name) for name in allowed):
                yield node.hit(f"{shown(value)} is no {' or '.join(allowed)}", "enum", index)


@rule(
    "enum-duplicate",
    "error",
    mends="mended",
    fix="List it once.",
    examples=[reports(schema="{enum: [a, b, a]}"), allows(schema="{enum: [1, true, '1']}")],
)
def enum_duplicate(survey: Survey) -> Iterator[Hit]:
    """One of the two was meant to be another value."""
    for node in survey.schemas:
        values = node.data.get("enum")
        seen: set[str] = set()
        for index, value in enumerate(values if isinstance(values, list) else ()):
            written = json.dumps(value, sort_keys=True, default=str)
            if written in seen:
                edit = node.edit(None, "enum", index)
                yield node.hit(f"{shown(value)} is listed twice", "enum", index, edits=(edit,))
            seen.add(written)


@rule(
    "required-property-undeclared",
    "warning",
    fix="Declare it under properties, or do not require it.",
    examples=[
        reports(schema="{type: object, required: [nmae], properties: {name: {type: string}}}"),
        allows(schema="{type: object, required: [name], properties: {name: {type: string}}}"),
        allows(schema="{type: object, required: [name], allOf: [{properties: {name: {type: string}}}]}"),
        allows(
            schema="""
                oneOf:
                  - {required: [name], properties: {name: {type: string}}}
                  - {required: [size], properties: {size: {type: string}}}
            """
        ),
    ],
)
def required_property_undeclared(survey: Survey) -> Iterator[Hit]:
    """Anything at all may be sent for it; most often the name is misspelled."""
    for node in survey.schemas:
        required = node.data.get("required")
        properties = node.data.get("properties")
        if not isinstance(required, list) or not isinstance(properties, dict):
            continue
        for index, name in enumerate(required):
            if isinstance(name, str) and name not in properties and not survey.declares(node, name):
                message = f"the required property '{name}' is not declared"
                remedy = nearest(name, survey.declared_names(node))
                yield node.hit(message, "required", index, remedy=remedy)


@rule(
    "impossible-bounds",
    "error",
    fix="Correct one of the two.",
    examples=[
        reports(schema="{type: integer, minimum: 10, maximum: 5}"),
        reports(schema="{type: string, minLength: 5, maxLength: 4}"),
        reports(
            openapi="3.0.3",
            schema="""
                {type: number, minimum: 5, exclusiveMinimum: true, maximum: 5}
            """,
        ),
        allows(schema="{type: integer, minimum: 5, maximum: 5}"),
    ],
)
def impossible_bounds(survey: Survey) -> Iterator[Hit]:
    """No value lies between them, so nothing can ever be sent."""
    for node in survey.schemas:
        for low, high, strict in () if _UPPER_BOUNDS.isdisjoint(node.data) else BOUNDS:
            least, most = node.data.get(low), node.data.get(high)
            if not _is_number(least) or not _is_number(most):
                continue
            open_ended = (
                strict
                or node.data.get("exclusiveMinimum") is True
                or node.data.get("exclusiveMaximum") is True
            )
            if least > most or (open_ended and low.endswith("inimum") and least == most):
                yield node.hit(f"no value lies between {low} {least} and {high} {most}", high)


_UPPER_BOUNDS = frozenset(high for _, high, _ in BOUNDS)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@rule(
    "invalid-pattern",
    "error",
    fix="Write a regular expression of ECMA-262.",
    examples=[
        reports(schema="{type: string, pattern: '^[a-z'}"),
        allows(schema="{type: string, pattern: '^\\p{L}+$'}"),
        allows(schema="{type: string, pattern: '^(?!-)[a-z-]+(?<!-)$'}"),
    ],
)
def invalid_pattern(survey: Survey) -> Iterator[Hit]:
    """Validators refuse the whole schema, or let everything pass."""
    for node in survey.holding("pattern"):
        written = node.data["pattern"]
        if isinstance(written, str) and (fault := patterns.fault(written)):
            yield node.hit(f"{shown(written)} is no regular expression: {fault}", "pattern")
    for node in survey.holding("patternProperties"):
        keyed = node.data["patternProperties"]
        for key in keyed if isinstance(keyed, dict) else ():
            if fault := patterns.fault(key):
                yield node.hit(f"'{key}' is no regular expression: {fault}", "patternProperties", key)


@rule(
    "read-only-and-write-only",
    "error",
    fix="Keep one of them.",
    examples=[
        reports(properties="{secret: {type: string, readOnly: true, writeOnly: true}}"),
        allows(properties="{secret: {type: string, writeOnly: true}}"),
    ],
)
def read_only_and_write_only(survey: Survey) -> Iterator[Hit]:
    """It may be neither sent nor returned (OpenAPI 3.0.4 section 4.7.24.2)."""
    for node in survey.schemas:
        if node.data.get("readOnly") is True and node.data.get("writeOnly") is True:
            yield node.hit("it is both readOnly and writeOnly", "writeOnly")


@rule(
    "discriminator-without-property",
    "warning",
    fix="Declare it in each alternative, and require it.",
    examples=[
        reports(
            schema="""
                discriminator: {propertyName: kind}
                oneOf:
                  - type: object
                    properties:
                      size: {type: string}
            """
        ),
        allows(
            schema="""
                discriminator: {propertyName: kind}
                oneOf:
                  - type: object
                    properties:
                      kind: {const: a}
            """
        ),
    ],
)
def discriminator_without_property(survey: Survey) -> Iterator[Hit]:
    """Where the property is missing, nothing tells which of the alternatives a value is."""
    for node in survey.schemas:
        discriminator = node.data.get("discriminator")
        name = discriminator.get("propertyName") if isinstance(discriminator, dict) else None
        if not isinstance(name, str):
            continue
        for keyword in ("oneOf", "anyOf"):
            for index, branch in enumerate(_list(node.data.get(keyword))):
                known = survey.property_names(branch)
                if known and name not in known and name not in survey.property_names(node.data):
                    yield node.hit(
                        f"the alternative does not declare '{name}'",
                        keyword,
                        index,
                        remedy=nearest(name, known),
                    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
