"""The work of a comparison grows with the pairs of schemas that differ, not with the ways that lead to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from registry.schema import Relation

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
    operations: int, compare_documents: Callable[..., Comparison], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []
    compare = Relation._compared

    def counted(self: Relation, *nodes: Any, **options: Any) -> Any:
        compared.append(nodes)
        return compare(self, *nodes, **options)

    monkeypatch.setattr(Relation, "_compared", counted)
    found = compare_documents(described(operations, 5), described(operations, 9))
    (change,) = found.changes
    assert change.rule == "response-max-length-increased"
    assert len(change.operations) == operations
    assert len(compared) <= 5
