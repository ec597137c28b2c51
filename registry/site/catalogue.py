"""Every page of a registry, in one sequence."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from registry.site.pages import (
    apis,
    changes,
    coming,
    fields,
    flows,
    glossary,
    guides,
    home,
    quality,
    rules,
    systems,
    updates,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from registry.site.book import Book
    from registry.site.page import Page


def pages(book: Book, written_guides: Mapping[str, bytes]) -> Iterator[Page]:
    """Yield the pages of the book; ``written_guides`` are the files of ``site/guides/`` by path."""
    return chain(
        home.pages(book),
        systems.pages(book),
        apis.pages(book),
        fields.pages(book),
        flows.pages(book),
        changes.pages(book),
        coming.pages(book),
        quality.pages(book),
        updates.pages(book, guided="subscribe.md" in written_guides),
        glossary.pages(book),
        rules.pages(book),
        guides.pages(written_guides),
    )
