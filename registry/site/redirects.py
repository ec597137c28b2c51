"""Old addresses that still lead where their content is: pages, and anchors of pages.

What was renamed is written into ``site/redirects.yaml`` of a registry, old to new, from the root of the site::

    apis/catalog/products/fields/Size.stock/: apis/catalog/products/fields/Size.availability/
    apis/catalog/products/fields/#Size.stock: apis/catalog/products/fields/#Size.availability

An old page becomes one that sends on. No server hears of an anchor: a page that has lost some names a script that
knows where they went, which `theme/assets/waybill/files.js` asks when an anchor is not there.
"""

from __future__ import annotations

import html
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from registry.errors import UnreadableInput
from registry.site import links, offline
from registry.site.machines.head import TWIN
from registry.source.pointer import join
from registry.source.tree import parse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from registry.site.masthead import Masthead

FILE = "site/redirects.yaml"
SCRIPT = "moved.js"
"""What a page that has lost anchors names, beside its HTML."""
_FILES = frozenset({offline.INDEX, TWIN, SCRIPT})
"""What lies in the folder of a page."""


@dataclass(frozen=True, slots=True)
class Redirects:
    """Old addresses with the new ones, as URLs within the site."""

    pages: Mapping[str, str] = field(default_factory=dict)
    anchors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By page: the new URL of each anchor that it has lost."""

    @classmethod
    def of(cls, root: Path, known: Collection[str], moved: Mapping[str, str]) -> Redirects:
        """Read what is written, and add the anchors that moved by themselves; ``known`` are the URLs of all pages.

        Raises:
            UnreadableInput: The file is no mapping of texts, an old page is still there, or a new one is not.
        """
        written = _written(root, known)
        anchors: dict[str, dict[str, str]] = defaultdict(dict)
        for old, new in (*moved.items(), *written.items()):
            page, mark, anchor = old.partition("#")
            if mark:
                anchors[page][anchor] = moved.get(new, new)
        pages = {old: moved.get(new, new) for old, new in written.items() if "#" not in old}
        return cls(pages, dict(anchors))

    def files(self, site: Masthead) -> Iterator[tuple[str, bytes]]:
        """Yield the pages that send on, and the scripts that know where anchors went."""
        for old, new in self.pages.items():
            yield f"{old}{offline.INDEX}", _sending(site, old, new)
        for page, anchors in self.anchors.items():
            back = links.way_back(page)
            led = {anchor: links.relative(back, new) for anchor, new in sorted(anchors.items())}
            yield f"{page}{SCRIPT}", f"waybillMoved({json.dumps(led, ensure_ascii=False)});\n".encode()


def _written(root: Path, known: Collection[str]) -> Mapping[str, str]:
    path = root / FILE
    if not path.is_file():
        return {}
    document = parse(path.read_bytes(), FILE)
    data = document.data or {}
    if not isinstance(data, dict):
        raise UnreadableInput(document.place(""), "must be a mapping", "write 'old/address/: new/address/'")
    for old, new in data.items():
        problem = _problem(old, new, known)
        if problem:
            raise UnreadableInput(document.place(join("", old)), *problem)
    return data


def _problem(old: str, new: object, known: Collection[str]) -> tuple[str, str] | None:
    if not isinstance(new, str):
        return f"{json.dumps(new)} is no text", "write 'old/address/: new/address/'"
    page, mark, _ = old.partition("#")
    if not _is_address(page):
        return (
            f"{old!r} is no address of a page",
            "begin at the root of the site, without a slash; end with one, without a file",
        )
    if not mark and page in known:
        return f"'{old}' is a page that is still there", "take it out, or name one of its anchors"
    if mark and page not in known:
        return f"there is no page '{page}'", "send the page on instead of its anchor"
    target = new.partition("#")[0]
    return None if target in known else (f"there is no page '{target}' to send to", "name one that is there")


def _is_address(page: str) -> bool:
    """Return whether a page can stand at a URL within the site: in folders of its own, none of them hidden."""
    *folders, end = page.split("/")
    return not end and all(map(_is_folder, folders))


def _is_folder(name: str) -> bool:
    plain = name.isprintable() and "\\" not in name
    return plain and name != "" and not name.startswith(".") and name not in _FILES


def _sending(site: Masthead, old: str, new: str) -> bytes:
    target = html.escape(links.relative(links.way_back(old), new))
    canonical = f'<link rel="canonical" href="{html.escape(site.at(new))}">' if site.address else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Moved</title>\n'
        f'<meta name="robots" content="noindex">\n{canonical}\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n</head>\n'
        f'<body><p>This page is now <a href="{target}">here</a>.</p></body>\n</html>\n'
    ).encode()
