"""Catalog entities that Backstage's schemas take, with names that it takes, and the relations between them."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from registry.export.backstage_names import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from registry.workspace import Workspace

VALID = re.compile(r"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")
"""What Backstage's KubernetesValidatorFunctions call a valid name."""


@pytest.fixture(scope="session")
def validators(schemas: Path) -> dict[str, jsonschema_rs.Validator]:
    """A validator for each kind of entity."""
    texts = {path.name: json.loads(path.read_text("utf-8")) for path in (schemas / "backstage").iterdir()}
    known = jsonschema_rs.Registry([(f"json-schema:///{schema['$id']}", schema) for schema in texts.values()])
    return {
        name.partition(".")[0]: jsonschema_rs.validator_for(schema, registry=known)
        for name, schema in texts.items()
        if "v1alpha1" in name
    }


def entities(here: Workspace, *targets: str, **options: Any) -> list[dict[str, Any]]:
    (document,) = here.export("backstage", *targets, **options).documents
    return list(yaml.load_all(document.text, Loader=yaml.CSafeLoader))


def check(
    validators: dict[str, jsonschema_rs.Validator], found: Iterable[dict[str, Any]], root: Path
) -> None:
    """Hold entities against the schemas as Backstage does: placeholders are texts by then."""
    for entity in found:
        spec = dict(entity["spec"])
        if isinstance(spec.get("definition"), dict):
            spec["definition"] = (root / spec["definition"]["$text"]).read_text("utf-8")
        validators[entity["kind"]].validate({**entity, "spec": spec})
        name = entity["metadata"]["name"]
        assert VALID.fullmatch(name)
        assert len(name) <= 63


def one(found: Iterable[dict[str, Any]], kind: str, name: str) -> dict[str, Any]:
    (entity,) = (each for each in found if each["kind"] == kind and each["metadata"]["name"] == name)
    return entity


def test_the_schemas_refuse_what_is_wrong(validators: dict[str, jsonschema_rs.Validator]) -> None:
    entity = {"apiVersion": "backstage.io/v1alpha1", "kind": "System", "metadata": {"name": "x"}, "spec": {}}
    assert not validators["System"].is_valid(entity)
    assert not validators["System"].is_valid({**entity, "spec": {"owner": "me"}, "metadata": {}})
    assert validators["System"].is_valid({**entity, "spec": {"owner": "me"}})


def test_the_example_is_a_valid_catalog(
    example: Workspace, validators: dict[str, jsonschema_rs.Validator]
) -> None:
    found = entities(example)
    check(validators, found, example.root)
    kinds = [entity["kind"] for entity in found]
    registry = example.registry
    assert kinds.count("System") == len(registry.systems)
    assert kinds.count("API") == len(registry.apis)
    assert kinds.count("Component") == len(registry.apis) + len(registry.flows)
    assert kinds.count("Group") == len(registry.config.teams)


def test_every_reference_leads_to_an_entity(example: Workspace) -> None:
    found = entities(example)
    known = {(entity["kind"].lower(), entity["metadata"]["name"]) for entity in found}
    for entity in found:
        spec = entity["spec"]
        wanted = [("group", spec.get("owner")), ("system", spec.get("system"))]
        wanted += [("api", name) for key in ("providesApis", "consumesApis") for name in spec.get(key, ())]
        wanted += [tuple(name.split(":")) for name in spec.get("dependsOn", ())]
        assert {reference for reference in wanted if reference[1] is not None} <= known


def test_no_two_entities_of_a_kind_have_one_name(example: Workspace) -> None:
    names = sorted(f"{entity['kind']}:{entity['metadata']['name']}".lower() for entity in entities(example))
    assert all(one != other for one, other in pairwise(names))


def test_a_flow_takes_both_apis_and_belongs_to_its_owner(shop: Callable[..., Workspace]) -> None:
    flow = one(entities(shop()), "Component", "email-items")
    assert flow["spec"] == {
        "type": "data-flow",
        "lifecycle": "production",
        "owner": "marketing",
        "system": "email",
        "consumesApis": ["catalog-products", "email-items"],
    }


