"""What stands around the content of a page: the way to it above, links to what lies beside it."""

from __future__ import annotations

import html
from functools import lru_cache
from typing import TYPE_CHECKING

from registry.site import links, prose
from registry.site.page import words_of
from registry.site.text import Link

if TYPE_CHECKING:
    from registry.site.page import Group, Page
    from registry.site.web import Web

_MOST = 40
"""Links in a group."""


def above(write: Web, page: Page) -> str:
    """Return what stands above the title: the way from the home page, and what kind of page it is."""
    found = "".join(f"<li>{write.inline(value)}</li>" for value in page.crumbs)
    way = f'<nav class="wb-crumbs" aria-label="Breadcrumb"><ol>{found}</ol></nav>' if found else ""
    kicker = f'<p class="wb-kicker">{_escape(page.kicker)}</p>' if page.kicker else ""
    return f"{way}{kicker}"


def sidebar(write: Web, page: Page) -> str:
    """Return the groups of links beside the page."""
    return "".join(_group(write, group, page) for group in page.sidebar)


def _group(write: Web, group: Group, page: Page) -> str:
    here = page.continues or page.url
    items = "".join(
        f'<li><a href="{_escape(links.relative(write.back, write.where(link.url)))}"'
        f"{_current(link.url == here)}>{_escape(words_of(link.text))}</a></li>"
        for link in _near(group, page, here)
    )
    title = f'<p class="wb-nav__title">{_escape(group.title)}</p>'
    return f'<div class="wb-nav__group">{title}<ul>{items}</ul></div>'


def _near(group: Group, page: Page, here: str) -> tuple[Link, ...]:
    """Return the links of a group; of very many those around the page, and one to where all of them are."""
    if len(group.links) <= _MOST:
        return group.links
    at = next((number for number, link in enumerate(group.links) if link.url == here), 0)
    start = max(0, min(at - _MOST // 2, len(group.links) - _MOST))
    up = page.crumbs[-1].url if page.crumbs else links.HOME
    return (*group.links[start : start + _MOST], Link(f"All {len(group.links)}", up))


def _current(here: bool) -> str:  # noqa: FBT001 - a private helper of one line
    return ' aria-current="page"' if here else ""


@lru_cache(maxsize=65536)
def _escape(words: str) -> str:
    return html.escape(prose.clean(words).replace("\n", " "))
