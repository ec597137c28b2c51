"""A schema as nested rows: what a reader sees of a body, bounded, with recursion said instead of unrolled."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from registry.model.fields.spots import of_pointer
from registry.source.pointer import join, unescape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from registry.model.description import Description

_DEEPEST = 6
_MOST_ROWS = 150
_COMPONENTS = "/components/schemas/"
_PLAIN = frozenset(
    {"type", "format", "title", "description", "default", "example", "examples", "enum", "const", "nullable"}
    | {"deprecated", "readOnly", "writeOnly", "pattern", "minLength", "maxLength", "multipleOf", "xml"}
    | {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "externalDocs", "$comment"}
)
"""Keywords that lead to no other schema."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a property, an item of a list, a value of a map, or one of several alternatives.

    ``path`` names the row within its table; ``schema`` and ``pointer`` are as written where the row stands;
    ``again`` is the path of the row above that has the same shape, where a shape contains itself;
    ``cut`` says that more lies below than is shown.
    """

    kind: Literal["root", "property", "variant"]
    name: str
    path: tuple[str, ...]
    depth: int
    schema: dict[str, Any]
    pointer: str
    required: bool = False
    again: tuple[str, ...] | None = None
    cut: bool = False

    @property
    def field(self) -> str | None:
        """The id of the field where a component schema declares it: ``Product.price.amount``."""
        declared = of_pointer(self.pointer)
        if declared is None or not declared[1]:
            return None
        name, path = declared
        return f"{name}{path}" if path.startswith(("[", "{")) else f"{name}.{path}"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the schemas that hold at the same place: the node, a reference's target, a branch of allOf.

    Within a description the pointer alone tells which it is.
    """

    schema: dict[str, Any] = field(compare=False)
    pointer: str


def lines(description: Description, schema: Any, pointer: str) -> tuple[Line, ...]:
    """Return the rows of the schema at ``pointer``, outermost first."""
    if not isinstance(schema, dict):
        return ()
    walk = _Walk(description)
    walk.below(Part(schema, pointer), _Way())
    return tuple(walk.rows) or (Line("root", "", (), 0, schema, pointer),)


@lru_cache(maxsize=65536)
def parts(description: Description, part: Part) -> tuple[Part, ...]:
    """Return everything that holds where ``part`` stands: through references, allOf, lone alternatives."""
    return tuple(_parts(description, part, set()))


def keyword(found: tuple[Part, ...], name: str) -> Any:
    """Return the value of a keyword: the outermost one written."""
    for part in found:
        if name in part.schema:
            return part.schema[name]
    return None


def keywords(found: tuple[Part, ...]) -> Mapping[str, Any]:
    """Return the values of all keywords: of each the outermost one written."""
    if len(found) == 1:
        return found[0].schema
    return {name: value for part in reversed(found) for name, value in part.schema.items()}


