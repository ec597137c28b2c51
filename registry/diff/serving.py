"""Where an API is served: the servers of the whole, of a path or of one operation, and their variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from registry.diff.declare import Spot
from registry.diff.found import Found
from registry.diff.matching import address, reached, template
from registry.model import lenient
from registry.schema import Difference, Effect, Pointers
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from registry.diff.matching import Matched
    from registry.model.description import Description, Operation

SPOT = Spot("request")

ROOT = "/servers"

Served = dict[str, tuple[Mapping[str, Any], str]]
"""Servers with their pointers, by address."""


def of_api(base: Description, revision: Description, pairs: Sequence[Matched]) -> Iterator[Found]:
    """Yield how the servers written at the root differ; where none is written, nothing is promised.

    A base path that moved between servers and paths is no difference: every operation is where it was.
    """
    before, after = _served(base.servers, ROOT), _served(revision.servers, ROOT)
    shared = [pair for pair in pairs if _own(pair.base) is None]
    moved = [url for url in before.keys() - after.keys() if _moved(url, shared, forward=True)]
    came = [url for url in after.keys() - before.keys() if _moved(url, shared, forward=False)]
    kept = {url: served for url, served in before.items() if url not in moved}
    known = {url: served for url, served in after.items() if url not in came}
    yield from _compare(kept, known, "servers", (), remains=bool(moved))


def _moved(url: str, pairs: Sequence[Matched], *, forward: bool) -> bool:
    """Whether every operation that was reached at an address still is, by another server and path together."""
    return bool(pairs) and all(
        url + template(pair.base if forward else pair.revision)
        in reached(pair.revision if forward else pair.base)
        for pair in pairs
    )


def of_operation(base: Operation, revision: Operation) -> Iterator[Found]:
    """Yield how the servers differ that take effect for an operation, where it or its path names its own."""
    places = [_own(operation) for operation in (base, revision)]
    if base.kind == "operation" and any(places):
        before, after = (
            _served(operation.servers, place or ROOT)
            for operation, place in zip((base, revision), places, strict=True)
        )
        yield from _compare(before, after, f"{base.name} servers", (base.name,))


def _own(operation: Operation) -> str | None:
    """Return where servers stand that are not those of the whole API."""
    if operation.data.get("servers"):
        return join(operation.pointer, "servers")
    written, pointer = operation.item.get("servers")
    return pointer if written else None


def _served(servers: Iterable[Mapping[str, Any]], pointer: str) -> Served:
    """A slash at the end of an address is none: the path brings its own."""
    return {address(server): (server, join(pointer, at)) for at, server in enumerate(servers)}


def _compare(
    before: Served, after: Served, at: str, operations: tuple[str, ...], *, remains: bool = False
) -> Iterator[Found]:
    for url, (server, place) in before.items():
        if url in after:
            other, there = after[url]
            for difference in _variables(server, other, Pointers(place, there)):
                yield Found(difference, at, operations, SPOT)
        else:
            keyword = "server" if remains or before.keys() & after.keys() else "every server"
            gone = Difference(keyword, "removed", Effect.NARROWER, url, None, Pointers(place))
            yield Found(gone, at, operations, SPOT)
    for url, (_, place) in after.items():
        if url not in before:
            new = Difference("server", "added", Effect.WIDER, None, url, Pointers(None, place))
            yield Found(new, at, operations, SPOT)


def _variables(one: Mapping[str, Any], other: Mapping[str, Any], place: Pointers) -> Iterator[Difference]:
    before, after = (lenient.mapping(server.get("variables")) for server in (one, other))
    for name in dict.fromkeys((*before, *after)):
        left, right = _choice(before.get(name)), _choice(after.get(name))
        if left != right:
            yield Difference("server variable", "changed", Effect.NONE, left, right, place, name)


def _choice(variable: Any) -> dict[str, Any]:
    """Return what a variable can be: its default, and its values in no order."""
    written = lenient.mapping(variable)
    values = sorted(map(str, lenient.sequence(written.get("enum"))))
    return {
        **({"default": str(written["default"])} if "default" in written else {}),
        **({"enum": values} if values else {}),
    }
