"""What fields say themselves of where their values come from: derivation, source of truth, foreign keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from registry.flow.edges import Edge
from registry.model.fields import NoSuchField, fields, named
from registry.source.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.flow.edges import Kind
    from registry.model.description import Description
    from registry.model.fields import Field
    from registry.model.registry import Api, Registry

SAYS = re.compile(r"relationships|sourceOfTruth|derivation")
"""The keys under which a field says such a thing."""

ELSEWHERE = re.compile(r"\\[xuU\r\n]|\$ref(?![\"']?\s*:\s*[\"']?#)")
"""What lets a file say more than its text shows: an escape within a text, a reference to another file."""


def statements(registry: Registry, api: Api) -> Iterator[Edge]:
    """Yield an edge into each field of an API for each field that it says its value comes from or refers to."""
    description = described(api)
    for field in fields(description):
        said = field.meaning
        target = f"{api.id}#{field.id}"
        for relationship in said.relationships:
            source = pointed_at(registry, api, field, relationship.to)
            yield from stated("relationship", source, target, relationship.description)
        if said.derivation is not None:
            for origin in said.derivation.from_:
                source = pointed_at(registry, api, field, origin)
                yield from stated("derivation", source, target, said.derivation.description)
        truth = said.source_of_truth
        if truth is not None and truth.field is not None:
            source = in_system(registry, truth.system, truth.field)
            yield from stated("sourceOfTruth", source, target, truth.description)


def stated(kind: Kind, source: str, target: str, said: str | None) -> Iterator[Edge]:
    """Yield one statement; a field that names itself says nothing of where it comes from."""
    if source != target:
        from_path, to_path = (one.partition("#")[2] for one in (source, target))
        yield Edge("", 0, source, target, source, target, from_path, to_path, kind=kind, said=said or "")


def described(api: Api) -> Description:
    """Return what an API says now: its newest release, or the working copy before the first."""
    return api.description(api.latest)


def pointed_at(registry: Registry, api: Api, field: Field, written: str) -> str:
    """Return the reference of a field that another one names: of any API, of the same one, or beside it."""
    other, hash_mark, name = written.rpartition("#")
    if hash_mark:
        known = registry.find_api(other)
        found = None if known is None else field_named(described(known), name)
        return f"{other}#{found or name}"
    beside = field.id.rpartition(".")[0]
    candidates = (written, f"{beside}.{written}", f"{field.schema_name}.{written}")
    description = field.description
    return f"{api.id}#{next(filter(None, (field_named(description, one) for one in candidates)), written)}"


def in_system(registry: Registry, system: str, name: str) -> str:
    """Return the reference of a field of one of the APIs of a system; by the system's name if none has it."""
    for api in registry.apis_of(system):
        if (found := field_named(described(api), name)) is not None:
            return f"{api.id}#{found}"
    return f"{system}#{name}"


def field_named(description: Description, name: str) -> str | None:
    """Return the id of a field under the schema that declares it, None if there is no such field."""
    if not any(name.startswith(schema) for schema in description.schemas):
        return None
    try:
        return named(description, name).id
    except NoSuchField:
        return None


def may_name(registry: Registry, api: Api, system: str) -> bool:
    """Tell whether a field of an API may name a field of a system; its text is enough to rule most out.

    Other files that the text refers to and escapes could say it as well: then nothing is ruled out.
    """
    files = registry.store.files
    paths = registry.store.description_files(api.id, api.latest)
    texts = [decode(files.read(path), files.shown(path)) for path in paths]
    return any(ELSEWHERE.search(text) or (system in text and SAYS.search(text)) for text in texts)
