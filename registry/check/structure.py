"""Is a document an OpenAPI document at all: what the official schema refuses, where, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.check.finding import Hit
from registry.check.official import JSON_SCHEMA, VERSIONS, supported, validator
from registry.check.wording import Sentence, one_of, owner, owner_named, sentences
from registry.errors import UnreadableInput
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import jsonschema_rs

    from registry.errors import Place

_OWN_DIALECTS = ("https://spec.openapis.org/oas/3.", JSON_SCHEMA)
_TELLING = frozenset({"in", "type"})
"""The keys by which an author says which kind of parameter or security scheme is meant."""
_GROUPS = frozenset({"oneOf", "anyOf"})
_CONSEQUENCES = frozenset({"unevaluatedProperties", "oneOf"})
"""Keywords that fail because another one has failed."""


def version_of(data: Any, place: Callable[[str], Place]) -> str:
    """Return the minor version of OpenAPI ("3.1") that the document declares.

    Raises:
        UnreadableInput: It declares none, one that is no string, or one that does not exist.
    """
    if not isinstance(data, dict):
        raise UnreadableInput(
            place(""), "this is not a mapping", "an OpenAPI document begins with 'openapi: 3.1.1'"
        )
    key = "openapi" if "openapi" in data else "swagger"
    if key not in data:
        raise UnreadableInput(
            place(""), "neither 'openapi' nor 'swagger' says which version this is", "add 'openapi: 3.1.1'"
        )
    declared = data[key]
    if not isinstance(declared, str):
        raise UnreadableInput(
            place(f"/{key}"),
            f"the version must be a string; found {declared!r}",
            f'write {key}: "{_full(declared)}"',
        )
    minor = supported(declared)
    if minor is None or (minor == "2.0") != (key == "swagger"):
        raise UnreadableInput(
            place(f"/{key}"), f"'{declared}' is not a version of OpenAPI", f"it may be {', '.join(VERSIONS)}"
        )
    return minor


def structure(data: Any, version: str) -> Iterator[Hit]:
    """Yield what the official schema of ``version`` refuses in the document ``data``."""
    dialect = data.get("jsonSchemaDialect", JSON_SCHEMA)
    own = isinstance(dialect, str) and dialect.startswith(_OWN_DIALECTS)
    errors = [*_innermost(validator(version, schemas_too=own).iter_errors(data))]
    for error in _telling(errors):
        pointer = join("", *error.instance_path)  # jsonschema-rs spells the key "200" as the number
        for sentence in _said(error, version):
            at = pointer if sentence.key is None else join(pointer, sentence.key)
            yield Hit(at, sentence.message, _subject(error), sentence.remedy, written=True)


def _said(error: jsonschema_rs.ValidationError, version: str) -> Iterator[Sentence]:
    if told := _told(error):
        key, options, found = told
        yield one_of(f"'{key}'", options, found, None if error.instance_path[-1] == key else key)
    elif missing := _alternatives(error):
        yield Sentence(f"one of {missing} is missing in {owner_named(error)}", "add one of them")
    else:
        yield from sentences(error, version)


def _innermost(errors: Iterator[jsonschema_rs.ValidationError]) -> Iterator[jsonschema_rs.ValidationError]:
    """Yield, for "none of these alternatives", what is wrong with the one that was most likely meant."""
    pending = [*errors]
    pending.reverse()
    while pending:
        error = pending.pop()
        branches = _branches(error)
        if not branches or _told(error) or _alternatives(error):
            yield error
        else:
            depth = len(error.instance_path)
            chosen = min(branches, key=lambda branch: _unlikeliness(branch, depth))
            pending.extend(reversed(chosen))


def _branches(error: jsonschema_rs.ValidationError) -> list[list[jsonschema_rs.ValidationError]]:
    """Return what each alternative has against the instance; nothing where one of them holds."""
    branches: list[list[jsonschema_rs.ValidationError]] = getattr(error.kind, "context", [])
    return branches if error.kind.name in _GROUPS and all(branches) else []


def _unlikeliness(branch: list[jsonschema_rs.ValidationError], depth: int) -> tuple[int, int, int]:
    """Rank an alternative: does it contradict what tells alternatives apart, and how far does it agree."""
    contradictions = sum(_contradicts(error, depth) for error in branch)
    return contradictions, -min(len(error.instance_path) for error in branch), len(branch)


def _contradicts(error: jsonschema_rs.ValidationError, depth: int) -> bool:
    below = error.instance_path[depth:]
    kind = error.kind
    if not below:
        return kind.name == "type" or (kind.name == "required" and kind.property == "$ref")  # type: ignore[attr-defined]
    return len(below) == 1 and below[0] in _TELLING and kind.name in {"enum", "const"}


def _telling(errors: list[jsonschema_rs.ValidationError]) -> Iterator[jsonschema_rs.ValidationError]:
    """Drop what merely follows from another error: of the key that tells kinds apart, or of a member.

    In JSON Schema an ``if`` about a key that is absent holds, and members that a failed subschema knows count
    as unexpected; so one mistake is reported several times over.
    """
    undecided = {tuple(error.instance_path) for error in errors if _decides(error)}
    failing = {tuple(error.instance_path) for error in errors if error.kind.name not in _CONSEQUENCES}
    seen: set[tuple[object, ...]] = set()
    for error in errors:
        at = tuple(error.instance_path)
        identity = (at, error.kind.name, error.message)
        overshadowed = at in undecided and not _decides(error)
        if identity in seen or overshadowed or _said_by_a_rule(error) or _follows(error, failing):
            continue
        seen.add(identity)
        yield error


def _decides(error: jsonschema_rs.ValidationError) -> bool:
    """Whether nothing else can be said of an object with this error: it has not its type, or not its kind."""
    if error.kind.name != "required":
        return error.kind.name == "type"
    missing = error.kind.property  # type: ignore[attr-defined]
    return missing == "type" or (missing == "in" and owner(error) == "Parameter")


def _said_by_a_rule(error: jsonschema_rs.ValidationError) -> bool:
    """Whether this is the ``required: true`` of a path parameter, which has a rule of its own."""
    if error.kind.name == "required":
        return bool(error.kind.property == "required")  # type: ignore[attr-defined]
    return error.instance_path[-1:] == ["required"] and error.kind.name in {"const", "enum"}


def _follows(error: jsonschema_rs.ValidationError, failing: set[tuple[str | int, ...]]) -> bool:
    if error.kind.name not in _CONSEQUENCES or _branches(error):
        return False
    at = tuple(error.instance_path)
    unexpected = error.kind.name == "unevaluatedProperties"
    return at in failing or (unexpected and any((*at, key) in failing for key in _instance_keys(error)))


def _instance_keys(error: jsonschema_rs.ValidationError) -> Iterator[str]:
    if isinstance(error.instance, dict):
        yield from error.instance


def _told(error: jsonschema_rs.ValidationError) -> tuple[str, tuple[str, ...], Any] | None:
    """Return key, possible values and value found, if no alternative knows the value that tells them apart.

    That is the ``in`` of a parameter, the ``type`` of a security scheme or of a JSON Schema.
    """
    if not (branches := _flat(error)):
        return None
    mismatches = [_mismatch(branch, error.instance_path) for branch in branches]
    named = [each for each in mismatches if each is not None]
    excused = all(
        each is not None or _no_candidate(branch) for each, branch in zip(mismatches, branches, strict=True)
    )
    keys = {tuple(each.instance_path) for each in named}
    if not excused or len(keys) != 1 or (len(named) == 1 and named[0].instance_path != error.instance_path):
        return None
    options = tuple(dict.fromkeys(str(option) for each in named for option in _expected(each)))
    return str(named[0].instance_path[-1]), options, named[0].instance


def _flat(error: jsonschema_rs.ValidationError) -> list[list[jsonschema_rs.ValidationError]]:
    """Return the alternatives of ``error``, and of alternatives among them, as one list."""
    flat: list[list[jsonschema_rs.ValidationError]] = []
    for branch in _branches(error):
        nested = len(branch) == 1 and branch[0].instance_path == error.instance_path and _flat(branch[0])
        flat.extend(nested or [branch])
    return flat


def _mismatch(
    branch: list[jsonschema_rs.ValidationError], base: list[str | int]
) -> jsonschema_rs.ValidationError | None:
    for error in branch:
        below = error.instance_path[len(base) :]
        about = [*base, *below][-1:]
        if error.kind.name in {"enum", "const"} and len(below) <= 1 and about and about[0] in _TELLING:
            return error
    return None


def _no_candidate(branch: list[jsonschema_rs.ValidationError]) -> bool:
    """Whether an alternative was not meant at all: a Reference, or a list of what is no list."""
    return any(_contradicts(error, len(error.instance_path)) for error in branch)


def _expected(error: jsonschema_rs.ValidationError) -> list[Any]:
    return error.kind.options if error.kind.name == "enum" else [error.kind.expected_value]  # type: ignore[attr-defined]


def _alternatives(error: jsonschema_rs.ValidationError) -> str:
    """Return "'schema', 'content'" where every alternative wants one other key of this object."""
    branches = _branches(error)
    names = [
        branch[0].kind.property  # type: ignore[attr-defined]
        for branch in branches
        if len(branch) == 1
        and branch[0].kind.name == "required"
        and branch[0].instance_path == error.instance_path
    ]
    complete = bool(names) and len(names) == len(branches) and "$ref" not in names
    return ", ".join(f"'{name}'" for name in names) if complete else ""


def _subject(error: jsonschema_rs.ValidationError) -> str:
    return " ".join(str(step) for step in error.instance_path[:3])


def _full(declared: object) -> str:
    text = str(declared)
    return {"3.0": "3.0.4", "3.1": "3.1.1", "3.2": "3.2.0", "2": "2.0"}.get(text, text)
