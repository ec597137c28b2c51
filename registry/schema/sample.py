"""Values made from shapes: the smallest one that fits, and those near the edges at which two shapes part."""

from __future__ import annotations

import contextlib
import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from registry.schema import texts
from registry.schema.admission import accepts
from registry.schema.combine import intersection
from registry.schema.members import item, member
from registry.schema.shape import NUMBERS, TYPES, Shape, between
from registry.schema.values import distinct, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from registry.schema.node import Node
    from registry.schema.side import Side

DEPTH = 6
"""Levels of required members that a sample goes down before it gives up."""

LONGEST = 2_000
"""Items of the longest array made."""

LONGEST_TEXT = 100_000
"""Characters of the longest text made."""

WIDEST = 40
"""Candidates taken from one shape before others get their turn."""

FORMATS: dict[str, tuple[str, ...]] = {
    "date-time": ("2026-01-31T12:00:00Z",),
    "date": ("2026-01-31",),
    "time": ("12:00:00Z",),
    "duration": ("PT1H",),
    "email": ("a@example.com",),
    "idn-email": ("ä@example.com", "a@example.com"),
    "hostname": ("example.com",),
    "idn-hostname": ("example.com",),
    "ipv4": ("192.0.2.1",),
    "ipv6": ("2001:db8::1",),
    "uri": ("https://example.com/", "https://a"),
    "uri-reference": ("/a", "https://example.com/"),
    "iri": ("https://example.com/",),
    "iri-reference": ("/a",),
    "uuid": ("123e4567-e89b-42d3-a456-426614174000",),
    "uri-template": ("/a/{b}",),
    "json-pointer": ("/a",),
    "relative-json-pointer": ("0/a",),
    "regex": ("^a$",),
}
"""One text or two of each format of JSON Schema (2020-12 validation, 7.3)."""


class NoSample(Exception):  # noqa: N818 - an answer, not an error
    """No value was found that fits."""


def sample(side: Side, node: Node, depth: int = DEPTH) -> Any:
    """Return a small value that a node allows; raises `NoSample`."""
    if node.key in side.samples:
        return side.samples[node.key]
    if depth < 0 or side.unsampled.get(node.key, -1) >= depth:
        raise NoSample
    for value in itertools.islice(candidates(side, side.shape(node), depth=depth), WIDEST):
        if accepts(side, node, value) is not False:
            side.samples[node.key] = value
            return value
    side.unsampled[node.key] = depth
    raise NoSample


def candidates(side: Side, shape: Shape, against: Shape = Shape(), depth: int = DEPTH) -> Iterator[Any]:  # noqa: B008
    """Yield values of a shape, small ones first, then those at the edges of another shape.

    They are guesses: who takes one tries whether it fits. ``against`` only says where edges are.
    """
    if shape.values is not None:
        yield from shape.values
    elif shape.unions:
        for branch in shape.unions[0].branches:
            joined = intersection(shape._replace(unions=shape.unions[1:]), side.shape(branch))
            yield from (
                itertools.islice(candidates(side, joined, against, depth - 1), WIDEST) if depth > 0 else ()
            )
    else:
        for kind in _likely(shape):
            yield from itertools.islice(_of_type(side, kind, shape, against, depth), WIDEST)
    if shape.null:
        yield None


def _likely(shape: Shape) -> tuple[str, ...]:
    """Return the types of a shape, those first of which it says something."""
    told = {
        "object": bool(shape.members or shape.required or shape.min_properties),
        "array": bool(shape.items or shape.contains or shape.min_items),
        "string": bool(shape.patterns or shape.formats or shape.min_length or shape.max_length),
        "integer": bool(shape.low or shape.high or shape.multiples),
    }
    order = ("string", "integer", "fraction", "boolean", "object", "array")
    present = [kind for kind in order if kind in shape.types]
    if shape.types == TYPES:
        present.sort(key=lambda kind: not told.get(kind, False))
    return tuple(present)


