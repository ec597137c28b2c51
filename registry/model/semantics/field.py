"""What a field means, from every spelling in use, through ``$ref``, ``allOf`` and nullable wrappers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

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
        FieldForm,
        Freshness,
        FromField,
        Quality,
        Relationship,
        Retention,
        SourceOfTruth,
    )
    from registry.model.semantics.layers import Follow
    from registry.model.semantics.values import ValueMeaning

S = TypeVar("S")
T = TypeVar("T")

_SILENT: tuple[Any, ...] = (None, "", (), [])


@dataclass(frozen=True, slots=True)
class FieldMeaning:
    """What a field means; None, empty or false where nothing is said."""

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
    found = layers(schema, follow)
    if not any(key.startswith("x-") for layer in found for key in layer):
        return _unextended(found)
    forms = _forms(found)
    unit = _first(found, spellings.unit)
    return FieldMeaning(
        title=_first(found, _text("title")) or "",
        description=_first(found, _text("description")) or "",
        business_name=_first(forms, lambda form: form.business_name),
        term=_first(found, _text("x-ogc-definition")),
        unit=unit,
        unit_language=_first(found, _text("x-ogc-unitLang")) or ("UCUM" if unit else None),
        currency=next((form.currency for form in forms if form.currency), None),
        timezone=next((form.timezone for form in forms if form.timezone), None),
        null_meaning={key: text for form in reversed(forms) for key, text in form.null_meaning.items()},
        default_meaning=_first(forms, lambda form: form.default_meaning),
        null_values=tuple(_first(found, lambda layer: lenient.sequence(layer.get("x-ogc-nullValues"))) or ()),
        role=_first(found, _text("x-ogc-role")),
        uri_template=_first(found, _text("x-ogc-uriTemplate")),
        classification=_first(found, spellings.classification),
        values=values.of(found),
        extensible=any(values.extensible(layer) for layer in found),
        source_of_truth=_first(forms, lambda form: form.source_of_truth),
        freshness=_first(forms, lambda form: form.freshness),
        retention=_first(forms, lambda form: form.retention),
        relationships=_first(forms, lambda form: form.relationships) or (),
        derivation=_first(forms, lambda form: form.derivation),
        quality=_first(forms, lambda form: form.quality) or (),
        normalization=_first(forms, lambda form: form.normalization),
        critical=_first(forms, lambda form: form.critical) or False,
        sunset=_first(found, spellings.sunset),
        stability=_first(found, spellings.stability),
        deprecated=_first(found, spellings.deprecated) or False,
    )


def _unextended(found: tuple[dict[str, Any], ...]) -> FieldMeaning:
    """Return what JSON Schema itself can say: all that most fields of other people's descriptions do say."""
    return FieldMeaning(
        title=_first(found, _text("title")) or "",
        description=_first(found, _text("description")) or "",
        values=values.of(found),
        deprecated=_first(found, spellings.deprecated) or False,
    )


def _forms(found: tuple[dict[str, Any], ...]) -> tuple[FieldForm, ...]:
    written = [layer["x-field"] for layer in found if "x-field" in layer]
    if not written:
        return ()
    from registry.model.semantics.field_form import FieldForm  # noqa: PLC0415 - slow to import

    return tuple(form for one in written if (form := tolerant.read(FieldForm, one)) is not None)


def _first(found: tuple[S, ...], say: Callable[[S], T | None]) -> T | None:
    """Return the first thing said; nothing, empty text and an empty list say nothing."""
    return next((value for source in found if (value := say(source)) not in _SILENT), None)


def _text(key: str) -> Callable[[dict[str, Any]], str]:
    return lambda layer: drafts.text(layer.get(key))
