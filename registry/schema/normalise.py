"""From nodes to shapes: OpenAPI 3.0's dialect and JSON Schema 2020-12 read into the same facets."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from registry.schema.combine import by_type, intersection
from registry.schema.node import Node, Part, Schemas
from registry.schema.shape import (
    ANYTHING,
    NOTHING,
    NUMBERS,
    TYPES,
    Condition,
    Contains,
    Items,
    Limit,
    Members,
    Shape,
    Union,
)
from registry.schema.sharpen import sharpened
from registry.schema.values import distinct, key, type_of
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Mapping

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


class Normaliser:
    """Shapes of the nodes of one document, each computed once."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self._shapes: dict[tuple[int, ...], Shape] = {}
        self._open: set[tuple[int, ...]] = set()
        self._sharpening: set[tuple[int, ...]] = set()

    def shape(self, node: Node) -> Shape:
        """Return what a node allows."""
        key = node.key
        found = self._shapes.get(key)
        if found is None:
            found = ANYTHING
            for part in node.parts:
                found = intersection(found, self._part(part, frozenset()))
            found = self._sharpened(_tidy(found), key)
            self._shapes[key] = found
        return found

    def _sharpened(self, shape: Shape, key: tuple[int, ...]) -> Shape:
        if key in self._sharpening or not shape.types:
            return shape
        self._sharpening.add(key)
        found = sharpened(shape, self.schemas, self._look)
        self._sharpening.discard(key)
        return found

    def _look(self, node: Node) -> Shape:
        """Return a node's shape; one that is being worked out just now is taken to allow anything."""
        return ANYTHING if node.key in self._sharpening else self.shape(node)

    def _null_by_logic(self, shape: Shape) -> bool:
        """Whether ``not`` and ``if`` let null pass; inside a schema that excludes itself they are taken to."""
        if any(self._null(node) for node in shape.negations):
            return False
        for condition in shape.conditions:
            outcome = condition.then if self._null(condition.when) else condition.otherwise
            if outcome is not None and outcome.key not in self._open and not self._null(outcome):
                return False
        return True

    def _null(self, node: Node) -> bool:
        if node.key in self._open:
            return False
        self._open.add(node.key)
        found = self.shape(node).null
        self._open.discard(node.key)
        return found

    def _part(self, part: Part, trail: frozenset[int]) -> Shape:
        schema = part.schema
        if schema is False:
            return replace(NOTHING, where={"schema": part.pointer})
        if not isinstance(schema, dict) or not schema or id(schema) in trail:
            # An allOf that contains itself adds nothing; what is no schema at all is for the check to report.
            return ANYTHING
        trail |= {id(schema)}
        found = ANYTHING
        if isinstance(schema.get("$ref"), str):
            found = self._referred(part, trail)
            if self.schemas.is_bare_reference(schema):
                return found
        found = intersection(self._own(part), _self_contained(found))
        for position, inner in enumerate(_list(schema.get("allOf"))):
            branch = self._part(Part(inner, join(part.pointer, "allOf", position)), trail)
            found = intersection(found, _self_contained(branch))
        for kind in ("oneOf", "anyOf"):
            if _list(schema.get(kind)):
                found = intersection(found, self._union(part, kind, trail))
        found = self._nullable(found, schema)
        if found.null and (found.negations or found.conditions) and not self._null_by_logic(found):
            return replace(found, null=False)
        return found

    def _referred(self, part: Part, trail: frozenset[int]) -> Shape:
        target = self.schemas.target(part.schema["$ref"])
        if target is None:
            return replace(ANYTHING, unread=("$ref",), where={"$ref": join(part.pointer, "$ref")})
        return self._part(target, trail)

    def _nullable(self, found: Shape, schema: Mapping[str, Any]) -> Shape:
        """Add null where OpenAPI 3.0 says ``nullable``: beside a type, an enum or a combination, as authors mean it."""
        if self.schemas.dialect == "3.0" and schema.get("nullable") is True:
            return replace(found, null=True)
        return found

    def _union(self, part: Part, kind: Literal["oneOf", "anyOf"], trail: frozenset[int]) -> Shape:
        pointer = join(part.pointer, kind)
        branches = [Part(inner, join(pointer, position)) for position, inner in enumerate(part.schema[kind])]
        shapes = [_tidy(self._part(branch, trail)) for branch in branches]
        others = [
            (branch, shape) for branch, shape in zip(branches, shapes, strict=True) if not _only_null(shape)
        ]
        allowing = sum(shape.null for shape in shapes)
        null = allowing == 1 if kind == "oneOf" and self.schemas.dialect != "3.0" else allowing > 0
        if not others:
            return replace(NOTHING, null=null)
        if len(others) == 1 and not (others[0][1].negations or others[0][1].conditions):
            return replace(others[0][1], null=null)
        if all(_only_values(shape) for _, shape in others):
            values = distinct(value for _, shape in others for value in shape.values or ())
            return replace(ANYTHING, values=values, null=null, where={"enum": pointer})
        merged = by_type([shape for _, shape in others])
        if merged is not None:
            return replace(merged, null=null, where={"type": pointer, **merged.where, "schema": pointer})
        nodes = tuple(self.schemas.node(*branch) for branch, _ in others)
        discriminator = part.schema.get("discriminator")
        union = Union(kind, nodes, pointer, discriminator if isinstance(discriminator, dict) else None)
        return replace(ANYTHING, unions=(union,), null=null, where={kind: pointer})

    def _own(self, part: Part) -> Shape:
        """Return what the plain keywords of one schema object say."""
        schema, pointer = part
        facets: dict[str, Any] = {}
        where: dict[str, str] = {}

        def say(facet: str, keyword: str, value: Any) -> None:
            if value is not None:
                facets[facet] = value
                where[keyword] = join(pointer, keyword)

        self._types_and_values(schema, facets, where, pointer)
        say("low", "minimum", self._limit(schema, "minimum", "exclusiveMinimum", max))
        say("high", "maximum", self._limit(schema, "maximum", "exclusiveMaximum", min))
        if _number(schema.get("multipleOf")) and schema["multipleOf"] > 0:
            say("multiples", "multipleOf", (Fraction(str(schema["multipleOf"])),))
        for facet, keyword in COUNTS:
            say(facet, keyword, _count(schema.get(keyword)))
        if isinstance(schema.get("pattern"), str):
            say("patterns", "pattern", (schema["pattern"],))
        self._content(schema, say)
        if schema.get("uniqueItems") is True:
            say("unique", "uniqueItems", value=True)
        self._arrays(schema, pointer, say)
        self._objects(schema, pointer, say)
        self._logic(schema, pointer, say)
        if "$dynamicRef" in schema:
            say("unread", "$dynamicRef", ("$dynamicRef",))
        notes = {name: schema[name] for name in NOTES if name in schema}
        where.update({name: join(pointer, name) for name in notes})
        where["schema"] = pointer
        return Shape(**facets, notes=notes, where=where)

    def _types_and_values(
        self, schema: Mapping[str, Any], facets: dict[str, Any], where: dict[str, str], pointer: str
    ) -> None:
        written = schema.get("type")
        if written is not None:
            named = (
                {written}
                if isinstance(written, str)
                else {name for name in _list(written) if isinstance(name, str)}
            )
            facets["types"] = (
                frozenset(spelled for name in named for spelled in (NUMBERS if name == "number" else {name}))
                & TYPES
            )
            facets["null"] = "null" in named
            where["type"] = join(pointer, "type")
        values = schema.get("enum")
        if "const" in schema and self.schemas.dialect != "3.0":
            listed = isinstance(values, list) and key(schema["const"]) not in {key(value) for value in values}
            values = [] if listed else [schema["const"]]
            where["enum"] = join(pointer, "const")
        if isinstance(values, list):
            facets["null"] = facets.get("null", True) and None in values
            facets["values"] = distinct(value for value in values if value is not None)
            where.setdefault("enum", join(pointer, "enum"))

    def _limit(self, schema: Mapping[str, Any], plain: str, exclusive: str, tightest: Any) -> Limit | None:
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

    def _content(self, schema: Mapping[str, Any], say: Any) -> None:
        form = schema.get("format")
        if isinstance(form, str) and form in ENCODED:
            say("encodings", "format", (ENCODED[form],))
        elif isinstance(form, str):
            say("formats", "format", (form,))
        encoding, media_type = schema.get("contentEncoding"), schema.get("contentMediaType")
        if isinstance(encoding, str):
            say("encodings", "contentEncoding", (encoding,))
        if media_type == "application/octet-stream" and encoding is None:
            say("encodings", "contentMediaType", ("binary",))
        elif isinstance(media_type, str):
            say("media_types", "contentMediaType", (media_type,))

    def _arrays(self, schema: Mapping[str, Any], pointer: str, say: Any) -> None:
        first = [
            Part(inner, join(pointer, "prefixItems", at))
            for at, inner in enumerate(_list(schema.get("prefixItems")))
        ]
        rest = schema.get("items")
        if first or isinstance(rest, (dict, bool)):
            part = Part(rest, join(pointer, "items")) if isinstance(rest, (dict, bool)) else None
            say("items", "items" if not first else "prefixItems", (Items(tuple(first), part),))
        if isinstance(schema.get("contains"), (dict, bool)):
            least = _count(schema.get("minContains"))
            node = self.schemas.node(schema["contains"], join(pointer, "contains"))
            contains = Contains(node, 1 if least is None else least, _count(schema.get("maxContains")))
            say("contains", "contains", (contains,))
        if isinstance(schema.get("unevaluatedItems"), (dict, bool)):
            say("unevaluated_items", "unevaluatedItems", self._node(schema, pointer, "unevaluatedItems"))

    def _objects(self, schema: Mapping[str, Any], pointer: str, say: Any) -> None:
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
                Part(others, join(pointer, "additionalProperties"))
                if isinstance(others, (dict, bool))
                else None,
            )
            say("members", "properties", (members,))
        say("required", "required", _names(schema.get("required")) or None)
        if isinstance(schema.get("propertyNames"), (dict, bool)):
            say("names", "propertyNames", (self._node(schema, pointer, "propertyNames"),))
        dependent = _mapping(schema.get("dependentRequired"))
        say(
            "dependent_required",
            "dependentRequired",
            tuple((name, _names(needed)) for name, needed in dependent.items()) or None,
        )
        schemas = _mapping(schema.get("dependentSchemas"))
        say(
            "dependent_schemas",
            "dependentSchemas",
            tuple(
                (name, self.schemas.node(inner, join(pointer, "dependentSchemas", name)))
                for name, inner in schemas.items()
            )
            or None,
        )
        if isinstance(schema.get("unevaluatedProperties"), (dict, bool)):
            say(
                "unevaluated_properties",
                "unevaluatedProperties",
                self._node(schema, pointer, "unevaluatedProperties"),
            )

    def _logic(self, schema: Mapping[str, Any], pointer: str, say: Any) -> None:
        if isinstance(schema.get("not"), (dict, bool)):
            say("negations", "not", (self._node(schema, pointer, "not"),))
        if isinstance(schema.get("if"), (dict, bool)) and ("then" in schema or "else" in schema):
            then = self._node(schema, pointer, "then") if "then" in schema else None
            otherwise = self._node(schema, pointer, "else") if "else" in schema else None
            condition = Condition(self._node(schema, pointer, "if"), then, otherwise, join(pointer, "if"))
            say("conditions", "if", (condition,))

    def _node(self, schema: Mapping[str, Any], pointer: str, keyword: str) -> Node:
        return self.schemas.node(schema[keyword], join(pointer, keyword))


