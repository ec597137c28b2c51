"""What the plain keywords of one schema object say, each spelling read into the facet it means."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from registry.schema.node import Part
from registry.schema.shape import NUMBERS, TYPES, Condition, Contains, Items, Limit, Members, Shape
from registry.schema.values import distinct, key
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.schema.node import Node, Schemas

NOTES = (
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "title",
    "discriminator",
    "x-extensible-enum",
    "x-sunset",
    "xml",
    "contentSchema",
)
"""Annotations that change a verdict or are compared themselves."""

ENCODED = {"byte": "base64", "base64": "base64", "base64url": "base64url", "binary": "binary"}
"""Formats of OpenAPI 3.0 that JSON Schema 2020-12 writes as content keywords (OpenAPI 3.1.0, 4.7.14.2)."""

TEXT: Mapping[str, Any] = {"type": "string"}
OBJECT: Mapping[str, Any] = {"type": "object"}
"""What names and objects with a certain property are in any case."""

COUNTS = (
    ("min_length", "minLength"),
    ("max_length", "maxLength"),
    ("min_items", "minItems"),
    ("max_items", "maxItems"),
    ("min_properties", "minProperties"),
    ("max_properties", "maxProperties"),
)


def said(part: Part, schemas: Schemas) -> Shape:
    """Return what the plain keywords of one schema object say."""
    schema, pointer = part
    facets: dict[str, Any] = {}
    where: dict[str, str] = {}

    def say(facet: str, keyword: str, value: Any) -> None:
        if value is not None:
            facets[facet] = value
            where[keyword] = join(pointer, keyword)

    _types_and_values(schemas, schema, facets, where, pointer)
    say("low", "minimum", _limit(schema, "minimum", "exclusiveMinimum", max))
    say("high", "maximum", _limit(schema, "maximum", "exclusiveMaximum", min))
    if _number(schema.get("multipleOf")) and schema["multipleOf"] > 0:
        say("multiples", "multipleOf", (Fraction(str(schema["multipleOf"])),))
    for facet, keyword in COUNTS:
        say(facet, keyword, _count(schema.get(keyword)))
    if isinstance(schema.get("pattern"), str):
        say("patterns", "pattern", (schema["pattern"],))
    _content(schema, say)
    if schema.get("uniqueItems") is True:
        say("unique", "uniqueItems", value=True)
    _arrays(schemas, schema, pointer, say)
    _objects(schemas, schema, pointer, say)
    _logic(schemas, schema, pointer, say)
    notes = {name: schema[name] for name in NOTES if name in schema}
    where.update({name: join(pointer, name) for name in notes})
    where["schema"] = pointer
    return Shape(**facets, notes=notes, where=where)


def _types_and_values(
    schemas: Schemas, schema: Mapping[str, Any], facets: dict[str, Any], where: dict[str, str], pointer: str
) -> None:
    written = schema.get("type")
    if written is not None:
        named = (
            {written}
            if isinstance(written, str)
            else {name for name in listed(written) if isinstance(name, str)}
        )
        facets["types"] = (
            frozenset(spelled for name in named for spelled in (NUMBERS if name == "number" else {name}))
            & TYPES
        )
        facets["null"] = "null" in named
        where["type"] = join(pointer, "type")
    values = schema.get("enum")
    if "const" in schema and schemas.dialect != "3.0":
        shut_out = isinstance(values, list) and key(schema["const"]) not in {key(value) for value in values}
        values = [] if shut_out else [schema["const"]]
        where["enum"] = join(pointer, "const")
    if isinstance(values, list):
        facets["null"] = facets.get("null", True) and None in values
        facets["values"] = distinct(value for value in values if value is not None)
        where.setdefault("enum", join(pointer, "enum"))


def _limit(schema: Mapping[str, Any], plain: str, exclusive: str, tightest: Any) -> Limit | None:
    limits = []
    bound, strict = schema.get(plain), schema.get(exclusive)
    if _number(bound):
        limits.append(Limit(Fraction(str(bound)), bound, strict is True))
    if _number(strict):
        limits.append(Limit(Fraction(str(strict)), strict, excluded=True))
    if not limits:
        return None
    sign = 1 if tightest is max else -1
    return max(limits, key=lambda limit: (sign * limit.value, limit.excluded))


def _content(schema: Mapping[str, Any], say: Any) -> None:
    form = schema.get("format")
    if isinstance(form, str) and form in ENCODED:
        say("encodings", "format", (ENCODED[form],))
    elif isinstance(form, str) and form != "double":
        # JSON numbers are doubles as far as anybody can count on (RFC 8259, 6), so the format promises nothing.
        say("formats", "format", (form,))
    encoding, media_type = schema.get("contentEncoding"), schema.get("contentMediaType")
    if isinstance(encoding, str):
        say("encodings", "contentEncoding", (encoding,))
    if media_type == "application/octet-stream" and encoding is None:
        say("encodings", "contentMediaType", ("binary",))
    elif isinstance(media_type, str):
        say("media_types", "contentMediaType", (media_type,))


def _arrays(schemas: Schemas, schema: Mapping[str, Any], pointer: str, say: Any) -> None:
    first = [
        Part(inner, join(pointer, "prefixItems", at))
        for at, inner in enumerate(listed(schema.get("prefixItems")))
    ]
    rest = schema.get("items")
    if first or isinstance(rest, (dict, bool)):
        part = Part(rest, join(pointer, "items")) if isinstance(rest, (dict, bool)) else None
        say("items", "items" if not first else "prefixItems", (Items(tuple(first), part),))
    if isinstance(schema.get("contains"), (dict, bool)):
        least = _count(schema.get("minContains"))
        node = schemas.node(schema["contains"], join(pointer, "contains"))
        contains = Contains(node, 1 if least is None else least, _count(schema.get("maxContains")))
        say("contains", "contains", (contains,))
    if isinstance(schema.get("unevaluatedItems"), (dict, bool)):
        say("unevaluated_items", "unevaluatedItems", _node(schemas, schema, pointer, "unevaluatedItems"))


def _objects(schemas: Schemas, schema: Mapping[str, Any], pointer: str, say: Any) -> None:
    declared = _mapping(schema.get("properties"))
    patterns = _mapping(schema.get("patternProperties"))
    others = schema.get("additionalProperties")
    if declared or patterns or isinstance(others, (dict, bool)):
        members = Members(
            {name: Part(inner, join(pointer, "properties", name)) for name, inner in declared.items()},
            tuple(
                (text, Part(inner, join(pointer, "patternProperties", text)))
                for text, inner in patterns.items()
            ),
            Part(others, join(pointer, "additionalProperties")) if isinstance(others, (dict, bool)) else None,
        )
        for keyword, written in (
            ("properties", declared),
            ("patternProperties", patterns),
            ("additionalProperties", isinstance(others, (dict, bool))),
        ):
            say("members", keyword, (members,) if written else None)
    say("required", "required", _names(schema.get("required")) or None)
    if isinstance(schema.get("propertyNames"), (dict, bool)):
        names = Part(schema["propertyNames"], join(pointer, "propertyNames"))
        say("names", "propertyNames", (schemas.together((names, Part(TEXT, names.pointer))),))
    dependent = _mapping(schema.get("dependentRequired"))
    say(
        "dependent_required",
        "dependentRequired",
        tuple((name, _names(needed)) for name, needed in dependent.items()) or None,
    )
    conditional = _mapping(schema.get("dependentSchemas"))
    dependents = {
        name: Part(inner, join(pointer, "dependentSchemas", name)) for name, inner in conditional.items()
    }
    say(
        "dependent_schemas",
        "dependentSchemas",
        tuple(
            (name, schemas.together((part, Part(OBJECT, part.pointer)))) for name, part in dependents.items()
        )
        or None,
    )
    if isinstance(schema.get("unevaluatedProperties"), (dict, bool)):
        say(
            "unevaluated_properties",
            "unevaluatedProperties",
            _node(schemas, schema, pointer, "unevaluatedProperties"),
        )


def _logic(schemas: Schemas, schema: Mapping[str, Any], pointer: str, say: Any) -> None:
    if isinstance(schema.get("not"), (dict, bool)):
        say("negations", "not", (_node(schemas, schema, pointer, "not"),))
    if isinstance(schema.get("if"), (dict, bool)) and ("then" in schema or "else" in schema):
        then = _node(schemas, schema, pointer, "then") if "then" in schema else None
        otherwise = _node(schemas, schema, pointer, "else") if "else" in schema else None
        condition = Condition(_node(schemas, schema, pointer, "if"), then, otherwise, join(pointer, "if"))
        say("conditions", "if", (condition,))


def _node(schemas: Schemas, schema: Mapping[str, Any], pointer: str, keyword: str) -> Node:
    return schemas.node(schema[keyword], join(pointer, keyword))


def listed(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as an empty one."""
    return value if isinstance(value, list) else []


def _names(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in listed(value) if isinstance(name, str)))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) != float("inf")


def _count(value: Any) -> int | None:
    """Return a count as written (``5`` or ``5.0``); minimum counts of 0 are dropped by the comparison."""
    if _number(value) and value == int(value) and value >= 0:
        return int(value)
    return None
