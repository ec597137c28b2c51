"""What kind of value a schema allows, in plain words: "list of Size", "date and time", "at most 60 items"."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from registry.site import shapes
from registry.site.text import Code, Inline, Lines, Small, joined
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from registry.model.description import Description
    from registry.site.shapes import Part

_NAMES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "object",
    "array": "list",
    "null": "null",
}
_FORMATS = {
    "date": "date",
    "date-time": "date and time",
    "time": "time",
    "duration": "duration",
    "email": "e-mail address",
    "uri": "link",
    "url": "link",
    "uri-reference": "link",
    "uuid": "UUID",
    "binary": "file",
    "byte": "Base64 text",
    "ipv4": "IPv4 address",
    "ipv6": "IPv6 address",
    "hostname": "host name",
    "password": "password",
}
_LONGEST_PATTERN = 60


def kind(description: Description, schema: dict[str, Any], pointer: str) -> Inline:
    """Return the type, then the limits, for a cell of a table."""
    found = shapes.parts(description, shapes.Part(schema, pointer))
    limits = tuple(_limits(found))
    empty = " or null" if allows_null(found) else ""
    first = label(description, found) + empty
    return Lines((first, *(Small(limit) for limit in limits))) if limits else first


def label(description: Description, found: tuple[Part, ...], depth: int = 0) -> str:
    """Return the type alone."""
    if len(shapes.alternatives(found)) > 1:
        return "one of several"
    types = [name for name in types_of(found) if name != "null"]
    if types == ["array"] and depth < 4:  # noqa: PLR2004 - lists of lists of lists of lists say enough
        return f"list of {_held(description, found, 'items', depth) or 'values'}"
    if types == ["object"] and not any("properties" in part.schema for part in found):
        held = _held(description, found, "additionalProperties", depth)
        return f"map of names to {held}" if held else _component(found) or "object"
    if types == ["object"]:
        return _component(found) or "object"
    if types == ["string"]:
        return _FORMATS.get(str(shapes.keyword(found, "format")), "text")
    return " or ".join(_NAMES.get(name, name) for name in types) or "any value"


def types_of(found: tuple[Part, ...]) -> list[str]:
    """Return the JSON types that are allowed; guessed from other keywords where none is written."""
    written = shapes.keyword(found, "type")
    if isinstance(written, list):
        return [name for name in written if isinstance(name, str)]
    if isinstance(written, str):
        return [written]
    guesses = (("properties", "object"), ("additionalProperties", "object"), ("items", "array"))
    guess = next((name for word, name in guesses if any(word in part.schema for part in found)), None)
    return [guess] if guess else _types_of_values(found)


def allows_null(found: tuple[Part, ...]) -> bool:
    """Return whether null is allowed, in any of the spellings."""
    return any(
        part.schema.get("nullable") is True
        or (isinstance(part.schema.get("type"), list) and "null" in part.schema["type"])
        or any(
            shapes.is_null(branch) for word in ("oneOf", "anyOf") for branch in part.schema.get(word) or ()
        )
        for part in found
    )


def _types_of_values(found: tuple[Part, ...]) -> list[str]:
    names = {bool: "boolean", int: "integer", float: "number", str: "string"}
    return list(dict.fromkeys(names[type(value)] for value in values_of(found) if type(value) in names))


def values_of(found: tuple[Part, ...]) -> list[Any]:
    """Return the values that are listed one by one, null aside."""
    return [
        value
        for part in found
        for value in (*_sequence(part.schema.get("enum")), *_constants(part.schema))
        if value is not None
    ]


def _constants(schema: dict[str, Any]) -> Iterator[Any]:
    for branch in (schema, *_sequence(schema.get("oneOf")), *_sequence(schema.get("anyOf"))):
        if isinstance(branch, dict) and "const" in branch:
            yield branch["const"]


def _held(description: Description, found: tuple[Part, ...], word: str, depth: int) -> str:
    for part in found:
        child = part.schema.get(word)
        if isinstance(child, dict) and child:
            held = shapes.parts(description, shapes.Part(child, join(part.pointer, word)))
            return _component(held) or label(description, held, depth + 1)
    return ""


def _component(found: tuple[Part, ...]) -> str:
    """Name an object after its component; a scalar is better named after what it is."""
    if types_of(found) != ["object"]:
        return ""
    return next((name for part in found if (name := shapes.component_of(part.pointer))), "")


def _limits(found: tuple[Part, ...]) -> Iterator[Inline]:
    value = shapes.keywords(found).get
    yield from _ranged(value("minLength"), value("maxLength"), "character")
    yield from _ranged(value("minItems"), value("maxItems"), "item")
    yield from _bounds(value)
    if (step := value("multipleOf")) is not None:
        yield f"a multiple of {step}"
    if value("uniqueItems") is True:
        yield "no item twice"
    if isinstance(pattern := value("pattern"), str) and len(pattern) <= _LONGEST_PATTERN:
        yield ("pattern ", Code(pattern))
    if (constant := value("const")) is not None:
        yield ("always ", Code(written(constant)))
    if (default := value("default")) is not None:
        yield ("default ", Code(written(default)))
    if value("readOnly") is True:
        yield "only read, never sent"
    if value("writeOnly") is True:
        yield "only sent, never returned"


def _ranged(least: Any, most: Any, unit: str) -> Iterator[str]:
    least = least or None
    if least is not None and least == most:
        yield f"exactly {least} {unit}{'s' if least != 1 else ''}"
    elif least is not None and most is not None:
        yield f"{least} to {most} {unit}s"
    elif least is not None:
        yield f"at least {least} {unit}{'s' if least != 1 else ''}"
    elif most is not None:
        yield f"at most {most} {unit}{'s' if most != 1 else ''}"


def _bounds(value: Callable[[str], Any]) -> Iterator[str]:
    lower, upper = value("minimum"), value("maximum")
    above, below = value("exclusiveMinimum"), value("exclusiveMaximum")
    if lower is not None and upper is not None and above is not True and below is not True:
        yield f"{lower} to {upper}"
        return
    if lower is not None:
        yield f"more than {lower}" if above is True else f"{lower} or more"
    if upper is not None:
        yield f"less than {upper}" if below is True else f"{upper} or less"
    if above is not None and not isinstance(above, bool):
        yield f"more than {above}"
    if below is not None and not isinstance(below, bool):
        yield f"less than {below}"


def codes(values: tuple[Any, ...]) -> Inline:
    """Return values as machines read them, in one line."""
    return joined(tuple(Code(written(value)) for value in values))


def pretty(value: Any) -> str:
    """Return a JSON value over several lines."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def written(value: Any) -> str:
    """Return a JSON value on one line; text without quotes."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _sequence(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
