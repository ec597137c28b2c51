"""The catalog of Backstage: groups, systems, APIs, components and resources with what they offer and take.

A component stands for each system that offers APIs, and one for each flow, which is what really calls both ends. The
definition of an API is the file itself, named by a link relative to the catalog file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from registry.export.backstage_names import Names
from registry.export.document import Document, Export, said
from registry.formats.yaml_text import as_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from registry.export.subject import Release, Subject
    from registry.model.flow import Flow
    from registry.model.semantics import ApiMeaning, Support
    from registry.model.system import System

Entity: TypeAlias = dict[str, Any]

PATH = "catalog-info.yaml"
_MAIL = re.compile(r"[^@\s:/]+@[^@\s:/]+")
_WEB = re.compile(r"https?://[\w.-]+(:\d+)?([/?#]\S*)?", re.ASCII)
_LIFECYCLES = {"beta": "experimental", "active": "production", "deprecated": "deprecated"}


def export(subject: Subject) -> Export:
    """Return all entities as one file of several YAML documents."""
    return Export((Document(PATH, "---\n".join(as_yaml(entity) for entity in entities(subject))),))


def entities(subject: Subject) -> Iterator[Entity]:
    """Yield groups, systems, APIs, components, resources, each once."""
    names = Names(subject.registry)
    yield from _groups(subject, names)
    for system in subject.systems:
        yield _system(names, system)
    released = {release.api.id: release for release in subject.releases}
    for release in released.values():
        yield _api(subject, names, release)
    for system in subject.systems:
        offered = [release.api.id for release in released.values() if release.api.system == system.id]
        if offered:
            yield _offering(names, system, offered)
    for flow in subject.flows:
        yield _flow(names, flow)
    stores = {_store(flow): flow for flow in subject.flows if flow.consumer.store}
    for store, flow in stores.items():
        yield _resource(names, store, flow)


def _entity(kind: str, name: str, metadata: Mapping[str, Any], spec: Mapping[str, Any]) -> Entity:
    return {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": kind,
        "metadata": {"name": name, **said(metadata)},
        "spec": dict(spec),
    }


def _groups(subject: Subject, names: Names) -> Iterator[Entity]:
    """Yield the teams that own something here; of a whole registry, all of its teams."""
    registry = subject.registry
    owners = {system.team for system in subject.systems} | {flow.owner for flow in subject.flows}
    owners |= {release.description.meaning.team or "" for release in subject.releases}
    if len(subject.systems) == len(registry.systems):
        owners.update(registry.config.teams)
    for team_id in sorted(owners - {""}):
        team = registry.config.teams.get(team_id)
        contact = team.contact or "" if team else ""
        profile = said(
            {"displayName": team.title if team else "", "email": contact if _MAIL.fullmatch(contact) else ""}
        )
        metadata = {
            "title": team.title if team else "",
            "description": team.description if team else "",
            "annotations": said({"waybill/team": team_id, "waybill/channel": team.channel if team else ""}),
            "links": _links([("Contact", contact)]),
        }
        yield _entity(
            "Group",
            names.team(team_id),
            metadata,
            {"type": "team", **said({"profile": profile}), "children": []},
        )


def _system(names: Names, system: System) -> Entity:
    vendor = system.vendor
    metadata = {
        "title": system.title,
        "description": system.description,
        "annotations": {"waybill/system": system.id},
        "links": _links([(vendor.name, vendor.url or "")] if vendor else [], system.support),
    }
    return _entity("System", names.systems[system.id], metadata, {"owner": names.team(system.team)})


def _api(subject: Subject, names: Names, release: Release) -> Entity:
    description, meaning = release.description, release.description.meaning
    system = subject.registry.system(release.api.system)
    metadata = {
        "title": description.title,
        "description": description.summary or description.description,
        "annotations": {"waybill/api": release.api.id, "waybill/version": release.number},
        "links": _links([], meaning.support),
    }
    spec = {
        "type": "openapi",
        "lifecycle": _lifecycle(release, meaning),
        "owner": names.team(meaning.team or system.team),
        "system": names.systems[system.id],
        "definition": _definition(subject, release),
    }
    return _entity("API", names.apis[release.api.id], metadata, spec)


def _lifecycle(release: Release, meaning: ApiMeaning) -> str:
    """Return where the API stands; it must be said, so what is only being written is experimental."""
    unsaid = "experimental" if release.version is None else "production"
    return _LIFECYCLES.get(meaning.release_status or "", unsaid)


def _definition(subject: Subject, release: Release) -> Any:
    """Return a link to the frozen file, which is whole; a working copy may be several files, so its text."""
    if release.version is None:
        return as_yaml(release.description.bundle.data)
    return {"$text": subject.link(PATH, release.path)}


def _offering(names: Names, system: System, offered: list[str]) -> Entity:
    metadata = {"title": system.title, "annotations": {"waybill/system": system.id}}
    spec = {
        "type": "service" if system.kind == "own" else system.kind,
        "lifecycle": "production",
        "owner": names.team(system.team),
        "system": names.systems[system.id],
        "providesApis": [names.apis[api_id] for api_id in offered],
    }
    return _entity("Component", names.components[system.id], metadata, spec)


def _flow(names: Names, flow: Flow) -> Entity:
    ends = dict.fromkeys((flow.producer.api, flow.consumer.api or ""))
    called = [names.apis[api_id] for api_id in ends if api_id in names.apis]
    stores = [f"resource:{names.resources[_store(flow)]}"] if flow.consumer.store else []
    metadata = {
        "title": flow.title,
        "description": flow.answer,
        "annotations": {"waybill/flow": flow.id},
    }
    spec = {
        "type": "data-flow",
        "lifecycle": "production",
        "owner": names.team(flow.owner),
        "system": names.systems[flow.consumer_system],
        "consumesApis": called,
        **said({"dependsOn": stores}),
    }
    return _entity("Component", names.components[flow.id], metadata, spec)


def _resource(names: Names, store: str, flow: Flow) -> Entity:
    metadata = {"title": flow.consumer.store, "annotations": {"waybill/system": flow.consumer_system}}
    system = names.registry.system(flow.consumer_system)
    spec = {"type": "store", "owner": names.team(system.team), "system": names.systems[system.id]}
    return _entity("Resource", names.resources[store], metadata, spec)


def _store(flow: Flow) -> str:
    return f"{flow.consumer_system}/{flow.consumer.store}"


def _links(named: list[tuple[str, str]], support: tuple[Support, ...] = ()) -> list[dict[str, str]]:
    """Return what has an address on the web, under the name people give it."""
    channels = ((each.channel, each.url or each.channel) for each in support)
    return [
        {"url": url, **said({"title": title})} for title, url in (*named, *channels) if _WEB.fullmatch(url)
    ]
