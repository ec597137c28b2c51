"""Laws of the containment engine, with an independent JSON Schema validator as the oracle.

Soundness: where the engine reports nothing narrower, no instance is lost; nothing wider, none is gained.
Algebra: a schema equals itself; the mirror image of a comparison has the mirrored effect; spelling is nothing.
"""

from __future__ import annotations

import itertools
import json
import os
from collections import deque
from functools import reduce
from operator import or_
from random import Random
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from registry.schema import Difference, Effect, Relation, Schemas, relate, witness

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = int(os.environ.get("WAYBILL_LAW_EXAMPLES", "1000"))
"""Pairs of schemas, each made from a number: quicker by far than drawing one choice after the other.

Each pair is tried with `INSTANCES` instances.
"""

INSTANCES = 10

law = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
NAMES = ("a", "b", "c")
TEXTS = ("", "a", "b", "ab", "abc", "abcd", "d", "ca", "aa")
NUMBERS = (0, 1, 2, 3, 4, 5, 6, 10, 11, -1, 1.5, 2.5, 0.5, 1.0)
SCALARS: tuple[Any, ...] = (None, True, False, *NUMBERS, *TEXTS, [], ["a"], [1], {}, {"a": 1}, {"a": "a"})

SINGLE = ("items", "not", "if", "then", "else", "contains", "additionalProperties", "unevaluatedProperties",
          "unevaluatedItems")  # fmt: skip
LISTED = ("allOf", "anyOf", "oneOf", "prefixItems")
NAMED = ("properties", "patternProperties", "dependentSchemas")


def some_schema(random: Random, depth: int = 2) -> Any:
    """A random schema over a small vocabulary, so that two of them often nearly fit."""
    if random.random() < 0.04:
        return random.choice([True, False, {}])
    schema: dict[str, Any] = {}
    if random.random() < 0.75:
        schema["type"] = (
            random.choice(TYPES) if random.random() < 0.7 else random.sample(TYPES, random.randint(1, 3))
        )
    written = schema.get("type", TYPES)
    types = {written} if isinstance(written, str) else set(written)
    some_values(random, schema)
    if types & {"integer", "number"}:
        some_numbers(random, schema)
    if "string" in types:
        some_text(random, schema)
    if depth > 0:
        if "array" in types:
            some_array(random, schema, depth - 1)
        if "object" in types:
            some_object(random, schema, depth - 1)
        some_logic(random, schema, depth - 1)
    return schema


def some_values(random: Random, schema: dict[str, Any]) -> None:
    if random.random() < 0.12:
        schema["enum"] = [random.choice(SCALARS) for _ in range(random.randint(1, 4))]
    elif random.random() < 0.06:
        schema["const"] = random.choice(SCALARS)


def some_numbers(random: Random, schema: dict[str, Any]) -> None:
    for keyword in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        if random.random() < 0.15:
            schema[keyword] = random.choice([0, 1, 2, 3, 1.5, 5, 10])
    if random.random() < 0.08:
        schema["multipleOf"] = random.choice([1, 2, 3, 5, 0.5])


def some_text(random: Random, schema: dict[str, Any]) -> None:
    if random.random() < 0.2:
        schema["minLength"] = random.randint(0, 3)
    if random.random() < 0.2:
        schema["maxLength"] = random.randint(0, 4)
    if random.random() < 0.1:
        schema["pattern"] = random.choice(["^a", "b$", "^[a-c]+$", "^[a-d]+$", ".*", ""])


def some_array(random: Random, schema: dict[str, Any], depth: int) -> None:
    if random.random() < 0.4:
        schema["items"] = some_schema(random, depth)
    if random.random() < 0.12:
        schema["prefixItems"] = [some_schema(random, depth) for _ in range(random.randint(1, 2))]
    if random.random() < 0.15:
        schema[random.choice(["minItems", "maxItems"])] = random.randint(0, 3)
    if random.random() < 0.1:
        schema["uniqueItems"] = random.choice([True, False])
    if random.random() < 0.1:
        schema["contains"] = some_schema(random, depth)
        if random.random() < 0.4:
            schema[random.choice(["minContains", "maxContains"])] = random.randint(0, 2)
    if random.random() < 0.05:
        schema["unevaluatedItems"] = random.choice([False, some_schema(random, depth)])


