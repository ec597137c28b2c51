"""Badges for other people's pages: small SVG files that say the newest version of an API and what ends next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.site import links, words
from registry.site.drawing import svg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.registry import Api
    from registry.site.book import Book

_SIZE, _HIGH, _PADDING = 11.0, 20, 7
_FONT = "Verdana,DejaVu Sans,sans-serif"
_WIDER = 1.12
"""The fonts of other people's pages are wider than ours."""
_GROUND, _CALM, _URGENT = "#17352f", "#0f5e4d", "#a3231a"


def of_api(book: Book, api: Api) -> Iterator[tuple[str, bytes]]:
    """Yield the badges of an API by path."""
    yield (
        links.badge(api.id, "version"),
        badge(book.api_title(api.id), api.latest or "not released", _CALM),
    )
    yield links.badge(api.id, "next-end"), _next_end(book, api)


def _next_end(book: Book, api: Api) -> bytes:
    day = next((ending.day for ending in book.outlook.endings if ending.api == api.id), None)
    if day is None:
        return badge("next end", "none known", _CALM)
    return badge("next end", words.day(day), _URGENT)


def badge(label: str, value: str, colour: str) -> bytes:
    """Return a badge of two fields; it stands by itself, so its colours and font do too."""
    left, right = (round(svg.width(part, _SIZE) * _WIDER + 2 * _PADDING) for part in (label, value))
    said = svg.escape(f"{label}: {value}")
    texts = "".join(
        f'<text x="{x}" y="14" fill="#fff">{svg.escape(part)}</text>'
        for x, part in ((_PADDING, label), (left + _PADDING, value))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{_HIGH}" role="img" '
        f'aria-label="{said}">'
        f'<title>{said}</title><g font-family="{_FONT}" font-size="{_SIZE:g}">'
        f'<rect width="{left}" height="{_HIGH}" fill="{_GROUND}"/>'
        f'<rect x="{left}" width="{right}" height="{_HIGH}" fill="{colour}"/>{texts}</g></svg>\n'
    ).encode()
