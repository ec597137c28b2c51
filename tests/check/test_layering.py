"""The layers of schemas that build upon each other, as the model tells them and as they are worked out once."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.check import check
from registry.check.layering import Layering
from registry.check.targets import Targets
from registry.model.description import Description
from registry.model.semantics import FieldMeaning, layers
from registry.model.semantics.field import meaning_of
from registry.source.bundle import Bundle
from registry.source.origins import Origins
from registry.source.tree import Document

NAMES = ("a", "b", "c", "d", "e")
REFERENCES = st.sampled_from(NAMES).map(lambda name: {"$ref": f"#/components/schemas/{name}"})
SAYINGS = st.fixed_dictionaries(
    {},
    optional={
        "description": st.sampled_from(["", "What it weighs.", "How long it is."]),
        "title": st.sampled_from(["Size", "Length"]),
        "enum": st.just(["s", "m"]),
        "x-ogc-unit": st.sampled_from(["kg", "cm"]),
        "properties": st.dictionaries(st.sampled_from(("size", "weight")), st.just({"type": "string"})),
        "type": st.just("object"),
        "allOf": st.lists(REFERENCES, max_size=2),
        "anyOf": st.lists(st.one_of(REFERENCES, st.just({"type": "null"})), max_size=2),
    },
)
SCHEMAS = st.fixed_dictionaries({name: st.one_of(SAYINGS, REFERENCES) for name in NAMES})
LONG = 3_000


def targets(schemas: dict[str, Any]) -> Targets:
    return Targets({"components": {"schemas": schemas}})


def declares(name: str, layer: dict[str, Any]) -> bool:
    return name in layer.get("properties", {})


@given(SCHEMAS)
@settings(derandomize=True, max_examples=300)
def test_what_layers_say_together_is_what_those_say_that_may_say_anything(schemas: dict[str, Any]) -> None:
    follow = targets(schemas).follow
    layering = Layering(follow)
    for schema in (*schemas.values(), *schemas.values()):
        assert meaning_of(layering.telling(schema)) == meaning_of(layers(schema, follow))


@given(SCHEMAS)
@settings(derandomize=True, max_examples=300)
def test_a_layer_is_found_wherever_it_is_and_in_whatever_order_one_asks(schemas: dict[str, Any]) -> None:
    follow = targets(schemas).follow
    layering = Layering(follow)
    for name in ("size", "weight"):
        for schema in schemas.values():
            there = any(declares(name, layer) for layer in layers(schema, follow))
            assert layering.any(schema, name, partial(declares, name)) == there


@pytest.mark.parametrize(
    "said",
    [
        {"title": "Size"},
        {"description": "How long it is."},
        {"deprecated": True},
        {"enum": ["s", "m"]},
        {"const": "s"},
        {"oneOf": [{"const": "s", "title": "Small"}, {"const": "m"}]},
        {"anyOf": [{"const": "s", "title": "Small"}, {"const": "m"}]},
        {"x-ogc-unit": "cm"},
    ],
    ids=lambda said: str(*said),
)
def test_whatever_a_layer_says_is_not_passed_over(said: dict[str, Any]) -> None:
    follow = targets({"plain": {"type": "string"}}).follow
    schema = {**said, "allOf": [{"$ref": "#/components/schemas/plain"}]}
    meaning = meaning_of(Layering(follow).telling(schema))
    assert meaning == meaning_of(layers(schema, follow)) != FieldMeaning()


def test_what_one_branch_declares_another_does_not() -> None:
    schemas = {
        "empty": {"type": "object"},
        "sized": {"properties": {"size": {}}},
        "both": {"allOf": [{"$ref": "#/components/schemas/empty"}, {"$ref": "#/components/schemas/sized"}]},
    }
    layering = Layering(targets(schemas).follow)
    found = {
        name: layering.any(schemas[name], "size", partial(declares, "size")) for name in reversed(schemas)
    }
    assert found == {"both": True, "sized": True, "empty": False}


def test_a_chain_of_thousands_of_schemas_is_checked_to_its_end() -> None:
    chain: dict[str, Any] = {
        f"S{number}": {
            "type": "object",
            "required": ["id"],
            "properties": {
                "full_name": {"type": "string"},
                "next": {"$ref": f"#/components/schemas/S{number + 1}"},
            },
            "allOf": [{"$ref": f"#/components/schemas/S{number + 1}"}],
        }
        for number in range(LONG)
    }
    chain[f"S{LONG}"] = {
        "type": "object",
        "properties": {"id": {"type": "string"}, "email": {"type": "string"}},
    }
    data = {"openapi": "3.1.0", "info": {"title": "Chain", "version": "1"}, "components": {"schemas": chain}}
    description = Description(
        Bundle("chain.json", data, Origins(Document("chain.json", data, "json", b"{}")))
    )
    found = [finding.rule for finding in check(description)]
    assert "required-property-undeclared" not in found
    assert found.count("personal-data-without-classification") == LONG + 1