def _of_type(side: Side, kind: str, shape: Shape, against: Shape, depth: int) -> Iterator[Any]:
    if kind in NUMBERS:
        return _numbers(shape, against, whole=kind == "integer")
    if kind == "string":
        return _texts(shape, against)
    if kind == "boolean":
        return iter((True, False))
    return _objects(side, shape, against, depth) if kind == "object" else _arrays(side, shape, against, depth)


def _numbers(shape: Shape, against: Shape, *, whole: bool) -> Iterator[Any]:
    """Numbers around every bound and step of both shapes, then a few that everybody knows."""
    limits = [limit.value for one in (shape, against) for limit in (one.low, one.high) if limit is not None]
    steps = [step for one in (shape, against) for step in one.multiples] or [Fraction(1)]
    half = Fraction(1, 2)
    nudges: list[Fraction] = [*(half * times for times in (0, 2, -2, 1, -1)), *steps]
    near = [limit + nudge for limit in limits for nudge in nudges]
    near += [step * times for step in steps for times in (1, 2, 3, -1, half)]
    for step in steps:
        near += [step * (limit // step + times) for limit in limits for times in (-1, 0, 1, 2)]
    near += [Fraction(number) for number in (1, 0, -1, 2**31, 2**63)] + [Fraction(1, 2), Fraction(3, 2)]
    for number in dict.fromkeys(near):
        if number.denominator == 1:
            yield int(number)
        elif not whole:
            yield float(number)


def _texts(shape: Shape, against: Shape) -> Iterator[str]:
    """Texts of the patterns and lengths, short and long, then those that the other shape's patterns miss."""
    for name in shape.formats:
        yield from FORMATS.get(name, ())
    least, most = shape.min_length or 0, shape.max_length
    yield from _text(texts.Wanted(shape.patterns, (), max(least, 1), most))
    yield from _text(texts.Wanted(shape.patterns, (), least, most))
    for pattern in against.patterns:
        yield from _text(texts.Wanted(shape.patterns, (pattern,), least, most))
    if against.max_length is not None and against.max_length < LONGEST_TEXT:
        yield from _text(texts.Wanted(shape.patterns, (), max(least, against.max_length + 1), most))
    if against.min_length:
        yield from _text(texts.Wanted(shape.patterns, (), least, against.min_length - 1))
    for name in against.formats:
        yield from FORMATS.get(name, ())
    yield from ("a", "", "a b", "%")


def _text(wanted: texts.Wanted) -> Iterator[str]:
    if wanted.least <= LONGEST_TEXT and (wanted.most is None or wanted.most >= wanted.least):
        if not wanted.finds and not wanted.misses:
            yield "a" * wanted.least
        else:
            found = texts.text(wanted)
            if isinstance(found, str):
                yield found


def _arrays(side: Side, shape: Shape, against: Shape, depth: int) -> Iterator[list[Any]]:
    """Arrays at the bounds of both shapes, with different items, and with the same one twice."""
    edges = [shape.min_items, shape.max_items, against.min_items, against.max_items]
    counts = {0, 1, 2, len(shape.items[0].first) + 1 if shape.items else 1}
    counts |= {edge + nudge for edge in edges if edge is not None for nudge in (-1, 0, 1)}
    most = LONGEST if shape.max_items is None else min(LONGEST, shape.max_items)
    for count in sorted(count for count in counts if (shape.min_items or 0) <= count <= most):
        try:
            yield _filled(side, shape, count, depth, repeated=not shape.unique)
            if shape.unique or against.unique:
                yield _filled(side, shape, count, depth, repeated=False)
        except NoSample:
            continue


def _filled(side: Side, shape: Shape, count: int, depth: int, *, repeated: bool) -> list[Any]:
    """Return an array of samples: what must be contained first, then what fits each position."""
    pool: dict[Any, Any] = {}
    chosen: list[Any] = []
    contained = [contains.node for contains in shape.contains for _ in range(contains.least)]
    for position in range(count):
        node = item(side.schemas, shape, position)
        node = side.schemas.together((*node.parts, *contained.pop(0).parts)) if contained else node
        if repeated:
            kept = pool.get(node.key)
            pool[node.key] = kept if kept is not None else [sample(side, node, depth - 1)]
            chosen.append(pool[node.key][0])
        else:
            chosen.append(_another(side, node, chosen, depth))
    return chosen


def _another(side: Side, node: Node, known: list[Any], depth: int) -> Any:
    taken = {key(one) for one in known}
    if depth > 0:
        for value in itertools.islice(candidates(side, side.shape(node), depth=depth - 1), WIDEST):
            if key(value) not in taken and accepts(side, node, value) is not False:
                return value
    raise NoSample


def _objects(side: Side, shape: Shape, against: Shape, depth: int) -> Iterator[dict[str, Any]]:
    """The required members alone, then with one more, with an undeclared one, and with as many as there are."""
    try:
        smallest = object_of(side, shape, depth)
    except NoSample:
        return
    yield from _grown(side, shape, against, smallest, depth)


def object_of(side: Side, shape: Shape, depth: int = DEPTH) -> dict[str, Any]:
    """Return an object with the required members of a shape; raises `NoSample`."""
    made: dict[str, Any] = {}
    wanted = list(shape.required)
    while wanted:
        name = wanted.pop(0)
        if name not in made:
            made[name] = sample(side, member(side.schemas, shape, name), depth - 1)
            wanted += [
                other for first, needed in shape.dependent_required if first == name for other in needed
            ]
    return _padded(side, shape, made, shape.min_properties or 0, depth)


def _padded(side: Side, shape: Shape, made: dict[str, Any], count: int, depth: int) -> dict[str, Any]:
    """Return an object with so many members at least: declared ones first, then any; raises `NoSample`."""
    if count > WIDEST:
        raise NoSample
    full = dict(made)
    for name in (*shape.declared, "key", *(f"key{number}" for number in range(2, count + 1))):
        if len(full) < count and name not in full:
            with contextlib.suppress(NoSample):
                full[name] = sample(side, member(side.schemas, shape, name), depth - 1)
    return full


def _grown(
    side: Side, shape: Shape, against: Shape, smallest: dict[str, Any], depth: int
) -> Iterator[dict[str, Any]]:
    yield smallest
    names = [
        *shape.declared,
        *against.declared,
        *dict(against.dependent_required),
        *dict(against.dependent_schemas),
    ]
    names += ["undeclared", *_names_of(shape, against)]
    full = dict(smallest)
    for name in dict.fromkeys(names):
        if name in smallest:
            continue
        for value in _members(side, shape, name, depth):
            yield {**smallest, name: value}
            full.setdefault(name, value)
    if len(full) > len(smallest):
        yield full
    yield from _counted(side, shape, against, smallest, depth)


def _counted(
    side: Side, shape: Shape, against: Shape, smallest: dict[str, Any], depth: int
) -> Iterator[dict[str, Any]]:
    """Objects with one member more than the other shape lets in, or one fewer than it asks for."""
    for edge, nudge in ((against.max_properties, 1), (against.min_properties, -1)):
        if edge is not None and between(shape.min_properties, edge + nudge, shape.max_properties):
            with contextlib.suppress(NoSample):
                yield _padded(side, shape, smallest, edge + nudge, depth)


def _names_of(shape: Shape, against: Shape) -> Iterable[str]:
    """Names that patterns of properties find, and short and long ones where names are limited."""
    usual = ("", "a", "abc", "a" * 20) if shape.names or against.names else ()
    patterns = [text for one in (shape, against) for members in one.members for text, _ in members.patterns]
    return [*usual, *(name for text in patterns for name in _text(texts.Wanted((text,), (), 1)))]


def _members(side: Side, shape: Shape, name: str, depth: int) -> Iterator[Any]:
    """Two different values of a property, where there are two."""
    node = member(side.schemas, shape, name)
    if depth <= 0:
        return
    if not node.parts:
        yield from ("a", 1)
        return
    found = (
        value
        for value in itertools.islice(candidates(side, side.shape(node), depth=depth - 1), WIDEST)
        if accepts(side, node, value) is not False
    )
    yield from itertools.islice(distinct(itertools.islice(found, 2)), 2)
