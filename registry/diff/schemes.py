"""What security schemes ask of a client beyond their kind: where tokens are fetched, and for which scopes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.diff.declare import Spot
from registry.diff.found import Found
from registry.model import lenient
from registry.schema import Difference, Effect, Pointers
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from registry.diff.found import Sides
    from registry.model.description import Description
    from registry.schema import Action

SPOT = Spot("request")

ADDRESSES = ("authorizationUrl", "deviceAuthorizationUrl", "tokenUrl", "refreshUrl")
"""Addresses of an OAuth Flow Object."""

ROOT = "/components/securitySchemes"


def compare(sides: Sides) -> Iterator[Found]:
    """Yield how the schemes differ that operations of both sides ask for; of a changed kind, `securities` tells."""
    before, after = _askers(sides.base), _askers(sides.revision)
    for name, operations in before.items():
        one, other = (side.security_schemes.get(name) for side in (sides.base, sides.revision))
        if name in after and one is not None and other is not None and one.get("type") == other.get("type"):
            for difference in _scheme(one, other, join(ROOT, name)):
                yield Found(difference, f"security scheme {name}", operations, SPOT)


def _askers(description: Description) -> dict[str, tuple[str, ...]]:
    """Return the operations that ask for a scheme, by the scheme's name."""
    found: dict[str, dict[str, None]] = {}
    for operation in description.operations:
        for alternative in operation.security:
            for name in alternative:
                found.setdefault(name, {})[operation.name] = None
    return {name: tuple(operations) for name, operations in found.items()}


def _scheme(one: Mapping[str, Any], other: Mapping[str, Any], pointer: str) -> Iterator[Difference]:
    place = Pointers(pointer, pointer)
    old, new = (lenient.flag(side.get("deprecated")) for side in (one, other))
    if old != new:
        action: Action = "added" if new else "removed"
        yield Difference("security scheme deprecated", action, Effect.NONE, old, new, place)
    yield from _address("oauth2MetadataUrl", one, other, place)
    before, after = (lenient.mapping(side.get("flows")) for side in (one, other))
    for kind in dict.fromkeys((*before, *after)):
        if kind not in after:
            yield Difference("oauth flow", "removed", Effect.NARROWER, kind, None, at=place)
        elif kind not in before:
            yield Difference("oauth flow", "added", Effect.WIDER, None, kind, at=place)
        else:
            below = Pointers(*(join(pointer, "flows", kind),) * 2)
            yield from _flow(lenient.mapping(before[kind]), lenient.mapping(after[kind]), below)


def _flow(one: Mapping[str, Any], other: Mapping[str, Any], place: Pointers) -> Iterator[Difference]:
    for keyword in ADDRESSES:
        yield from _address(keyword, one, other, place)
    before, after = (lenient.mapping(flow.get("scopes")) for flow in (one, other))
    if lost := [scope for scope in before if scope not in after]:
        yield Difference("oauth scopes", "removed", Effect.NARROWER, lost, None, at=place)
    if gained := [scope for scope in after if scope not in before]:
        yield Difference("oauth scopes", "added", Effect.WIDER, None, gained, at=place)


def _address(
    keyword: str, one: Mapping[str, Any], other: Mapping[str, Any], place: Pointers
) -> Iterator[Difference]:
    before, after = one.get(keyword), other.get(keyword)
    if before != after:
        yield Difference("oauth address", "changed", Effect.NONE, before, after, place, keyword)
