"""What each value of an enumeration means, from every spelling in use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from registry.model import lenient
from registry.model.semantics import drafts
from registry.model.semantics.layers import is_null

if TYPE_CHECKING:
    from collections.abc import Iterator


_LISTING = frozenset({"oneOf", "anyOf", "enum", "const", "x-extensible-enum", "x-ms-enum"})
"""The keywords that may list values."""
_EXPLAINING = frozenset({"x-ms-enum", "x-enum-varnames", "x-enum-descriptions", "x-enumDescriptions"})
"""The keywords beside a list that say what its values mean."""


@dataclass(frozen=True, slots=True)
class ValueMeaning:
    """One value of an enumeration; title and description are empty where it is only listed."""

    value: Any
    title: str = ""
    description: str = ""

    @property
    def explained(self) -> bool:
        """Whether anything says what it means."""
        return bool(self.title or self.description)


def meanings(schema: dict[str, Any]) -> tuple[ValueMeaning, ...]:
    """Return the values other than null that ``schema`` lists itself, in its order."""
    if _LISTING.isdisjoint(schema):
        return ()
    listed = tuple(_branches(schema)) or tuple(_enumerated(schema))
    return tuple(meaning for meaning in listed if meaning.value is not None)


def of(found: tuple[dict[str, Any], ...]) -> tuple[ValueMeaning, ...]:
    """Return the values that the first of several layers lists; ``x-enumDescriptions`` of any explains them."""
    if all(map(_LISTING.isdisjoint, found)):
        return ()
    listed = next((said for layer in found if (said := meanings(layer))), ())
    maps = [
        layer["x-enumDescriptions"] for layer in found if isinstance(layer.get("x-enumDescriptions"), dict)
    ]
    return tuple(_explained(meaning, maps) for meaning in listed)


def _explained(meaning: ValueMeaning, maps: list[dict[str, Any]]) -> ValueMeaning:
    if meaning.explained or not maps:
        return meaning
    said = next((said for each in maps if (said := _nth(each, 0, meaning.value))), "")
    return replace(meaning, description=said)


def extensible(schema: dict[str, Any]) -> bool:
    """Tell whether ``schema`` says that its list of values may grow."""
    extension = schema.get("x-extensible-enum")
    return (
        extension is True or bool(lenient.sequence(extension)) or _azure(schema).get("modelAsString") is True
    )


def _branches(schema: dict[str, Any]) -> Iterator[ValueMeaning]:
    """``oneOf: [{const, title, description}]`` (OpenAPI 3.1 section 4.8.24.2, annotated enumerations)."""
    for key in ("oneOf", "anyOf"):
        branches = [branch for branch in lenient.mappings(schema.get(key)) if not is_null(branch)]
        if branches and all(_is_single(branch) for branch in branches):
            for branch in branches:
                value = branch["const"] if "const" in branch else branch["enum"][0]
                yield ValueMeaning(
                    value, drafts.text(branch.get("title")), drafts.text(branch.get("description"))
                )


def _is_single(branch: dict[str, Any]) -> bool:
    return "const" in branch or len(lenient.sequence(branch.get("enum"))) == 1


def _enumerated(schema: dict[str, Any]) -> Iterator[ValueMeaning]:
    if _EXPLAINING.isdisjoint(schema):
        yield from map(ValueMeaning, _listed(schema))
        return
    azure = {repr(item.get("value")): item for item in lenient.mappings(_azure(schema).get("values"))}
    listed = _listed(schema) or [item.get("value") for item in azure.values()]
    for index, value in enumerate(listed):
        known = azure.get(repr(value), {})
        yield ValueMeaning(
            value,
            drafts.text(known.get("name")) or _nth(schema.get("x-enum-varnames"), index, value),
            drafts.text(known.get("description"))
            or _nth(schema.get("x-enum-descriptions"), index, value)
            or _nth(schema.get("x-enumDescriptions"), index, value),
        )


def _listed(schema: dict[str, Any]) -> list[Any]:
    single = [schema["const"]] if "const" in schema else []
    return lenient.sequence(schema.get("enum")) or lenient.sequence(schema.get("x-extensible-enum")) or single


def _nth(extension: Any, index: int, value: Any) -> str:
    """Return what a list says at ``index``, or a mapping of ``value``."""
    if isinstance(extension, dict):
        key = str(value).lower() if isinstance(value, bool) else str(value)
        return drafts.text(extension.get(key))
    return drafts.text(extension[index]) if isinstance(extension, list) and index < len(extension) else ""


def _azure(schema: dict[str, Any]) -> dict[str, Any]:
    """``x-ms-enum`` (AutoRest)."""
    return lenient.mapping(schema.get("x-ms-enum"))
