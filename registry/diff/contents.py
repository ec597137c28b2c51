"""Bodies, media types, responses and headers of a matched operation, paired."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from registry.diff import linking, serialisation, statements
from registry.diff.declare import Spot
from registry.diff.found import Found, Root, Sides
from registry.model import lenient
from registry.schema import Action, Difference, Effect, Pointers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from registry.model.description import Operation
    from registry.model.parts import Header, MediaType, Response


def bodies(sides: Sides, base: Operation, revision: Operation, spot: Spot) -> Iterator[Found | Root]:
    """The body that is sent: whether there is one, whether it must be there, its media types."""
    at, one, other = f"{base.name} body", base.body, revision.body

    def found(keyword: str, action: Action, effect: Effect) -> Found:
        place = Pointers(one.pointer if one else base.pointer, other.pointer if other else revision.pointer)
        return Found(Difference(keyword, action, effect, at=place), at, (base.name,), spot)

    if one is None and other is not None:
        yield found(
            "required body" if other.required else "body",
            "added",
            Effect.NARROWER if other.required else Effect.WIDER,
        )
    elif one is not None and other is None:
        yield found("body", "removed", Effect.NARROWER)
    elif one is not None and other is not None:
        if one.required != other.required:
            yield found(
                "body required",
                "added" if other.required else "removed",
                Effect.NARROWER if other.required else Effect.WIDER,
            )
        yield from media_types(sides, one.content, other.content, at, base.name, spot)


TEXTUAL = frozenset({"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
"""Media types in which a number is written like a text of the same digits."""


def essence(name: str) -> str:
    """Return a media type without its parameters, in lower case (RFC 9110, 8.3.1)."""
    return name.split(";", 1)[0].strip().lower()


def covers(media_range: str, name: str) -> bool:
    """Whether a media type or range includes a media type (``application/*`` includes ``application/json``)."""
    wide, narrow = essence(media_range), essence(name)
    return wide in {narrow, "*/*"} or (wide.endswith("/*") and narrow.startswith(wide[:-1]))


def media_types(
    sides: Sides, before: Sequence[MediaType], after: Sequence[MediaType], at: str, operation: str, spot: Spot
) -> Iterator[Found | Root]:
    """Media types by name without parameters; a range stands for each type that it includes."""
    matched: set[int] = set()
    for one in before:
        partner = next((other for other in after if essence(other.name) == essence(one.name)), None)
        partner = partner or next((other for other in after if covers(other.name, one.name)), None)
        if partner is None:
            difference = Difference(
                "media type", "removed", Effect.NARROWER, one.name, None, Pointers(one.pointer)
            )
            yield Found(difference, f"{at} {one.name}", (operation,), spot)
            continue
        matched.add(id(partner))
        nodes = sides.nodes(one.schema, one.schema_pointer, partner.schema, partner.schema_pointer)
        if one.schema is not None or partner.schema is not None:
            yield Root(*nodes, at, operation, replace(spot, text=spot.text or essence(one.name) in TEXTUAL))
        if one.item_schema is not None or partner.item_schema is not None:
            items = (
                one.item_schema,
                one.item_schema_pointer,
                partner.item_schema,
                partner.item_schema_pointer,
            )
            yield Root(*sides.nodes(*items), f"{at} each", operation, spot)
        yield from _encoding(one, partner, at, operation, spot)
    for other in after:
        if id(other) not in matched and not any(covers(one.name, other.name) for one in before):
            difference = Difference(
                "media type", "added", Effect.WIDER, None, other.name, Pointers(None, other.pointer)
            )
            yield Found(difference, f"{at} {other.name}", (operation,), spot)


def _encoding(one: MediaType, other: MediaType, at: str, operation: str, spot: Spot) -> Iterator[Found]:
    places = Pointers(one.pointer, other.pointer)
    before, after = dict(_encodings(one)), dict(_encodings(other))
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            values = before.get(name), after.get(name)
            difference = Difference("encoding", "changed", Effect.UNKNOWN, *values, places, name)
            yield Found(difference, f"{at} {name}", (operation,), spot)


def _encodings(media_type: MediaType) -> Iterator[tuple[str, Any]]:
    """Yield the encodings of parts by name, then those by position and of all others (OpenAPI 3.2, 4.15)."""
    yield from media_type.encoding.items()
    for at, encoding in enumerate(lenient.sequence(media_type.data.get("prefixEncoding"))):
        yield f"[{at}]", encoding
    if "itemEncoding" in media_type.data:
        yield "[]", media_type.data["itemEncoding"]


def responses(sides: Sides, base: Operation, revision: Operation, spot: Spot) -> Iterator[Found | Root]:
    """Answers by status: an exact code is answered by itself, by its range, or by ``default``."""
    for one in base.responses:
        at = f"{base.name} {one.status}"
        own = Spot(spot.direction, success=_success(one.status))
        partner = _covering(one.status, revision.responses)
        if partner is None:
            keyword = "success response" if own.success else "response"
            difference = Difference(
                keyword, "removed", Effect.NARROWER, one.status, None, Pointers(one.pointer, revision.pointer)
            )
            yield Found(difference, at, (base.name,), spot)
            continue
        yield from _content(sides, one, partner, at, base.name, own)
        yield from _headers(sides, one, partner, at, base.name, own)
        yield from linking.compare(sides, one, partner, at, base.name, own)
    known = {one.status for one in base.responses}
    for other in revision.responses:
        if other.status not in known:
            yield from _added_response(sides, base, other, spot)


def _content(
    sides: Sides, one: Response, other: Response, at: str, operation: str, spot: Spot
) -> Iterator[Found | Root]:
    if one.content and not other.content:
        difference = Difference(
            "response content", "removed", Effect.WIDER, None, None, Pointers(one.pointer, other.pointer)
        )
        yield Found(difference, at, (operation,), spot)
    elif other.content and not one.content:
        difference = Difference(
            "response content", "added", Effect.NARROWER, None, None, Pointers(one.pointer, other.pointer)
        )
        yield Found(difference, at, (operation,), spot)
    else:
        yield from media_types(sides, one.content, other.content, at, operation, spot)


def _success(status: str) -> bool:
    return status.upper().startswith(("1", "2", "3"))


def _covering(status: str, responses: Sequence[Response]) -> Response | None:
    """Return the answer that a status is given: the exact code, then its range, then default (OpenAPI 4.8.16)."""
    by_status = {response.status.upper(): response for response in responses}
    for name in (status.upper(), f"{status[:1]}XX", "DEFAULT"):
        if name in by_status:
            return by_status[name]
    return None


def _added_response(sides: Sides, base: Operation, other: Response, spot: Spot) -> Iterator[Found | Root]:
    """An answer that was not listed: new to clients, unless a range or default had announced it."""
    at = f"{base.name} {other.status}"
    covering = _covering(other.status, base.responses)
    own = Spot(spot.direction, success=_success(other.status))
    if covering is None:
        keyword = "success response" if own.success else "response"
        difference = Difference(
            keyword, "added", Effect.WIDER, None, other.status, Pointers(base.pointer, other.pointer)
        )
        yield Found(difference, at, (base.name,), spot)
    else:
        yield from _content(sides, covering, other, at, base.name, own)


def _headers(
    sides: Sides, one: Response, other: Response, at: str, operation: str, spot: Spot
) -> Iterator[Found | Root]:
    after = {header.name.lower(): header for header in other.headers}
    known = {header.name.lower() for header in one.headers}
    for header in one.headers:
        where = f"{at} header.{header.name}"
        twin = after.get(header.name.lower())
        if twin is None:
            keyword = "required header" if header.required else "header"
            difference = Difference(
                keyword, "removed", Effect.WIDER, header.name, None, Pointers(header.pointer, other.pointer)
            )
            yield Found(difference, where, (operation,), spot)
        else:
            yield from _header(sides, header, twin, where, operation, spot)
    for header in other.headers:
        if header.name.lower() not in known:
            difference = Difference(
                "header", "added", Effect.NARROWER, None, header.name, Pointers(one.pointer, header.pointer)
            )
            yield Found(difference, f"{at} header.{header.name}", (operation,), spot)


def _header(
    sides: Sides, one: Header, other: Header, at: str, operation: str, spot: Spot
) -> Iterator[Found | Root]:
    for difference in statements.of_header(one, other):
        yield Found(difference, at, (operation,), spot)
    style = serialisation.compare(sides, one, other, "header style")
    if style is not None:
        yield Found(style, at, (operation,), spot)
    if one.content and other.content:
        yield from media_types(sides, one.content, other.content, at, operation, spot)
    elif not one.content and not other.content:
        nodes = sides.nodes(one.schema, one.schema_pointer, other.schema, other.schema_pointer)
        yield Root(*nodes, at, operation, Spot(spot.direction, spot.success, text=True))
