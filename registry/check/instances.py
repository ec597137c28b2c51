"""Do the defaults and examples of a description fit their schemas: all in one run of jsonschema-rs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from registry.check import patterns
from registry.check.shapes import SHAPES
from registry.check.vocabulary import DEMANDS, GUARDS, fits
from registry.check.wording import plain
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from registry.check.nodes import Node
    from registry.check.survey import Survey

Side = Literal["request", "response", "both"]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_HELD = "schemas"
_ASSERTIONS = frozenset(GUARDS) - {"discriminator"} | {
    *("type", "enum", "const", "format", "nullable", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"),
}
"""What decides whether a value fits; the rest are annotations, or names that the copies do without."""
_BUT_TYPE = _ASSERTIONS - {"type"}
_HOLDING = SHAPES["Schema"]
"""The keywords under which further schemas stand."""
_MOST = 3
"""So many problems of one value are told; a value of the wrong kind has a hundred."""
_UNDECIDED = frozenset({"backtrackLimitExceeded", "regexEngineFailure"})
_LENIENT = {
    # Links and patterns in examples are often templates: their grammar is not what an example is wrong about.
    name: lambda _text: True
    for name in ("uri", "uri-reference", "iri", "iri-reference", "uri-template", "regex")
}


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
        if _fits_at_a_glance(case):
            continue
        by_side.setdefault(case.side if survey.directed else "both", []).append(case)
    for side, several in by_side.items():
        yield from _misfits(_Copies(survey, side), several)


def _fits_at_a_glance(case: Case) -> bool:
    """Whether a schema asks for nothing but a type, as most with an example do, and the value is of that type."""
    schema = case.schema.data
    if "$ref" in schema or not _BUT_TYPE.isdisjoint(schema):
        return False
    return isinstance(named := schema.get("type"), str) and fits(case.value, named)


def _misfits(copies: _Copies, cases: list[Case]) -> Iterator[tuple[Case, str, str]]:
    import jsonschema_rs  # noqa: PLC0415 - heavy

    wanted = [copies.reference(case.schema) for case in cases]
    validator = jsonschema_rs.validator_for(
        {"$schema": _DRAFT, "prefixItems": wanted, _HELD: copies.held()},
        validate_formats=True,
        formats=_LENIENT,
        pattern_options=patterns.options(),
        offline=True,
    )
    told: dict[int, int] = {}
    for error in validator.iter_errors([case.value for case in cases]):
        at, *path = error.instance_path
        assert isinstance(at, int)
        if error.kind.name in _UNDECIDED or "Error executing regex" in error.message:
            continue
        told[at] = told.get(at, 0) + 1
        if told[at] <= _MOST:
            yield cases[at], join(cases[at].pointer, *path), plain(error, path)


class _Copies:
    """The schemas that cases lead to, in JSON Schema 2020-12, as values that travel one way meet them.

    Each schema that anything refers to is held once, by its number; so it does not matter where the rewriting
    moves what stands inside another.
    """

    def __init__(self, survey: Survey, side: Side) -> None:
        self._survey = survey
        self._side = side
        self._old = survey.description.dialect == "3.0"
        self._circular = {id(cycle[-1].data) for cycle in survey.cycles}
        self._numbers: dict[int, int] = {}
        self._wanted: list[Any] = []

    def reference(self, node: Node) -> dict[str, Any]:
        """Return a schema that refers to the copy of ``node``."""
        number = self._numbers.setdefault(id(node.data), len(self._numbers))
        if number == len(self._wanted):
            self._wanted.append(node.data)
        return {"$ref": f"#/{_HELD}/{number}"}

    def held(self) -> list[Any]:
        """Return the copies of all schemas that are referred to, and of those that these refer to in turn."""
        copies: list[Any] = []
        while len(copies) < len(self._wanted):
            copies.append(self._copy(self._wanted[len(copies)]))
        return copies

    def _copy(self, schema: Any) -> Any:
        if isinstance(schema, bool):
            return schema
        if not isinstance(schema, dict) or id(schema) in self._circular:
            return {}
        referred = self._referred(schema["$ref"]) if "$ref" in schema else {}
        if self._old and "$ref" in schema:
            return referred
        copy = {
            key: self._value(key, value) if key in _HOLDING else value
            for key, value in schema.items()
            if key in _ASSERTIONS
        }
        if isinstance(copy.get("required"), list):
            copy["required"] = [name for name in copy["required"] if not self._stays_away(schema, name)]
        if not self._old:
            return {**_sound(copy), **referred}
        nullable = copy.pop("nullable", False) is True
        sound = _sound(_with_exclusive_numbers(copy))
        return _nullable(sound) if nullable else sound

    def _value(self, key: str, value: Any) -> Any:
        if isinstance(value, list):
            return [self._copy(member) for member in value]
        if _HOLDING[key][0] == "map" and isinstance(value, dict):
            return {name: self._copy(member) for name, member in value.items()}
        return self._copy(value)

    def _referred(self, reference: Any) -> dict[str, Any]:
        """Return a reference to the copy of what ``reference`` names; of no schema, one for any value."""
        target = self._survey.node_of(reference) if isinstance(reference, str) else None
        return self.reference(target) if target is not None and target.kind == "Schema" else {}

    def _stays_away(self, schema: Mapping[str, Any], name: object) -> bool:
        """Whether a required property is not sent this way: readOnly in requests, writeOnly in responses."""
        properties = schema.get("properties")
        held = properties.get(name) if isinstance(properties, dict) and isinstance(name, str) else None
        if not isinstance(held, dict):
            return False
        reference = held.get("$ref")
        target = self._survey.node_of(reference) if isinstance(reference, str) else None
        flags = {**(target.data if target is not None else {}), **held}
        read_only = flags.get("readOnly") is True and self._side != "response"
        return read_only or (flags.get("writeOnly") is True and self._side != "request")


def _with_exclusive_numbers(schema: dict[str, Any]) -> dict[str, Any]:
    """Make exclusiveMinimum and exclusiveMaximum, flags in OpenAPI 3.0, the bounds that they are in 3.1."""
    for bound, flag in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if schema.pop(flag, False) is True and bound in schema:
            schema[flag] = schema.pop(bound)
    return schema


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """Let null pass, wherever the author put ``nullable``: beside a type, an enum or a combination."""
    if "type" in schema:
        names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        schema["type"] = [*dict.fromkeys((*names, "null"))]
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    combined = {key: schema.pop(key) for key in ("allOf", "oneOf", "anyOf") if key in schema}
    return {**schema, "anyOf": [{"type": "null"}, combined]} if combined else schema


def _sound(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema without keywords whose values JSON Schema does not allow.

    One of them would keep the whole batch from being compiled; other rules report it.
    """
    sound = {key: value for key, value in schema.items() if key not in DEMANDS or DEMANDS[key](value)}
    written = (*sound.get("patternProperties", ()), *([sound["pattern"]] if "pattern" in sound else []))
    if not all(isinstance(each, str) and patterns.runs(each) for each in written):
        sound.pop("pattern", None)
        sound.pop("patternProperties", None)
    return sound