def some_object(random: Random, schema: dict[str, Any], depth: int) -> None:
    if random.random() < 0.7:
        schema["properties"] = {
            n: some_schema(random, depth) for n in random.sample(NAMES, random.randint(1, 3))
        }
    if random.random() < 0.35:
        schema["required"] = random.sample(NAMES, random.randint(1, 2))
    if random.random() < 0.25:
        schema["additionalProperties"] = random.choice([True, False, some_schema(random, depth)])
    if random.random() < 0.08:
        schema["patternProperties"] = {random.choice(["^a", "b", "c$"]): some_schema(random, depth)}
    if random.random() < 0.08:
        schema["propertyNames"] = {random.choice(["maxLength", "minLength"]): random.randint(0, 2)}
    if random.random() < 0.12:
        schema[random.choice(["minProperties", "maxProperties"])] = random.randint(0, 2)
    if random.random() < 0.06:
        schema["dependentRequired"] = {random.choice(NAMES): [random.choice(NAMES)]}
    if random.random() < 0.05:
        schema["dependentSchemas"] = {random.choice(NAMES): some_schema(random, depth)}
    if random.random() < 0.05:
        schema["unevaluatedProperties"] = random.choice([False, some_schema(random, depth)])


def some_logic(random: Random, schema: dict[str, Any], depth: int) -> None:
    for keyword in ("allOf", "anyOf", "oneOf"):
        if random.random() < 0.12:
            schema[keyword] = [some_schema(random, depth) for _ in range(random.randint(1, 3))]
    if random.random() < 0.07:
        schema["not"] = some_schema(random, depth)
    if random.random() < 0.05:
        schema["if"] = some_schema(random, depth)
        schema[random.choice(["then", "else"])] = some_schema(random, depth)


def edited(random: Random, schema: Any, depth: int = 2) -> Any:
    """The schema with one thing changed, dropped or added, here or further down."""
    schema = json.loads(json.dumps(schema))
    if not isinstance(schema, dict) or not schema:
        return some_schema(random, depth)
    below = [keyword for keyword in schema if keyword in (*SINGLE, *LISTED, *NAMED)]
    if below and random.random() < 0.4:
        edit_below(random, schema, random.choice(below), depth - 1)
        return schema
    if random.random() < 0.45:
        schema.pop(random.choice(list(schema)))
    else:
        other = some_schema(random, depth)
        if isinstance(other, dict) and other:
            schema.update({keyword: other[keyword] for keyword in random.sample(list(other), 1)})
    return schema


def edit_below(random: Random, schema: dict[str, Any], keyword: str, depth: int) -> None:
    inner = schema[keyword]
    if keyword in SINGLE:
        schema[keyword] = edited(random, inner, depth)
    elif keyword in LISTED:
        at = random.randrange(len(inner))
        action = random.choice(["edit", "edit", "add", "drop", "shuffle"])
        if action == "edit":
            inner[at] = edited(random, inner[at], depth)
        elif action == "add":
            inner.append(some_schema(random, max(depth, 0)))
        elif action == "drop" and len(inner) > 1:
            inner.pop(at)
        else:
            random.shuffle(inner)
    else:
        name = random.choice(list(inner))
        if random.random() < 0.6:
            inner[name] = edited(random, inner[name], depth)
        elif len(inner) > 1:
            inner.pop(name)


