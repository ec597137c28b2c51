"""Which operation of one description is which of the other, told by method and address."""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict, deque
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING, Any

from registry.schema.admission import accepts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from registry.diff.found import Sides
    from registry.model.description import Operation

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
"""A parameter in a path template or in the address of a server."""

HOST = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/]*")
"""What stands before the path in the address of a server."""

MOST_PATHS = 100
"""Paths that one template is taken apart into."""

Address = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Matched:
    """An operation on both sides."""

    base: Operation
    revision: Operation


def match(
    before: Sequence[Operation], after: Sequence[Operation]
) -> tuple[list[Matched], list[Operation], list[Operation]]:
    """Return the pairs, the operations that went, and those that came, each in the order of its document.

    Address means server and path together, then the path alone; the names of path parameters decide only where
    several templates have one shape.
    """
    pairs: dict[int, Matched] = {}
    left, right = list(before), list(after)
    for kind in (_written, _whole, _plain):
        found = list(_paired(left, right, kind))
        pairs |= {id(pair.base): pair for pair in found}
        taken = {id(operation) for pair in found for operation in (pair.base, pair.revision)}
        left = [one for one in left if id(one) not in taken]
        right = [one for one in right if id(one) not in taken]
    return [pairs[id(one)] for one in before if id(one) in pairs], left, right


def _paired(
    before: Iterable[Operation], after: Iterable[Operation], kind: Callable[[Operation], Address]
) -> Iterator[Matched]:
    free: defaultdict[Address, deque[Operation]] = defaultdict(deque)
    for operation in after:
        free[kind(operation)].append(operation)
    for operation in before:
        if twins := free[kind(operation)]:
            yield Matched(operation, twins.popleft())


def _written(operation: Operation) -> Address:
    return operation.method, _base_path(operation) + operation.path


def _whole(operation: Operation) -> Address:
    method, path = _plain(operation)
    return method, _base_path(operation) + path


def _plain(operation: Operation) -> Address:
    return operation.method, template(operation)


def template(operation: Operation) -> str:
    """Return the path without the names of its parameters; the name of a webhook or callback as it is."""
    return operation.path if operation.kind != "operation" else PLACEHOLDER.sub("{}", operation.path)


def _base_path(operation: Operation) -> str:
    if operation.kind != "operation":
        return ""
    return _path_of(address(operation.servers[0]))


@lru_cache(maxsize=1024)
def _path_of(address: str) -> str:
    """Return the path in the address of a server: all operations of an API ask for the same one."""
    return HOST.sub("", address)


def address(server: Mapping[str, Any]) -> str:
    """Return the address of a server; a slash at its end is none, since the path brings its own."""
    return str(server.get("url", "/")).rstrip("/")


def reached(operation: Operation) -> tuple[str, ...]:
    """Return the addresses at which an operation is called, server and path together."""
    return tuple(address(server) + template(operation) for server in operation.servers)


def heir(gone: Operation, sides: Sides) -> Operation | None:
    """Return the operation of the revision whose template now takes in the requests of one that went."""
    for operation in sides.revision.operations:
        if (operation.method, operation.kind) == (gone.method, gone.kind):
            values = _captured(operation.path, gone.path)
            if values and all(_fits(operation, name, text, sides) for name, text in values):
                return operation
    return None


def shares(gone: Operation, sides: Sides) -> tuple[Operation, ...]:
    """Return the operations of the revision at the paths that a template stood for.

    That is where parameters list the values they take, and each value has a path of its own now; else none.
    """
    listed = dict(_listed(gone, sides))
    if not listed or prod(map(len, listed.values())) > MOST_PATHS:
        return ()
    there = {_plain(one): one for one in sides.revision.operations}
    found = [there.get((gone.method, path)) for path in _written_out(gone.path, listed)]
    return tuple(dict.fromkeys(one for one in found if one)) if None not in found else ()


def _listed(operation: Operation, sides: Sides) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the path parameters that list the values they take, with these values as texts."""
    for one in operation.parameters:
        values = sides.base_shape(one.schema, one.schema_pointer).values if one.location == "path" else None
        if values:
            yield one.name, tuple(value if isinstance(value, str) else json.dumps(value) for value in values)


def _written_out(path: str, listed: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield the templates that are left when parameters are replaced by each of their values."""
    pieces = PLACEHOLDER.split(path)
    for values in itertools.product(*listed.values()):
        chosen = dict(zip(listed, values, strict=True))
        names = (chosen.get(name, "{}") for name in pieces[1::2])
        yield "".join(map("".join, itertools.zip_longest(pieces[::2], names, fillvalue="")))


def _captured(wanted: str, path: str) -> list[tuple[str, str]]:
    """Return the pieces of a path that a template takes as parameters, by name; none where it takes none."""
    parts, found = wanted.split("/"), path.split("/")
    if len(parts) != len(found):
        return []
    pieces: list[tuple[str, str]] = []
    for part, text in zip(parts, found, strict=True):
        names = PLACEHOLDER.findall(part)
        fixed = map(re.escape, PLACEHOLDER.split(part)[::2])
        values = re.fullmatch("(.+)".join(fixed), text) if names else None
        if values is None and part != text:
            return []
        pieces += zip(names, values.groups(), strict=True) if values else []
    return pieces


def _fits(operation: Operation, name: str, text: str, sides: Sides) -> bool:
    """Whether a path parameter takes a piece of a path, read as text, as a number or as a truth value."""
    parameter = next(
        (one for one in operation.parameters if (one.location, one.name) == ("path", name)), None
    )
    if parameter is None or PLACEHOLDER.search(text):
        return True
    side = sides.relation.b
    node = sides.revision_node(parameter.schema, parameter.schema_pointer)
    return any(accepts(side, node, value) is not False for value in _readings(text))


def _readings(text: str) -> Iterator[Any]:
    yield text
    if re.fullmatch(r"-?[0-9]{1,15}", text):
        yield int(text)
    if text in {"true", "false"}:
        yield text == "true"
