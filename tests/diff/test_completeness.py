"""Every edit of every keyword that the official schemas of OpenAPI and JSON Schema know is reported, or is inert.

The keywords come from the schemas themselves; ``samples.yaml`` says what to edit them to, ``inert.yaml`` which edits
mean nothing to anybody, and why; extensions (``x-``) have their own rules. A keyword without sample, an edit that is
silently passed over and an inert edit that is reported after all fail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_specifications  # type: ignore[import-untyped]  # has no py.typed
import pytest
import yaml

from registry.check import official

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from registry.diff import Comparison

HERE = Path(__file__).parent
SPOT = "§"
VERSIONS = {"3.0": "3.0.3", "3.1": "3.1.0", "3.2": "3.2.0"}
JSON_SCHEMA = "https://json-schema.org/draft/2020-12/"
MEMBER = "{}"
"""Stands for the members of an object that is a map."""

OTHER_NAMES = {
    "o-auth-flows": "oauth-flows",
    "callback": "callbacks",
    "external-docs": "external-documentation",
} | dict.fromkeys(
    (
        "implicit-o-auth-flow",
        "password-o-auth-flow",
        "client-credentials-flow",
        "authorization-code-o-auth-flow",
        "implicit",
        "password",
        "client-credentials",
        "authorization-code",
        "device-authorization",
    ),
    "oauth-flow",
)
"""Kinds of objects that the versions call differently."""

Keywords = dict[str, Any]
"""What the official schema says of the value, by keyword."""


@dataclass(frozen=True)
class Edit:
    """One edit of one keyword: two descriptions that differ in nothing else."""

    name: str
    old: Any
    new: Any


@cache
def load(name: str) -> Mapping[str, Any]:
    written: Mapping[str, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return written


@cache
def kinds(version: str) -> Mapping[str, Keywords]:
    """The keywords of every kind of object, as the official schema of a version has them."""
    document = official.official(version)
    found: dict[str, Keywords] = {"openapi": typed(keywords(document, document, set()))}
    parts: set[int] = set()
    for name, schema in definitions(document):
        if not name.endswith("-or-reference"):
            known = found.setdefault(named(name), {})
            known |= typed((*known.items(), *keywords(document, schema, parts)))
    for name, schema in definitions(document):
        if id(schema) in parts:
            found.pop(named(name), None)
    if version != "3.0":
        found["schema"] = typed(vocabularies(version))
        base = dialect(version)
        for name, schema in base["$defs"].items():
            found[named(name)] = typed(keywords(base, schema, parts))
    return {kind: known for kind, known in found.items() if known}


def typed(pairs: Iterable[tuple[str, Any]]) -> Keywords:
    """Gather keywords; where several schemas speak of one, the one that says a type counts."""
    found: Keywords = {}
    for name, schema in pairs:
        known = found.get(name)
        if not isinstance(known, dict) or "type" not in known:
            found[name] = schema
    return found


def definitions(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, inner in {**schema.get("definitions", {}), **schema.get("$defs", {})}.items():
        yield name, inner
        yield from definitions(inner)


def named(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()
    return OTHER_NAMES.get(spaced, spaced)


def keywords(document: Any, schema: Any, parts: set[int]) -> Iterator[tuple[str, Any]]:
    """Yield the keywords of an object, those of the schemas it is composed of (which are noted as parts) too."""
    if not isinstance(schema, dict):
        return
    yield from schema.get("properties", {}).items()
    for pattern, value in schema.get("patternProperties", {}).items():
        yield from ((name, value) for name in spelled(pattern.replace("\\", ""), value))
    others = schema.get("additionalProperties")
    if isinstance(others, dict) and others.get("type") != "string":
        yield MEMBER, others
    reference = schema.get("$ref", "")
    if reference.startswith("#/"):
        target = document
        for step in reference[2:].split("/"):
            target = target[step]
        parts.add(id(target))
        yield from keywords(document, target, parts)
    for branch in (
        *schema.get("allOf", ()),
        *schema.get("oneOf", ()),
        *schema.get("dependentSchemas", {}).values(),
        schema.get("then"),
        schema.get("else"),
    ):
        yield from keywords(document, branch, parts)


def spelled(pattern: str, value: Any) -> tuple[str, ...]:
    """The names that a pattern spells out; a map's member where it names none, nothing for extensions."""
    if fixed := re.fullmatch(r"\^\(?([\w$|]+?)\)?\$", pattern):
        return tuple(fixed[1].split("|"))
    return (MEMBER,) if isinstance(value, dict) and {"$ref", "oneOf"} & set(value) else ()


def dialect(version: str) -> dict[str, Any]:
    prefix = f"https://spec.openapis.org/oas/{version}/meta/"
    return next(each for each in official._vocabularies() if str(each["$id"]).startswith(prefix))


def vocabularies(version: str) -> Iterator[tuple[str, Any]]:
    for uri in sorted(jsonschema_specifications.REGISTRY):
        if uri.startswith(JSON_SCHEMA):
            yield from jsonschema_specifications.REGISTRY.contents(uri).get("properties", {}).items()
    yield from dialect(version)["properties"].items()


