"""The hand-written part of a site: guides and pictures, taken over as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.site import links, prose
from registry.site.page import Page
from registry.site.pages import crumbs
from registry.site.text import Link

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_TITLE = re.compile(r"^# +(.+?)(?: *\{[^}]*\})? *$", re.MULTILINE)
_TO_GUIDE = re.compile(r"\]\((?![a-z]+:|/)([^)\s#]+)\.md(#[^)\s]*)?\)")


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide: the file in ``site/guides/``, what it says, and the page it becomes."""

    name: str
    text: str
    page: Page

    @property
    def twin(self) -> str:
        """The text with links to guides as they lead from where the twin lies."""
        back = links.way_back(self.page.url.removeprefix(links.GUIDES))

        def led(found: re.Match[str]) -> str:
            return f"]({back}{_address(found[1])}index.md{found[2] or ''})"

        return _TO_GUIDE.sub(led, _FRONT_MATTER.sub("", self.text, count=1))


def guides(files: Mapping[str, bytes]) -> tuple[Guide, ...]:
    """Return the guides among the files of ``site/guides/`` by path."""
    return tuple(
        _guide(name, content.decode("utf-8", "replace"))
        for name, content in files.items()
        if name.endswith(".md")
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a hand-written folder by path; none if there is no such folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def _guide(name: str, text: str) -> Guide:
    body = _FRONT_MATTER.sub("", text, count=1)
    heading = _TITLE.search(body)
    title = prose.to_text(heading[1]) if heading else name.removesuffix(".md").replace("-", " ").capitalize()
    url = f"{links.GUIDES}{_address(name.removesuffix('.md'))}"
    hub = url == links.GUIDES
    way = (crumbs.HOME,) if hub else (crumbs.HOME, Link("Guides", links.GUIDES))
    page = Page(
        url=url, kind="guides" if hub else "guide", title=title, sentence=_opening(body) or title, crumbs=way
    )
    return Guide(name, text, page)


def _opening(body: str) -> str:
    """Return the first paragraph as bare words."""
    blocks = (block.strip() for block in re.split(r"\n\s*\n", body))
    found = next((block for block in blocks if re.match(r"[\w*_`\[\"']", block)), "")
    return prose.to_text(found)


def _address(stem: str) -> str:
    """Return the folder that a guide becomes, relative to that of the guides."""
    return "" if stem == "index" else f"{stem.removesuffix('/index')}/"
