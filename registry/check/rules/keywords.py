"""Keywords of schemas that are missing, unknown, or speak of values that the type does not let pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.check.declare import Hit, allows, reports, rule
from registry.check.vocabulary import FORMATS_OF_TEXT, GUARDS, KNOWN, types
from registry.check.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.survey import Survey


@rule(
    "array-without-items",
    "error",
    fix="Say what it holds: items.",
    examples=[
        reports(openapi="3.0.3", schema="{type: array}"),
        allows(openapi="3.0.3", schema="{type: array, items: {type: string}}"),
        allows(schema="{type: array}"),
    ],
)
def array_without_items(survey: Survey) -> Iterator[Hit]:
    """Up to OpenAPI 3.0 an array must have items (OpenAPI 3.0.4 section 4.7.24.1)."""
    if survey.description.dialect != "3.0":
        return
    for node in survey.schemas:
        if node.data.get("type") == "array" and "items" not in node.data:
            yield node.hit("nothing says what the array holds", "type")


@rule(
    "array-without-max",
    "off",
    fix="Add maxItems.",
    examples=[
        reports(schema="{type: array, items: {type: string}}"),
        allows(schema="{type: array, items: {type: string}, maxItems: 100}"),
    ],
)
def array_without_max(survey: Survey) -> Iterator[Hit]:
    """Whoever receives it must be ready for any length (OWASP API4:2023)."""
    for node in survey.schemas:
        if "array" in types(node.data) and "maxItems" not in node.data:
            yield node.hit("nothing says how long the array can be", "type")


@rule(
    "unknown-schema-keyword",
    "warning",
    fix="Correct it, or name it x-….",
    examples=[
        reports(schema="{type: object, propertis: {}}"),
        reports(schema="{type: string, nullable: true}"),
        allows(schema="{type: object, properties: {}, x-propertis: {}}"),
    ],
)
def unknown_schema_keyword(survey: Survey) -> Iterator[Hit]:
    """JSON Schema ignores what it does not know: a misspelled keyword, or one of older versions."""
    if survey.description.dialect == "3.0":
        return
    for node in survey.of("Schema"):
        for key in node.data:
            if key not in KNOWN and not key.startswith("x-"):
                remedy = _INSTEAD.get(key) or nearest(key, KNOWN)
                yield node.hit(
                    f"'{key}' is not a keyword of JSON Schema and has no effect", key, remedy=remedy
                )


_INSTEAD = {
    "nullable": "write type: [string, 'null']",
    "id": "write $id",
    "divisibleBy": "write multipleOf",
    "optional": "leave it out of 'required' of the object",
}


@rule(
    "keyword-without-effect",
    "warning",
    fix="Correct the type or remove the keyword.",
    examples=[
        reports(schema="{type: integer, maxLength: 3}"),
        reports(schema="{type: string, items: {type: string}}"),
        allows(schema="{type: [string, integer], maxLength: 3}"),
        allows(schema="{maxLength: 3}"),
    ],
)
def keyword_without_effect(survey: Survey) -> Iterator[Hit]:
    """The keyword speaks of values that the type does not let pass: one of the two was not meant."""
    for node in survey.schemas:
        allowed = set(types(node.data))
        for key in node.data if allowed else ():
            guarded = GUARDS.get(key)
            if guarded is not None and not guarded & allowed:
                yield node.hit(f"'{key}' has no effect on type {', '.join(types(node.data))}", key)


@rule(
    "format-against-type",
    "warning",
    fix="Use type: string, or remove the format.",
    examples=[
        reports(schema="{type: integer, format: date-time}"),
        allows(schema="{type: string, format: date-time}"),
        allows(schema="{type: integer, format: int64}"),
    ],
)
def format_against_type(survey: Survey) -> Iterator[Hit]:
    """The format speaks of text, so it says nothing of these values."""
    for node in survey.schemas:
        allowed = types(node.data)
        textual = str(node.data.get("format")) in FORMATS_OF_TEXT
        if textual and allowed and "string" not in allowed:
            yield node.hit(
                f"'{node.data['format']}' is a format of text, not of {' or '.join(allowed)}", "format"
            )