def test_a_store_is_a_resource_that_the_flow_depends_on(shop: Callable[..., Workspace]) -> None:
    path = "specs/email/flows/items.yaml"
    text = (
        (shop().root / path).read_text().replace('{operation: "email/items#putItem"}', "{store: table shoes}")
    )
    found = entities(shop({path: text}))
    assert one(found, "Component", "email-items")["spec"]["dependsOn"] == ["resource:email-table-shoes"]
    assert one(found, "Resource", "email-table-shoes")["metadata"]["title"] == "table shoes"


def test_an_api_says_where_it_stands_and_leads_to_its_frozen_file(shop: Callable[..., Workspace]) -> None:
    found = entities(shop())
    spec = one(found, "API", "catalog-products")["spec"]
    assert spec == {
        "type": "openapi",
        "lifecycle": "deprecated",
        "owner": "commerce",
        "system": "catalog",
        "definition": {"$text": "./specs/catalog/apis/products/releases/2.1.0.yaml"},
    }


def test_a_working_copy_is_embedded_whole(shop: Callable[..., Workspace]) -> None:
    spec = one(entities(shop()), "API", "email-items")["spec"]
    assert yaml.load(spec["definition"], Loader=yaml.CSafeLoader)["info"]["title"] == "Mail"
    assert spec["lifecycle"] == "experimental"


def test_links_lead_from_the_folder_to_the_frozen_file(
    shop: Callable[..., Workspace], tmp_path: Path
) -> None:
    here = shop()
    for folder in (here.root, here.root / "a" / "b"):
        definition = one(entities(here, folder=folder), "API", "catalog-products")["spec"]["definition"]
        assert (folder / definition["$text"]).resolve().is_file()
    assert tmp_path == here.root


def test_a_group_can_be_reached(shop: Callable[..., Workspace]) -> None:
    found = entities(shop())
    assert one(found, "Group", "commerce")["spec"]["profile"] == {
        "displayName": "Commerce",
        "email": "commerce@shoes.example",
    }
    assert one(found, "Group", "marketing")["metadata"]["links"] == [
        {"url": "https://shoes.example/marketing", "title": "Contact"}
    ]


def test_part_of_a_registry_has_the_names_of_the_whole(shop: Callable[..., Workspace]) -> None:
    whole = entities(shop())
    part = entities(shop(), "catalog")
    assert [entity for entity in part if entity["kind"] == "API"] == [one(whole, "API", "catalog-products")]
    assert {entity["metadata"]["name"] for entity in part if entity["kind"] == "Group"} == {"commerce"}


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        ("catalog/products", "catalog-products"),
        ("analytics/table dim_product", "analytics-table-dim_product"),
        ("v1.2", "v1.2"),
    ],
)
def test_a_name_is_the_id_with_hyphens(identity: str, name: str) -> None:
    assert named([identity]) == {identity: name}


def test_ids_that_would_be_called_alike_are_told_apart() -> None:
    names = named(["a-b/c", "a/b-c", "A/B-C", "d"])
    assert len({name.lower() for name in names.values()}) == 4
    assert names["d"] == "d"
    assert all(re.fullmatch(r"a-b-c-[0-9a-f]{8}", names[each], re.IGNORECASE) for each in ("a-b/c", "a/b-c"))


@given(st.lists(st.text(min_size=1, max_size=300), min_size=1, max_size=8, unique=True))
def test_any_ids_get_valid_names_no_two_alike(ids: list[str]) -> None:
    names = named(ids)
    assert all(VALID.fullmatch(name) and len(name) <= 63 for name in names.values())
    assert len({name.lower() for name in names.values()}) == len(ids)
    assert names == dict(sorted(named(ids[::-1]).items(), key=lambda item: ids.index(item[0])))