def alternatives(found: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the branches of oneOf and anyOf that are shapes: not null, not a value with a meaning."""
    return tuple(
        Part(branch, join(part.pointer, word, number))
        for part in found
        for word in ("oneOf", "anyOf")
        for number, branch in enumerate(_list(part.schema.get(word)))
        if isinstance(branch, dict) and not is_null(branch) and not _is_value(branch)
    )


def is_null(schema: Any) -> bool:
    """Return whether the schema allows null and nothing else."""
    return isinstance(schema, dict) and (
        schema.get("type") in ("null", ["null"])
        or schema.get("enum") == [None]
        or schema.get("const", 0) is None
    )


def component_of(pointer: str) -> str | None:
    """Return the name of the component schema that stands at exactly this pointer."""
    if not pointer.startswith(_COMPONENTS) or "/" in pointer[len(_COMPONENTS) :]:
        return None
    return unescape(pointer[len(_COMPONENTS) :])


@dataclass(frozen=True, slots=True)
class _Way:
    """How one got to a node: the names on the way, how deep it is, and where each open component began."""

    path: tuple[str, ...] = ()
    depth: int = 0
    opened: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class _Walk:
    """Gathers rows, outermost first."""

    description: Description
    rows: list[Line] = field(default_factory=list)

    def below(self, part: Part, way: _Way) -> None:
        """Add the rows below a node: through lists and maps to the properties of what they hold."""
        found = parts(self.description, part)
        own = dict.fromkeys(identities(self.description, part), way.path)
        here = _Way(way.path, way.depth, {**way.opened, **own}) if own else way
        for name, (child, required) in properties(found).items():
            line = Line("property", name, (*way.path, name), way.depth, child.schema, child.pointer, required)
            self._add(line, child, here)
        for brackets, child in contents(found):
            if not identities(self.description, child) & here.opened.keys():
                held = (*way.path[:-1], way.path[-1] + brackets) if way.path else ()
                self.below(child, _Way(held, here.depth, here.opened))
        branches = alternatives(found)
        for number, branch in enumerate(branches if len(branches) > 1 else (), 1):
            name = self._title(branch, number)
            line = Line("variant", name, (*way.path, name), way.depth, branch.schema, branch.pointer)
            self._add(line, branch, here)

    def _add(self, line: Line, part: Part, way: _Way) -> None:
        """Add a row with those below it."""
        if _is_leaf(part.schema):
            self.rows.append(line)
        elif (again := self._again(part, way.opened)) is not None:
            self.rows.append(replace(line, again=again))
        elif line.depth >= _DEEPEST or len(self.rows) >= _MOST_ROWS:
            self.rows.append(replace(line, cut=self._has_more(part)))
        else:
            self.rows.append(line)
            self.below(part, _Way(line.path, line.depth + 1, way.opened))

    def _again(self, part: Part, opened: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
        """Return the path of the open row that this one repeats, looking through lists and maps."""
        seen: set[str] = set()
        level: tuple[Part, ...] = (part,)
        while level:
            names = {name for each in level for name in identities(self.description, each)}
            repeated = next((opened[name] for name in names if name in opened), None)
            if repeated is not None or names & seen:
                return repeated
            seen |= names
            level = tuple(child for each in level for _, child in contents(parts(self.description, each)))
        return None

    def _has_more(self, part: Part) -> bool:
        found = parts(self.description, part)
        return bool(properties(found)) or bool(contents(found))

    def _title(self, branch: Part, number: int) -> str:
        found = parts(self.description, branch)
        named = (component_of(each.pointer) for each in found)
        return (
            keyword(found[:1], "title") or next((name for name in named if name), None) or f"option {number}"
        )


def identities(description: Description, part: Part) -> set[str]:
    """Return the component schemas that the node is, not those that it extends."""
    found: set[str] = set()
    while True:
        target = description.follow(part.schema, part.pointer)
        if target is None or target[1] in found:
            return found
        if component_of(target[1]):
            found.add(target[1])
        branches = [
            (branch, join(target[1], word, number))
            for word in ("allOf", "oneOf", "anyOf")
            for number, branch in enumerate(_list(target[0].get(word)))
            if isinstance(branch, dict) and not is_null(branch)
        ]
        if len(branches) != 1 or "properties" in target[0]:
            return found
        part = Part(*branches[0])


def _is_leaf(schema: dict[str, Any]) -> bool:
    """Return whether nothing can be below a schema: it says of its values only what they are like."""
    return all(key.startswith("x-") for key in schema.keys() - _PLAIN)


def _parts(description: Description, part: Part, seen: set[str]) -> Iterator[Part]:
    if part.pointer in seen:
        return
    seen.add(part.pointer)
    yield part
    schema = part.schema
    if "$ref" in schema:
        found = description.follow({"$ref": schema["$ref"]}, part.pointer)
        if found is not None:
            yield from _parts(description, Part(*found), seen)
        if description.dialect == "3.0":
            return
    for number, branch in enumerate(_list(schema.get("allOf"))):
        if isinstance(branch, dict):
            yield from _parts(description, Part(branch, join(part.pointer, "allOf", number)), seen)
    for word in ("oneOf", "anyOf"):
        branches = [
            (number, branch) for number, branch in enumerate(_list(schema.get(word))) if not is_null(branch)
        ]
        if len(branches) == 1 and isinstance(branches[0][1], dict) and not _is_value(branches[0][1]):
            number, branch = branches[0]
            yield from _parts(description, Part(branch, join(part.pointer, word, number)), seen)


def properties(found: tuple[Part, ...]) -> dict[str, tuple[Part, bool]]:
    """Return the properties by name, each with whether it is required."""
    required = {
        name for part in found for name in _list(part.schema.get("required")) if isinstance(name, str)
    }
    by_name: dict[str, tuple[Part, bool]] = {}
    for part in found:
        written = part.schema.get("properties")
        below = join(part.pointer, "properties")
        for name, child in written.items() if isinstance(written, dict) else ():
            if isinstance(child, dict) and name not in by_name:
                by_name[name] = (Part(child, join(below, name)), name in required)
    return by_name


def contents(found: tuple[Part, ...]) -> tuple[tuple[str, Part], ...]:
    """Return what a list or a map holds, with the brackets that say which."""
    return tuple(
        (brackets, Part(child, join(part.pointer, word)))
        for part in found
        for word, brackets in (("items", "[]"), ("additionalProperties", "{}"))
        if isinstance(child := part.schema.get(word), dict) and child
    )


def _is_value(branch: dict[str, Any]) -> bool:
    return "const" in branch or (
        isinstance(branch.get("enum"), list) and len(branch["enum"]) == 1 and "properties" not in branch
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
