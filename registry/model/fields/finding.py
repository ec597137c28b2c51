"""Finds a field by the path that flows and messages use.

Dots lead to properties, ``[]`` to any item of an array, ``{}`` to any value of a map. The root is the
successful response body or the request body; ``query.``, ``path.``, ``header.`` and ``cookie.`` name
parameters, and ``header.`` a header of the response.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeAlias

from registry.errors import WaybillError
from registry.model import lenient
from registry.model.fields.field import Field
from registry.model.fields.spots import Part, Spot, extended, parts
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from registry.model.description import Description, Operation
    from registry.model.parts import Header, MediaType, Parameter

Side: TypeAlias = Literal["response", "request"]

_STEP = re.compile(r"\[\]|\{\}|\.?((?:[^.\[{]|\[(?!\])|\{(?!\}))+)")
_MOST_PATHS = 4000
_DEEPEST = 12
_LONGEST = 64


class NoSuchField(WaybillError):  # noqa: N818 - what is wrong with the path
    """A path leads to no field; ``nearest`` holds paths that do, the likeliest first."""

    def __init__(self, path: str, of: str, nearest: tuple[str, ...]) -> None:
        super().__init__(path, of, nearest)
        self.path = path
        self.of = of
        self.nearest = nearest

    @property
    def problem(self) -> str:
        """What is wrong."""
        return f"'{self.path}' is not a field of {self.of}"

    @property
    def remedy(self) -> str:
        """What might be meant."""
        return (
            f"did you mean '{self.nearest[0]}'?" if self.nearest else "write the path of a field that exists"
        )

    def __str__(self) -> str:
        return f"{self.problem}; {self.remedy}"


def find(description: Description, operation: Operation, path: str, side: Side) -> Field:
    """Return the field at ``path`` of what the operation answers or takes, as its component declares it.

    Raises:
        NoSuchField: No schema on the way declares it.
    """
    found = way(description, operation, path, side)
    if not found:
        known = (path for path, _ in reachable(description, operation, side))
        raise NoSuchField(path, f"the {side} of {operation.name}", _nearest(path, known))
    return _field(description, found[-1][0])


def way(
    description: Description, operation: Operation, path: str, side: Side
) -> tuple[tuple[Part, ...], ...]:
    """Return for each step of a path all parts that declare it, the one that `find` returns first.

    Branches of combinators and several media types may declare the same step; nothing where no schema does.
    """
    return _beside_body(operation, path, side) or _walk(
        description, tuple(bodies(operation, side)), _steps(path)
    )


def named(description: Description, field_id: str) -> Field:
    """Return the field that ``Product.price.amount`` names, also where a base of Product declares it.

    Raises:
        NoSuchField: There is no such schema or no such field.
    """
    name = max((name for name in description.schemas if _begins(field_id, name)), key=len, default="")
    roots = _component(description, name)
    found = _walk(description, roots, _steps(field_id[len(name) :]))
    if not found:
        spots = roots or tuple(spot for name in description.schemas for spot in _component(description, name))
        known = (extended(spot.label, path) for spot in spots for path, _ in _below(description, spot))
        raise NoSuchField(field_id, "this API", _nearest(field_id, islice(known, _MOST_PATHS)))
    return _field(description, found[-1][0])


def reachable(description: Description, operation: Operation, side: Side) -> Iterator[tuple[str, Field]]:
    """Yield each path that `find` knows on this side of the operation, with its field.

    A schema that contains itself is entered once on the way to a field; very wide bodies are cut off.
    """
    for location, part in _parameters(operation, side):
        yield f"{location}.{part.step}", _field(description, part)
    seen: set[str] = set()
    below = (found for root in bodies(operation, side) for found in _below(description, root))
    for path, part in islice(below, _MOST_PATHS):
        if path not in seen:
            seen.add(path)
            yield path, _field(description, part)


def _component(description: Description, name: str) -> tuple[Spot, ...]:
    schema = description.schemas.get(name)
    return () if schema is None else (Spot(schema, join("/components/schemas", name), name, ""),)


def bodies(operation: Operation, side: Side) -> Iterator[Spot]:
    """Yield the schemas of the body, JSON before other media types."""
    if side == "request":
        yield from _contents(operation.body.content if operation.body else (), f"{operation.name} body")
        return
    answers = [answer for answer in operation.responses if answer.success]
    for answer in answers or [answer for answer in operation.responses if answer.status == "default"]:
        yield from _contents(answer.content, f"{operation.name} {answer.status}")


def _contents(content: Iterable[MediaType], label: str) -> Iterator[Spot]:
    """Yield the schemas of a content; a stream is an array of its items."""
    for media_type in sorted(content, key=lambda media_type: "json" not in media_type.name):
        if isinstance(media_type.schema, dict):
            yield Spot(media_type.schema, media_type.schema_pointer, label, "")
        if isinstance(media_type.item_schema, dict):
            yield Spot({"items": media_type.item_schema}, media_type.pointer, label, "")


def _parameters(operation: Operation, side: Side) -> Iterator[tuple[str, Part]]:
    """Yield what travels beside the body, with its location."""
    if side == "request":
        for parameter in operation.parameters:
            label = f"{operation.name} {parameter.location}"
            yield parameter.location, Part(parameter.name, _spot(parameter, label), parameter.required)
        return
    for answer in operation.responses:
        for header in answer.headers if answer.success else ():
            label = f"{operation.name} {answer.status} header"
            yield "header", Part(header.name, _spot(header, label), header.required)


def _spot(part: Parameter | Header, label: str) -> Spot:
    inner = part.content[0] if part.schema is None and part.content else part
    return Spot(lenient.mapping(inner.schema), inner.schema_pointer, label, part.name)


def _beside_body(operation: Operation, path: str, side: Side) -> tuple[tuple[Part, ...], ...]:
    """Return the way where ``path`` begins with the location and the name of a parameter."""
    location, _, rest = path.partition(".")
    found: tuple[tuple[Part, ...], ...] = ()
    longest = -1
    for at, part in _parameters(operation, side):
        if at == location and _begins(rest, part.step, fold=at == "header") and len(part.step) > longest:
            longest = len(part.step)
            below = _walk(operation.description, (part.spot,), _steps(rest[longest:]))
            found = ((part,), *below) if below or not rest[longest:] else ()
    return found


def _begins(path: str, name: str, *, fold: bool = False) -> bool:
    """Tell whether ``name`` is the first name of ``path``; names of headers ignore case."""
    start, rest = path[: len(name)], path[len(name) :]
    same = start.lower() == name.lower() if fold else start == name
    return same and (not rest or rest.startswith((".", "[]", "{}")))


def _steps(path: str) -> tuple[str, ...]:
    """Return the steps of ``items[].price``: items, [], price; none if it is not well formed or endless."""
    steps: list[str] = []
    position = 0
    while position < len(path):
        match = _STEP.match(path, position)
        if match is None or len(steps) == _LONGEST:
            return ()
        steps.append(match[1] or match[0])
        position = match.end()
    return tuple(steps)


def _walk(
    description: Description, spots: tuple[Spot, ...], steps: tuple[str, ...]
) -> tuple[tuple[Part, ...], ...]:
    """Follow the steps; a dot may also belong to the name of a property."""
    known: dict[str, list[Part]] = {}
    for spot in spots:
        for part in parts(description, spot):
            known.setdefault(part.step, []).append(part)
    for end in range(1, len(steps) + 1):
        found = tuple(known.get(".".join(steps[:end]), ()))
        if found and end == len(steps):
            return (found,)
        below = _walk(description, tuple(part.spot for part in found), steps[end:]) if found else ()
        if below:
            return (found, *below)
    return ()


def _field(description: Description, part: Part) -> Field:
    schema_name, path = part.spot.declared()
    return Field(description, schema_name, path, part.spot.schema, part.spot.pointer, part.required)


def _below(
    description: Description, spot: Spot, path: str = "", entered: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Part]]:
    for part in parts(description, spot):
        here = extended(path, part.step)
        yield here, part
        found = description.follow(part.spot.schema, part.spot.pointer)
        if found is not None and found[1] not in entered and len(entered) < _DEEPEST:
            yield from _below(description, part.spot, here, entered | {found[1]})


def _nearest(path: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return known paths that may be meant: alike as a whole, then those that end in the same name."""
    paths = tuple(dict.fromkeys(known))
    last = re.split(r"[.\[\]{}]+", path)[-1]
    same_name = [known for known in paths if re.split(r"[.\[\]{}]+", known)[-1] == last]
    close = get_close_matches(path, paths, n=3, cutoff=0.75)
    return tuple(dict.fromkeys((*close, *same_name[:3], *get_close_matches(path, paths, n=3))))[:3]
