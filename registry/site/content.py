"""The Markdown of a page to HTML, by a native parser: what the engine would say, in a fraction of the time.

The dialect is CommonMark with tables, strikethrough and anchors on headings (``## Fields { #fields }``); templates
of a registry are written in it, too. Headings get the anchors and the marks that the engine's own extension
``toc`` gives them, so that a page has the same anchors whoever renders it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyromark

_HEADING = re.compile(r'<h([1-6])(?: id="([^"]*)")?>(.*?)</h\1>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Stop:
    """One heading: how deep it is, its anchor, and its words, escaped."""

    level: int
    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Content:
    """The HTML of a page between header and footer, and its headings in order."""

    html: str
    stops: tuple[Stop, ...]

    @property
    def start(self) -> str:
        """The anchor where reading begins: that of the title."""
        return self.stops[0].anchor if self.stops else ""

    @property
    def outline(self) -> tuple[Stop, ...]:
        """The sections of the page, without those inside them."""
        return tuple(stop for stop in self.stops if stop.level == 2)  # noqa: PLR2004 - a section is an h2


def converted(markdown: str) -> Content:
    """Return the HTML of a page's Markdown."""
    parts: list[str] = []
    stops: list[Stop] = []
    written = _parser().html(markdown)
    at = 0
    for found, stop in _stops(written):
        parts += written[at : found.start()], _heading(stop, found[3])
        stops.append(stop)
        at = found.end()
    return Content("".join((*parts, written[at:])), tuple(stops))


def _stops(written: str) -> Iterator[tuple[re.Match[str], Stop]]:
    headings = tuple(_HEADING.finditer(written))
    taken = {heading[2] for heading in headings if heading[2]}
    for heading in headings:
        words, wanted = _said(heading[3])
        anchor = heading[2] or _unlike(wanted, taken)
        taken.add(anchor)
        yield heading, Stop(int(heading[1]), anchor, words)


@lru_cache(maxsize=4096)
def _said(inside: str) -> tuple[str, str]:
    """Return the words of a heading, escaped, and the anchor made of them; most headings stand on many pages."""
    words = html.unescape(_TAG.sub("", inside)).strip()
    return html.escape(words, quote=False), slug(words)


def _heading(stop: Stop, inside: str) -> str:
    mark = f'<a class="headerlink" href="#{stop.anchor}" title="Link to this section">#</a>'
    return f'<h{stop.level} id="{stop.anchor}">{inside}{mark}</h{stop.level}>'


def slug(words: str) -> str:
    """Return the anchor that the engine makes of a heading: ``Who uses it`` as ``who-uses-it``."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def _unlike(anchor: str, taken: set[str]) -> str:
    """Return the anchor, numbered as the engine does where it is empty or there already."""
    number = 0
    unlike = anchor
    while not unlike or unlike in taken:
        number += 1
        unlike = f"{anchor}_{number}"
    return unlike


@lru_cache(maxsize=1)
def _parser() -> pyromark.Markdown:
    import pyromark  # noqa: PLC0415 - imported when a site is wanted

    options = pyromark.Options
    return pyromark.Markdown(
        options=options.ENABLE_HEADING_ATTRIBUTES | options.ENABLE_TABLES | options.ENABLE_STRIKETHROUGH
    )
