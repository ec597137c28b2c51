"""``llms.txt``, a way into the site for assistants, and ``llms-full.txt``, its words (https://llmstxt.org)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from registry.site import links
from registry.site.machines.head import TWIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from registry.site.masthead import Masthead
    from registry.site.page import Page

_SECTIONS: Mapping[str, str] = {
    "home": "",
    "flows": "Flows",
    "flow": "Flows",
    "apis": "APIs",
    "api": "APIs",
    "systems": "Systems",
    "system": "Systems",
    "coming": "Changes",
    "changes": "Changes",
    "term": "Words",
    "glossary": "Words",
    "guides": "Guides",
    "guide": "Guides",
    "rules": "Optional",
}
"""The section of ``llms.txt`` that a kind of page is listed in; pages of other kinds are reached through these."""

_LINK = re.compile(r"`+[^`\n]*`+|(?<!\\)\]\(([^)\s]+)\)")
"""A link, or code, in which nothing is one."""
_MOST = 4_000_000
"""Bytes of ``llms-full.txt``; no assistant reads more, and most read less."""


def files(site: Masthead, pages: Iterable[Page], twins: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield both files; ``twins`` are the plain texts of the pages by their URLs."""
    known = tuple(pages)
    yield "llms.txt", _guide(site, known).encode()
    yield "llms-full.txt", _words(site, known, twins)


def _guide(site: Masthead, pages: tuple[Page, ...]) -> str:
    named = {
        name: [page for page in pages if _SECTIONS.get(page.kind) == name] for name in _SECTIONS.values()
    }
    home = next((page for page in pages if not page.url), None)
    lines = [f"# {site.name}", "", f"> {site.description or (home.description if home else '')}", ""]
    lines += [
        "Every page lies beside its plain Markdown: add index.md to its address.",
        f"Everything at once is in [llms-full.txt]({site.at('llms-full.txt')}),",
        f"the registry as data in [api/index.json]({site.at('api/index.json')}).",
        "",
    ]
    for name, found in named.items():
        if name and found:
            lines += [f"## {name}", "", *(_item(site, page) for page in found), ""]
    return "\n".join(lines)


def _item(site: Masthead, page: Page) -> str:
    return f"- [{_escape(page.full_title)}]({site.at(page.url)}{TWIN}): {page.description}"


def _words(site: Masthead, pages: tuple[Page, ...], twins: Mapping[str, str]) -> bytes:
    """Return the texts one after the other; what matters most comes first, and what is too much is named."""
    order = {kind: number for number, kind in enumerate(_SECTIONS)}
    parts, size, left = [], 0, []
    for page in sorted(pages, key=lambda page: order.get(page.kind, len(order) - 1)):
        said = f"<!-- {site.at(page.url)} -->\n\n{_absolute(site, page.url, twins[page.url])}\n".encode()
        if size + len(said) > _MOST:
            left.append(page)
            continue
        parts.append(said)
        size += len(said)
    if left:
        parts.append(
            f"{len(left)} more pages are too much for one file; begin at {links.APIS}{TWIN}.\n".encode()
        )
    return b"\n".join(parts)


def _absolute(site: Masthead, url: str, twin: str) -> str:
    """Return a text whose links lead somewhere from wherever it is read."""
    here = site.at(f"{url}{TWIN}")
    return _LINK.sub(lambda found: f"]({urljoin(here, found[1])})" if found[1] else found[0], twin)


def _escape(words: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", words)
