"""The head of a page: its title, address and description, and what it says in the words of schema.org."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING

from registry.site import prose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from registry.site.masthead import Masthead
    from registry.site.page import Page

TWIN = "index.md"
"""The plain Markdown of a page, beside its HTML."""

_IN_SCRIPT = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def head(site: Masthead, page: Page, graph: Sequence[Mapping[str, Any]], moved: str = "") -> str:
    """Return the elements that describe a page.

    ``graph`` is what `structured` says of it; ``moved`` the script that knows where its lost anchors are.
    """
    title = prose.clean(page.full_title)
    described = _escape(prose.clean(page.description))
    parts = [
        f"<title>{_escape(f'{title} - {site.name}' if page.url else site.name)}</title>",
        f'<meta name="description" content="{described}">',
        _canonical(site, page.url),
        # The space keeps the theme's script from taking this for a translation, whose site map it would fetch.
        f'<link rel="alternate " type="text/markdown" href="{TWIN}" title="This page as plain Markdown">',
        f'<meta property="og:type" content="{"article" if page.url else "website"}">',
        f'<meta property="og:site_name" content="{_escape(site.name)}">',
        f'<meta property="og:title" content="{_escape(title)}">',
        f'<meta property="og:description" content="{described}">',
        '<meta name="twitter:card" content="summary">',
        f'<meta name="waybill:moved" content="{moved}">' if moved else "",
        linked_data(graph),
    ]
    return "\n      ".join(filter(None, parts))


def bare(site: Masthead, title: str) -> str:
    """Return the head of a page that is none of the registry's, such as that for a wrong address."""
    return f'<title>{_escape(f"{title} - {site.name}")}</title>\n      <meta name="robots" content="noindex">'


def linked_data(graph: Sequence[Mapping[str, Any]]) -> str:
    """Return JSON-LD in its element; no text in it can end the element."""
    if not graph:
        return ""
    said = json.dumps({"@context": "https://schema.org", "@graph": list(graph)}, ensure_ascii=False)
    for character, escaped in _IN_SCRIPT.items():
        said = said.replace(character, escaped)
    return f'<script type="application/ld+json">{said}</script>'


def _canonical(site: Masthead, url: str) -> str:
    if not site.address:
        return ""
    address = _escape(site.at(url))
    return f'<link rel="canonical" href="{address}">\n      <meta property="og:url" content="{address}">'


def _escape(words: str) -> str:
    return html.escape(words.replace("\n", " "))