def some_instance(random: Random, schema: Any, depth: int = 3) -> Any:
    """A value that the schema may well allow, or may just miss."""
    if random.random() < 0.25 or not isinstance(schema, dict) or depth == 0:
        return random.choice(SCALARS)
    if "const" in schema and random.random() < 0.8:
        return schema["const"]
    if "enum" in schema and random.random() < 0.8:
        return random.choice(schema["enum"])
    inner = [one for keyword in ("allOf", "anyOf", "oneOf") for one in schema.get(keyword, [])]
    inner += [schema[keyword] for keyword in ("not", "if", "then", "else") if keyword in schema]
    if inner and random.random() < 0.4:
        return some_instance(random, random.choice(inner), depth - 1)
    written = schema.get("type", TYPES)
    kind = written if isinstance(written, str) else random.choice(list(written))
    if kind == "array":
        return instance_of_array(random, schema, depth - 1)
    if kind == "object":
        return instance_of_object(random, schema, depth - 1)
    choices: dict[str, tuple[Any, ...]] = {"null": (None,), "boolean": (True, False), "string": TEXTS}
    return random.choice(choices.get(kind, NUMBERS))


def instance_of_array(random: Random, schema: dict[str, Any], depth: int) -> list[Any]:
    count = random.choice([schema.get("minItems", 0), schema.get("maxItems", 2), 0, 1, 2, 3])
    first = schema.get("prefixItems", [])
    rest = [
        schema[keyword] for keyword in ("items", "contains", "unevaluatedItems") if keyword in schema
    ] or [True]
    return [
        some_instance(random, first[at] if at < len(first) else random.choice(rest), depth)
        for at in range(count)
    ]


def instance_of_object(random: Random, schema: dict[str, Any], depth: int) -> dict[str, Any]:
    required = schema.get("required", [])
    declared, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    return {
        name: some_instance(random, declared.get(name, others), depth)
        for name in (*NAMES, "zz")
        if random.random() < (0.9 if name in required else 0.4)
    }


def compared(one: Any, other: Any) -> tuple[Difference, ...]:
    before, after = Schemas({"x": one}, "3.1"), Schemas({"x": other}, "3.1")
    return relate(before.node(one, "/x"), after.node(other, "/x"))


def effect(differences: tuple[Difference, ...]) -> Effect:
    return reduce(or_, (difference.effect for difference in differences), Effect.NONE)


@law
@given(st.integers(0, 2**32))
def test_what_is_not_reported_is_not_there(seed: int) -> None:
    random = Random(seed)
    one = some_schema(random)
    other = edited(random, one) if random.random() < 0.9 else some_schema(random)
    found = compared(one, other)
    total = effect(found)
    before, after = (jsonschema_rs.Draft202012Validator(schema) for schema in (one, other))
    for _ in range(INSTANCES):
        value = some_instance(random, random.choice([one, other]))
        allowed, allows = before.is_valid(value), after.is_valid(value)
        if allowed != allows:
            note(f"{json.dumps(one)} -> {json.dumps(other)}: {json.dumps(value)} {allowed} {allows} {found}")
        assert not (allowed and not allows) or total & (Effect.NARROWER | Effect.UNKNOWN)
        assert not (allows and not allowed) or total & (Effect.WIDER | Effect.UNKNOWN)


COMPONENTS = ("A", "B", "C")
INWARD = frozenset({*SINGLE, *NAMED, "prefixItems"}) - {"not", "if", "then", "else", "dependentSchemas"}
"""Keywords that speak of a member of the value: a reference below one leads to no circle at the same value."""


def referring(random: Random, schema: Any, *, inside: bool = False) -> Any:
    """The schema with some of what is said of members replaced by references to components."""
    if not isinstance(schema, dict):
        return schema
    if inside and random.random() < 0.3:
        return {"$ref": f"#/components/schemas/{random.choice(COMPONENTS)}"}
    found = dict(schema)
    for keyword, inner in schema.items():
        below = inside or keyword in INWARD
        if keyword in SINGLE:
            found[keyword] = referring(random, inner, inside=below)
        elif keyword in LISTED:
            found[keyword] = [referring(random, one, inside=below) for one in inner]
        elif keyword in NAMED:
            found[keyword] = {name: referring(random, one, inside=below) for name, one in inner.items()}
    return found


