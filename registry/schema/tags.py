"""Discriminators: the tags that tell kinds of objects apart, which JSON Schema does not look at.

A tag is explained by the mapping, or is the name of a schema itself (OpenAPI 3.1.0, 4.8.25).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.schema.sample import NoSample, sample
from registry.schema.witness import PROPOSED, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from registry.schema.node import Node, Schemas
    from registry.schema.side import Side
    from registry.schema.witness import Level

COMPONENTS = "#/components/schemas"


def asked(schemas: Schemas, schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what the discriminator of a schema asks of objects, as a schema; nothing where there is none."""
    discriminator = schema.get("discriminator")
    name = _property(discriminator)
    if name:
        known = sorted({*_mapping(discriminator), *_components(schemas)})
        yield {"required": [name], **({"properties": {name: {"enum": known}}} if known else {})}


def proposals(good: Side, way: Sequence[Level], discriminator: Any, other: Any) -> Iterator[Any]:
    """Yield whole values of the good side with a tag each, first those that the other discriminator lacks."""
    name, made = _property(discriminator), 0
    lacking = _mapping(other)
    for tag, node in sorted(_kinds(good.schemas, discriminator), key=lambda kind: kind[0] in lacking):
        try:
            value = sample(good, node)
        except NoSample:
            continue
        whole = wrapped(good, way, {**value, name: tag}) if isinstance(value, dict) else None
        if whole is not None and made < PROPOSED:
            made += 1
            yield whole[0]


def _kinds(schemas: Schemas, discriminator: Any) -> Iterator[tuple[str, Node]]:
    """Yield each tag with the schema that it stands for; without a mapping the names of all schemas."""
    names = _mapping(discriminator) or {name: name for name in _components(schemas)}
    for tag, written in names.items():
        reference = written if "#" in written else f"{COMPONENTS}/{written}"
        target = schemas.target(reference)
        if target is not None:
            yield tag, schemas.node(*target)


def _property(discriminator: Any) -> str:
    name = discriminator.get("propertyName") if isinstance(discriminator, dict) else None
    return name if isinstance(name, str) else ""


def _mapping(discriminator: Any) -> Mapping[str, str]:
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    pairs = mapping.items() if isinstance(mapping, dict) else ()
    return {tag: target for tag, target in pairs if isinstance(target, str)}


def _components(schemas: Schemas) -> Mapping[str, Any]:
    found = schemas.target(COMPONENTS)
    return found.schema if found is not None and isinstance(found.schema, dict) else {}
