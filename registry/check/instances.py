"""Do the defaults and examples of a description fit their schemas: all of them in one run of jsonschema-rs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from registry.check import patterns
from registry.check.cycles import closing
from registry.check.wording import plain
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from registry.check.survey import Node, Survey

Side = Literal["request", "response", "both"]

_DOCUMENT = "urn:waybill:description"
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_OPAQUE = frozenset({"enum", "const", "default", "example", "examples"})
_ANNOTATIONS = frozenset(
    {"default", "example", "examples", "description", "title", "xml", "externalDocs", "$schema"}
)
_MOST = 3
"""So many problems of one value are told; a value of the wrong kind has a hundred."""


@dataclass(frozen=True, slots=True)
class Case:
    """A value that a description states, the schema it belongs to, and the way it travels."""

    value: Any
    pointer: str
    schema: Node
    side: Side


def misfits(survey: Survey, cases: Iterable[Case]) -> Iterator[tuple[Case, str, str]]:
    """Yield, for what does not fit its schema: the case, the pointer to the very part, and what is wrong."""
    by_side: dict[Side, list[Case]] = {}
    for case in cases:
        by_side.setdefault(case.side if survey.directed else "both", []).append(case)
    for side, several in by_side.items():
        yield from _misfits(_copied(survey, side), several)


def _misfits(document: dict[str, Any], cases: list[Case]) -> Iterator[tuple[Case, str, str]]:
    import jsonschema_rs

    schema = {
        "$schema": _DRAFT,
        "prefixItems": [{"$ref": f"{_DOCUMENT}#{_fragment(case.schema.pointer)}"} for case in cases],
    }
    registry = jsonschema_rs.Registry([(_DOCUMENT, document)], draft=jsonschema_rs.Draft202012)
    validator = jsonschema_rs.validator_for(
        schema,
        registry=registry,
        validate_formats=True,
        formats=_FORMATS,
        pattern_options=patterns.options(),
        offline=True,
    )
    told: dict[int, int] = {}
    for error in validator.iter_errors([case.value for case in cases]):
        at, *path = error.instance_path
        assert isinstance(at, int)
        told[at] = told.get(at, 0) + 1
        if (
            told[at] <= _MOST
            and error.kind.name not in _UNDECIDED
            and "Error executing regex" not in error.message
        ):
            yield cases[at], join(cases[at].pointer, *path), plain(error, path)


def _copied(survey: Survey, side: Side) -> dict[str, Any]:
    """Return the document with its schemas in JSON Schema 2020-12, as values that travel ``side`` meet them."""
    broken = {id(node.data) for node, _ in closing(survey)}
    copies: dict[int, dict[str, Any]] = {}
    for node in reversed(survey.nodes):
        if node.kind != "Schema":
            copies[id(node.data)] = {key: _swapped(value, copies) for key, value in node.data.items()}
        elif id(node.data) in broken or _leads_nowhere(survey, node.data):
            copies[id(node.data)] = {}
        else:
            copies[id(node.data)] = _schema(survey, node.data, side, copies)
    return copies[id(survey.root.data)]


def _schema(
    survey: Survey, data: Mapping[str, Any], side: Side, copies: Mapping[int, dict[str, Any]]
) -> dict[str, Any]:
    old = survey.description.dialect == "3.0"
    if old and "$ref" in data:
        return {"$ref": data["$ref"]}
    copy = {
        key: value if key in _OPAQUE else _swapped(value, copies)
        for key, value in data.items()
        if key not in _ANNOTATIONS and not key.startswith("x-")
    }
    for keyword in ("pattern", "patternProperties"):
        written = copy.get(keyword, ())
        if any(not patterns.runs(each) for each in ((written,) if isinstance(written, str) else written)):
            del copy[keyword]
    if isinstance(copy.get("required"), list):
        copy["required"] = [name for name in copy["required"] if not _stays_away(survey, data, name, side)]
    return _modern(copy) if old else copy


def _modern(schema: dict[str, Any]) -> dict[str, Any]:
    """Say in JSON Schema 2020-12 what a Schema Object of OpenAPI 3.0 says (OpenAPI 3.0.4 section 4.7.24)."""
    for bound, flag in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if (exclusive := schema.pop(flag, False)) is True and bound in schema:
            schema[flag] = schema.pop(bound)
        elif not isinstance(exclusive, bool):
            schema[flag] = exclusive
    if schema.pop("nullable", False) is True:
        return _nullable(schema)
    return schema


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """Let null pass, wherever the author put ``nullable``: beside a type, an enum or a combination."""
    if isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
    if isinstance(schema.get("enum"), list):
        schema["enum"] = [*schema["enum"], None]
    for keyword in ("allOf", "oneOf", "anyOf"):
        if isinstance(branches := schema.pop(keyword, None), list):
            either = {"anyOf": [{"type": "null"}, {keyword: branches}]}
            schema.setdefault("allOf", []).append(either)
    return schema


def _stays_away(survey: Survey, schema: Mapping[str, Any], name: object, side: Side) -> bool:
    """Whether a required property is not sent this way: ``readOnly`` in requests, ``writeOnly`` in responses."""
    properties = schema.get("properties")
    held = properties.get(name) if isinstance(properties, dict) and isinstance(name, str) else None
    if not isinstance(held, dict):
        return False
    target = survey.node_of(held["$ref"]) if isinstance(held.get("$ref"), str) else None
    flags = {**(target.data if target is not None else {}), **held}
    read_only = flags.get("readOnly") is True and side != "response"
    return read_only or (flags.get("writeOnly") is True and side != "request")


def _leads_nowhere(survey: Survey, data: Mapping[str, Any]) -> bool:
    reference = data.get("$ref")
    return isinstance(reference, str) and survey.node_of(reference) is None


def _swapped(value: Any, copies: Mapping[int, dict[str, Any]]) -> Any:
    """Return ``value``, an object or a list or map of objects, with each object's copy in its place."""
    if isinstance(value, dict):
        if (copy := copies.get(id(value))) is not None:
            return copy
        return {key: copies.get(id(member), member) for key, member in value.items()}
    if isinstance(value, list):
        return [copies.get(id(member), member) for member in value]
    return value


def _fragment(pointer: str) -> str:
    from urllib.parse import quote

    return quote(pointer, safe="/~")


_UNDECIDED = frozenset({"backtrackLimitExceeded", "regexEngineFailure", "$ref"})
_FORMATS = {
    # A link in an example is often a template or a relative one: RFC 3986 is not what an example is wrong about.
    **dict.fromkeys(("uri", "uri-reference", "iri", "iri-reference", "uri-template"), lambda _text: True),
    "regex": lambda _text: True,
}
