"""When a page was last changed: the newest commit to what it is made of, never the day of the build."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from registry.changelog.entry import Entry
from registry.errors import WrongUse
from registry.model.flow import Flow
from registry.model.system import System
from registry.site import links
from registry.site.machines.subjects import OfApi, OfField, Subjects
from registry.source.git import Repository

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from registry.model.registry import Api
    from registry.site.book import Book
    from registry.site.page import Page

_WRITTEN = ("specs", "changelog", "site")
_SUMS = {"home", "systems", "apis", "flows", "changes", "coming"}
"""Kinds of pages that are made of everything."""


@dataclass(frozen=True)
class Dates:
    """The last commits to the files of a registry, by path from its root."""

    subjects: Subjects
    changed: Mapping[str, dt.datetime]

    @classmethod
    def of(cls, root: Path, subjects: Subjects) -> Dates:
        """Ask Git once; outside a repository no date is known."""
        dates = cls(subjects, _changed(root))
        asked = subjects.book.asked
        asked.of_input("changed", lambda path: str(dates.changed.get(path)))
        asked.of_input("last changed", lambda: str(dates.last))
        return dates

    @cached_property
    def last(self) -> dt.datetime | None:
        """The last commit of all."""
        return max(self.changed.values(), default=None)

    def modified(self, page: Page) -> dt.datetime | None:
        """Return when the page was last changed; None where that is unknown, as for what is not committed."""
        asked = self.subjects.book.asked
        if page.kind in _SUMS:
            asked.note("last changed")
            return self.last
        found = []
        for path in self._sources(page):
            asked.note("changed", path)
            found += [self.changed[path]] if path in self.changed else []
        return max(found, default=None)

    def _sources(self, page: Page) -> Iterator[str]:
        if page.url.startswith(links.GUIDES):
            stem = page.url.removesuffix("/")
            yield from (f"site/{stem}.md", f"site/{stem}/index.md")
        elif page.url.startswith(links.GLOSSARY):
            yield "specs/glossary.yaml"
        else:
            yield from _made_of(self.subjects.book, self.subjects.of(page.url))


def _made_of(book: Book, subject: object) -> Iterator[str]:
    match subject:
        case OfApi(api, version, whole):
            yield from _described(book, api, version)
            if whole:
                yield from _described(book, api, None)
                yield from (flow.path for flow in book.flows_of(api.id))
        case OfField(api, field):
            yield from _described(book, api, api.latest)
            yield from (book.registry.flow(edge.flow).path for edge in book.fields.edges(api.id, field.id))
        case Flow():
            yield subject.path
            ends = dict.fromkeys(filter(None, (subject.producer.api, subject.consumer.api)))
            yield from _offered(book, filter(None, map(book.registry.find_api, ends)))
        case System():
            yield subject.path
            yield from _offered(book, book.registry.apis_of(subject.id))
        case Entry():
            yield f"changelog/{subject.api}/{subject.version}.json"


def _offered(book: Book, apis: Iterable[Api]) -> Iterator[str]:
    for api in apis:
        yield from _described(book, api, api.latest)


def _described(book: Book, api: Api, version: str | None) -> tuple[str, ...]:
    """Return the file of a description, and the overlay of a working copy."""
    key = ("files of", api.id, version or "")
    return book.asked.answer(key, lambda: tuple(_files(api, version)))


def _files(api: Api, version: str | None) -> Iterator[str]:
    yield api.path(version)
    if version is None:
        yield from (f"specs/{api.system}/apis/{api.name}/overlay{end}" for end in (".yaml", ".yml", ".json"))


def _changed(root: Path) -> Mapping[str, dt.datetime]:
    try:
        repository = Repository.find(root)
    except WrongUse:  # there is no git
        return {}
    if repository is None:
        return {}
    try:
        return repository.dates(repository.inner(root), _WRITTEN)
    finally:
        repository.close()
