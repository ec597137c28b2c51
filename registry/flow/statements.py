"""What fields say themselves of where their values come from: derivation, source of truth, foreign keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
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

KEYS = frozenset({"relationships", "sourceOfTruth", "derivation"})
"""The keys of ``x-field`` under which a field says such a thing."""

CONTAINER = "x-field"
"""The key under which a field says anything of this."""

ELSEWHERE = re.compile(r"\\[xuU\r\n]|\$ref(?![\"']?\s*:\s*[\"']?#)")
"""What lets a file say more than its text shows: an escape within a text, a reference to another file."""

WORD = re.compile(r"[^\s,:{}\[\]\"'#/]+")
"""A word in YAML or JSON, such as the id of a system."""

REFERENCE = re.compile(r"#([^\s,:{}\[\]\"'#/]+/[^\s,:{}\[\]\"'#/]+)")
"""The API in the reference of a field, in a text that is read backwards: forwards every word might begin one."""


@dataclass(frozen=True, eq=False, slots=True)
class Statement:
    """What one field of an API says of another one, as it is written.

    ``api`` is the API that the other field is in, as far as that is written; else it is one of ``system``.
    """

    kind: Kind
    field: Field
    target: str
    name: str
    api: str | None
    system: str | None
    said: str

    def may_mean(self, owner: str) -> bool:
        """Tell whether the other field may be one of an API."""
        return owner == self.api or owner.partition("/")[0] == self.system

    def edge(self, registry: Registry) -> Edge | None:
        """Return the statement between the references of both fields; None for a field that names itself."""
        source = in_system(registry, self.system, self.name) if self.system else self._pointed_at(registry)
        if source == self.target:
            return None
        from_path, to_path = (one.partition("#")[2] for one in (source, self.target))
        return Edge(
            "",
            0,
            source,
            self.target,
            source,
            self.target,
            from_path,
            to_path,
            kind=self.kind,
            said=self.said,
        )

    def _pointed_at(self, registry: Registry) -> str:
        """Return the reference of the other field: of any API, of the same one, or beside it."""
        own = self.target.partition("#")[0]
        if self.api != own:
            known = registry.find_api(self.api or "")
            found = None if known is None else field_named(described(known), self.name)
            return f"{self.api}#{found or self.name}"
        field = self.field
        beside = field.id.rpartition(".")[0]
        candidates = (self.name, f"{beside}.{self.name}", f"{field.schema_name}.{self.name}")
        found = next(filter(None, (field_named(field.description, one) for one in candidates)), None)
        return f"{own}#{found or self.name}"


def statements(api: Api) -> Iterator[Statement]:
    """Yield what the fields of an API say, nothing looked up yet."""
    description = described(api)
    for field in fields(description):
        if not field.may_say(KEYS):
            continue
        target, said = f"{api.id}#{field.id}", field.meaning
        for one in said.relationships:
            other, _, name = one.to.rpartition("#")
            owner = other or api.id
            yield Statement("relationship", field, target, name, owner, None, one.description or "")
        if said.derivation is not None:
            for origin in said.derivation.from_:
                other, _, name = origin.rpartition("#")
                why = said.derivation.description or ""
                yield Statement("derivation", field, target, name, other or api.id, None, why)
        truth = said.source_of_truth
        if truth is not None and truth.field is not None:
            why = truth.description or ""
            yield Statement("sourceOfTruth", field, target, truth.field, None, truth.system, why)


def described(api: Api) -> Description:
    """Return what an API says now: its newest release, or the working copy before the first."""
    return api.description(api.latest)


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


@dataclass(frozen=True, slots=True)
class Named:
    """What the text of an API names: other APIs before a ``#``, and systems where it speaks of sources of truth."""

    apis: frozenset[str]
    systems: frozenset[str]


def named_by(registry: Registry, api: Api) -> Named | None:
    """Return what fields of an API may name, by the words of its text; None if that may be anything.

    Other files that the text refers to and escapes could name more: then nothing is ruled out.
    """
    files = registry.store.files
    apis: set[str] = {api.id}
    systems: set[str] = set()
    for path in registry.store.description_files(api.id, api.latest):
        text = decode(files.read(path), files.shown(path))
        if ELSEWHERE.search(text):
            return None
        if CONTAINER not in text:
            continue
        apis.update(name[::-1] for name in REFERENCE.findall(text[::-1]))
        if "sourceOfTruth" in text:
            systems |= registry.system_ids.intersection(WORD.findall(text))
    return Named(frozenset(apis), frozenset(systems))
