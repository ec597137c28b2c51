"""The OpenAPI Initiative's own JSON Schemas of its documents, compiled once per version by jsonschema-rs.

openapi-spec-validator ships them (Apache-2.0). They are read as files: importing that package costs 0.3 s.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from registry.source.pointer import find, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import jsonschema_rs

VERSIONS = ("2.0", "3.0", "3.1", "3.2")

_WITHOUT_DIALECTS = ("2.0", "3.0")
JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"

_REMOVED = object()
_CORRECTIONS: Mapping[str, tuple[tuple[str, Any], ...]] = {
    # What the Initiative has published since the files that are shipped (schema tests of OpenAPI 3.1.2).
    "3.1": (
        ("/$defs/link/properties/server", {"$ref": "#/$defs/server"}),
        ("/$defs/link/properties/body", _REMOVED),
        ("/$defs/examples/not", {"required": ["example", "examples"]}),
    ),
}


def supported(declared: str) -> str | None:
    """Return the minor version ("3.1") whose schema decides on what declares ``declared``, or None."""
    minor = ".".join(declared.split(".")[:2])
    return minor if minor in VERSIONS else None


@cache
def validator(version: str, *, schemas_too: bool = True) -> jsonschema_rs.Validator:
    """Return the compiled schema of documents of ``version`` ("2.0", "3.0", "3.1", "3.2").

    ``schemas_too`` is False for a document of 3.1 or later in a JSON Schema dialect of its own, whose Schema
    Objects this schema cannot judge.
    """
    import jsonschema_rs  # noqa: PLC0415 - heavy

    document = official(version)
    if version in _WITHOUT_DIALECTS:
        return jsonschema_rs.validator_for(document, validate_formats=True, formats=_FORMATS, offline=True)
    registry = jsonschema_rs.Registry([(each["$id"], each) for each in (document, *_vocabularies())])
    base: dict[str, Any] = {"$schema": JSON_SCHEMA, "$ref": document["$id"]}
    if schemas_too:
        base["$id"] = f"{document['$id']}-base"
        base["$defs"] = {"schema": {"$dynamicAnchor": "meta", "$ref": _dialect(version)}}
    return jsonschema_rs.validator_for(
        base, registry=registry, validate_formats=True, formats=_FORMATS, offline=True
    )


@cache
def official(version: str) -> dict[str, Any]:
    """Return the schema of documents of ``version``, with the corrections."""
    folder = _folder("openapi_spec_validator") / "resources" / "schemas"
    document: dict[str, Any] = json.loads((folder / f"v{version}" / "schema.json").read_bytes())
    for pointer, value in _CORRECTIONS.get(version, ()):
        *parents, key = split(pointer)
        parent = find(document, parents)
        parent.pop(key, None)
        if value is not _REMOVED:
            parent[key] = value
    return document


def names_at(version: str, location: str | None, path: Sequence[str | int]) -> tuple[str, ...]:
    """Return the keys that a schema knows for its object.

    The schema stands at ``path`` in the document that the absolute ``location`` of one of its keywords names;
    the schema of 2.0 has no identifier, hence no such location.
    """
    identifier = location.partition("#")[0] if location else ""
    for document in (official(version), *_vocabularies()):
        if not location or document.get("$id", document.get("id", "")) == identifier:
            return tuple(dict.fromkeys(_names(document, find(document, map(str, path)), 0)))
    return ()


def _dialect(version: str) -> str:
    """Return the identifier of the JSON Schema dialect in which ``version`` writes its Schema Objects."""
    prefix = f"https://spec.openapis.org/oas/{version}/dialect/"
    return next(name for each in _vocabularies() if (name := str(each["$id"])).startswith(prefix))


@cache
def _vocabularies() -> tuple[dict[str, Any], ...]:
    folder = _folder("openapi_schema_validator") / "schemas"
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix in {"", ".json"})
    return tuple(json.loads(file.read_bytes()) for file in files)


def _folder(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(next(iter(spec.submodule_search_locations)))


_DEPTH = 8
"""How far `_names` follows references: deep enough for every official schema, and an end for a cycle."""


def _names(document: dict[str, Any], schema: Any, depth: int) -> Iterator[str]:
    if not isinstance(schema, dict) or depth > _DEPTH:
        return
    yield from schema.get("properties", {})
    for pattern in schema.get("patternProperties", {}):
        if pattern.startswith("^(") and pattern.endswith(")$"):
            yield from pattern[2:-2].split("|")
    reference = schema.get("$ref", "")
    if reference.startswith("#/"):
        yield from _names(document, find(document, split(reference[1:])), depth + 1)
    for part in (
        *schema.get("allOf", ()),
        *schema.get("oneOf", ()),
        *schema.get("dependentSchemas", {}).values(),
    ):
        yield from _names(document, part, depth + 1)
    for keyword in ("then", "else"):
        yield from _names(document, schema.get(keyword), depth + 1)


def _is_link(text: str) -> bool:
    return " " not in text.strip("\n")


_FORMATS = {
    # Links may hold the braces of a template, which RFC 3986 does not know; patterns have their own rule.
    **dict.fromkeys(("uri", "uri-reference", "iri", "iri-reference"), _is_link),
    "regex": lambda _text: True,
}
