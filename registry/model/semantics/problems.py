"""What is wrong in what a description says of meaning: each mistake with its pointer and its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from registry.errors import Place, UnreadableInputs
from registry.formats.spelling import nearest
from registry.formats.stability import STABILITY_LEVELS
from registry.model import semantics
from registry.model.semantics import drafts
from registry.model.semantics.standards import UNIT_WORDS, unit_problem
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from registry.formats import Written

    Check: TypeAlias = Callable[[Any, str, dict[str, Any]], Iterator["Problem"]]
    Said: TypeAlias = tuple[dict[str, Any], str, tuple[Any, ...]]

_NAMES = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "headers"})
"""The keys whose members are named by the author, so that a name is no keyword."""
_DATA = frozenset({"example", "examples", "default", "enum", "const"})
"""The keys whose members are data."""
_ELSEWHERE = {
    "unit": "x-ogc-unit",
    "term": "x-ogc-definition",
    "definition": "x-ogc-definition",
    "role": "x-ogc-role",
    "nullValues": "x-ogc-nullValues",
    "classification": "x-data-classification",
    "extensibleEnum": "x-extensible-enum",
    "sunset": "x-sunset",
    "stability": "x-stability-level",
    "description": "description",
    "deprecated": "deprecated",
}
"""What people look for in ``x-field`` although a keyword of its own says it."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: the pointer to it, what is wrong, and what to write instead.

    ``better`` is the value to put there, where it is beyond doubt.
    """

    pointer: str
    problem: str
    remedy: str
    better: str | None = None


class Described(Protocol):
    """A description, as far as this module needs it."""

    data: dict[str, Any]


def problems(description: Described) -> tuple[Problem, ...]:
    """Return what is wrong in ``x-field``, ``x-operation``, ``x-registry`` and the extensions beside them.

    The pointers are those of ``description.data``; problems come in document order.
    """
    found: list[Said] = []
    _gather(description.data, (), found, named=False)
    return tuple(problem for said in found for problem in _wrong(*said))


def _gather(node: Any, way: tuple[Any, ...], found: list[Said], *, named: bool) -> None:
    """Note each mapping that says something of meaning, the key under which it does, and the way there.

    A way holds the last step and the way before it: most of a hundred thousand ways lead to nothing of the kind.
    """
    if isinstance(node, list):
        for index, member in enumerate(node):
            if isinstance(member, dict | list):
                _gather(member, (way, index), found, named=False)
        return
    for key, member in node.items():
        if not named and key in _CHECKS:
            found.append((node, key, way))
        elif isinstance(member, dict | list) and (named or key not in _DATA):
            _gather(member, (way, key), found, named=not named and key in _NAMES)


def _wrong(node: dict[str, Any], key: str, way: tuple[Any, ...]) -> Iterator[Problem]:
    """Yield what is wrong in what a mapping says under a key; a draft says nothing yet."""
    said = drafts.without(node[key])
    if said is not None or node[key] is None:
        yield from _CHECKS[key](said, join(_pointer(way), key), node)


def _pointer(way: tuple[Any, ...]) -> str:
    steps: list[Any] = []
    while way:
        way, step = way
        steps.append(step)
    return join("", *reversed(steps))


def _form(form: Callable[[], type[Written]]) -> Check:
    def check(value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Problem]:
        from registry.formats import read  # noqa: PLC0415 - slow to import

        try:
            read(form(), value, lambda inner: Place(pointer + inner))
        except UnreadableInputs as unreadable:
            for problem in unreadable.problems:
                yield Problem(problem.place.file, problem.problem, problem.remedy)

    return check


_of_field = _form(lambda: semantics.FieldForm)
_of_classification = _form(lambda: semantics.Classification)


def _field(value: Any, pointer: str, node: dict[str, Any]) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield from _of_field(value, pointer, node)
        return
    misplaced = [key for key in value if key in _ELSEWHERE]
    for key in misplaced:
        yield Problem(join(pointer, key), f"unknown key '{key}'", f"write '{_ELSEWHERE[key]}' beside x-field")
    yield from _of_field({key: value[key] for key in value if key not in misplaced}, pointer, node)


def _classification(value: Any, pointer: str, node: dict[str, Any]) -> Iterator[Problem]:
    if isinstance(value, str):
        from registry.model.semantics.field_form import SENSITIVITIES  # noqa: PLC0415 - slow to import

        value = {"sensitivity" if value.lower() in SENSITIVITIES else "category": value}
        for problem in _of_classification(value, pointer, node):
            yield Problem(pointer, problem.problem, problem.remedy)
        return
    yield from _of_classification(value, pointer, node)


def _unit(value: Any, pointer: str, node: dict[str, Any]) -> Iterator[Problem]:
    if not isinstance(value, str) or not value:
        yield Problem(pointer, "'x-ogc-unit' must be text", "write a UCUM code such as kg, cm or %")
    elif node.get("x-ogc-unitLang", "UCUM") == "UCUM" and (found := unit_problem(value)) is not None:
        yield Problem(pointer, *found, better=UNIT_WORDS.get(value.lower()))


def _date(value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Problem]:
    try:
        date.fromisoformat(str(value)[:10])
    except ValueError:
        yield Problem(
            pointer, f"'x-sunset' must be a date; found {value!r}", "write a date such as 2026-12-31"
        )


def _stability(value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Problem]:
    if value not in STABILITY_LEVELS:
        meant = nearest(str(value), STABILITY_LEVELS)
        problem = f"'x-stability-level' must be one of {', '.join(STABILITY_LEVELS)}; found {value!r}"
        yield Problem(pointer, problem, f"did you mean '{meant}'?" if meant else "")


def _text(value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Problem]:
    if not isinstance(value, str) or not value.strip():
        yield Problem(
            pointer, f"'{pointer.rpartition('/')[2]}' must be text; found {value!r}", "write it as text"
        )


def _list(value: Any, pointer: str, _: dict[str, Any]) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem(
            pointer, f"'{pointer.rpartition('/')[2]}' must be a list; found {value!r}", "write it as a list"
        )


def _growing(value: Any, pointer: str, node: dict[str, Any]) -> Iterator[Problem]:
    """``x-extensible-enum`` lists the values known so far, or is true beside ``enum``."""
    if not isinstance(value, bool):
        yield from _list(value, pointer, node)


_CHECKS: dict[str, Check] = {
    "x-field": _field,
    "x-operation": _form(lambda: semantics.OperationMeaning),
    "x-registry": _form(lambda: semantics.ApiMeaning),
    "x-data-classification": _classification,
    "x-ogc-unit": _unit,
    "x-ogc-unitLang": _text,
    "x-ogc-definition": _text,
    "x-ogc-role": _text,
    "x-ogc-uriTemplate": _text,
    "x-ogc-nullValues": _list,
    "x-extensible-enum": _growing,
    "x-sunset": _date,
    "x-stability-level": _stability,
}
