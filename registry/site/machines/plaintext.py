"""``llms.txt``, a way into the site for assistants, and ``llms-full.txt``, its words (https://llmstxt.org)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from registry.site import links
from registry.site.machines.head import TWIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from registry.site.card import Card
    from registry.site.masthead import Masthead

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

_LINK = re.compile(
    r"``*[^`\n]*`+"
    r"|\](?<!\\\])\((?:((?:\.\./)*)((?:[\w-][\w.-]*/)*[\w-][\w.-]*(?:#[\w.-]+)?)|([^)\s]+))\)"
)
"""A link, or code, in which nothing is one.

Nearly all links lead to a file below a folder above, and hold nothing that RFC 3986 knows more of: of these the steps
up and the rest are told apart, as it would take long to parse tens of thousands.
"""
WORDS = "llms-full.txt"
_MOST = 4_000_000
"""Bytes of ``llms-full.txt``; no assistant reads more, and most read less."""
_LONG = 400_000
"""Bytes of a page from which on it would crowd out too many others."""


def guide(site: Masthead, pages: Sequence[Card]) -> Iterator[tuple[str, bytes]]:
    """Yield the file that leads into the site."""
    yield "llms.txt", _guide(site, pages).encode()


def _guide(site: Masthead, pages: Sequence[Card]) -> str:
    named: dict[str, list[Card]] = {name: [] for name in _SECTIONS.values()}
    for page in pages:
        if page.kind in _SECTIONS:
            named[_SECTIONS[page.kind]].append(page)
    home = next((page for page in pages if not page.url), None)
    lines = [f"# {site.name}", "", f"> {site.description or (home.description if home else '')}", ""]
    lines += [
        "Every page lies beside its plain Markdown: add index.md to its address.",
        f"Everything at once is in [{WORDS}]({site.at(WORDS)}),",
        f"the registry as data in [api/index.json]({site.at('api/index.json')}).",
        "",
    ]
    for name, found in named.items():
        if name and found:
            lines += [f"## {name}", "", *(_item(site, page) for page in found), ""]
    return "\n".join(lines)


def _item(site: Masthead, page: Card) -> str:
    return f"- [{_escape(page.title)}]({site.at(page.url)}{TWIN}): {page.description}"


def words(site: Masthead, pages: Sequence[Card], twin: Callable[[str], str]) -> bytes:
    """Return the texts of the pages one after the other, as ``twin`` gives them by URL.

    What matters most comes first; where it is too much, what is left is named.
    """
    order = {kind: number for number, kind in enumerate(_SECTIONS)}
    parts: list[bytes] = []
    size = 0
    for page in sorted(pages, key=lambda page: order.get(page.kind, len(order) - 1)):
        said = f"<!-- {site.at(page.url)} -->\n\n{_absolute(site, page.url, twin(page.url))}\n".encode()
        if len(said) > _LONG:
            continue
        size += len(said)
        if size > _MOST:
            break
        parts.append(said)
    left = len(pages) - len(parts)
    pages_are = "page is" if left == 1 else "pages are"
    more = f"{left} more {pages_are} too much for one file; begin at {links.APIS}{TWIN}.\n"
    return b"\n".join((*parts, *([more.encode()] if left else ())))


def _absolute(site: Masthead, url: str, twin: str) -> str:
    """Return a text whose links lead somewhere from wherever it is read (RFC 3986 section 5.2)."""
    here = site.at(f"{url}{TWIN}")
    above = _above(here)

    def led(found: re.Match[str]) -> str:
        steps, rest, other = found.groups()
        if rest is None:
            return f"]({urljoin(here, other)})" if other else found[0]
        up = len(steps) // len("../")
        return f"]({above[up]}{rest})" if up < len(above) else f"]({urljoin(here, steps + rest)})"

    return _LINK.sub(led, twin)


def _above(here: str) -> Sequence[str]:
    """Return the folders that an address lies in, the nearest first."""
    path = urlsplit(here).path
    start = len(here) - len(path)
    ends = (start + number + 1 for number in range(len(path) - 1, -1, -1) if path[number] == "/")
    return [here[:end] for end in ends]


def _escape(words: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", words)
