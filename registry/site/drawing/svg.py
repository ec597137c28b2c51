"""The words of SVG that our pictures use, each escaped; lengths are pixels."""

from __future__ import annotations

import html
import unicodedata

from registry.site import prose

_NARROW = frozenset("iljtfrI.,:;'|!()[] -")
_BROAD = frozenset("mwMW@%—…")
_NARROW_SHARE, _USUAL_SHARE, _CAPITAL_SHARE, _BROAD_SHARE, _FULL_SHARE = 0.33, 0.56, 0.66, 0.88, 1.0
_BOLD = 1.06


def escape(words: str) -> str:
    """Return text from anywhere, fit for the inside of an element or an attribute."""
    return html.escape(" ".join(prose.clean(words).split()))


def width(words: str, size: float) -> float:
    """Return about how wide a bold line of our sans is at this size; rather too wide than too narrow."""
    return sum(map(_share, words)) * size * _BOLD


def fitted(words: str, room: float, size: float) -> str:
    """Return the words, cut with ``…`` to what fits into the room."""
    words = " ".join(prose.clean(words).split())
    if len(words) * size * _NARROW_SHARE * _BOLD <= room and width(words, size) <= room:
        return words
    kept, used = "", width("…", size)
    for letter in words:
        used += _share(letter) * size * _BOLD
        if used > room:
            break
        kept += letter
    return f"{kept.rstrip()}…"


def text(x: float, y: float, words: str, style: str = "", *, anchor: str = "") -> str:
    """Return a line of text; isolated, so that letters that run leftward move nothing around them."""
    kind = f' class="{style}"' if style else ""
    end = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text{kind} x="{x:g}" y="{y:g}"{end}>\u2068{escape(words)}\u2069</text>'


def link(url: str, said: str, inside: str, style: str = "") -> str:
    """Return a group that leads to ``url`` and says ``said`` when pointed at; without URL it leads nowhere."""
    kind = f' class="{style}"' if style else ""
    title = f"<title>{escape(said)}</title>"
    if not url:
        return f"<g{kind}>{title}{inside}</g>"
    return f'<a{kind} href="{html.escape(url)}">{title}{inside}</a>'


def picture(name: str, title: str, described: str, size: tuple[float, float], inside: str) -> str:
    """Return the whole: ``name`` makes its ids unique on the page, ``described`` says in words what it shows.

    A group, not an image: what an image holds could not be followed by those who hear it.
    """
    ids = f'aria-labelledby="{name}-title" aria-describedby="{name}-desc"'
    across, down = round(size[0]), round(size[1])
    return (
        f'<svg class="wb-{name.partition("-")[0]}" viewBox="0 0 {across} {down}" width="{across}" height="{down}" '
        f'role="group" {ids}><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(described)}</desc>{inside}</svg>'
    )


def _share(letter: str) -> float:
    """Return the width of a letter as a share of the size."""
    if letter in _NARROW:
        return _NARROW_SHARE
    if letter in _BROAD:
        return _BROAD_SHARE
    if unicodedata.east_asian_width(letter) in "WF":
        return _FULL_SHARE
    return _CAPITAL_SHARE if letter.isupper() else _USUAL_SHARE
