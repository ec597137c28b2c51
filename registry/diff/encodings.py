"""How the parts of a multipart or form body are written, each by its effective encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.model import lenient
from registry.schema import Difference, Effect, Pointers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.parts import MediaType


def compare(one: MediaType, other: MediaType) -> Iterator[Difference]:
    """Yield the parts that are written differently; what both ways share is not compared."""
    before, after = dict(_encodings(one)), dict(_encodings(other))
    place = Pointers(one.pointer, other.pointer)
    for name in dict.fromkeys((*before, *after)):
        values = before.get(name) or None, after.get(name) or None
        effect = _effect(*values)
        if effect:
            yield Difference("encoding", "changed", effect, *values, place, name)


def _effect(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Effect:
    """Return what became of the ways to write a part: decided where only listed media types came or went."""
    if before == after:
        return Effect.NONE
    one, other = before or {}, after or {}
    left, right = _media_types(one), _media_types(other)
    rest = [{key: value for key, value in side.items() if key != "contentType"} for side in (one, other)]
    if not (left and right) or rest[0] != rest[1] or any("*" in text for text in left ^ right):
        return Effect.UNKNOWN
    lost = Effect.NARROWER if left - right else Effect.NONE
    return lost | Effect.WIDER if right - left else lost


def _media_types(encoding: dict[str, Any]) -> frozenset[str]:
    """Return the media types that a part may have: the field lists them with commas (OpenAPI 3.1.1, 4.8.15.1.1)."""
    written = encoding.get("contentType")
    texts = written.split(",") if isinstance(written, str) else ()
    return frozenset(text.strip().lower() for text in texts if text.strip())


def _encodings(media_type: MediaType) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the encodings of parts by name, then those by position and of all others (OpenAPI 3.2, 4.15)."""
    for name, encoding in media_type.encoding.items():
        yield name, _effective(encoding)
    for at, encoding in enumerate(lenient.mappings(media_type.data.get("prefixEncoding"))):
        yield f"[{at}]", _effective(encoding)
    yield "[]", _effective(lenient.mapping(media_type.data.get("itemEncoding")))


def _effective(encoding: dict[str, Any]) -> dict[str, Any]:
    """Return an encoding without what holds anyway (OpenAPI 3.1.1, 4.8.15.1.2)."""
    defaults = {
        "style": "form",
        "explode": encoding.get("style", "form") == "form",
        "allowReserved": False,
    }
    return {key: value for key, value in encoding.items() if key not in defaults or value != defaults[key]}
