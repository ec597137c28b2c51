"""What pages are about, in the words of schema.org: APIs, fields, data sets, terms, systems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from registry.changelog.entry import Entry
from registry.model.flow import Flow
from registry.model.system import System, Term
from registry.site import links, prose
from registry.site.field_index import whole
from registry.site.machines.subjects import OfApi, OfField, Subjects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.registry import Api
    from registry.model.semantics import FieldMeaning
    from registry.site.book import Book
    from registry.site.masthead import Masthead
    from registry.site.page import Page

Node: TypeAlias = dict[str, Any]

_OPENAPI = "application/vnd.oai.openapi"
"""The media type of descriptions: https://www.iana.org/assignments/media-types/application/vnd.oai.openapi."""


@dataclass(frozen=True)
class Things:
    """Names and describes the things of one registry."""

    site: Masthead
    subjects: Subjects

    def name(self, page: Page) -> str | None:
        """Return the name of what the page is about; None where it is no one thing."""
        subject = self.subjects.of(page.url)
        match subject:
            case OfApi(api, _, _):
                return self._api_name(api.id)
            case Entry():
                return self._api_name(subject.api)
            case Flow():
                return self.site.at(f"{page.url}#data")
            case OfField():
                return self.site.at(f"{page.url}#field")
            case Term():
                return self.site.at(f"{page.url}#term")
            case System():
                return self.site.at(f"{page.url}#system")
        return None

    def _api_name(self, api: str) -> str:
        return self.site.at(f"{links.api(api)}#api")

    def about(self, page: Page) -> Iterator[Node]:
        """Yield what the page describes; nothing for a page about no one thing."""
        subject = self.subjects.of(page.url)
        match subject:
            case OfApi(api, version, True):
                yield self._web_api(page, api, version)
            case OfField(api, field):
                name, said = self.name(page), field.meaning
                term = {"valueReference": self._term(said.term)} if said.term else {}
                yield {
                    "@id": name,
                    "propertyID": f"{api.id}#{field.id}",
                    **_measured(page.title, said),
                    **term,
                }
            case Flow():
                yield self._dataset(page, subject)
            case Term():
                yield self._defined(page, subject)
            case System():
                yield {
                    "@type": "SoftwareApplication",
                    "@id": self.name(page),
                    "name": subject.title,
                    "description": page.description,
                    "applicationCategory": subject.kind,
                    "provider": self._team(subject.team),
                }
        if page.kind == "glossary":
            yield {
                "@type": "DefinedTermSet",
                "@id": self.site.at(f"{links.GLOSSARY}#terms"),
                "name": page.title,
                "description": page.description,
            }

    def _web_api(self, page: Page, api: Api, version: str | None) -> Node:
        """https://schema.org/WebAPI; no property of it leads to the description, so the description is its subject."""
        described = self._book.description(api)
        download = links.download(api.id, version or "pending", "yaml")
        offering = self._book.registry.find_system(api.system)
        owner = described.meaning.team or (offering.team if offering else None)
        return {
            "@type": "WebAPI",
            "@id": self.name(page),
            "name": page.title,
            "description": page.description,
            "url": self.site.at(page.url),
            "documentation": self.site.at(page.url),
            "termsOfService": _address(described.info.get("termsOfService")),
            "provider": self._team(owner),
            "subjectOf": {
                "@type": "DataDownload",
                "name": f"OpenAPI description of {page.title}",
                "contentUrl": self.site.at(download),
                "encodingFormat": _OPENAPI,
                "version": version or described.version,
            },
        }

    def _dataset(self, page: Page, flow: Flow) -> Node:
        """https://schema.org/Dataset; ``variableMeasured`` is the place of units."""
        return {
            "@type": "Dataset",
            "@id": self.name(page),
            "name": flow.title,
            "description": prose.to_text(flow.answer),
            "url": self.site.at(page.url),
            "isBasedOn": {"@id": self._api_name(flow.producer.api)},
            "maintainer": self._team(flow.owner),
            "variableMeasured": list(self._variables(flow)),
        }

    def _variables(self, flow: Flow) -> Iterator[Node]:
        seen = set()
        for row in self._book.lineage.rows_of(flow):
            reference = whole(row.source)
            if reference in seen:
                continue
            seen.add(reference)
            owner, _, name = reference.partition("#")
            api = self._book.apis.get(owner)
            field = self._book.fields.of(api).get(name) if api else None
            if field is not None:
                called = self._book.called(reference) or name
                yield {"propertyID": reference, **_measured(called, field.meaning)}

    def _defined(self, page: Page, term: Term) -> Node:
        return {
            "@type": "DefinedTerm",
            "@id": self.name(page),
            "name": term.title,
            "description": prose.to_text(term.definition),
            "termCode": term.id,
            "alternateName": list(term.synonyms),
            "url": self.site.at(page.url),
            "inDefinedTermSet": {"@id": self.site.at(f"{links.GLOSSARY}#terms")},
        }

    def _term(self, reference: str) -> Node:
        name = reference.removeprefix("glossary:")
        if any(term.id == name for term in self._book.registry.terms):
            return {"@id": self.site.at(f"{links.term(name)}#term")}
        return {"@type": "DefinedTerm", "name": reference}

    def _team(self, name: str | None) -> Node | None:
        """A team; how to reach it stands on the page, not here, where harvesters look."""
        return {"@type": "Organization", "name": self._book.team(name)} if name else None

    @property
    def _book(self) -> Book:
        return self.subjects.book


def _measured(name: str, said: FieldMeaning) -> Node:
    """Return a value with its unit: UN/CEFACT has codes for some, so UCUM's are named as such."""
    unit = said.unit
    currency = said.currency if isinstance(said.currency, str) else None
    value = {
        "@type": "PropertyValue",
        "name": name,
        "description": prose.to_text(said.description),
        "unitCode": f"{said.unit_language or 'UCUM'}:{unit}" if unit else None,
        "unitText": unit or currency,
    }
    return told(value)


def _address(written: Any) -> str | None:
    return written if isinstance(written, str) and links.is_external(written) else None


def told(node: Node) -> Node:
    """Return the node without what is not said."""
    return {key: value for key, value in node.items() if value not in (None, "", [])}
