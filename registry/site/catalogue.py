"""Every page of a registry, in one sequence, in batches that are made together and kept together."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from registry.site import badges, downloads, links, written
from registry.site.machines import catalog, feeds, records
from registry.site.pages import (
    apis,
    changes,
    coming,
    comparisons,
    consoles,
    fields,
    flows,
    glossary,
    guides,
    home,
    operations,
    quality,
    rules,
    systems,
    updates,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from registry.model.registry import Api
    from registry.site.book import Book
    from registry.site.masthead import Masthead
    from registry.site.page import Page
    from registry.site.table import Key
    from registry.site.written import Guide

T = TypeVar("T")

_TOGETHER = 100
"""Operations in one batch: few enough that processes share a large API evenly."""


def _no_pages() -> Iterator[Page]:
    return iter(())


def _no_files(_: Masthead) -> Iterator[tuple[str, bytes]]:
    return iter(())


@dataclass(frozen=True, slots=True)
class Batch:
    """Pages and other files that rest on much the same; ``key`` tells a batch from all others of the site."""

    key: Key
    pages: Callable[[], Iterable[Page]] = _no_pages
    files: Callable[[Masthead], Iterable[tuple[str, bytes]]] = _no_files
    guides: Mapping[str, Guide] = field(default_factory=dict)
    """The pages of the batch that are written by hand, by URL: the engine reads them as they are."""
    weight: int = 1
    """About how many pages."""
    is_here: bool = False
    """Whether it has pages that go through the engine, and so is made where that runs."""


def batches(book: Book, written_guides: Mapping[str, bytes]) -> Iterator[Batch]:
    """Yield the batches of the site; ``written_guides`` are the files of ``site/guides/`` by path."""
    return chain(
        (_one("home", home.page, book),),
        _systems(book),
        (_one("apis", apis.hub, book),),
        *(_api(book, api) for api in book.registry.apis),
        (_one("flows", flows.hub, book),),
        (_flow(book, name) for name in book.outlook.names("flow")),
        (_one("changes", changes.hub, book),),
        (_one("coming", coming.page, book), _one("quality", quality.hub, book)),
        (_one("updates", partial(updates.page, guided="subscribe.md" in written_guides), book),),
        (Batch(("glossary",), partial(glossary.pages, book), is_here=True),),
        (Batch(("rules",), partial(rules.pages, book), is_here=True),),
        _guides(book, written_guides),
        _files(book),
    )


def _one(name: str, page: Callable[[Book], Page], book: Book) -> Batch:
    return Batch((name,), lambda: (page(book),), is_here=True)


def _alone(page: Callable[[Book, T], Page], book: Book, of: T) -> tuple[Page]:
    return (page(book, of),)


def _systems(book: Book) -> Iterator[Batch]:
    yield _one("systems", systems.hub, book)
    for system in book.registry.systems:
        yield Batch(("system", system.id), partial(_alone, systems.page, book, system))


def _api(book: Book, api: Api) -> Iterator[Batch]:
    yield Batch(
        ("api", api.id),
        lambda: (apis.page(book, api), consoles.page(book, api), quality.page(book, "api", api.id)),
        lambda _: chain(badges.of_api(book, api), records.of_api(book, api)),
    )
    for line in (None, *book.lines(api), *((links.NEXT,) if book.outlook.pending_operations(api) else ())):
        count = book.size(api, line)
        for start in range(0, count, _TOGETHER):
            key = ("operations", api.id, line or "", str(start))
            made = partial(operations.pages, book, api, line, start, start + _TOGETHER)
            yield Batch(key, made, weight=min(_TOGETHER, count - start))
    yield Batch(("fields", api.id), partial(_alone, fields.listed, book, api))
    yield Batch(
        ("field", api.id), lambda: (fields.page(book, api, field) for field in book.fields.paged(api))
    )
    yield Batch(("releases", api.id), partial(changes.pages, book, api))
    yield Batch(("comparisons", api.id), partial(comparisons.pages, book, api))
    yield Batch(("downloads", api.id), files=lambda _: downloads.of_api(book.registry, api))


def _flow(book: Book, name: str) -> Batch:
    return Batch(
        ("flow", name),
        lambda: (flows.page(book, book.registry.flow(name)), quality.page(book, "flow", name)),
        lambda _: records.of_flow(book, name),
    )


def _guides(book: Book, files: Mapping[str, bytes]) -> Iterator[Batch]:
    def noted(pages: Iterable[Page]) -> Iterator[Page]:
        book.asked.note("guides")
        yield from pages

    yield Batch(("guides",), lambda: noted(guides.pages(files)), is_here=True)
    found = {guide.page.url: guide for guide in written.guides(files)}
    own = [guide.page for guide in found.values()]
    yield Batch(("written",), lambda: noted(own), guides=found, is_here=True)


def _files(book: Book) -> Iterator[Batch]:
    yield Batch(("schemas",), files=lambda _: downloads.schemas())
    yield Batch(("records",), files=lambda _: records.files(book))
    yield Batch(("feeds",), files=lambda site: feeds.files(site, book))
    yield Batch(("catalog",), files=lambda site: catalog.files(site, book))
