"""``sitemap.xml`` and ``robots.txt``: which pages there are, and when each was last changed (sitemaps.org 0.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from registry.site.card import Card
    from registry.site.masthead import Masthead

_MOST = 50_000
"""What one file may hold."""


def files(site: Masthead, cards: Iterable[Card]) -> Iterator[tuple[str, bytes]]:
    """Yield the files; none where the site has no address, as a site map holds whole addresses."""
    if not site.address:
        return
    entries = [_entry(site, card) for card in cards]
    parts = [entries[start : start + _MOST] for start in range(0, len(entries), _MOST)]
    if len(parts) == 1:
        yield "sitemap.xml", _listed("urlset", parts[0])
    else:
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        for name, part in zip(names, parts, strict=True):
            yield name, _listed("urlset", part)
        maps = [f"  <sitemap><loc>{escape(site.at(name))}</loc></sitemap>" for name in names]
        yield "sitemap.xml", _listed("sitemapindex", maps)
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site.at('sitemap.xml')}\n".encode()


def _entry(site: Masthead, card: Card) -> str:
    when = f"<lastmod>{card.modified}</lastmod>" if card.modified else ""
    return f"  <url><loc>{escape(site.at(card.url))}</loc>{when}</url>"


def _listed(element: str, entries: Iterable[str]) -> bytes:
    inside = "\n".join(entries)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{element} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{inside}\n</{element}>\n'
    ).encode()
