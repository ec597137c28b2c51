"""Whatever stands in two descriptions, checking and comparing them ends, with findings or with a deliberate error.

Small descriptions are edited at random, as people and programs spoil them: members deleted, doubled, renamed,
exchanged, cut short, wrapped, given another type, or made to refer to themselves.
"""

from __future__ import annotations

import gc
import json
import os
import time
from copy import deepcopy
from datetime import date
from itertools import count
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from registry.check import check
from registry.check.structure import version_of
from registry.diff import Settings, compare
from registry.errors import WaybillError
from registry.model.description import Description
from registry.source.pointer import find, join, split
from registry.source.store import read_bytes
from registry.source.tree import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TODAY = date(2026, 11, 23)
CHECKOUT = Path(__file__).parents[2]
REPORT = CHECKOUT / ".build" / "fuzz.json"

EXAMPLES = int(os.environ.get("WAYBILL_LAW_EXAMPLES", "300"))
SECONDS = os.environ.get("WAYBILL_FUZZ_SECONDS")

MOST_EDITS = 8

TOO_LONG = 10
"""Times the median of the pairs that began with the same file; a run beyond it shows that the work grows."""

JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 0.5, 1e308, 10**40, "", "a", "\ud800", "\0", "^(a+)+$", "(", "2026-13-45", "P-1D",
    [], [[]], [None], {}, {"": {}}, {"type": "string"}, {"type": []}, {"type": {}}, {"enum": []}, {"const": {}},
    {"minimum": "1"}, {"multipleOf": 0}, {"multipleOf": -1e-9}, {"required": "a"}, {"properties": []},
    {"not": {}}, {"allOf": {}}, {"$ref": 3}, {"$ref": ""}, {"$ref": "#"}, {"$ref": "#/paths"}, {"$ref": "#/x/y"},
    {"$ref": "other.yaml"}, {"$ref": "https://example.com/"}, {"maxItems": 10**9, "minItems": 10**6, "type": "array"},
    {"minLength": 10**12}, {"format": []}, {"discriminator": "kind"},
)  # fmt: skip

NAMES = (
    "type", "enum", "const", "items", "properties", "required", "additionalProperties", "allOf", "anyOf", "oneOf",
    "not", "if", "then", "pattern", "format", "minimum", "exclusiveMaximum", "multipleOf", "minItems", "contains",
    "prefixItems", "unevaluatedProperties", "dependentSchemas", "discriminator", "nullable", "readOnly", "default",
    "$ref", "$dynamicRef", "$id", "schema", "content", "headers", "in", "name", "style", "responses", "parameters",
    "security", "servers", "callbacks", "x-field", "x-sunset", "get", "200", "default", "openapi", "swagger",
)  # fmt: skip

WRAPPERS: tuple[Callable[[Any], Any], ...] = (
    lambda value: [value],
    lambda value: {"allOf": [value]},
    lambda value: {"oneOf": [value, deepcopy(value)]},
    lambda value: {"anyOf": [value, {"type": "null"}]},
    lambda value: {"not": value},
    lambda value: {"if": value, "then": False},
    lambda value: {"items": value},
    lambda value: {"contains": value, "minContains": 2},
    lambda value: {"properties": {"a": value}, "required": ["a"]},
    lambda value: {"additionalProperties": value},
    lambda value: {"dependentSchemas": {"a": value}},
    lambda value: {"schema": value},
)


def written() -> dict[str, Any]:
    """The descriptions that edits begin with, by their file."""
    files = [*CHECKOUT.glob("tests/diff/dialects/*/[23].*.yaml"), *CHECKOUT.glob("tests/laws/hostile/*.yaml")]
    names = {file.relative_to(CHECKOUT).as_posix(): file for file in files}
    return {name: parse(names[name].read_bytes(), name).data for name in sorted(names)}


WRITTEN = written()


class Pair(NamedTuple):
    """Two texts to check and to compare, and the file that they began with."""

    base: bytes
    revision: bytes
    origin: str


