"""What is wrong in a written document, in its writer's words: place, problem, remedy."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias, get_args

import pydantic

from registry.errors import Place, UnreadableInput
from registry.formats.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Tokens: TypeAlias = tuple[str | int, ...]

_TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
    "tuple_type": "a list",
    "list_type": "a list",
    "set_type": "a list",
    "none_required": "null",
}
_BOUNDS = {
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
    "string_too_short": "text of at least {min_length} characters",
    "string_too_long": "text of at most {max_length} characters",
    "string_pattern_mismatch": "text that matches {pattern}",
    "too_short": "a list of at least {min_length}",
    "too_long": "a list of at most {max_length}",
    "unfit": "{expected}",
}
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake at ``tokens``: it ``must`` be something else, or a ``problem`` says it all."""

    tokens: Tokens
    must: tuple[str, ...] = ()
    found: str = ""
    problem: str = ""
    remedy: str = ""

    def told(self, place: Callable[[str], Place]) -> UnreadableInput:
        """Return the mistake as an error with its place."""
        problem = self.problem
        if self.must:
            problem = f"{_name(self.tokens)} must be {' or '.join(self.must)}; found {self.found}"
        return UnreadableInput(place(_pointer(self.tokens)), problem, self.remedy)


def faults_of(
    form: type[pydantic.BaseModel], data: Any, error: pydantic.ValidationError
) -> tuple[Fault, ...]:
    """Turn pydantic's errors into faults: one per place, none for forms of a union that never fitted."""
    faults = [_fault(form, data, dict(detail)) for detail in error.errors(include_url=False)]
    deepest = [fault for fault in faults if not any(_is_below(other, fault) for other in faults)]
    return tuple(_merged(deepest))


def _is_below(inner: Fault, outer: Fault) -> bool:
    """Tell whether a fault lies inside the value another one refuses as a whole: it knows better."""
    return (
        bool(outer.must)
        and len(inner.tokens) > len(outer.tokens)
        and inner.tokens[: len(outer.tokens)] == outer.tokens
    )


def _merged(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Join what the forms of a union expected at one place: "must be text or a mapping"."""
    at: dict[tuple[Tokens, bool, str], Fault] = {}
    for fault in faults:
        key = (fault.tokens, bool(fault.must), "" if fault.must else fault.problem)
        first = at.setdefault(key, fault)
        if first is not fault:
            must = tuple(dict.fromkeys(first.must + fault.must))
            at[key] = replace(first, must=must, remedy=first.remedy or fault.remedy)
    return iter(at.values())


def _fault(form: type[pydantic.BaseModel], data: Any, detail: Mapping[str, Any]) -> Fault:
    kind, context = detail["type"], detail.get("ctx", {})
    tokens, value = _walk(data, detail["loc"], stop_early=kind in ("missing", "extra_forbidden"))
    if kind == "missing":
        return _missing(tokens, detail["loc"][-1])
    if kind == "extra_forbidden":
        return _unknown(form, tokens, str(detail["loc"][-1]))
    if kind in ("literal_error", "enum"):
        return _not_one_of(tokens, value, context["expected"])
    if kind in _TYPES:
        return Fault(tokens, (_TYPES[kind],), _shown(value), remedy=_quoting(kind, value))
    if kind in _BOUNDS:
        return Fault(tokens, (_BOUNDS[kind].format_map(context),), _shown(value))
    sentence = str(context.get("error", detail["msg"]))
    return Fault(tokens, problem=f"{_name(tokens)}: {sentence}")


def _missing(tokens: Tokens, key: str | int) -> Fault:
    if isinstance(key, int):
        return Fault(tokens, problem=f"{_name(tokens)} has too few items", remedy="add what is missing")
    return Fault(
        (*tokens, key),
        problem=f"{_name(tokens)} has no '{key}'" if tokens else f"'{key}' is missing",
        remedy=f"add '{key}: …'",
    )


def _unknown(form: type[pydantic.BaseModel], tokens: Tokens, key: str) -> Fault:
    known = sorted({name for model in _models(form, tokens) for name in _fields(model)})
    meant = nearest(key, known)
    remedy = f"did you mean '{meant}'?" if meant else f"known keys: {', '.join(known)}"
    return Fault((*tokens, key), problem=f"unknown key '{key}'", remedy=remedy)


def _not_one_of(tokens: Tokens, value: Any, expected: str) -> Fault:
    allowed = [quoted or bare for quoted, bare in re.findall(r"'([^']*)'|(\b(?!or\b)[\w.-]+)", expected)]
    meant = nearest(value, allowed) if isinstance(value, str) else None
    must = allowed[0] if len(allowed) == 1 else f"one of {', '.join(allowed)}"
    return Fault(tokens, (must,), _shown(value), remedy=f"did you mean '{meant}'?" if meant else "")


def _quoting(kind: str, value: Any) -> str:
    if value is None:
        return "write a value, or remove the key"
    if kind == "string_type" and isinstance(value, bool | int | float):
        return f'write it in quotes: "{json.dumps(value)}"'
    return ""


def _walk(data: Any, loc: tuple[str | int, ...], *, stop_early: bool) -> tuple[Tokens, Any]:
    """Follow a location through the data; what leads nowhere is pydantic's name for the form of a union."""
    tokens: list[str | int] = []
    for item in loc[:-1] if stop_early else loc:
        if isinstance(data, dict) and item in data:
            data = data[str(item)]
        elif isinstance(data, list) and isinstance(item, int) and item < len(data):
            data = data[item]
        else:
            continue
        tokens.append(item)
    return tuple(tokens), data


def _models(annotation: Any, tokens: Tokens) -> set[type[pydantic.BaseModel]]:
    """Return the models that may stand at some tokens below a type."""
    models = _unwrapped(annotation)
    if not tokens:
        return {model for model in models if _is_model(model)}
    found: set[type[pydantic.BaseModel]] = set()
    for model in models:
        if _is_model(model):
            field = _fields(model).get(str(tokens[0]))
            found |= _models(field, tokens[1:]) if field is not None else set()
        else:
            for argument in get_args(model):
                found |= _models(argument, tokens[1:])
    return found


def _unwrapped(annotation: Any) -> list[Any]:
    """Open unions, optionals and annotations, but no containers."""
    arguments = get_args(annotation)
    origin = getattr(annotation, "__origin__", None)
    if hasattr(annotation, "__metadata__"):
        return _unwrapped(origin)
    if arguments and not isinstance(origin, type):
        return [model for argument in arguments for model in _unwrapped(argument)]
    return [annotation]


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, pydantic.BaseModel)


def _fields(model: type[pydantic.BaseModel]) -> dict[str, Any]:
    """Return the annotations of a model's fields by the keys people write."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _name(tokens: Tokens) -> str:
    """Name a value by its key: ``'failOn'``, ``'channels[1]'``."""
    if not tokens:
        return "the document"
    names = [str(token) for token in tokens if isinstance(token, str)][-1:]
    indexes: list[str] = []
    for token in reversed(tokens):
        if isinstance(token, str):
            break
        indexes.insert(0, f"[{token}]")
    return f"'{''.join(names + indexes)}'"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    text = repr(value) if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _pointer(tokens: Tokens) -> str:
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)
