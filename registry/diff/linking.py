"""Links of a matched response: which operation they lead to, and what they hand on to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from registry.diff.found import Found
from registry.model import lenient
from registry.model.reference import pointer_of
from registry.schema import Difference, Effect, Pointers
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from registry.diff.declare import Spot
    from registry.diff.found import Sides
    from registry.model.description import Description
    from registry.model.parts import Response
    from registry.schema import Action

HANDED_ON = ("parameters", "requestBody")


def compare(
    sides: Sides, one: Response, other: Response, at: str, operation: str, spot: Spot
) -> Iterator[Found]:
    """Yield the links that went, came, or lead elsewhere; one operation named in two ways is the same target."""
    for name in dict.fromkeys((*one.links, *other.links)):
        before, after = one.links.get(name), other.links.get(name)
        if before == after:
            continue
        told = _told(before, sides.base), _told(after, sides.revision)
        place = Pointers(
            join(one.pointer, "links", name) if before else one.pointer,
            join(other.pointer, "links", name) if after else other.pointer,
        )
        if told[0] != told[1]:
            difference = Difference("link", *_turn(before, after), *told, place, name)
            yield Found(difference, f"{at} link {name}", (operation,), spot)


def _turn(before: Any, after: Any) -> tuple[Action, Effect]:
    if after is None:
        return "removed", Effect.NARROWER
    return ("added", Effect.WIDER) if before is None else ("changed", Effect.BOTH)


def _told(link: Mapping[str, Any] | None, description: Description) -> dict[str, Any] | None:
    """Return what a link says, beside the text that explains it."""
    if link is None:
        return None
    server = lenient.mapping(link.get("server")).get("url")
    return {
        "operation": _target(link, description),
        **{key: link[key] for key in HANDED_ON if link.get(key)},
        **({"server": server} if server else {}),
    }


def _target(link: Mapping[str, Any], description: Description) -> str:
    """Return method and path of the target, path parameters unnamed; what it is called where it is not found."""
    written = str(link.get("operationRef", link.get("operationId", "")))
    pointer = pointer_of(written) if "operationRef" in link else None
    for operation in description.operations:
        if operation.pointer == pointer or ("operationRef" not in link and operation.operation_id == written):
            return re.sub(r"\{[^{}]*\}", "{}", operation.name)
    return written
