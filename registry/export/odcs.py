"""Data contracts: the Open Data Contract Standard 3.1, one contract for each release of an API.

Every component schema with properties is a schema object of the contract, so that its fields are addressed as flows
and relationships address them: ``Product.sku``. A property that holds another component names it in ``schema``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from registry.export import odcs_promises
from registry.export.document import Document, Export, plain, said
from registry.export.odcs_fields import Names, custom, properties
from registry.export.tables import tables
from registry.formats.yaml_text import as_yaml
from registry.model import lenient
from registry.model.semantics import field_meaning

if TYPE_CHECKING:
    from registry.export.subject import Release, Subject
    from registry.export.tables import Table
    from registry.model.registry import Registry
    from registry.model.semantics import ApiMeaning

_ADDRESS = re.compile(r"https?://[^\s{}<>\"\\^`|]+")
_STATUS = {"beta": "active", "active": "active", "deprecated": "deprecated"}


def export(subject: Subject) -> Export:
    """Return one contract for each release."""
    registry = subject.registry
    return Export(
        tuple(
            Document(each.file(".odcs.yaml"), as_yaml(contract(registry, each))) for each in subject.releases
        )
    )


def contract(registry: Registry, release: Release) -> dict[str, Any]:
    """Return the contract of one release.

    ``status`` is required by the standard: a working copy is a draft, a release active unless it says otherwise.
    """
    description, meaning = release.description, release.description.meaning
    system = registry.system(release.api.system)
    names = Names(registry, release, description)
    found = tables(description)
    return {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": release.api.id,
        **said({"name": description.title, "version": release.number}),
        "status": "draft" if release.version is None else _STATUS.get(meaning.release_status or "", "active"),
        **said(
            {
                "domain": system.title,
                "dataProduct": release.api.name,
                "description": _described(release),
                "servers": _servers(release),
                "team": _team(registry, meaning.team or system.team),
                "support": [plain(each) for each in meaning.support or system.support],
                "slaProperties": list(odcs_promises.promises(description, found)),
                "customProperties": _beyond(release, meaning),
                "schema": [_schema_object(names, table) for table in found],
            }
        ),
    }


def _described(release: Release) -> dict[str, Any]:
    info = release.description.info
    terms = lenient.text(info.get("termsOfService"))
    defined = [{"url": terms, "type": "termsOfService"}] if terms else []
    purpose = release.description.description or release.description.summary
    return said({"purpose": purpose, "authoritativeDefinitions": defined})


def _servers(release: Release) -> list[dict[str, Any]]:
    """Return the servers with an address of their own; one relative to the description has none."""
    addressed = ((server, _address(server)) for server in release.description.servers)
    return [
        {
            "server": f"server-{number}",
            "type": "api",
            **said({"description": lenient.text(server.get("description"))}),
            "location": address,
        }
        for number, (server, address) in enumerate(addressed, start=1)
        if _ADDRESS.fullmatch(address)
    ]


def _address(server: dict[str, Any]) -> str:
    """Return the URL of a server with its variables at their defaults (OpenAPI 3.1 section 4.8.6)."""
    address = lenient.text(server.get("url"))
    for name, variable in lenient.mapping(server.get("variables")).items():
        address = address.replace(f"{{{name}}}", str(lenient.mapping(variable).get("default", "")))
    return address


def _team(registry: Registry, team_id: str) -> dict[str, Any]:
    team = registry.config.teams.get(team_id)
    if team is None:
        return {"name": team_id}
    beyond = custom({"team": team_id, "contact": team.contact, "channel": team.channel})
    return said({"name": team.title, "description": team.description, "customProperties": beyond})


def _beyond(release: Release, meaning: ApiMeaning) -> list[dict[str, Any]]:
    return custom(
        {
            "api": release.api.id,
            "openapi": release.description.declared,
            "releaseStatus": meaning.release_status,
            "deprecationDate": _day(meaning.deprecation_date),
            "noticePeriod": str(meaning.notice_period or ""),
            "compatibility": meaning.compatibility,
            "successors": list(meaning.successors),
            "verifiedStatements": [plain(each) for each in meaning.verified_statements],
        }
    )


def _day(day: object) -> str:
    return "" if day is None else str(day)


def _schema_object(names: Names, table: Table) -> dict[str, Any]:
    meaning = field_meaning(table.spot.schema, names.description.follow)
    return {
        **said({"id": names.stable(table.name)}),
        "name": table.name,
        "logicalType": "object",
        "physicalType": "object",
        **said(
            {
                "businessName": meaning.business_name or meaning.title,
                "description": meaning.description,
                "authoritativeDefinitions": names.definitions(meaning.term),
                "properties": properties(names, table),
            }
        ),
    }
