"""Over random registries: a change hits exactly the flows whose mapped fields it changes, found by brute force.

The oracle knows nothing of pointers, changes or ways: it writes out both versions of every body as a tree without
references, follows each row through both trees, and compares what it meets there.
"""

from __future__ import annotations

import copy
import json
import random
from dataclasses import dataclass, field
from typing import Any

import pytest

from registry.config import read_config
from registry.diff import compare
from registry.diff.engine import Settings
from registry.errors import Place
from registry.flow.impact import impact
from registry.model.description import Description
from registry.model.registry import Registry, load
from registry.source.store import Store, read_bytes

SEEDS = 400
BLOCK = 40
LONGEST = 4
SCALARS: tuple[dict[str, Any], ...] = (
    {"type": "string", "maxLength": 20},
    {"type": "string", "enum": ["a", "b", "c"]},
    {"type": "integer", "x-ogc-unit": "g"},
    {"type": "boolean"},
    {"type": ["string", "null"]},
)
REFERENCE = "#/components/schemas/"


# ---- random registries


@dataclass(frozen=True)
class Files:
    """A registry in memory."""

    texts: dict[str, str]

    def read(self, path: str) -> bytes:
        return self.texts[path].encode()

    def exists(self, path: str) -> bool:
        return path in self.texts or any(one.startswith(f"{path}/") for one in self.texts)

    def names(self, folder: str) -> tuple[str, ...]:
        rest = [path[len(folder) + 1 :] for path in self.texts if path.startswith(f"{folder}/")]
        return tuple(sorted({one if "/" not in one else f"{one.partition('/')[0]}/" for one in rest}))

    def shown(self, path: str) -> str:
        return path


