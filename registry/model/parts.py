"""What an operation sends and answers: parameters, bodies, media types, responses, headers.

Each part keeps the ``data`` it was read from, with every reference resolved, and the JSON ``pointer`` to it.
A part that is malformed, or referred to by a broken reference, is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from registry.model import lenient
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from registry.model.reference import References

Schema = dict[str, Any] | bool

_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
"""The default ``style`` by ``in`` (OpenAPI 3.1.1 section 4.8.12.2)."""
_EXPLODED_STYLES = frozenset({"form", "cookie"})
"""The styles that explode unless told otherwise (OpenAPI 3.2.0, Parameter Object)."""


@dataclass(frozen=True, eq=False, slots=True)
class MediaType:
    """One representation of a content; ``item_schema`` describes each item of a stream (OpenAPI 3.2)."""

    name: str
    schema: Schema | None
    encoding: Mapping[str, dict[str, Any]]
    pointer: str
    data: dict[str, Any]
    item_schema: Schema | None = None

    @property
    def schema_pointer(self) -> str:
        """The pointer to the schema, whether there is one or not."""
        return f"{self.pointer}/schema"

    @property
    def item_schema_pointer(self) -> str:
        """The pointer to the schema of each item, whether there is one or not."""
        return f"{self.pointer}/itemSchema"


@dataclass(frozen=True, eq=False, slots=True)
class Parameter:
    """One parameter, with the values of ``required``, ``style`` and ``explode`` that take effect."""

    name: str
    location: str
    required: bool
    schema: Schema | None
    content: tuple[MediaType, ...]
    style: str
    explode: bool
    allow_reserved: bool
    deprecated: bool
    text: str
    pointer: str
    data: dict[str, Any]
    schema_at: str | None = None

    @property
    def schema_pointer(self) -> str:
        """The pointer to the schema, whether there is one or not; ``schema_at`` where that is not below it."""
        return f"{self.pointer}/schema" if self.schema_at is None else self.schema_at

    @property
    def key(self) -> tuple[str, str]:
        """What makes a parameter the same one: location and name; header names ignore case (RFC 9110)."""
        return self.location, self.name.lower() if self.location == "header" else self.name


@dataclass(frozen=True, eq=False, slots=True)
class Header:
    """One header of a response, with the values of ``style`` and ``explode`` that take effect."""

    name: str
    required: bool
    schema: Schema | None
    content: tuple[MediaType, ...]
    style: str
    explode: bool
    deprecated: bool
    text: str
    pointer: str
    data: dict[str, Any]

    @property
    def schema_pointer(self) -> str:
        """The pointer to the schema, whether there is one or not."""
        return f"{self.pointer}/schema"


@dataclass(frozen=True, eq=False, slots=True)
class Body:
    """The body of a request."""

    required: bool
    content: tuple[MediaType, ...]
    text: str
    pointer: str
    data: dict[str, Any]


@dataclass(frozen=True, eq=False, slots=True)
class Response:
    """One answer; ``status`` is a code ("200"), a range ("2XX") or "default"."""

    status: str
    text: str
    headers: tuple[Header, ...]
    content: tuple[MediaType, ...]
    links: Mapping[str, dict[str, Any]]
    pointer: str
    data: dict[str, Any]

    @property
    def success(self) -> bool:
        """Whether this answers a request that went well."""
        return self.status.startswith("2")


def parameters(references: References, node: Any, pointer: str) -> Iterator[Parameter]:
    """Yield the parameters of the list ``node`` that can be read."""
    for index, written in enumerate(lenient.sequence(node)):
        alone = written.get("$ref") if isinstance(written, dict) and len(written) == 1 else None
        found = references.parameters.get(alone) if isinstance(alone, str) else None
        if found is None:
            found = _parameter(references, written, join(pointer, index))
            if isinstance(alone, str):
                references.parameters[alone] = found
        if found is not None:
            yield found


def body(references: References, node: Any, pointer: str) -> Body | None:
    """Return the request body at ``node``, if there is a readable one."""
    found = references.follow(node, pointer)
    if found is None:
        return None
    data, at = found
    return Body(
        required=lenient.flag(data.get("required")),
        content=_content(references, data, at),
        text=_text(node, data),
        pointer=at,
        data=data,
    )


def responses(references: References, node: Any, pointer: str) -> Iterator[Response]:
    """Yield the responses of the Responses Object ``node`` that can be read, in document order."""
    for status, written in lenient.mapping(node).items():
        found = None if status.startswith("x-") else references.follow(written, join(pointer, status))
        if found is not None:
            data, at = found
            yield Response(
                status=status if status == "default" else status.upper(),
                text=_text(written, data),
                headers=tuple(_headers(references, data.get("headers"), join(at, "headers"))),
                content=_content(references, data, at),
                links=_links(references, data.get("links"), join(at, "links")),
                pointer=at,
                data=data,
            )


def _parameter(references: References, written: Any, pointer: str) -> Parameter | None:
    found = references.follow(written, pointer)
    if found is None:
        return None
    data, at = found
    name, location = data.get("name"), data.get("in")
    if not isinstance(name, str) or not isinstance(location, str):
        return None
    style = lenient.text(data.get("style")) or _STYLES.get(location, "form")
    return Parameter(
        name=name,
        location=location,
        required=location == "path" or lenient.flag(data.get("required")),
        schema=_schema(data.get("schema")),
        content=_content(references, data, at),
        style=style,
        explode=lenient.flag(data.get("explode"), default=style in _EXPLODED_STYLES),
        allow_reserved=lenient.flag(data.get("allowReserved")),
        deprecated=lenient.flag(data.get("deprecated")),
        text=_text(written, data),
        pointer=at,
        data=data,
    )


def _headers(references: References, node: Any, pointer: str) -> Iterator[Header]:
    for name, written in lenient.mapping(node).items():
        found = references.follow(written, join(pointer, name))
        if found is not None:
            data, at = found
            yield Header(
                name=name,
                required=lenient.flag(data.get("required")),
                schema=_schema(data.get("schema")),
                content=_content(references, data, at),
                style=lenient.text(data.get("style")) or "simple",
                explode=lenient.flag(data.get("explode")),
                deprecated=lenient.flag(data.get("deprecated")),
                text=_text(written, data),
                pointer=at,
                data=data,
            )


def _content(references: References, owner: dict[str, Any], pointer: str) -> tuple[MediaType, ...]:
    at = join(pointer, "content")
    return tuple(
        _media_type(name, *found)
        for name, node in lenient.mapping(owner.get("content")).items()
        if (found := references.follow(node, join(at, name))) is not None
    )


def _media_type(name: str, data: dict[str, Any], pointer: str) -> MediaType:
    encoding = lenient.mapping(data.get("encoding"))
    return MediaType(
        name=name,
        schema=_schema(data.get("schema")),
        encoding={key: value for key, value in encoding.items() if isinstance(value, dict)},
        pointer=pointer,
        data=data,
        item_schema=_schema(data.get("itemSchema")),
    )


def _links(references: References, node: Any, pointer: str) -> Mapping[str, dict[str, Any]]:
    return {
        name: found[0]
        for name, written in lenient.mapping(node).items()
        if (found := references.follow(written, join(pointer, name))) is not None
    }


def _schema(node: Any) -> Schema | None:
    return node if isinstance(node, dict | bool) else None


def _text(written: Any, data: dict[str, Any]) -> str:
    """A description beside ``$ref`` overrides the one of the target (OpenAPI 3.1 section 4.8.23)."""
    return lenient.text(lenient.mapping(written).get("description")) or lenient.text(data.get("description"))
