"""What a page is about: the thing of the registry that its address stands for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from registry.changelog.entry import Entry
from registry.model.flow import Flow
from registry.model.system import System, Term
from registry.site import links

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from registry.model.fields import Field
    from registry.model.registry import Api
    from registry.site.book import Book


@dataclass(frozen=True, slots=True)
class OfApi:
    """A page about an API or a part of it; ``version`` is the release it describes, None the working copy."""

    api: Api
    version: str | None
    whole: bool


@dataclass(frozen=True, slots=True)
class OfField:
    """The page of a field."""

    api: Api
    field: Field


Subject: TypeAlias = OfApi | OfField | Flow | System | Term | Entry


@dataclass(frozen=True)
class Subjects:
    """The subjects of all pages."""

    book: Book

    def of(self, url: str) -> Subject | None:
        """Return what the page is about; None where it is no one thing of the registry."""
        return self._named.get(url) or self._part(url)

    @cached_property
    def _named(self) -> Mapping[str, Subject]:
        return dict(self._pairs())

    def _pairs(self) -> Iterator[tuple[str, Subject]]:
        registry = self.book.registry
        for system in registry.systems:
            yield links.system(system.id), system
        for flow in registry.flows:
            yield links.flow(flow.id), flow
        for term in registry.terms:
            yield links.term(term.id), term
        for entry in self.book.entries:
            yield links.release(entry.api, entry.version), entry
        for api in registry.apis:
            yield links.api(api.id), OfApi(api, api.latest, whole=True)
            for field in self.book.fields.paged(api):
                yield links.field(api.id, field.id), OfField(api, field)

    def _part(self, url: str) -> OfApi | None:
        """Return the API that a page lies below, in the release of the line that the address names."""
        home = "/".join(url.split("/")[:3])
        found = self._named.get(f"{home}/")
        if not isinstance(found, OfApi):
            return None
        line = url.removeprefix(f"{home}/v").partition("/")[0]
        return OfApi(found.api, self.book.lines(found.api).get(line, found.version), whole=False)
