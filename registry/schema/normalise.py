"""From nodes to shapes: OpenAPI 3.0's dialect and JSON Schema 2020-12 read into the same facets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from registry.schema.admission import fits
from registry.schema.combine import by_type, intersection
from registry.schema.keywords import listed, said
from registry.schema.node import Node, Part, Schemas
from registry.schema.shape import (
    ANYTHING,
    FACETS,
    NOTHING,
    Items,
    Members,
    Shape,
    Union,
)
from registry.schema.sharpen import sharpened
from registry.schema.values import distinct, type_of
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from registry.schema.admission import Answers


DEEPEST = 30
"""Levels of members that must be there down to which it is looked whether all of them can be."""


class Normaliser:
    """Shapes of the nodes of one document, each computed once."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self.answers: Answers = {}
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
        found = self._listed(sharpened(shape, self.schemas, self._look))
        self._sharpening.discard(key)
        return found

    def _listed(self, shape: Shape) -> Shape:
        """Keep of the listed values those that nothing else refuses."""
        if shape.values is None or not shape.says(*SEVERAL):
            return shape
        return _only(shape, lambda value: fits(self, shape, value) is not False)

    def _look(self, node: Node) -> Shape:
        """Return a node's shape; of one that is being worked out just now, or far below, nothing is known."""
        if node.key in self._sharpening or len(self._sharpening) >= DEEPEST:
            return UNKNOWN
        return self.shape(node)

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
            return NOTHING._replace(where={"schema": part.pointer})
        if not isinstance(schema, dict) or not schema or id(schema) in trail:
            # An allOf that contains itself adds nothing; what is no schema at all is for the check to report.
            return ANYTHING
        if self.schemas.foreign(schema):
            # OpenAPI 3.1.0, 4.8.24.3: a schema may be written in a dialect of its own.
            return ANYTHING._replace(unread=("$schema",), where=_where(part, "$schema"))
        trail |= {id(schema)}
        found = self._references(part, trail)
        if self.schemas.is_bare_reference(schema):
            return found
        found = intersection(said(part, self.schemas), _self_contained(found))
        for position, inner in enumerate(listed(schema.get("allOf"))):
            branch = self._part(Part(inner, join(part.pointer, "allOf", position)), trail)
            found = intersection(found, _self_contained(branch))
        for kind in ("oneOf", "anyOf"):
            if listed(schema.get(kind)):
                found = intersection(found, self._union(part, kind, trail))
        found = self._nullable(found, schema)
        if found.null and (found.negations or found.conditions) and not self._null_by_logic(found):
            return found._replace(null=False)
        return found

    def _references(self, part: Part, trail: frozenset[int]) -> Shape:
        """Return what the schemas that a schema refers to say."""
        found, schema = ANYTHING, part.schema
        if isinstance(schema.get("$ref"), str):
            found = self._referred(part, "$ref", self.schemas.target(schema["$ref"]), trail)
        if "$dynamicRef" in schema and self.schemas.dialect != "3.0":
            written = schema["$dynamicRef"]
            target = self.schemas.dynamic_target(written) if isinstance(written, str) else None
            found = intersection(found, self._referred(part, "$dynamicRef", target, trail))
        return found

    def _referred(self, part: Part, keyword: str, target: Part | None, trail: frozenset[int]) -> Shape:
        if target is None:
            return ANYTHING._replace(unread=(keyword,), where=_where(part, keyword))
        return self._part(target, trail)

    def _nullable(self, found: Shape, schema: Mapping[str, Any]) -> Shape:
        """Add null where OpenAPI 3.0 says ``nullable``: beside a type, an enum or a combination, as authors mean it."""
        if self.schemas.dialect == "3.0" and schema.get("nullable") is True:
            return found._replace(null=True)
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
            return NOTHING._replace(null=null)
        if len(others) == 1 and not (others[0][1].negations or others[0][1].conditions):
            return others[0][1]._replace(null=null)
        if all(_only_values(shape) for _, shape in others):
            values = distinct(value for _, shape in others for value in shape.values or ())
            return ANYTHING._replace(values=values, null=null, where={"enum": pointer})
        merged = by_type([shape for _, shape in others])
        if merged is not None:
            return merged._replace(null=null, where={"type": pointer, **merged.where, "schema": pointer})
        nodes = tuple(self.schemas.node(*branch) for branch, _ in others)
        discriminator = part.schema.get("discriminator")
        union = Union(kind, nodes, pointer, discriminator if isinstance(discriminator, dict) else None)
        return ANYTHING._replace(unions=(union,), null=null, where={kind: pointer})


def _where(part: Part, keyword: str) -> Mapping[str, str]:
    return {"schema": part.pointer, keyword: join(part.pointer, keyword)}


def _self_contained(shape: Shape) -> Shape:
    """Close a shape before it joins others: what it leaves unevaluated is counted inside it (2020-12, 11.2 and 11.3).

    Where that depends on the value (beside combinations, conditions, contains), it is not read.
    """
    if shape.unevaluated_items is None and shape.unevaluated_properties is None:
        return shape
    if shape.unions or shape.conditions or shape.contains or shape.dependent_schemas or shape.negations:
        return shape._replace(
            unread=(*shape.unread, "unevaluated"), unevaluated_items=None, unevaluated_properties=None
        )
    items, members = shape.items, shape.members
    if shape.unevaluated_items is not None and all(one.rest is None for one in items):
        count = max((len(one.first) for one in items), default=0)
        items += tuple(Items((ALLOWED,) * count, part) for part in shape.unevaluated_items.parts)
    if shape.unevaluated_properties is not None and all(one.others is None for one in members):
        declared = dict.fromkeys(shape.declared, ALLOWED)
        patterns = tuple((text, ALLOWED) for one in members for text, _ in one.patterns)
        members += tuple(Members(declared, patterns, part) for part in shape.unevaluated_properties.parts)
    return shape._replace(items=items, members=members, unevaluated_items=None, unevaluated_properties=None)


UNKNOWN = ANYTHING._replace(unread=("$ref",))
"""May be any type, and need not allow all of any."""

ALLOWED = Part(True, "")
"""Stands where another conjunct says what is allowed."""


def _tidy(shape: Shape) -> Shape:
    """Keep of the listed values those that the other facets admit, and of the types those that then occur."""
    return shape if shape.values is None else _only(shape, shape.admits)


def _only(shape: Shape, wanted: Callable[[Any], bool]) -> Shape:
    values = tuple(value for value in shape.values or () if wanted(value))
    return shape._replace(values=values, types=shape.types & {type_of(value) for value in values})


SEVERAL = (
    *dict.fromkeys(name for kind in ("string", "array", "object") for name in FACETS[kind]),
    "unions",
    "negations",
    "conditions",
)
"""Facets beside those that `Shape.admits` looks at."""


def _only_null(shape: Shape) -> bool:
    return shape.null and (not shape.types or shape.values == ())


def _only_values(shape: Shape) -> bool:
    """Whether a branch of a choice is a plain list of values, as in ``oneOf: [{const, title}]``."""
    return shape.values is not None and not (
        shape.unions or shape.negations or shape.conditions or shape.members
    )
