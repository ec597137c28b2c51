"""The written formats by name, and their JSON Schemas for editors."""

from __future__ import annotations

from ast import AnnAssign, ClassDef, Constant, Expr, Name, parse
from inspect import cleandoc, getdoc, getsource
from itertools import pairwise
from textwrap import dedent
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from registry.config import RegistryConfig
from registry.errors import WrongUse
from registry.formats import Written, nearest
from registry.model.agreements import Subscription, Waiver
from registry.model.flow import FlowForm
from registry.model.origin import OriginForm
from registry.model.semantics import ApiMeaning, FieldForm, OperationMeaning
from registry.model.system import Glossary, SystemForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core.core_schema import ModelSchema

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
    schema = TypeAdapter(FORMS[name]).json_schema(schema_generator=_Explained)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:waybill:schema:{name}:1",
        **schema,
        "title": _TITLES.get(name, f"Waybill {name}"),
    }


class _Explained(GenerateJsonSchema):
    """Editors show what stands below a key in its form; a title that repeats the key is noise.

    Reading the source of every form when it is imported was half of what a command took to start.
    """

    def field_title_should_be_set(self, schema: Any) -> bool:
        del schema
        return False

    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        written = super().model_schema(schema)
        form: type[BaseModel] = schema["cls"]
        said = _explanations(form)
        for name, field in form.model_fields.items():
            is_told = getdoc(field.annotation) == said.get(name)  # by the form that it refers to
            if name in said and not is_told:
                written["properties"][field.alias or name].setdefault("description", said[name])
        return written


def _explanations(form: type) -> dict[str, str]:
    """Return the text below each key of a form, and of those that it is made from."""
    said: dict[str, str] = {}
    for each in reversed(form.__mro__):
        if issubclass(each, Written) and each is not Written:
            body = cast("ClassDef", parse(dedent(getsource(each))).body[0]).body
            for statement, below in pairwise(body):
                match statement, below:
                    case AnnAssign(target=Name(id=name)), Expr(value=Constant(value=str(text))):
                        said[name] = cleandoc(text)
    return said
