"""Inheritance under a discriminator: what changes of the heirs is told where an operation names only their base."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.diff import Comparison

    Compare = Callable[..., Comparison]

    Edit = Callable[[dict[str, Any]], Any]


def reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def inherits(name: str, **properties: Any) -> dict[str, Any]:
    return {"allOf": [reference(name), {"type": "object", "properties": properties}]}


ANIMALS: dict[str, Any] = {
    "Animal": {
        "type": "object",
        "required": ["kind", "name"],
        "properties": {"kind": {"type": "string"}, "name": {"type": "string"}, "friend": reference("Animal")},
        "discriminator": {"propertyName": "kind"},
    },
    "Mammal": inherits("Animal", legs={"type": "integer"}),
    "Cat": inherits("Mammal", lives={"type": "integer"}, toy=reference("Toy"), prey=reference("Animal")),
    "Fish": inherits("Animal", fins={"type": "integer"}),
    "Toy": {"type": "object", "properties": {"color": {"type": "string"}}},
}


def edited(edit: Edit, schemas: dict[str, Any] = ANIMALS) -> dict[str, Any]:
    copied = copy.deepcopy(schemas)
    edit(copied)
    return copied


def demand(name: str, wanted: str) -> Edit:
    return lambda schemas: schemas[name]["allOf"][1].update(required=[wanted])


def recolour(schemas: dict[str, Any]) -> None:
    schemas["Toy"]["properties"]["color"]["type"] = "integer"


@pytest.fixture
def told(compare_schemas: Compare) -> Callable[..., list[str]]:
    """Return what is told of a change of the schemas behind one that is both sent and returned."""

    def run(
        edit: Edit, schema: Any = None, old: dict[str, Any] = ANIMALS, *, version: str = "3.1.0"
    ) -> list[str]:
        whole = reference("Animal") if schema is None else schema
        found = compare_schemas(whole, whole, versions=(version, version), old=old, new=edited(edit, old))
        return [f"{one.level} {one.rule} {one.at}" for one in found.changes]

    return run


def test_nothing_is_told_where_the_heirs_stay_as_they_were(told: Callable[..., list[str]]) -> None:
    assert told(lambda schemas: schemas) == []
    assert told(lambda schemas: schemas.update(Cat=schemas.pop("Cat"))) == []


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_what_an_heir_requires_now_is_told_of_the_base(told: Callable[..., list[str]], version: str) -> None:
    assert told(demand("Fish", "fins"), version=version) == [
        "breaking request-property-became-required POST /x body (Fish).fins",
        "safe response-property-became-required POST /x 200 (Fish).fins",
    ]


def test_a_property_that_an_heir_loses_is_told_as_of_any_object(told: Callable[..., list[str]]) -> None:
    assert told(lambda schemas: schemas["Fish"]["allOf"][1]["properties"].pop("fins")) == [
        "risky request-property-removed POST /x body (Fish).fins",
        "risky response-property-removed POST /x 200 (Fish).fins",
    ]


def test_a_promised_property_that_an_heir_loses_breaks_who_reads(told: Callable[..., list[str]]) -> None:
    old = edited(demand("Fish", "fins"))
    assert told(lambda schemas: schemas["Fish"]["allOf"].pop(), old=old) == [
        "breaking response-required-property-removed POST /x 200 (Fish).fins",
        "risky request-required-property-removed POST /x body (Fish).fins",
    ]


def test_an_heir_of_an_heir_is_one_of_the_base(told: Callable[..., list[str]]) -> None:
    assert "breaking request-property-became-required POST /x body (Cat).lives" in told(
        demand("Cat", "lives")
    )


def test_what_the_heir_in_the_middle_says_is_told_once(told: Callable[..., list[str]]) -> None:
    assert told(demand("Mammal", "legs")) == [
        "breaking request-property-became-required POST /x body (Mammal).legs",
        "safe response-property-became-required POST /x 200 (Mammal).legs",
    ]


def test_the_heirs_of_an_heir_in_the_middle_are_its_own(told: Callable[..., list[str]]) -> None:
    old = edited(lambda schemas: schemas["Animal"]["properties"].pop("friend"))
    old["Cat"]["allOf"][1]["properties"].pop("prey")
    assert told(demand("Cat", "lives"), reference("Mammal"), old) == [
        "breaking request-property-became-required POST /x body (Cat).lives",
        "safe response-property-became-required POST /x 200 (Cat).lives",
    ]
    assert told(demand("Fish", "fins"), reference("Mammal"), old) == []


def test_a_change_far_below_an_heir_is_told(told: Callable[..., list[str]]) -> None:
    assert told(recolour) == [
        "breaking request-type-changed POST /x body (Cat).toy.color",
        "breaking response-type-changed POST /x 200 (Cat).toy.color",
    ]


@pytest.mark.parametrize(
    ("schema", "way"),
    [
        ({"type": "array", "items": reference("Animal")}, "[](Fish)"),
        ({"type": "object", "properties": {"pet": reference("Animal")}}, "pet(Fish)"),
        ({"allOf": [reference("Animal")], "description": "The pet."}, "(Fish)"),
        ({**reference("Animal"), "description": "The pet."}, "(Fish)"),
        ({"oneOf": [reference("Animal"), {"type": "null"}]}, "(Fish)"),
        ({"oneOf": [reference("Animal"), {**inherits("Toy"), "title": "Thing"}]}, "(Animal)(Fish)"),
    ],
)
def test_heirs_are_met_wherever_the_base_is_nested(
    told: Callable[..., list[str]], schema: dict[str, Any], way: str
) -> None:
    found = told(demand("Fish", "fins"), schema)
    assert f"breaking request-property-became-required POST /x body {way}.fins" in found


def test_an_heir_that_went_is_a_tag_that_can_no_longer_be_sent(compare_schemas: Compare) -> None:
    new = edited(lambda schemas: schemas.pop("Fish"))
    found = compare_schemas(reference("Animal"), reference("Animal"), old=ANIMALS, new=new).changes
    assert [(one.level, one.rule, one.message) for one in found] == [
        ("breaking", "request-discriminator-changed", "values of the tag changed: without Fish"),
        ("safe", "response-discriminator-changed", "values of the tag changed: without Fish"),
    ]
    assert found[0].witness is not None
    assert found[0].witness.value["kind"] == "Fish"


def test_an_heir_that_came_is_a_tag_that_no_reader_knows(told: Callable[..., list[str]]) -> None:
    assert told(lambda schemas: schemas.update(Bird=inherits("Animal"))) == [
        "breaking response-discriminator-changed POST /x 200",
        "safe request-discriminator-changed POST /x body",
    ]


def test_the_last_heir_that_goes_and_the_first_that_comes_are_told(told: Callable[..., list[str]]) -> None:
    one = {"Animal": ANIMALS["Animal"], "Fish": ANIMALS["Fish"]}
    assert "breaking request-discriminator-changed POST /x body" in told(
        lambda schemas: schemas.pop("Fish"), old=one
    )
    none = {"Animal": ANIMALS["Animal"]}
    assert "breaking response-discriminator-changed POST /x 200" in told(
        lambda schemas: schemas.update(Fish=inherits("Animal")), old=none
    )


def test_tags_that_a_mapping_gives_to_heirs_are_told_instead_of_names(compare_schemas: Compare) -> None:
    old = edited(lambda schemas: schemas["Animal"]["discriminator"].update(mapping={"c": "Cat", "f": "Fish"}))
    moved = {"c": "Cat", "x": "Fish"}
    new = edited(lambda schemas: schemas["Animal"]["discriminator"].update(mapping=moved))
    found = compare_schemas(reference("Animal"), reference("Animal"), old=old, new=new).changes
    assert [(one.level, one.message) for one in found] == [
        ("breaking", "values of the tag changed: without f and with x"),
        ("breaking", "values of the tag changed: without f and with x"),
    ]


def test_an_heir_with_a_new_name_under_the_same_tag_is_the_same_kind(told: Callable[..., list[str]]) -> None:
    def mapped(target: str) -> Edit:
        return lambda schemas: schemas["Animal"]["discriminator"].update(mapping={"c": "Cat", "f": target})

    def renamed(schemas: dict[str, Any]) -> None:
        schemas["Herring"] = schemas.pop("Fish")
        mapped("Herring")(schemas)

    assert told(renamed, old=edited(mapped("Fish"))) == []


def test_the_value_that_an_heir_gives_its_tag_is_its_tag(compare_schemas: Compare) -> None:
    def named(tag: str) -> dict[str, Any]:
        return edited(lambda schemas: schemas["Fish"].update({"x-ms-discriminator-value": tag}))

    found = compare_schemas(reference("Animal"), reference("Animal"), old=named("a"), new=named("b")).changes
    assert {one.message for one in found} == {"values of the tag changed: without a and with b"}


def test_what_changes_in_the_base_is_told_of_the_base_alone(told: Callable[..., list[str]]) -> None:
    assert told(lambda schemas: schemas["Animal"]["properties"].pop("friend")) == [
        "risky request-property-removed POST /x body friend",
        "risky response-property-removed POST /x 200 friend",
    ]
    assert told(lambda schemas: schemas["Animal"]["required"].append("friend")) == [
        "breaking request-property-became-required POST /x body friend",
        "safe response-property-became-required POST /x 200 friend",
    ]


def test_a_property_that_moves_up_to_the_base_is_not_lost_by_the_heir(told: Callable[..., list[str]]) -> None:
    def pulled(schemas: dict[str, Any]) -> None:
        fins = schemas["Fish"]["allOf"][1]["properties"].pop("fins")
        schemas["Animal"]["properties"]["fins"] = fins

    assert not [one for one in told(pulled) if "(Fish)" in one]


def test_an_operation_that_names_an_heir_hears_nothing_of_its_siblings(
    told: Callable[..., list[str]],
) -> None:
    old = edited(lambda schemas: schemas["Animal"]["properties"].pop("friend"))
    assert told(demand("Mammal", "legs"), reference("Fish"), old) == []
    assert told(lambda schemas: schemas.pop("Mammal"), reference("Fish"), old) == []
    assert told(demand("Fish", "fins"), reference("Fish"), old) == [
        "breaking request-property-became-required POST /x body fins",
        "safe response-property-became-required POST /x 200 fins",
    ]


def test_heirs_of_a_base_without_discriminator_are_other_schemas(told: Callable[..., list[str]]) -> None:
    old = edited(lambda schemas: schemas["Animal"].pop("discriminator"))
    assert told(demand("Fish", "fins"), old=old) == []
    assert told(lambda schemas: schemas.pop("Fish"), old=old) == []


def test_heirs_that_include_each_other_come_to_an_end(told: Callable[..., list[str]]) -> None:
    old = edited(lambda schemas: schemas["Mammal"]["allOf"].append(reference("Cat")))
    assert "breaking request-property-became-required POST /x body (Mammal).lives" in told(
        demand("Cat", "lives"), old=old
    )


def swagger(**definitions: Any) -> dict[str, Any]:
    animal = {"type": "array", "items": {"$ref": "#/definitions/Animal"}}
    answer = {"200": {"description": "OK", "schema": animal}}
    body = [{"in": "body", "name": "body", "schema": {"$ref": "#/definitions/Animal"}}]
    return {
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/x": {"get": {"responses": answer}, "post": {"parameters": body, "responses": answer}}},
        "definitions": {
            "Animal": {
                "type": "object",
                "discriminator": "kind",
                "required": ["kind"],
                "properties": {"kind": {"type": "string"}},
            },
            **definitions,
        },
    }


def fish(**more: Any) -> dict[str, Any]:
    own = {"type": "object", "properties": {"fins": {"type": "integer"}}, **more}
    return {"allOf": [{"$ref": "#/definitions/Animal"}, own]}


def test_swagger_2_describes_heirs_in_the_same_way(compare_documents: Compare) -> None:
    found = compare_documents(swagger(Fish=fish()), swagger(Fish=fish(required=["fins"]))).changes
    assert [f"{one.level} {one.at}" for one in found] == [
        "breaking POST /x body (Fish).fins",
        "safe GET /x 200 [](Fish).fins",
    ]
    found = compare_documents(swagger(Fish=fish()), swagger(Fish=fish(), Bird=fish())).changes
    assert ("breaking", "values of the tag changed: with Bird") in {(one.level, one.message) for one in found}
    assert compare_documents(swagger(Fish=fish()), swagger(Fish=fish())).changes == ()


def test_heirs_that_stay_are_not_compared(compare_schemas: Compare, compared: list[Any]) -> None:
    many = {f"Kind{number}": inherits("Animal") for number in range(50)}
    old = edited(lambda schemas: schemas["Animal"]["properties"].pop("friend"), {**ANIMALS, **many})
    old["Cat"]["allOf"][1]["properties"].pop("prey")
    compare_schemas(
        reference("Animal"), reference("Animal"), old=old, new=edited(demand("Fish", "fins"), old)
    )
    assert len(compared) <= 5


def test_a_property_that_base_and_heir_both_declare_leads_to_no_heirs_of_one_of_them(
    told: Callable[..., list[str]],
) -> None:
    old = edited(lambda schemas: schemas["Animal"]["properties"].update(friend=reference("Mammal")))
    old["Fish"]["allOf"][1]["properties"]["friend"] = reference("Animal")
    assert not [one for one in told(demand("Fish", "fins"), old=old) if "(Fish).friend(" in one]
