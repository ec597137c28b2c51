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
        named = self._named.get(url)
        if named is not None:
            return named
        if url in self._flows:
            return self.book.flow(self._flows[url])
        return self._release(url) if url.startswith(links.CHANGES) else self._part(url)

    @cached_property
    def _named(self) -> Mapping[str, Subject]:
        """What is there as long as the registry has the same systems, terms and APIs."""
        return dict(self._pairs())

    def _pairs(self) -> Iterator[tuple[str, Subject]]:
        registry = self.book.registry
        for system in registry.systems:
            yield links.system(system.id), system
        for term in registry.terms:
            yield links.term(term.id), term
        for api in registry.apis:
            yield links.api(api.id), OfApi(api, api.latest, whole=True)

    @cached_property
    def _flows(self) -> Mapping[str, str]:
        """The ids of the flows by the addresses of their pages; what is there at an address never changes."""
        asked, outlook = self.book.asked, self.book.outlook
        return asked.aside(lambda: {links.flow(name): name for name in outlook.names("flow")})

    def _release(self, url: str) -> Entry | None:
        api = self._apis.get("/".join(url.split("/")[1:3]))
        own = self.book.entries_of(api) if api else ()
        return next((entry for entry in own if links.release(entry.api, entry.version) == url), None)

    @cached_property
    def _apis(self) -> Mapping[str, str]:
        return {links.api(api).removeprefix(links.APIS).removesuffix("/"): api for api in self.book.apis}

    def _part(self, url: str) -> Subject | None:
        """Return the field, or the API in the release of the line that the address names, that a page lies below."""
        home = "/".join(url.split("/")[:3])
        found = self._named.get(f"{home}/")
        if not isinstance(found, OfApi):
            return None
        inside = url.removeprefix(f"{home}/")
        if inside.startswith("fields/") and (field := self._fields(found.api).get(url)):
            return OfField(found.api, field)
        line = inside.removeprefix("v").partition("/")[0] if inside.startswith("v") else ""
        return OfApi(found.api, self.book.lines(found.api).get(line, found.version), whole=False)

    def _fields(self, api: Api) -> Mapping[str, Field]:
        paged = self.book.fields.paged
        return self.book.asked.answer(
            ("fields by page", api.id),
            lambda: {links.field(api.id, field.id): field for field in paged(api)},
        )
