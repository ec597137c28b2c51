"""The work of a comparison grows with the pairs of schemas that differ, not with the ways that lead to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from registry.schema import witness
from registry.schema.admission import accepts

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.diff import Comparison


def described(operations: int, limit: int) -> dict[str, Any]:
    """Operations that all return one schema, which contains itself and has the limit far down."""
    tree = {
        "type": "object",
        "properties": {
            "left": {"$ref": "#/components/schemas/Tree"},
            "right": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
            "leaf": {"$ref": "#/components/schemas/Leaf"},
        },
    }
    leaf = {"type": "object", "properties": {"name": {"type": "string", "maxLength": limit}}}
    content = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tree"}}}}
    return {
        "paths": {
            f"/trees/{number}": {"get": {"responses": {"200": {"description": "OK", **content}}}}
            for number in range(operations)
        },
        "components": {"schemas": {"Tree": tree, "Leaf": leaf}},
    }


@pytest.mark.parametrize("operations", [10, 100, 1000])
def test_a_shared_schema_is_compared_once_and_told_once(
    operations: int, compare_documents: Callable[..., Comparison], compared: list[Any]
) -> None:
    found = compare_documents(described(operations, 5), described(operations, 9))
    (change,) = found.changes
    assert change.rule == "response-max-length-increased"
    assert len(change.operations) == operations
    assert len(compared) <= 5


def choice(branches: int) -> dict[str, Any]:
    """An answer that is one of so many objects, none like another."""
    one_of = [
        {
            "type": "object",
            "required": ["kind", f"of{number}"],
            "properties": {"kind": {"const": f"k{number}"}, f"of{number}": {"type": "string"}},
        }
        for number in range(branches)
    ]
    answer = {"description": "OK", "content": {"application/json": {"schema": {"oneOf": one_of}}}}
    return {"paths": {"/things": {"get": {"responses": {"200": answer}}}}}


def test_values_are_tried_once_for_all_branches_that_come_to_a_choice(
    compare_documents: Callable[..., Comparison], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def counted(*arguments: Any) -> Any:
        asked.append(arguments)
        return accepts(*arguments)

    monkeypatch.setattr(witness, "accepts", counted)
    found = compare_documents(choice(40), choice(80))
    assert all(change.witness for change in found.changes if change.level == "breaking")
    assert len(asked) <= 2 * witness.TRIED
