"""Shells: empty pages that the engine renders once, and that every other page is stamped from.

The engine and its theme decide what a page looks like; what stands in it is put between the pieces of a shell.
There is a shell for each hub, as its tab is marked on every page below it. A shell lies directly below the root,
so that all its links begin with ``../``; stamping puts the way back of the page there.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from registry.errors import WaybillError
from registry.site import links, offline
from registry.source.recorded import digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.site.content import Content

HEAD = "<!--waybill:head-->"
"""Where the theme leaves room for what a page says of itself to programs."""
_TITLE = "waybill:title"
_START = "waybill-start"
_CONTENT = "<!--waybill:content-->"
_SIDEBAR = "<!--waybill:sidebar-->"
_BACK = "\0back\0"
_BASE = "\0base\0"
_PIECES = re.compile(f"({'|'.join((HEAD, _TITLE, f'#{_START}', _CONTENT, _SIDEBAR, _BACK, _BASE))})")
_FIRST_HEADING = re.compile(rf'<h1 id="{_START}">.*?</h1>', re.DOTALL)


class ShellBroken(WaybillError):  # noqa: N818 - says what happened
    """A theme leaves out a part that pages are stamped into."""

    exit_status = 1

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing

    def __str__(self) -> str:
        return (
            f"the theme leaves no room for {self.missing} in its pages; a main.html or a partial in "
            "site/theme/ must extend ours, or hold what ours holds"
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is stamped into a shell. ``title`` and ``description`` are bare text, all else is HTML."""

    url: str
    title: str
    head: str
    content: Content
    above: str
    sidebar: str


@dataclass(frozen=True, slots=True)
class Shell:
    """A rendered shell, cut where values go."""

    pieces: tuple[str, ...]

    @classmethod
    def read(cls, rendered: str) -> Shell:
        """Cut the HTML of a rendered shell into its pieces; raises ShellBroken where one is missing."""
        room = {"the head": HEAD, "the content": _CONTENT, "the sidebar": _SIDEBAR}
        for name, mark in room.items():
            if mark not in rendered:
                raise ShellBroken(name)
        bare = _FIRST_HEADING.sub("", offline.with_files(rendered), count=1)
        based = re.sub(r"""(["'])\.\./?\1""", rf"\1{_BASE}\1", bare)
        return cls(tuple(_PIECES.split(re.sub(r"""(["'])\.\./""", rf"\1{_BACK}", based))))

    def stamped(self, sheet: Sheet) -> str:
        """Return the whole page."""
        back = links.way_back(sheet.url)
        values = {
            HEAD: sheet.head,
            _TITLE: html.escape(sheet.title, quote=False),
            f"#{_START}": f"#{sheet.content.start}",
            _CONTENT: f"{sheet.above}\n{sheet.content.html}",
            _SIDEBAR: f"{_outline(sheet.content)}{sheet.sidebar}",
            _BACK: back,
            _BASE: back.removesuffix("/") or ".",
        }
        return "".join(values.get(piece, piece) for piece in self.pieces)


def markdown(hub: str) -> bytes:
    """Return the Markdown of the shell for the pages below a hub."""
    meta = {"title": _TITLE, "shell": True, "hub": hub, "search": {"exclude": True}}
    written = "".join(f"{key}: {json.dumps(value)}\n" for key, value in meta.items())
    return f"---\n{written}---\n\n# {_TITLE} {{ #{_START} }}\n\n{_CONTENT}\n".encode()


def address(hub: str) -> str:
    """Return the URL that the shell for the pages below a hub has while the engine runs."""
    return f"waybill-{hub}"


def hub_of(url: str) -> str:
    """Return the hub that a page lies below."""
    return f"{url.partition('/')[0]}/"


def is_hub(url: str) -> bool:
    """Return whether a page lies directly below the root, or is the home page."""
    return url.count("/") <= 1


class Shells:
    """The shells of a site; ``rendered`` gives the HTML of a URL."""

    def __init__(self, rendered: Callable[[str], str]) -> None:
        self._rendered = cache(rendered)
        self._read = cache(Shell.read)

    def of(self, hub: str) -> Shell:
        """Return the shell of the pages below a hub; raises ShellBroken."""
        return self._read(self._rendered(address(hub)))

    def digest(self, hub: str) -> str:
        """Return what tells the shell of a hub from any other; empty where there is none, as its last page is gone."""
        try:
            return digest(self._rendered(address(hub)).encode())
        except FileNotFoundError:
            return ""


def _outline(content: Content) -> str:
    """Return what the theme's ``partials/nav.html`` writes for the sections of a page."""
    items = "".join(
        f'<li><a class="md-nav__link" href="#{stop.anchor}">{stop.words}</a></li>' for stop in content.outline
    )
    title = '<p class="wb-nav__title">On this page</p>'
    group = f'<div class="wb-nav__group wb-nav__toc">{title}<ul data-md-component="toc">{items}</ul></div>'
    return group if items else ""
