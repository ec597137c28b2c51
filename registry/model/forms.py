"""The written formats by name, and their JSON Schemas for editors."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from registry.config import RegistryConfig
from registry.errors import WrongUse
from registry.formats import nearest
from registry.model.agreements import Subscription, Waiver
from registry.model.flow import FlowForm
from registry.model.origin import OriginForm
from registry.model.semantics import ApiMeaning, FieldForm, OperationMeaning
from registry.model.system import Glossary, SystemForm

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMS: Mapping[str, Any] = MappingProxyType(
    {
        "registry": RegistryConfig,
        "glossary": Glossary,
        "system": SystemForm,
        "flow": FlowForm,
        "source": OriginForm,
        "waivers": tuple[Waiver, ...],
        "subscriptions": tuple[Subscription, ...],
        "field": FieldForm,
        "operation": OperationMeaning,
        "api": ApiMeaning,
    }
)
"""Each format by the name that ``waybill schema`` knows it by."""

_TITLES = {"waivers": "Accepted changes", "subscriptions": "Who wants to be told of what"}


def json_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a written format.

    Raises:
        WrongUse: There is no such format.
    """
    if name not in FORMS:
        meant = nearest(name, FORMS)
        remedy = f"did you mean '{meant}'?" if meant else f"known: {', '.join(FORMS)}"
        raise WrongUse(f"there is no format '{name}'", remedy)
    schema = TypeAdapter(FORMS[name]).json_schema(schema_generator=_WithoutTitles)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:waybill:schema:{name}:1",
        **schema,
        "title": _TITLES.get(name, f"Waybill {name}"),
    }


class _WithoutTitles(GenerateJsonSchema):
    """Editors show the description; a title that repeats the key is noise."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        del schema
        return False
