"""Bodies, media types, responses and headers of a matched operation, paired."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from registry.diff import encodings, linking, serialisation, statements
from registry.diff.declare import Spot
from registry.diff.found import Found, Root, Sides
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
        pushed = spot.direction == "response"
        yield from media_types(sides, one.content, other.content, at, base.name, spot, pushed=pushed)


TEXTUAL = frozenset({"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
"""Media types in which a number is written like a text of the same digits."""


def essence(name: str) -> str:
    """Return a media type without its parameters, in lower case (RFC 9110, 8.3.1)."""
    return name.split(";", 1)[0].strip().lower()


def covers(general: str, name: str) -> bool:
    """Whether a media type includes another.

    A range includes each type that fits it (``application/*``, ``application/json``), a format those that are
    written in it (``application/json``, ``application/problem+json``; RFC 6838, 4.2.8).
    """
    wide, narrow = essence(general), essence(name)
    if wide in {narrow, "*/*"} or (wide.endswith("/*") and narrow.startswith(wide[:-1])):
        return True
    return wide.startswith("application/") and narrow.endswith(f"+{wide.removeprefix('application/')}")


def media_types(
    sides: Sides,
    before: Sequence[MediaType],
    after: Sequence[MediaType],
    at: str,
    operation: str,
    spot: Spot,
    *,
    pushed: bool = False,
) -> Iterator[Found | Root]:
    """Media types by name without parameters, then a general one with the special ones that it includes.

    ``pushed``: the reader cannot say which one it wants, as with the payload of a webhook.
    """
    keyword = "pushed media type" if pushed else "media type"
    matched: set[int] = set()
    for one in before:
        partners = _partners(one, before, after)
        matched |= {id(other) for other in partners}
        if not partners:
            gone = Difference("media type", "removed", Effect.NARROWER, one.name, None, Pointers(one.pointer))
            yield Found(gone, f"{at} {one.name}", (operation,), spot)
        for other in partners:
            yield from _media_type(sides, one, other, at, operation, spot)
        yield from _generality(one, partners, at, operation, spot)
    for other in after:
        if id(other) not in matched and not any(covers(one.name, other.name) for one in before):
            new = Difference(keyword, "added", Effect.WIDER, None, other.name, Pointers(None, other.pointer))
            yield Found(new, f"{at} {other.name}", (operation,), spot)


def _partners(one: MediaType, before: Sequence[MediaType], after: Sequence[MediaType]) -> list[MediaType]:
    """Return the same type; else the most special one that includes it; else all it includes that are new."""
    same = [other for other in after if essence(other.name) == essence(one.name)]
    if same:
        return same[:1]
    general = [other for other in after if covers(other.name, one.name)]
    if general:
        return [min(general, key=lambda other: essence(other.name).count("*"))]
    known = {essence(media_type.name) for media_type in before}
    return [other for other in after if covers(one.name, other.name) and essence(other.name) not in known]


def _generality(
    one: MediaType, partners: Sequence[MediaType], at: str, operation: str, spot: Spot
) -> Iterator[Found]:
    others = [other for other in partners if essence(other.name) != essence(one.name)]
    if others:
        wider = covers(others[0].name, one.name)
        action: Action = "widened" if wider else "narrowed"
        effect = Effect.WIDER if wider else Effect.NARROWER
        names = one.name, " and ".join(other.name for other in others)
        place = Pointers(one.pointer, others[0].pointer)
        yield Found(
            Difference("media type", action, effect, *names, place), f"{at} {one.name}", (operation,), spot
        )


def _media_type(
    sides: Sides, one: MediaType, other: MediaType, at: str, operation: str, spot: Spot
) -> Iterator[Found | Root]:
    if (one.schema, other.schema) != (None, None) and not _same_bytes(sides, one, other):
        nodes = sides.nodes(one.schema, one.schema_pointer, other.schema, other.schema_pointer)
        yield Root(*nodes, at, operation, replace(spot, text=spot.text or essence(one.name) in TEXTUAL))
    if one.item_schema is not None or other.item_schema is not None:
        items = (one.item_schema, one.item_schema_pointer, other.item_schema, other.item_schema_pointer)
        yield Root(*sides.nodes(*items), f"{at} each", operation, spot)
    for difference in encodings.compare(one, other):
        yield Found(difference, f"{at} {difference.name}", (operation,), spot)


def _same_bytes(sides: Sides, one: MediaType, other: MediaType) -> bool:
    """Whether content is bytes of any kind on both sides: 3.0 says so by a format, 3.1 by no schema (4.8.14.2)."""
    if essence(one.name).endswith("json") or (one.schema is not None and other.schema is not None):
        return False
    before = sides.base_shape(one.schema, one.schema_pointer)
    after = sides.revision_shape(other.schema, other.schema_pointer)
    written = before if one.schema is not None else after
    sized = written.min_length is not None or written.max_length is not None
    return written.encodings == ("binary",) and not sized


def responses(sides: Sides, base: Operation, revision: Operation, spot: Spot) -> Iterator[Found | Root]:
    """Answers by status: an exact code is answered by itself, by its range, or by ``default``."""
    for one in base.responses:
        partner = _covering(one.status, revision.responses)
        if partner is None:
            yield _lost_response(one, base, revision, spot)
        else:
            own = Spot(spot.direction, success=_success(one, base.responses))
            yield from _response(sides, one, partner, f"{base.name} {one.status}", base.name, own)
    known = {one.status for one in base.responses}
    for other in revision.responses:
        if other.status not in known:
            yield from _added_response(sides, base, revision, other, spot)


def _lost_response(one: Response, base: Operation, revision: Operation, spot: Spot) -> Found:
    """An answer that is not listed any more; of a range or default, some statuses may be left."""
    left = [other.status for other in revision.responses if _covering(other.status, base.responses) is one]
    success = _success(one, base.responses)
    difference = Difference(
        "success response" if success and not left else "response",
        "narrowed" if left else "removed",
        Effect.NARROWER,
        one.status,
        left or None,
        Pointers(one.pointer, revision.pointer),
    )
    return Found(difference, f"{base.name} {one.status}", (base.name,), spot)


def _response(
    sides: Sides, one: Response, other: Response, at: str, operation: str, spot: Spot
) -> Iterator[Found | Root]:
    yield from _content(sides, one, other, at, operation, spot)
    yield from _headers(sides, one, other, at, operation, spot)
    yield from linking.compare(sides, one, other, at, operation, spot)


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


def _success(response: Response, listed: Sequence[Response]) -> bool:
    """Whether an answer says that all went well; ``default`` does where no other answer can."""
    if response.status == "default":
        return not any(other.status.startswith("2") for other in listed)
    return response.status.startswith(("1", "2", "3"))


def _covering(status: str, responses: Sequence[Response]) -> Response | None:
    """Return the answer that a status is given: the exact code, then its range, then default (OpenAPI 4.8.16)."""
    by_status = {response.status.upper(): response for response in responses}
    for name in (status.upper(), f"{status[:1]}XX", "DEFAULT"):
        if name in by_status:
            return by_status[name]
    return None


def _added_response(
    sides: Sides, base: Operation, revision: Operation, other: Response, spot: Spot
) -> Iterator[Found | Root]:
    """An answer that was not listed: new to clients, unless a range or default had announced it."""
    at = f"{base.name} {other.status}"
    covering = _covering(other.status, base.responses)
    success = _success(other, revision.responses)
    if covering is None:
        keyword = "success response" if success else "response"
        place = Pointers(base.pointer, other.pointer)
        yield Found(
            Difference(keyword, "added", Effect.WIDER, None, other.status, place), at, (base.name,), spot
        )
    else:
        own = Spot(spot.direction, success=success)
        yield from _response(sides, covering, other, at, base.name, own)


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
            keyword, effect = (
                ("required header", Effect.NARROWER) if header.required else ("header", Effect.NONE)
            )
            place = Pointers(one.pointer, header.pointer)
            difference = Difference(keyword, "added", effect, None, header.name, place)
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