@law
@given(st.integers(0, 2**32))
def test_nor_is_it_behind_references_that_lead_back(seed: int) -> None:
    random = Random(seed)
    old = {name: referring(random, some_schema(random)) for name in COMPONENTS}
    name = random.choice(COMPONENTS)
    new = {**old, name: referring(random, edited(random, old[name]))}
    root = {"$ref": "#/components/schemas/A"}
    sides = [Schemas({"x": root, "components": {"schemas": schemas}}, "3.1") for schemas in (old, new)]
    found = relate(*(side.node(root, "/x") for side in sides))
    before, after = (jsonschema_rs.Draft202012Validator({**side.root, **root}) for side in sides)
    for _ in range(INSTANCES):
        value = some_instance(random, random.choice([old, new])[random.choice(["A", name])])
        allowed, allows = before.is_valid(value), after.is_valid(value)
        if allowed != allows:
            note(
                f"{json.dumps(old)} -> {name} {json.dumps(new[name])}: {json.dumps(value)} {allowed} {found}"
            )
        assert not (allowed and not allows) or effect(found) & (Effect.NARROWER | Effect.UNKNOWN)
        assert not (allows and not allowed) or effect(found) & (Effect.WIDER | Effect.UNKNOWN)


@law
@given(st.integers(0, 2**32))
def test_a_schema_differs_from_itself_in_nothing(seed: int) -> None:
    random = Random(seed)
    schema = some_schema(random)
    again = json.loads(json.dumps(schema))
    assert compared(schema, again) == ()


@law
@given(st.integers(0, 2**32))
def test_seen_from_the_other_side_the_effect_is_mirrored(seed: int) -> None:
    random = Random(seed)
    one = some_schema(random)
    other = edited(random, one)
    assert effect(compared(other, one)) == effect(compared(one, other)).mirrored()


@law
@given(st.integers(0, 2**32))
def test_moving_everything_into_allof_is_no_difference(seed: int) -> None:
    random = Random(seed)
    schema = some_schema(random)
    found = compared(schema, {"allOf": [schema]})
    assert not effect(found) & Effect.BOTH
    undecided = [difference.keyword for difference in found if difference.effect]
    assert not undecided or "unevaluated" in json.dumps(schema)


PAIRS = 3_000
"""Random pairs on which alarms are counted."""


def test_few_alarms_are_without_an_example() -> None:
    """An alarm that no value shows may still be true; on random pairs such alarms must stay rare."""
    random = Random(20261123)
    alarms = unshown = 0
    for _ in range(PAIRS):
        one = some_schema(random)
        other = edited(random, one) if random.random() < 0.9 else some_schema(random)
        if effect(compared(one, other)) & Effect.NARROWER:
            alarms += 1
            unshown += not shown(random, one, other)
    assert alarms > PAIRS // 5
    assert unshown / alarms < 0.03


def shown(random: Random, one: Any, other: Any) -> bool:
    """Whether some value fits one schema and not the other: proposed by the engine, or met by chance."""
    before, after = (jsonschema_rs.Draft202012Validator(schema) for schema in (one, other))
    schemas = Schemas({"x": one}, "3.1"), Schemas({"x": other}, "3.1")
    relation = Relation(*schemas)
    root = witness.Level("", schemas[0].node(one, "/x"), schemas[1].node(other, "/x"))
    proposed = (
        value for way in ways(relation, root) for value in witness.proposals(relation.a, relation.b, way)
    )
    met = (some_instance(random, random.choice([one, other])) for _ in range(800))
    return any(
        before.is_valid(value) and not after.is_valid(value) for value in itertools.chain(proposed, met)
    )


def ways(relation: Relation, root: witness.Level) -> Iterator[tuple[witness.Level, ...]]:
    """The ways from the root to each pair of nodes, the nearest first."""
    waiting: deque[tuple[witness.Level, ...]] = deque([(root,)])
    seen = set()
    while waiting:
        way = waiting.popleft()
        key = way[-1].good.key, way[-1].bad.key
        if key not in seen:
            seen.add(key)
            yield way
            edges = relation.pair(way[-1].good, way[-1].bad).edges
            waiting += [(*way, witness.Level(edge.segment, edge.a, edge.b)) for edge in edges]
