"""Guides: the hand-written pages of a registry, taken over as they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from registry.site import links
from registry.site.page import Page
from registry.site.pages import crumbs
from registry.site.text import Link, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def pages(written: Mapping[str, bytes]) -> Iterator[Page]:
    """Yield the hub unless somebody wrote one; ``written`` are the files of ``site/guides/`` by path."""
    if "index.md" in written:
        return
    rows = tuple(
        Row((Link(_title(name, content), f"{links.GUIDES}{name.removesuffix('.md')}/"),))
        for name, content in sorted(written.items())
        if name.endswith(".md")
    )
    none = "No guide is written yet. Markdown files in site/guides/ appear here."
    yield Page(
        url=links.GUIDES,
        kind="guides",
        title="Guides",
        sentence="How to read this site, change a description, and hear of changes.",
        crumbs=(crumbs.HOME,),
        parts={"guides": Table("Guides", ("Guide",), rows) if rows else none},
    )


def _title(name: str, content: bytes) -> str:
    heading = re.search(r"^# (.+)$", content.decode(errors="replace"), re.MULTILINE)
    return heading[1] if heading else name.removesuffix(".md").replace("-", " ").capitalize()