class Spot(NamedTuple):
    """A member of a document: the value that holds it, its key there, and the pointer to it."""

    parent: Any
    key: Any
    pointer: str

    @property
    def value(self) -> Any:
        return self.parent[self.key]

    def put(self, value: Any) -> None:
        self.parent[self.key] = value


def spots(data: Any, at: str = "") -> Iterator[Spot]:
    members = data.items() if isinstance(data, dict) else enumerate(data if isinstance(data, list) else ())
    for key, value in members:
        yield Spot(data, key, join(at, str(key)))
        yield from spots(value, join(at, str(key)))


def delete(_random: Random, spot: Spot, _data: Any) -> None:
    del spot.parent[spot.key]


def double(random: Random, spot: Spot, _data: Any) -> None:
    if isinstance(spot.parent, list):
        spot.parent.insert(random.randint(0, len(spot.parent)), deepcopy(spot.value))
    else:
        spot.parent[random.choice((*NAMES, f"{spot.key}2"))] = deepcopy(spot.value)


def retype(random: Random, spot: Spot, _data: Any) -> None:
    spot.put(deepcopy(random.choice(JUNK)))


def rename(random: Random, spot: Spot, _data: Any) -> None:
    if isinstance(spot.parent, dict):
        spot.parent[random.choice(NAMES)] = spot.parent.pop(spot.key)


def exchange(random: Random, spot: Spot, data: Any) -> None:
    other = random.choice(list(spots(data)))
    first, second = deepcopy(spot.value), deepcopy(other.value)
    spot.put(second)
    if other.parent is not first and find_or_none(data, other.pointer) is not None:
        other.put(first)