COUNTS = (
    ("min_length", "minLength"),
    ("max_length", "maxLength"),
    ("min_items", "minItems"),
    ("max_items", "maxItems"),
    ("min_properties", "minProperties"),
    ("max_properties", "maxProperties"),
)


def _self_contained(shape: Shape) -> Shape:
    """Close a shape before it joins others: what it leaves unevaluated is counted inside it (2020-12, 11.2 and 11.3).

    Where that depends on the value (beside combinations, conditions, contains), it is not read.
    """
    if shape.unevaluated_items is None and shape.unevaluated_properties is None:
        return shape
    if shape.unions or shape.conditions or shape.contains or shape.dependent_schemas or shape.negations:
        return replace(
            shape, unread=(*shape.unread, "unevaluated"), unevaluated_items=None, unevaluated_properties=None
        )
    items, members = shape.items, shape.members
    if shape.unevaluated_items is not None and all(one.rest is None for one in items):
        count = max((len(one.first) for one in items), default=0)
        items += tuple(Items((ALLOWED,) * count, part) for part in shape.unevaluated_items.parts)
    if shape.unevaluated_properties is not None and all(one.others is None for one in members):
        declared = dict.fromkeys(shape.declared, ALLOWED)
        patterns = tuple((text, ALLOWED) for one in members for text, _ in one.patterns)
        members += tuple(Members(declared, patterns, part) for part in shape.unevaluated_properties.parts)
    return replace(shape, items=items, members=members, unevaluated_items=None, unevaluated_properties=None)


ALLOWED = Part(True, "")
"""Stands where another conjunct says what is allowed."""


def _tidy(shape: Shape) -> Shape:
    """Keep of the listed values those that the other facets admit, and of the types those that then occur."""
    if shape.values is None:
        return shape
    values = tuple(value for value in shape.values if shape.admits(value))
    return replace(shape, values=values, types=shape.types & {type_of(value) for value in values})


def _only_null(shape: Shape) -> bool:
    return shape.null and (not shape.types or shape.values == ())


def _only_values(shape: Shape) -> bool:
    """Whether a branch of a choice is a plain list of values, as in ``oneOf: [{const, title}]``."""
    return shape.values is not None and not (
        shape.unions or shape.negations or shape.conditions or shape.members
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _names(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in _list(value) if isinstance(name, str)))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) != float("inf")


def _count(value: Any) -> int | None:
    """Return a count as written (``5`` or ``5.0``); minimum counts of 0 are dropped by the comparison."""
    if _number(value) and value == int(value) and value >= 0:
        return int(value)
    return None
