"""What a field means, from every spelling in use, through ``$ref``, ``allOf`` and nullable wrappers."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from registry.model import lenient
from registry.model.semantics import drafts, spellings, tolerant, values
from registry.model.semantics.layers import layers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from registry.formats.stability import Stability
    from registry.model.semantics.field_form import (
        Classification,
        Derivation,
        Freshness,
        FromField,
        Quality,
        Relationship,
        Retention,
        SourceOfTruth,
    )
    from registry.model.semantics.layers import Follow
    from registry.model.semantics.values import ValueMeaning

    Reader: TypeAlias = Callable[[dict[str, Any]], Any]

_SILENT: tuple[Any, ...] = (None, "", (), [])
"""Values that say nothing."""


@dataclass(frozen=True)
class FieldMeaning:
    """What a field means; None, empty or false where nothing is said.

    Without slots, so that `_saying` can leave to the class all that a field does not say.
    """

    title: str = ""
    description: str = ""
    business_name: str | None = None
    term: str | None = None
    unit: str | None = None
    unit_language: str | None = None
    currency: str | FromField | None = None
    timezone: str | FromField | None = None
    null_meaning: Mapping[str, str] = field(default_factory=dict)
    default_meaning: str | None = None
    null_values: tuple[Any, ...] = ()
    role: str | None = None
    uri_template: str | None = None
    classification: Classification | None = None
    values: tuple[ValueMeaning, ...] = ()
    extensible: bool = False
    source_of_truth: SourceOfTruth | None = None
    freshness: Freshness | None = None
    retention: Retention | None = None
    relationships: tuple[Relationship, ...] = ()
    derivation: Derivation | None = None
    quality: tuple[Quality, ...] = ()
    normalization: str | None = None
    critical: bool = False
    sunset: date | None = None
    stability: Stability | None = None
    deprecated: bool = False


def field_meaning(schema: Any, follow: Follow) -> FieldMeaning:
    """Return what the schema says its values mean.

    What stands beside ``$ref`` goes before what its target says, the schema before the branches of its
    ``allOf``, and these before the one branch of ``oneOf`` or ``anyOf`` that is not null. What cannot be read,
    and what is only a draft, is left out. ``follow`` is `Description.follow` or `Description.resolve`.
    """
    return meaning_of(layers(schema, follow))


def meaning_of(found: tuple[dict[str, Any], ...]) -> FieldMeaning:
    """Return what the layers of a schema say together."""
    said: dict[str, Any] = {}
    for layer in found:
        for key in layer:
            if key in _READERS:
                name, read = _READERS[key]
                _hear(said, name, read(layer))
    if "unit" in said:
        said.setdefault("unit_language", "UCUM")
    if listed := values.of(found):
        said["values"] = listed
    _hear_forms(said, found)
    return _saying(said) if said else _NOTHING


def _hear(said: dict[str, Any], name: str, value: Any) -> None:
    """Note a value unless another one goes before it; nothing, empty text and an empty list say nothing."""
    if name not in said and value not in _SILENT:
        said[name] = value


def _hear_forms(said: dict[str, Any], found: tuple[dict[str, Any], ...]) -> None:
    """Note what ``x-field`` says, whose keys are called as here; meanings of null add up."""
    written = [layer["x-field"] for layer in found if "x-field" in layer]
    if not written:
        return
    from registry.model.semantics.field_form import FieldForm  # noqa: PLC0415 - slow to import

    forms = [form for one in written if (form := tolerant.read(FieldForm, one)) is not None]
    said["null_meaning"] = {key: text for form in reversed(forms) for key, text in form.null_meaning.items()}
    for form in forms:
        for name in form.model_fields_set:
            _hear(said, name, getattr(form, name))


def _saying(said: dict[str, Any]) -> FieldMeaning:
    """Return the meaning of what is said alone: most of a hundred thousand fields say two things of twenty-seven."""
    meaning = object.__new__(FieldMeaning)
    vars(meaning).update({"null_meaning": {}} | said)
    return meaning


_NOTHING = FieldMeaning()


def _text(key: str) -> Reader:
    return lambda layer: drafts.text(layer.get(key))


_READERS: Mapping[str, tuple[str, Reader]] = MappingProxyType(
    {
        "title": ("title", _text("title")),
        "description": ("description", _text("description")),
        "deprecated": ("deprecated", spellings.deprecated),
        "x-ogc-definition": ("term", _text("x-ogc-definition")),
        "x-ogc-unit": ("unit", spellings.unit),
        "x-ogc-unitLang": ("unit_language", _text("x-ogc-unitLang")),
        "x-ogc-role": ("role", _text("x-ogc-role")),
        "x-ogc-uriTemplate": ("uri_template", _text("x-ogc-uriTemplate")),
        "x-ogc-nullValues": ("null_values", lambda layer: tuple(lenient.sequence(layer["x-ogc-nullValues"]))),
        "x-data-classification": ("classification", spellings.classification),
        "x-pii": ("classification", spellings.classification),
        "x-extensible-enum": ("extensible", lambda layer: values.extensible(layer) or None),
        "x-ms-enum": ("extensible", lambda layer: values.extensible(layer) or None),
        "x-sunset": ("sunset", spellings.sunset),
        "x-stability-level": ("stability", spellings.stability),
        "x-beta": ("stability", spellings.stability),
    }
)
"""What a keyword beside ``x-field`` says, and how it is read, by the keyword."""