def shorten(random: Random, spot: Spot, _data: Any) -> None:
    value = spot.value
    if isinstance(value, dict):
        spot.put(dict(random.sample(list(value.items()), len(value) // 2)))
    elif isinstance(value, (str, list)):
        spot.put(value[: random.randint(0, len(value))])


def wrap(random: Random, spot: Spot, _data: Any) -> None:
    spot.put(random.choice(WRAPPERS)(spot.value))


def refer(random: Random, spot: Spot, data: Any) -> None:
    """Let a member refer to itself, to what it is part of, or to anything else."""
    above = split(spot.pointer)
    inside = join("", *above[: random.randint(0, len(above))])
    target = random.choice([spot.pointer, inside, random.choice(list(spots(data))).pointer])
    reference = {random.choice(["$ref", "$ref", "$ref", "$dynamicRef"]): f"#{target}"}
    beside = isinstance(spot.value, dict) and random.random() < 0.3
    spot.put({**spot.value, **reference} if beside else reference)


EDITS: tuple[Callable[[Random, Spot, Any], None], ...] = (
    delete, double, retype, rename, exchange, shorten, wrap, refer
)  # fmt: skip


def find_or_none(data: Any, pointer: str) -> Any:
    try:
        return find(data, split(pointer))
    except (LookupError, TypeError, ValueError):
        return None


def edited(random: Random, data: Any) -> Any:
    data = deepcopy(data)
    for _ in range(random.randint(1, MOST_EDITS)):
        places = list(spots(data))
        if places:
            random.choice(EDITS)(random, random.choice(places), data)
    return data


def some_pair(random: Random) -> Pair:
    """A description and what an accident made of it, or two accidents of one description."""
    origin = random.choice(list(WRITTEN))
    base = edited(random, WRITTEN[origin]) if random.random() < 0.5 else WRITTEN[origin]
    texts = as_text(base), as_text(edited(random, base))
    if random.random() < 0.03:
        texts = texts[0][: random.randrange(len(texts[0]))], texts[1][: random.randrange(len(texts[1]))]
    return Pair(*texts, origin)


def as_text(data: Any) -> bytes:
    return json.dumps(data, indent=1).encode()


def run(pair: Pair) -> int:
    """Do what the commands do with two files; return how much was found, -1 where a file cannot be read."""
    try:
        base, revision = (
            Description(read_bytes(text, f"{side}.json"))
            for side, text in (("base", pair.base), ("revision", pair.revision))
        )
        for side in (base, revision):
            version_of(side.bundle.data, side.bundle.place)
        findings = check(revision, today=TODAY)
        comparison = compare(base, revision, settings=Settings(today=TODAY))
    except WaybillError:
        return -1
    json.dumps(comparison.as_json())
    base.places([change.base for change in comparison.changes if change.base is not None])
    revision.places([change.revision for change in comparison.changes if change.revision is not None])
    return len(findings) + len(comparison.changes)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.randoms(use_true_random=False))
def test_a_spoilt_description_ends_in_findings_or_in_a_deliberate_error(random: Random) -> None:
    pair = some_pair(random)
    note(f"base:\n{pair.base.decode()}\nrevision:\n{pair.revision.decode()}")
    run(pair)


def test_most_spoilt_descriptions_are_still_compared() -> None:
    outcomes = [run(some_pair(Random(seed))) for seed in range(40)]
    assert sum(outcome >= 0 for outcome in outcomes) > len(outcomes) / 2


@pytest.mark.skipif(SECONDS is None, reason="WAYBILL_FUZZ_SECONDS says for how long to go on")
def test_no_spoilt_description_ends_badly_however_long_one_tries() -> None:
    """Go on until the time is up: nothing crashes, nothing takes long; ``.build/fuzz.json`` has the figures."""
    end = time.monotonic() + float(SECONDS or 0)
    tried: list[Tried] = []
    for seed in count(int(os.environ.get("WAYBILL_FUZZ_SEED", "0"))):
        if time.monotonic() >= end:
            break
        tried.append(attempt(seed))
    told = report(settled(tried))
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(told, indent=1), encoding="utf-8")
    assert told["crashes"] == {}
    assert {name: group for name, group in told["origins"].items() if group["ratio"] > TOO_LONG} == {}


class Tried(NamedTuple):
    """One pair, tried: the seed that makes it again, how it ended, and the CPU time it took."""

    seed: int
    origin: str
    read: bool
    crash: str
    seconds: float


def attempt(seed: int) -> Tried:
    pair = some_pair(Random(seed))
    read, crash = False, ""
    gc.disable()  # a full collection takes ten times as long as a comparison, and hits any
    start = time.process_time()
    try:
        read = run(pair) >= 0
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        crash = repr(error)
    seconds = time.process_time() - start
    gc.enable()
    return Tried(seed, pair.origin, read, crash, seconds)


def settled(tried: list[Tried]) -> list[Tried]:
    """Repeat the runs that took long: a busy machine slows any of them at times, but not each time."""
    most = {name: TOO_LONG * median(one.seconds for one in group) for name, group in by_origin(tried).items()}
    return [
        min((one, *(attempt(one.seed) for _ in range(3))), key=lambda run: run.seconds)
        if one.read and one.seconds > most[one.origin]
        else one
        for one in tried
    ]


def by_origin(tried: list[Tried]) -> dict[str, list[Tried]]:
    """Return the runs that could be read, by the file that they began with."""
    groups: dict[str, list[Tried]] = {}
    for one in tried:
        if one.read:
            groups.setdefault(one.origin, []).append(one)
    return groups


def report(tried: list[Tried]) -> dict[str, Any]:
    """What a long run has to tell; times are compared among the pairs that began with one file and could be read."""
    return {
        "runs": len(tried),
        "read": sum(one.read for one in tried),
        "crashes": {one.seed: one.crash for one in tried if one.crash},
        "median ms": milliseconds(median(one.seconds for one in tried if one.read)),
        "origins": {origin: spread(group) for origin, group in sorted(by_origin(tried).items())},
    }


def spread(group: list[Tried]) -> dict[str, Any]:
    slowest = max(group, key=lambda one: one.seconds)
    middle = median(one.seconds for one in group)
    return {
        "runs": len(group),
        "median ms": milliseconds(middle),
        "slowest ms": milliseconds(slowest.seconds),
        "slowest seed": slowest.seed,
        "ratio": round(slowest.seconds / middle, 1),
    }


def milliseconds(seconds: float) -> float:
    return round(1000 * seconds, 1)