class World:
    """One random description, and flows that read from it and write into it."""

    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)
        self.names = [f"S{number}" for number in range(self.pick.randint(3, 6))]
        self.schemas = {name: self.schema(number) for number, name in enumerate(self.names)}
        self.description = self.described()
        self.flows = [flow for number in range(self.pick.randint(3, 7)) if (flow := self.flow(number))]

    def schema(self, number: int) -> dict[str, Any]:
        kind = self.pick.random()
        if number and kind < 0.15:
            return {"$ref": REFERENCE + self.pick.choice(self.names[:number])}
        if number and kind < 0.4:
            base = {"$ref": REFERENCE + self.pick.choice(self.names[:number])}
            return {"allOf": [base, self.object(f"x{number}")]}
        return self.object(f"p{number}")

    def object(self, prefix: str, depth: int = 0) -> dict[str, Any]:
        names = [f"{prefix}{letter}" for letter in "abcde"[: self.pick.randint(2, 5)]]
        properties = {name: self.value(name, depth) for name in names}
        required = [name for name in names if self.pick.random() < 0.5]
        return {"type": "object", "required": required, "properties": properties}

    def value(self, name: str, depth: int) -> dict[str, Any]:
        kind = self.pick.random()
        if kind < 0.35:
            return {"$ref": REFERENCE + self.pick.choice(self.names)}
        if kind < 0.45:
            return {"type": "array", "items": {"$ref": REFERENCE + self.pick.choice(self.names)}}
        if kind < 0.55 and depth < 2:
            return self.object(f"{name}_", depth + 1)
        if kind < 0.6:
            return {"type": "object", "additionalProperties": copy.deepcopy(self.pick.choice(SCALARS))}
        return copy.deepcopy(self.pick.choice(SCALARS))

    def described(self) -> dict[str, Any]:
        paths: dict[str, Any] = {}
        for number in range(self.pick.randint(2, 4)):
            body: dict[str, Any] = {"$ref": REFERENCE + self.pick.choice(self.names)}
            listed: dict[str, Any] = {
                "type": "object",
                "required": ["items"],
                "properties": {"items": {"type": "array", "items": body}},
            }
            answer = self.pick.choice([body, listed])
            sent = {"$ref": REFERENCE + self.pick.choice(self.names)}
            paths[f"/r{number}"] = {
                "get": {"operationId": f"get{number}", "responses": {"200": response(answer)}},
                "put": {
                    "operationId": f"put{number}",
                    "requestBody": {"required": True, **content(sent)},
                    "responses": {"204": {"description": "Done"}},
                },
            }
        return {
            "openapi": "3.1.0",
            "info": {"title": "T", "version": "1.0.0"},
            "paths": paths,
            "components": {"schemas": self.schemas},
        }

    def flow(self, number: int) -> dict[str, Any] | None:
        operation = self.pick.choice(
            [f"{kind}{at}" for at in range(len(self.description["paths"])) for kind in ("get", "put")]
        )
        body = body_of(self.description, operation)
        paths = [] if body is None else paths_in(self.description, body)
        if not paths:
            return None
        chosen = sorted(self.pick.sample(paths, min(len(paths), self.pick.randint(1, 4))))
        reads = operation.startswith("get")
        other = {"api": "o/other", "operation": "feed"}
        return {
            "flow": 1,
            "title": f"F{number}",
            "answer": "It moves.",
            "producer": {"api": "a/api", "operation": operation} if reads else other,
            "consumer": {"store": "table t"} if reads else {"operation": f"a/api#{operation}"},
            "purpose": "To move.",
            "mapping": [{"from": path, "to": "x"} if reads else {"from": "x", "to": path} for path in chosen],
            "owner": "team",
        }

    def registry(self) -> Registry:
        other = {"openapi": "3.1.0", "info": {"title": "O", "version": "1.0.0"}, "paths": {}}
        files = {
            "specs/registry.yaml": "{}",
            "specs/a/system.yaml": json.dumps({"system": 1, "title": "A", "kind": "own", "team": "team"}),
            "specs/o/system.yaml": json.dumps({"system": 1, "title": "O", "kind": "own", "team": "team"}),
            "specs/a/apis/api/openapi.json": json.dumps(self.description),
            "specs/o/apis/other/openapi.json": json.dumps(other),
            **{f"specs/o/flows/f{number}.json": json.dumps(flow) for number, flow in enumerate(self.flows)},
        }
        config = read_config({"registry": 1, "title": "T", "teams": {"team": {"title": "T"}}}, Place)
        return load(Store(Files(files), config))

    def changed(self) -> dict[str, Any]:
        """Return the description with one random thing changed that may break somebody."""
        new = copy.deepcopy(self.description)
        if self.pick.random() < 0.05:
            del new["paths"][self.pick.choice(list(new["paths"]))][self.pick.choice(["get", "put"])]
            return new
        owner = self.pick.choice(
            [one for name in self.names for one in objects(new["components"]["schemas"][name])]
        )
        name = self.pick.choice(list(owner["properties"]))
        self.spoil(owner, name)
        return new

    def spoil(self, owner: dict[str, Any], name: str) -> None:
        value = owner["properties"][name]
        kind = self.pick.randint(0, 7)
        if kind == 0:
            del owner["properties"][name]
            owner["required"] = [one for one in owner["required"] if one != name]
        elif kind == 1:
            owner["required"] = (
                [one for one in owner["required"] if one != name]
                if name in owner["required"]
                else [*owner["required"], name]
            )
        elif kind == 2:
            owner["properties"]["fresh"] = {"type": "string"}
            owner["required"] = [*owner["required"], "fresh"]
        elif kind == 3 and "$ref" in value:
            owner["properties"][name] = {"$ref": REFERENCE + self.pick.choice(self.names)}
        elif kind == 3 or "$ref" in value:
            owner["properties"][name] = {"anyOf": [value, {"type": "null"}]}
        elif "enum" in value:
            value["enum"] = self.pick.choice([["a", "b"], ["a", "b", "c", "d"]])
        elif "maxLength" in value:
            value["maxLength"] = self.pick.choice([10, 30])
        elif "x-ogc-unit" in value and kind > 5:
            value["x-ogc-unit"] = "kg"
        else:
            owner["properties"][name] = (
                {"type": "number"} if value.get("type") != "array" else {"type": "string"}
            )


