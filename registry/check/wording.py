"""What a JSON Schema validator reports, said in a sentence: the object, the key, and what was meant."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Any

from registry.check.official import names_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import jsonschema_rs

_KINDS = {
    "securityscheme": "Security Scheme",
    "security": "Security Scheme",
    "parameter": "Parameter",
    "parametersubschema": "Parameter",
    "xml": "XML",
    "oauth-flows": "OAuth Flows",
}
"""Definitions whose names say more, or less, than the kind of object they define."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CONTAINERS = frozenset({"$defs", "definitions"})
_ARTICLES = {"array": "a list", "object": "a mapping", "integer": "an integer", "null": "null"}
_WHOLE = "the document"
_LONGEST = 60
_LENGTHS = 4
"""By how many characters a misspelled name may be longer or shorter."""
_COMPARED = 50


@dataclass(frozen=True, slots=True)
class Sentence:
    """One problem; ``key`` is the member that the problem is about, or None for the object itself."""

    message: str
    remedy: str = ""
    key: str | None = None


def sentences(error: jsonschema_rs.ValidationError, version: str) -> Iterator[Sentence]:
    """Say what ``error``, found by the official schema of ``version``, means to an author."""
    kind = error.kind.name
    if kind in {"additionalProperties", "unevaluatedProperties"}:
        yield from _unexpected(error, version)
    elif kind in _SAID:
        yield _SAID[kind](error)
    else:
        yield Sentence(f"{_holder(error)} is not as the specification says: {_shortened(error.message)}")


def plain(error: jsonschema_rs.ValidationError, path: list[str | int]) -> str:
    """Say what is wrong with a value, at ``path`` in it, by a schema of the description itself."""
    kind = error.kind
    if kind.name == "required":
        return f"'{kind.property}' is missing{_inside(path)}"  # type: ignore[attr-defined]
    if kind.name in {"additionalProperties", "unevaluatedProperties"}:
        names = ", ".join(f"'{name}'" for name in kind.unexpected)  # type: ignore[attr-defined]
        return f"{names} not allowed{_inside(path)}"
    if kind.name in {"oneOf", "anyOf"}:
        return f"it fits none, or more than one, of the alternatives{_inside(path)}"
    if kind.name == "type" and not path and str(error.instance).startswith(("{", "[")):
        return "it is JSON written as a text"
    if kind.name in _SAID:
        return _SAID[kind.name](error).message.replace(_WHOLE, "it")
    return _shortened(error.message)


def _inside(path: list[str | int]) -> str:
    return f" in '{'.'.join(str(step) for step in path)}'" if path else ""


def owner(error: jsonschema_rs.ValidationError) -> str:
    """Return the name of the object whose definition is not met: "Operation", "Path Item", "Schema"."""
    path = [str(step) for step in error.schema_path]
    defined = [path[at + 1] for at, step in enumerate(path[:-1]) if step in _CONTAINERS]
    if defined:
        return _title(defined[0])
    location = error.absolute_keyword_location or ""
    return "Schema" if "json-schema.org" in location or "/meta/" in location else "Document"


def owner_named(error: jsonschema_rs.ValidationError) -> str:
    """Return `owner` as it reads in a sentence."""
    name = owner(error)
    return _WHOLE if name == "Document" else name


