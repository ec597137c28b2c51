"""Names that nobody should choose: every export of them is valid, or is refused with a reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from registry.errors import WaybillError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import jsonschema_rs

    from registry.workspace import Workspace

FOLDERS = ["a:b", "ü ñ", "line\nbreak", "@at", "---", "😀", "x" * 120]
NAMES = [*FOLDERS, "n" * 300, "", "a/b~c", "a.b", "yes", "1e3", "#", "{}", "[]", "\u2028"]


def properties(name: str) -> dict[str, Any]:
    return {
        each: {
            "type": "string",
            "title": each,
            "description": each,
            "minLength": -1,
            "maxLength": 1.5,
            "pattern": 7,
            "enum": [each, None, 1],
            "x-ogc-definition": each,
            "x-ogc-role": "id",
            "x-field": {
                "businessName": each,
                "freshness": {"threshold": "PT1S", "timestampField": each},
                "retention": {"period": "P1Y2M"},
                "quality": [
                    {"metric": "nullValues", "mustBeBetween": [1, 1]},
                    {"type": "sql", "query": each},
                ],
                "relationships": [{"to": f"{name}/{name}#{each}.{each}"}] if each == "a:b" else [],
            },
        }
        for each in NAMES
    }


def description(name: str) -> dict[str, Any]:
    inside = properties(name)
    again: dict[str, Any] = {"allOf": [{"$ref": "#/components/schemas/Again"}, {"properties": {"one": {}}}]}
    operation = {
        "summary": name,
        "parameters": [{"name": name, "in": "query", "required": True, "schema": True}],
        "responses": {
            "2XX": {
                "description": "x",
                "content": {"application/json": {"schema": {"type": "object", "properties": inside}}},
            }
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": name, "version": name, "description": "\x85\u2028", "termsOfService": "no address"},
        "servers": [{"url": "https://{a}/b c"}, {"url": "\n"}, {"url": 7}, {}],
        "paths": {
            f"/{index}": {"get": {**operation, "operationId": each}} for index, each in enumerate(NAMES[:8])
        },
        "components": {
            "schemas": {
                **{each: {"type": "object", "properties": inside} for each in NAMES[:4]},
                "Again": {**again, "allOf": [*again["allOf"], {"properties": {"again": again}}]},
            }
        },
    }


def flow(name: str, index: int) -> dict[str, Any]:
    rows = [{"from": each or "x", "to": f"query.{each}", "values": {"a": each}} for each in NAMES]
    consumer = {"store": "s" * 300 + name} if index % 2 else {"operation": "a:b/a:b#a:b"}
    return {
        "flow": 1,
        "title": name,
        "answer": name,
        "producer": {"api": "a:b/a:b", "operation": "a:b"},
        "consumer": consumer,
        "purpose": name,
        "mapping": [{"from": "a:b", "to": "query.a:b"}, *rows],
        "owner": name,
    }


def files() -> dict[str, str]:
    teams = {name: {"title": name, "contact": name} for name in NAMES}
    written: dict[str, Any] = {
        "specs/registry.yaml": {"registry": 1, "title": "\n:", "url": "x", "teams": teams}
    }
    for index, name in enumerate(FOLDERS):
        folder = f"specs/{name}"
        support = [{"channel": "https://x y", "url": "javascript:alert(1)"}, {"channel": name}]
        written[f"{folder}/system.yaml"] = {
            "system": 1,
            "title": name,
            "kind": "own",
            "team": name,
            "support": support,
        }
        written[f"{folder}/apis/{name}/openapi.json"] = description(name)
        written[f"{folder}/apis/{name}/releases/{name}.json"] = description(name)
        written[f"{folder}/flows/{name}.yaml"] = flow(name, index)
    return {path: json.dumps(data) for path, data in written.items()}


@pytest.fixture
def hostile(write_registry: Callable[[Mapping[str, str]], Path]) -> Workspace:
    from registry import workspace  # noqa: PLC0415 - as a script would

    return workspace.open(write_registry(files()))


def stream(here: Workspace, standard: str) -> list[Any]:
    return [
        entity
        for document in here.export(standard).documents
        for entity in yaml.load_all(document.text, Loader=yaml.CSafeLoader)
    ]


def test_contracts_of_hostile_names_are_valid(
    hostile: Workspace, published: Callable[[str], jsonschema_rs.Validator]
) -> None:
    validator = published("odcs-v3.1.0.schema.json")
    contracts = stream(hostile, "odcs")
    assert len(contracts) == len(FOLDERS)
    for contract in contracts:
        validator.validate(contract)
        table = next(each for each in contract["schema"] if each["name"] == "a:b")
        assert [each["name"] for each in table["properties"]] == NAMES


def test_workflows_of_hostile_names_are_valid(
    hostile: Workspace, published: Callable[[str], jsonschema_rs.Validator]
) -> None:
    validator = published("arazzo-v1.0.schema.json")
    workflows = stream(hostile, "arazzo")
    assert len(workflows) == len(FOLDERS)
    for workflow in workflows:
        validator.validate(workflow)


def test_entities_of_hostile_names_have_valid_names_no_two_alike(hostile: Workspace) -> None:
    entities = stream(hostile, "backstage")
    names = [f"{entity['kind']}:{entity['metadata']['name']}".lower() for entity in entities]
    assert len(set(names)) == len(names) == len(FOLDERS) * 4 + len(FOLDERS) // 2 + len(NAMES) - 1
    assert all(len(entity["metadata"]["name"]) <= 63 for entity in entities)


def test_events_and_lists_of_hostile_names_stay_lines(hostile: Workspace) -> None:
    (document,) = hostile.export("openlineage", "a:b").documents
    assert all(json.loads(line)["producer"] for line in document.text.split("\n")[:-1])
    (table,) = hostile.export("fields-markdown", "a:b").documents
    assert all(line.startswith("| a:b/a:b | a:b |") for line in table.text.split("\n")[2:-1])


def test_a_registry_that_cannot_be_read_is_refused_with_every_reason(
    write_registry: Callable[[Mapping[str, str]], Path],
) -> None:
    from registry import workspace  # noqa: PLC0415 - as a script would

    broken = {**files(), "specs/a:b/flows/a:b.yaml": "flow: 1\ntitle: x\n", "specs/@at/system.yaml": "[]"}
    with pytest.raises(WaybillError, match="'answer' is missing") as refused:
        workspace.open(write_registry(broken)).export("odcs")
    assert "specs/@at/system.yaml" in str(refused.value)
