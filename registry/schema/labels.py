"""Comparators for what a text or number is said to be: its format, the encoding and media type of its content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.schema.difference import Difference, Effect
from registry.schema.scalars import one_or_all, spot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from registry.schema.shape import Shape

NARROWER, WIDER, UNKNOWN = Effect.NARROWER, Effect.WIDER, Effect.UNKNOWN

FORMATS_WITHIN = frozenset(
    {
        ("int32", "int64"),
        ("email", "idn-email"),
        ("hostname", "idn-hostname"),
        ("uri", "uri-reference"),
        ("uri", "iri"),
        ("uri", "iri-reference"),
        ("uri-reference", "iri-reference"),
        ("iri", "iri-reference"),
    }
)
"""Pairs of formats of which the first is part of the second."""

KNOWN_FORMATS = frozenset(name for pair in FORMATS_WITHIN for name in pair) | {
    "date-time",
    "date",
    "time",
    "duration",
    "ipv4",
    "ipv6",
    "uuid",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
}


def compare_formats(a: Shape, b: Shape) -> Iterator[Difference]:
    """Formats, taken as promises: int32 is part of int64; a date is no date-time."""
    yield from _compare_labels("format", a, b, a.formats, b.formats, _format_effect)


def compare_content(a: Shape, b: Shape) -> Iterator[Difference]:
    """Encoding and media type of a string's content."""
    yield from _compare_labels("contentEncoding", a, b, a.encodings, b.encodings, lambda *_: Effect.BOTH)
    yield from _compare_labels("contentMediaType", a, b, a.media_types, b.media_types, lambda *_: Effect.BOTH)


def _compare_labels(
    keyword: str,
    a: Shape,
    b: Shape,
    before: tuple[str, ...],
    after: tuple[str, ...],
    judge: Callable[[str, str], Effect],
) -> Iterator[Difference]:
    lost = [name for name in before if name not in after]
    gained = [name for name in after if name not in before]
    place = spot(a, b, keyword, "format")
    if lost and gained:
        effect = judge(lost[0], gained[0]) if len(lost) == len(gained) == 1 else UNKNOWN
        yield Difference(keyword, "changed", effect, one_or_all(lost), one_or_all(gained), at=place)
    elif gained:
        yield Difference(keyword, "added", NARROWER, None, one_or_all(gained), at=place)
    elif lost:
        yield Difference(keyword, "removed", WIDER, one_or_all(lost), None, at=place)


def _format_effect(before: str, after: str) -> Effect:
    if (before, after) in FORMATS_WITHIN:
        return WIDER
    if (after, before) in FORMATS_WITHIN:
        return NARROWER
    return Effect.BOTH if {before, after} <= KNOWN_FORMATS else UNKNOWN