def shown(value: Any) -> str:
    """Return a value as a person would write it, shortened."""
    if isinstance(value, str):
        return f"'{_shortened(value)}'"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return _shortened(json.dumps(value, default=str))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return "did you mean 'x'?" for the known name nearest to ``name``, or nothing.

    Comparing takes long where a thousand names are known: only some of like length and ending are compared.
    """
    alike = (each for each in known if abs(len(each) - len(name)) <= _LENGTHS and _touch(each, name))
    close = get_close_matches(name, [*islice(alike, _COMPARED)], 1)
    return f"did you mean '{close[0]}'?" if close else ""


def _touch(one: str, other: str) -> bool:
    return one[:1].lower() == other[:1].lower() or one[-1:].lower() == other[-1:].lower()


def _unexpected(error: jsonschema_rs.ValidationError, version: str) -> Iterator[Sentence]:
    known = names_at(version, error.absolute_keyword_location, error.schema_path[:-1])
    named = owner(error)
    for key in error.kind.unexpected:  # type: ignore[attr-defined]
        if named == "Paths":
            yield Sentence(f"'{key}' is not a path", "a path begins with '/'", key)
        elif named == "Responses":
            yield Sentence(f"'{key}' is not a status code", "write 200, 4XX or default", key)
        elif key in known:
            yield Sentence(f"'{key}' has no place in this {named}", _only(key), key)
        else:
            yield Sentence(f"'{key}' is not a property of {owner_named(error)}", nearest(key, known), key)


def _only(key: str) -> str:
    """Return what is known of keys that the specification allows in some objects of a kind only."""
    return {
        "allowEmptyValue": "only a query parameter takes it",
        "allowReserved": "only a query parameter takes it, up to OpenAPI 3.1",
        "bearerFormat": "only a security scheme of type http takes it",
        "style": "it goes with 'schema', not with 'content'",
        "explode": "it goes with 'schema', not with 'content'",
    }.get(key, "remove it")


def _required(error: jsonschema_rs.ValidationError) -> Sentence:
    name = error.kind.property  # type: ignore[attr-defined]
    return Sentence(f"'{name}' is missing in {owner_named(error)}", f"add '{name}'")


def _type(error: jsonschema_rs.ValidationError) -> Sentence:
    wanted = [_ARTICLES.get(each, f"a {each}") for each in error.kind.types]  # type: ignore[attr-defined]
    return Sentence(f"{_holder(error)} must be {' or '.join(wanted)}; found {shown(error.instance)}")


def _enum(error: jsonschema_rs.ValidationError) -> Sentence:
    known, found = error.kind.options, shown(error.instance)  # type: ignore[attr-defined]
    if found in known:
        texts = ", ".join(map(shown, known))
        return Sentence(f"{_holder(error)} must be one of {texts}; found {found}, which is no text")
    return one_of(_holder(error), tuple(map(str, known)), error.instance)


def one_of(holder: str, options: tuple[str, ...], found: Any, key: str | None = None) -> Sentence:
    """Say that a value is none of the ``options``."""
    remedy = nearest(found, options) if isinstance(found, str) else ""
    return Sentence(f"{holder} must be one of {', '.join(options)}; found {shown(found)}", remedy, key)


def _constant(error: jsonschema_rs.ValidationError) -> Sentence:
    expected = shown(error.kind.expected_value)  # type: ignore[attr-defined]
    return Sentence(f"{_holder(error)} must be {expected} here; found {shown(error.instance)}")


def _pattern(error: jsonschema_rs.ValidationError) -> Sentence:
    pattern = error.kind.pattern  # type: ignore[attr-defined]
    return Sentence(f"{_holder(error)} must match {pattern}; found {shown(error.instance)}")


def _format(error: jsonschema_rs.ValidationError) -> Sentence:
    wanted = error.kind.format  # type: ignore[attr-defined]
    return Sentence(f"{_holder(error)} must be of the format '{wanted}'; found {shown(error.instance)}")


def _few(error: jsonschema_rs.ValidationError) -> Sentence:
    least = error.kind.value
    wanted = "not be empty" if least == 1 else f"have at least {least} {_things(error)}"
    return Sentence(f"{_holder(error)} must {wanted}")


def _many(error: jsonschema_rs.ValidationError) -> Sentence:
    return Sentence(f"{_holder(error)} must have at most {error.kind.value} {_things(error)}")


def _things(error: jsonschema_rs.ValidationError) -> str:
    many = "s" if error.kind.value != 1 else ""
    return f"{'character' if isinstance(error.instance, str) else 'member'}{many}"


def _multiple(error: jsonschema_rs.ValidationError) -> Sentence:
    return Sentence(
        f"{_holder(error)} must be a multiple of {error.kind.value}; found {shown(error.instance)}"
    )


def _limit(error: jsonschema_rs.ValidationError) -> Sentence:
    sign = {"minimum": "at least", "exclusiveMinimum": "more than", "maximum": "at most"}.get(
        error.kind.name, "below"
    )
    return Sentence(f"{_holder(error)} must be {sign} {error.kind.value}; found {shown(error.instance)}")


def _unique(error: jsonschema_rs.ValidationError) -> Sentence:
    return Sentence(f"{_holder(error)} has the same entry twice", "remove one of them")


def _not(error: jsonschema_rs.ValidationError) -> Sentence:
    schema = error.kind.schema  # type: ignore[attr-defined]
    keys = schema.get("required", ()) if isinstance(schema, dict) else ()
    if keys:
        together = " and ".join(f"'{key}'" for key in keys)
        return Sentence(f"{together} exclude each other", "keep one of them", keys[-1])
    return _apart(error)


def _apart(error: jsonschema_rs.ValidationError) -> Sentence:
    if error.instance_path[-1:] == ["parameters"]:
        return Sentence(
            "a parameter in 'querystring' excludes another one, and any in 'query'", "keep one of them"
        )
    return Sentence(f"{_holder(error)} must not be {shown(error.instance)}")


def _false(error: jsonschema_rs.ValidationError) -> Sentence:
    return Sentence(f"{_holder(error)} has no place here", "remove it")


def _several(error: jsonschema_rs.ValidationError) -> Sentence:
    return Sentence(f"{owner_named(error)} says two things that exclude each other", "keep one of them")


def _names(error: jsonschema_rs.ValidationError) -> Sentence:
    name = error.kind.error.instance  # type: ignore[attr-defined]
    if owner(error) != "Components":
        return Sentence(f"{shown(name)} has no place here", "it has a key of its own", str(name))
    return Sentence(
        f"{shown(name)} cannot be the name of a component",
        "use letters, digits, '.', '-' and '_' only",
        str(name),
    )


_SAID: dict[str, Callable[[jsonschema_rs.ValidationError], Sentence]] = {
    "required": _required,
    "type": _type,
    "enum": _enum,
    "const": _constant,
    "pattern": _pattern,
    "format": _format,
    "minItems": _few,
    "minProperties": _few,
    "minLength": _few,
    "maxItems": _many,
    "maxProperties": _many,
    "maxLength": _many,
    "multipleOf": _multiple,
    "minimum": _limit,
    "maximum": _limit,
    "exclusiveMinimum": _limit,
    "exclusiveMaximum": _limit,
    "uniqueItems": _unique,
    "not": _not,
    "falseSchema": _false,
    "oneOf": _several,
    "contains": _apart,
    "maxContains": _apart,
    "propertyNames": _names,
}


def _holder(error: jsonschema_rs.ValidationError) -> str:
    keys = [step for step in error.instance_path if isinstance(step, str)]
    if not keys:
        return _WHOLE
    return f"'{keys[-1]}'" if error.instance_path[-1] == keys[-1] else f"an entry of '{keys[-1]}'"


def _title(name: str) -> str:
    for ending, title in _KINDS.items():
        if name.lower().endswith(ending):
            return title
    spaced = _HUMP.sub(" ", name.replace("-", " ")).split()
    return " ".join(word[0].upper() + word[1:] for word in spaced if word not in {"or", "reference"})


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