def values(kind: str, keyword: str, schema: Any) -> tuple[Any, Any] | None:
    """Two values of a keyword: those of the samples, else what its type suggests."""
    sample = load("samples.yaml").get(kind, {}).get("keywords", {}).get(keyword)
    written = sample.get("values") if isinstance(sample, dict) else sample
    if written is not None:
        return written[0], written[1]
    told = schema if isinstance(schema, dict) else {}
    if str(told.get("format", "")).startswith(("uri", "iri")):
        return "https://a.example/one", "https://a.example/two"
    reference = str(told.get("$ref", "")).rsplit("/", 1)[-1]
    return {
        "string": ("one", "two"),
        "boolean": (True, False),
        "integer": (2, 5),
        "number": (2, 5),
        "nonNegativeInteger": (2, 5),
        "nonNegativeIntegerDefault0": (2, 5),
        "uriReferenceString": ("https://a.example/one", "https://a.example/two"),
        "uriString": ("https://a.example/one", "https://a.example/two"),
        "anchorString": ("one", "two"),
    }.get(told.get("type", reference))


def edits(version: str, kind: str, keyword: str) -> Iterator[Edit]:
    """Every edit of a keyword, carried out on a small description."""
    pair = values(kind, keyword, kinds(version)[kind][keyword])
    assert pair is not None, f"samples.yaml has no values for {kind}.{keyword}"
    object_ = load("samples.yaml")[kind]
    sample = object_.get("keywords", {}).get(keyword)
    told = sample if isinstance(sample, dict) else {}
    omitted = {keyword, *told.get("without", ())}
    base = {} if told.get("alone") else {k: v for k, v in object_.get("base", {}).items() if k not in omitted}
    base |= told.get("beside", {})

    def written(value: Any) -> Any:
        return filled(object_["at"], {**base, **(value if keyword == MEMBER else {keyword: value})})

    one, other = pair
    if keyword not in object_.get("base", {}):
        nothing = filled(object_["at"], base)
        yield Edit("add", nothing, written(one))
        yield Edit("remove", written(one), nothing)
    if isinstance(one, (int, float)) and not isinstance(one, bool) and one < other:
        yield Edit("raise", written(one), written(other))
        yield Edit("lower", written(other), written(one))
    elif one != other:
        yield Edit("replace", written(one), written(other))
    if isinstance(one, list) and len(one) > 1:
        yield Edit("reorder", written(one), written(one[::-1]))


def filled(place: Any, value: Any) -> Any:
    if isinstance(place, dict):
        return {key: filled(member, value) for key, member in place.items()}
    if isinstance(place, list):
        return [filled(member, value) for member in place]
    return value if place == SPOT else place


def inert(name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in load("inert.yaml"))


KEYWORDS = [
    (version, kind, keyword)
    for version in VERSIONS
    for kind in kinds(version)
    for keyword in kinds(version)[kind]
]


@pytest.mark.parametrize(("version", "kind", "keyword"), KEYWORDS)
def test_every_edit_of_a_keyword_is_reported_or_inert(
    version: str, kind: str, keyword: str, compare_documents: Callable[..., Comparison]
) -> None:
    unlike = {}
    for edit in edits(version, kind, keyword):
        found = compare_documents(edit.old, edit.new, versions=(VERSIONS[version],) * 2).changes
        name = f"{kind}.{keyword}.{edit.name}"
        if bool(found) == inert(name):
            unlike[name] = [change.message for change in found] or "nothing is reported"
    assert unlike == {}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_order_of_keys_is_never_a_change(
    version: str, compare_documents: Callable[..., Comparison]
) -> None:
    for kind, known in kinds(version).items():
        for keyword in known:
            for edit in edits(version, kind, keyword):
                found = compare_documents(edit.new, reordered(edit.new), versions=(VERSIONS[version],) * 2)
                assert [change.message for change in found.changes] == [], f"{kind}.{keyword}"


def reordered(value: Any) -> Any:
    """The same JSON with the keys of every object the other way round."""
    if isinstance(value, dict):
        return {key: reordered(member) for key, member in reversed(value.items())}
    return [reordered(member) for member in value] if isinstance(value, list) else value


def test_every_inert_edit_has_a_reason_and_exists() -> None:
    names = {
        f"{kind}.{keyword}.{edit.name}"
        for version, kind, keyword in KEYWORDS
        for edit in edits(version, kind, keyword)
    }
    for pattern, reason in load("inert.yaml").items():
        assert reason.strip()
        assert any(fnmatchcase(name, pattern) for name in names), pattern


def test_no_sample_is_written_in_vain() -> None:
    known = {(kind, keyword) for _, kind, keyword in KEYWORDS}
    samples = load("samples.yaml")
    assert {(kind, keyword) for kind in samples for keyword in samples[kind].get("keywords", {})} <= known
    assert set(samples) == {kind for kind, _ in known}
