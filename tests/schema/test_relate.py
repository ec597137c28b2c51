"""Relating schemas: where differences stand, cycles, branches, and how little is compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from registry.schema import Difference, Effect, Schemas, relate

if TYPE_CHECKING:
    from registry.schema.node import Dialect


def differences(
    one: Any, other: Any, *, dialects: tuple[Dialect, Dialect] = ("3.1", "3.1"), **components: Any
) -> tuple[Difference, ...]:
    """Relate two schemas of documents with the components ``old`` and ``new``."""
    sides = []
    for schema, dialect, name in ((one, dialects[0], "old"), (other, dialects[1], "new")):
        root = {"schema": schema, "components": {"schemas": components.get(name, {})}}
        sides.append(Schemas(root, dialect).node(schema, "/schema"))
    return relate(*sides)


def told(found: tuple[Difference, ...]) -> list[str]:
    return [
        f"{difference.path} {difference.keyword} {difference.action} {difference.effect.name}"
        for difference in found
    ]


NODE = {
    "type": "object",
    "properties": {"next": {"$ref": "#/components/schemas/Node"}, "value": {"type": "string"}},
}
LIMITED = json.loads(json.dumps(NODE).replace('{"type": "string"}', '{"type": "string", "maxLength": 5}'))


def test_a_change_below_a_cycle_is_told_once_at_the_nearest_place() -> None:
    reference = {"$ref": "#/components/schemas/Node"}
    found = differences(reference, reference, old={"Node": NODE}, new={"Node": LIMITED})
    assert told(found) == [".value maxLength added NARROWER"]


def test_two_cycles_of_one_shape_and_different_names_are_equal() -> None:
    renamed = json.loads(json.dumps(NODE).replace("Node", "Item"))
    one, other = {"$ref": "#/components/schemas/Node"}, {"$ref": "#/components/schemas/Item"}
    assert differences(one, other, old={"Node": NODE}, new={"Item": renamed}) == ()


@pytest.mark.parametrize("properties", [{}, {"properties": {"id": {"type": "string"}}}])
def test_a_pointer_leads_to_what_is_said_of_undeclared_properties(properties: dict[str, Any]) -> None:
    old = {"type": "object", **properties}
    (found,) = differences(old, {**old, "additionalProperties": {"type": "integer"}})
    assert found.at.revision == "/schema/additionalProperties"
    assert found.at.base == ("/schema/properties" if properties else "/schema")


def test_a_pointer_leads_to_the_keyword_on_both_sides() -> None:
    reference = {"$ref": "#/components/schemas/Node"}
    (found,) = differences(reference, reference, old={"Node": NODE}, new={"Node": LIMITED})
    assert found.at.base == "/components/schemas/Node/properties/value"
    assert found.at.revision == "/components/schemas/Node/properties/value/maxLength"


INT32 = {"type": "integer", "format": "int32"}
PAIR = {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}
BOTH = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"type": ["string", "null"]}, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, {"type": ["integer", "string"]}),
        ({"const": "a"}, {"enum": ["a"]}),
        ({"oneOf": [{"const": "a"}, {"const": "b"}]}, {"enum": ["b", "a"]}),
        ({"type": "integer", "minimum": 1}, {"type": "integer", "exclusiveMinimum": 0}),
        ({"type": "integer", "enum": [1]}, {"type": "integer", "enum": [1.0]}),
        ({"allOf": [{"type": "object"}, {"required": ["a"]}]}, {"type": "object", "required": ["a"]}),
        ({"type": "string", "minLength": 0}, {"type": "string"}),
        ({"type": "string", "format": "byte"}, {"type": "string", "contentEncoding": "base64"}),
        ({"type": "array", "items": False}, {"type": "array", "unevaluatedItems": False}),
        (
            {"type": "string", "pattern": "^[A-Z]{3}$"},
            {"type": "string", "pattern": "^[A-Z]{3}$", "maxLength": 3},
        ),
        (PAIR | {"items": False}, PAIR | {"maxItems": 2}),
        (PAIR | {"items": False}, PAIR | {"items": False, "maxItems": 2}),
        ({"contains": {}, "minContains": 2}, {"contains": {}, "minContains": 2, "minItems": 2}),
        ({"type": "array", "maxItems": 1}, {"type": "array", "maxItems": 1, "uniqueItems": True}),
        ({"type": "array", "items": False}, {"type": "array", "items": False, "uniqueItems": True}),
        (BOTH | {"required": ["a", "b"]}, BOTH | {"required": ["a", "b"], "minProperties": 2}),
        (BOTH | {"additionalProperties": False}, BOTH | {"additionalProperties": False, "maxProperties": 2}),
        (BOTH | {"dependentRequired": {"a": ["b"]}}, BOTH | {"dependentSchemas": {"a": {"required": ["b"]}}}),
        (BOTH | {"required": ["a"], "dependentRequired": {"a": ["b"]}}, BOTH | {"required": ["a", "b"]}),
        (
            BOTH | {"required": ["a"], "dependentSchemas": {"a": {"required": ["b"]}}},
            BOTH | {"required": ["a", "b"]},
        ),
        (INT32, INT32 | {"minimum": -(2**31), "maximum": 2**31 - 1}),
        (INT32, INT32 | {"exclusiveMaximum": 2**31}),
        (INT32 | {"format": "int64"}, INT32 | {"format": "int64", "maximum": 2**63 - 1}),
        ({"type": "string", "pattern": "^(a|b.)$", "maxLength": 1}, {"type": "string", "enum": ["a"]}),
        ({"type": "string", "pattern": "^(on|off)$"}, {"type": "string", "enum": ["off", "on"]}),
        ({}, True),
    ],
)
def test_spellings_of_one_set_of_values_are_equal(one: Any, other: Any) -> None:
    assert [found for found in differences(one, other) if found.effect] == []
    assert [found for found in differences(other, one) if found.effect] == []


READ_ONLY = {"type": "object", "properties": {"a": {"type": "string", "readOnly": True}}}


@pytest.mark.parametrize(
    ("one", "keywords", "expected"),
    [
        (PAIR | {"items": False}, {"maxItems": 1}, " maxItems added NARROWER"),
        (PAIR, {"maxItems": 2}, " maxItems added NARROWER"),
        ({"type": "array", "maxItems": 2}, {"uniqueItems": True}, " uniqueItems added NARROWER"),
        (BOTH | {"required": ["a", "b"]}, {"minProperties": 3}, " minProperties added NARROWER"),
        (READ_ONLY | {"required": ["a", "b"]}, {"minProperties": 2}, " minProperties added NARROWER"),
        (BOTH | {"additionalProperties": False}, {"maxProperties": 1}, " maxProperties added NARROWER"),
        (BOTH, {"maxProperties": 2}, " maxProperties added NARROWER"),
        ({"type": "string", "pattern": "^(on|off)"}, {"enum": ["on", "off"]}, " enum added NARROWER"),
        ({"type": "string", "pattern": "^(on|off)?$"}, {"enum": ["on", "off"]}, " enum added NARROWER"),
        (INT32, {"maximum": 2**31 - 2}, " maximum added NARROWER"),
        (INT32, {"minimum": 1 - 2**31}, " minimum added NARROWER"),
        (INT32 | {"format": "int64"}, {"maximum": 2**31 - 1}, " maximum added NARROWER"),
        (
            READ_ONLY | {"required": ["a"], "dependentRequired": {"a": ["b"]}},
            {"required": ["a", "b"]},
            " required added NARROWER",
        ),
        (
            BOTH | {"dependentRequired": {"a": ["b"]}},
            {"dependentSchemas": {"a": {"required": ["b", "c"]}}},
            " dependentSchemas added NARROWER",
        ),
        (
            BOTH | {"additionalProperties": False, "patternProperties": {"^x-": {}}},
            {"maxProperties": 2},
            " maxProperties added NARROWER",
        ),
    ],
)
def test_a_bound_that_nothing_else_keeps_to_is_told(
    one: dict[str, Any], keywords: dict[str, Any], expected: str
) -> None:
    assert expected in told(differences(one, one | keywords))


def test_a_required_property_for_which_there_is_no_room_any_more_is_told() -> None:
    old = {"type": "object", "properties": {"a": {}}, "required": ["a"]}
    new = {"type": "object", "maxProperties": 0}
    assert told(differences(old, new)) == [" maxProperties added NARROWER", " required removed WIDER"]


def test_all_that_must_hold_beside_one_property_is_compared() -> None:
    short, text = ({"x": {"properties": {"y": limited}}} for limited in ({"maxLength": 3}, {"minLength": 1}))
    both = {"type": "object", "allOf": [{"dependentSchemas": short}, {"dependentSchemas": text}]}
    found = differences(both, {"type": "object", "dependentSchemas": text})
    assert told(found) == ["(with x).y maxLength removed WIDER"]


NONSENSE = {"type": "string", "enum": ["a"], "minLength": 2}
BESIDE = {"type": "string", "minLength": 1}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"enum": ["a", "bc"], "pattern": "^.$"}, {"const": "a"}),
        ({"type": "object", "enum": [{"a": 1}, {"b": 1}], "required": ["b"]}, {"const": {"b": 1}}),
        ({**BESIDE, "not": {"type": "string", "maxLength": 0}}, BESIDE),
        ({"type": "number", "maximum": 0, "not": {"minimum": 5}}, {"type": "number", "maximum": 0}),
        (
            {"type": ["string", "number"], "maximum": 1, "not": {"type": "number", "maximum": 2}},
            {"type": "string"},
        ),
        ({**BESIDE, "if": {"type": "integer"}, "then": {"minimum": 3}}, BESIDE),
        ({"type": "string", "if": {"type": "integer"}, "else": {"minLength": 1}}, BESIDE),
        ({"type": "string", "if": {"type": "string"}, "then": {"minLength": 1}}, BESIDE),
        ({**BESIDE, "anyOf": [{"maxLength": 9}, {"type": "integer"}]}, {**BESIDE, "maxLength": 9}),
        ({**BESIDE, "oneOf": [{"type": "string"}, {"minLength": 2, "maxLength": 1}]}, BESIDE),
        ({"type": "array", "items": {"type": "integer"}, "contains": {"type": "string"}}, False),
        ({"type": "array", "contains": True, "minContains": 0}, {"type": "array"}),
        (
            {"type": "array", "prefixItems": [NONSENSE, {"type": "integer"}]},
            {"type": "array", "prefixItems": [NONSENSE, {"type": "boolean"}]},
        ),
        (
            {"type": "object", "properties": {"a": NONSENSE}, "additionalProperties": False},
            {"type": "object", "additionalProperties": False},
        ),
        (
            {"type": "object", "properties": {"a": True}, "required": ["b"], "maxProperties": 1},
            {"type": "object", "properties": {"a": False}, "required": ["b"], "maxProperties": 1},
        ),
        ({"type": "object", "dependentRequired": {"a": ["a"]}}, {"type": "object"}),
        (
            {"type": "object", "dependentSchemas": {"a": {"type": "string"}}},
            {"type": "object", "dependentSchemas": {"a": {"type": "integer"}}},
        ),
        ({"type": "number", "multipleOf": 1}, {"type": "integer"}),
    ],
)
def test_what_no_value_can_show_is_no_difference(one: Any, other: Any) -> None:
    assert [found for found in differences(one, other) if found.effect] == []
    assert [found for found in differences(other, one) if found.effect] == []


def test_an_exclusion_of_what_is_around_it_leaves_something() -> None:
    reference = {"$ref": "#/components/schemas/Odd"}
    inner = {"not": reference}
    odd = {"type": "object", "required": ["x"], "properties": {"x": inner}}
    even = {"type": "object", "required": ["x"], "properties": {"x": {"type": "integer"}}}
    found = differences(reference, reference, old={"Odd": odd}, new={"Odd": even})
    assert ".x type narrowed NARROWER" in told(found)


def test_a_pattern_of_properties_that_several_schemas_use_is_all_that_they_say() -> None:
    def both(kind: str) -> dict[str, Any]:
        patterns = [{"^a": {"type": kind}}, {"^a": {"minimum": 1}}]
        return {"type": "object", "allOf": [{"patternProperties": found} for found in patterns]}

    assert told(differences(both("integer"), both("string"))) == ["{^a} type changed BOTH"]


def test_a_branch_that_went_lets_in_what_it_made_fit_twice() -> None:
    overlapping = [{"type": "integer", "title": "Count"}, {"type": "number", "title": "Number"}]
    both, one = {"oneOf": overlapping}, {"oneOf": overlapping[:1]}
    assert "oneOf changed WIDER" in " ".join(told(differences(both, {**one, "description": "x"})))
    assert "oneOf changed NARROWER" in " ".join(told(differences(one, both)))


def test_a_choice_that_comes_down_to_itself_ends() -> None:
    odd = {
        "type": "object",
        "minProperties": 1,
        "oneOf": [{"type": "array"}, {"$ref": "#/components/schemas/Odd"}],
    }
    beside = {"$ref": "#/components/schemas/Odd", "maxProperties": 9}
    found = differences(beside, beside, old={"Odd": odd}, new={"Odd": {**odd, "minProperties": 2}})
    assert " minProperties increased NARROWER" in told(found)


def test_a_schema_in_another_dialect_is_not_compared() -> None:
    old, new = (
        {"$schema": "http://json-schema.org/draft-07/schema#", "type": kind} for kind in ("string", "null")
    )
    found = differences({"properties": {"a": old}}, {"properties": {"a": new}})
    assert told(found) == [".a $schema changed UNKNOWN"]
    assert found[0].at == ("/schema/properties/a/$schema", "/schema/properties/a/$schema")
    assert differences(old, dict(old)) == ()


def test_the_dialect_of_the_document_may_be_named_again() -> None:
    draft = "http://json-schema.org/draft-07/schema#"
    sides = []
    for kind in ("string", "integer"):
        schema = {"$schema": draft, "type": kind}
        sides.append(Schemas({"jsonSchemaDialect": draft, "x": schema}, "3.1").node(schema, "/x"))
    assert told(relate(*sides)) == [" type changed BOTH"]


def test_true_is_not_one() -> None:
    assert told(differences({"enum": [1]}, {"enum": [True]})) != []


def test_siblings_of_a_reference_count_in_the_newer_dialect_only() -> None:
    schemas = {"Text": {"type": "string"}}
    bare, limited = (
        {"$ref": "#/components/schemas/Text"},
        {"$ref": "#/components/schemas/Text", "maxLength": 3},
    )
    assert differences(bare, limited, dialects=("3.0", "3.0"), old=schemas, new=schemas) == ()
    assert told(differences(bare, limited, old=schemas, new=schemas)) == [" maxLength added NARROWER"]


def test_inside_not_the_effect_turns_round() -> None:
    shorter = differences(
        {"type": "string", "not": {"maxLength": 10}}, {"type": "string", "not": {"maxLength": 5}}
    )
    assert [difference.effect for difference in shorter] == [Effect.WIDER]


def test_what_cannot_be_read_is_said_to_be_unknown() -> None:
    (found,) = differences({"$ref": "#/components/schemas/Missing"}, {"type": "string"})
    assert found.effect is Effect.UNKNOWN


def test_a_schema_that_is_its_own_part_ends() -> None:
    loop = {"Loop": {"allOf": [{"$ref": "#/components/schemas/Loop"}], "type": "object"}}
    reference = {"$ref": "#/components/schemas/Loop"}
    changed = {"Loop": {**loop["Loop"], "required": ["a"]}}
    assert told(differences(reference, reference, old=loop, new=changed)) == [" required added NARROWER"]


def anchored(limit: int) -> dict[str, Any]:
    return {
        "$defs": {"code": {"$anchor": "code", "type": "string", "maxLength": limit}},
        "type": "object",
        "properties": {"a": {"$ref": "#code"}},
    }


def test_a_reference_by_anchor_is_followed() -> None:
    assert told(differences(anchored(10), anchored(5))) == [".a maxLength decreased NARROWER"]


def test_a_reference_by_an_identifier_is_followed() -> None:
    def book(limit: int) -> dict[str, Any]:
        size = {"$id": "https://example.com/size", "type": "string", "maxLength": limit}
        return {"$defs": {"size": size}, "type": "array", "items": {"$ref": "https://example.com/size"}}

    assert told(differences(book(10), book(5))) == ["[] maxLength decreased NARROWER"]


def test_an_anchor_that_different_schemas_bear_is_not_compared() -> None:
    one, other = anchored(10), anchored(5)
    for schema in (one, other):
        schema["$defs"]["more"] = {"$anchor": "code", "type": "integer"}
    assert told(differences(one, other)) == [".a $ref changed UNKNOWN"]


@pytest.mark.parametrize("keyword", ["$ref", "$dynamicRef"])
def test_what_a_dynamic_reference_can_only_name_in_one_way_is_followed(keyword: str) -> None:
    def tree(kind: str) -> dict[str, Any]:
        kids = {"type": "array", "items": {keyword: "#node"}}
        return {"$dynamicAnchor": "node", "type": "object", "properties": {"v": {"type": kind}, "kids": kids}}

    reference = {"type": "object", "properties": {"tree": {"$dynamicRef": "#node"}}}
    found = differences(reference, reference, old={"Tree": tree("string")}, new={"Tree": tree("integer")})
    assert told(found) == [".tree.v type changed BOTH"]