def response(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": "Here", **content(schema)}


def content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def objects(schema: Any) -> list[dict[str, Any]]:
    """Every object schema written in a place, not through references."""
    if not isinstance(schema, dict):
        return []
    inner = [*schema.get("properties", {}).values(), schema.get("items"), *schema.get("allOf", [])]
    own = [schema] if schema.get("properties") else []
    return own + [one for part in inner for one in objects(part)]


# ---- the oracle


@dataclass
class Tree:
    """A value without references: what it may be, and the schemas of its parts, each with whether it must be there."""

    types: frozenset[str]
    facts: dict[str, Any]
    parts: dict[str, tuple[bool, Any]]


def body_of(description: dict[str, Any], operation: str) -> dict[str, Any] | None:
    for item in description["paths"].values():
        for written in item.values():
            if written["operationId"] == operation:
                holder = (
                    written["responses"]["200"] if operation.startswith("get") else written["requestBody"]
                )
                schema: dict[str, Any] = holder["content"]["application/json"]["schema"]
                return schema
    return None


def written_out(description: dict[str, Any], schema: dict[str, Any]) -> Tree:
    """Write a schema out to its parts."""
    if "$ref" in schema:
        return written_out(
            description, description["components"]["schemas"][schema["$ref"].removeprefix(REFERENCE)]
        )
    if "anyOf" in schema:
        inner = written_out(description, schema["anyOf"][0])
        return Tree(inner.types | {"null"}, inner.facts, inner.parts)
    if "allOf" in schema:
        one, other = (written_out(description, branch) for branch in schema["allOf"])
        return Tree(one.types & other.types, one.facts | other.facts, one.parts | other.parts)
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    facts: dict[str, Any] = {key: schema[key] for key in ("enum", "maxLength", "x-ogc-unit") if key in schema}
    required = schema.get("required", ())
    parts = {name: (name in required, value) for name, value in schema.get("properties", {}).items()}
    steps = {"[]": schema.get("items"), "{}": schema.get("additionalProperties")}
    parts |= {step: (True, below) for step, below in steps.items() if below is not None}
    return Tree(frozenset(types), facts, parts)


def paths_in(
    description: dict[str, Any], schema: dict[str, Any], path: str = "", depth: int = 0
) -> list[str]:
    found = []
    for step, (_, below) in written_out(description, schema).parts.items() if depth < LONGEST else ():
        here = f"{path}{step}" if step in ("[]", "{}") or not path else f"{path}.{step}"
        found += [here, *paths_in(description, below, here, depth + 1)]
    return found


@dataclass
class Oracle:
    """Compares both versions of a value; ``seen`` are the pairs of schemas that were compared before."""

    old: dict[str, Any]
    new: dict[str, Any]
    reads: bool
    seen: set[tuple[int, int]] = field(default_factory=set)

    def is_hit(self, steps: list[str], one: dict[str, Any], other: dict[str, Any]) -> bool:
        """Whether what is met on the way, or anything inside the last thing met, is not what it was."""
        if not steps:
            return self.is_other(one, other)
        old, new = written_out(self.old, one), written_out(self.new, other)
        if self.is_other_itself(old, new) or self.asks_more(old, new):
            return True
        step, *rest = steps
        if step not in new.parts or self.fulfils_less(old.parts[step][0], new.parts[step][0]):
            return True
        return self.is_hit(rest, old.parts[step][1], new.parts[step][1])

    def is_other(self, one: dict[str, Any], other: dict[str, Any]) -> bool:
        if (id(one), id(other)) in self.seen:
            return False
        self.seen.add((id(one), id(other)))
        old, new = written_out(self.old, one), written_out(self.new, other)
        if self.is_other_itself(old, new) or self.asks_more(old, new):
            return True
        return any(
            step not in new.parts
            or self.fulfils_less(was_required, new.parts[step][0])
            or self.is_other(was, new.parts[step][1])
            for step, (was_required, was) in old.parts.items()
        )

    def fulfils_less(self, was_required: bool, is_required: bool) -> bool:  # noqa: FBT001 - two of a kind
        return was_required and not is_required if self.reads else is_required and not was_required

    def asks_more(self, old: Tree, new: Tree) -> bool:
        asked = (step for step, (required, _) in new.parts.items() if required)
        return not self.reads and any(not old.parts.get(step, (False,))[0] for step in asked)

    def is_other_itself(self, old: Tree, new: Tree) -> bool:
        given, taken = (new, old) if self.reads else (old, new)
        types = set(taken.types) | ({"integer"} if "number" in taken.types else set())
        if not given.types <= types or old.facts.get("x-ogc-unit") != new.facts.get("x-ogc-unit"):
            return True
        sent, known = set(given.facts.get("enum", ())), set(taken.facts.get("enum", ()))
        if known and not (sent and sent <= known):
            return True
        longest = given.facts.get("maxLength", 99), taken.facts.get("maxLength", 99)
        return "string" in given.types and longest[0] > longest[1]


def is_hit(flow: dict[str, Any], old: dict[str, Any], new: dict[str, Any]) -> bool:
    reads = flow["producer"]["api"] == "a/api"
    operation = flow["producer"]["operation"] if reads else flow["consumer"]["operation"].partition("#")[2]
    before, after = (body_of(side, operation) for side in (old, new))
    if before is None or after is None:
        return True
    rows = [row["from" if reads else "to"] for row in flow["mapping"]]
    return any(Oracle(old, new, reads).is_hit(steps_of(path), before, after) for path in rows)


def steps_of(path: str) -> list[str]:
    return [one for one in path.replace("[]", ".[]").replace("{}", ".{}").split(".") if one]


@pytest.mark.parametrize("block", range(0, SEEDS, BLOCK))
def test_a_change_hits_exactly_the_flows_whose_fields_it_changes(block: int) -> None:
    for seed in range(block, block + BLOCK):
        world = World(seed)
        new = world.changed()
        sides = [
            Description(read_bytes(json.dumps(one).encode(), "openapi.json"))
            for one in (world.description, new)
        ]
        changes = compare(*sides, settings=Settings(examples=False))
        hits = impact(world.registry(), "a/api", changes, revision=sides[1])
        wanted = {
            f"o/f{number}" for number, flow in enumerate(world.flows) if is_hit(flow, world.description, new)
        }
        assert {hit.flow.id for hit in hits} == wanted, seed
