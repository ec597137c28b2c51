"""What aligning two descriptions hands on: differences found beside schemas, and pairs of schemas to compare."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from registry.schema import Difference, Node, Relation, Schemas

if TYPE_CHECKING:
    from registry.diff.declare import Spot
    from registry.model.description import Description, Operation
    from registry.schema.shape import Shape


INHERITED = ("parameters", "servers")
"""What an operation takes over from its path item."""


class Found(NamedTuple):
    """A difference beside schemas: where, in which operations, under which circumstances."""

    difference: Difference
    at: str
    operations: tuple[str, ...]
    spot: Spot


class Root(NamedTuple):
    """Two schemas to compare: where they stand in words, in which operation, under which circumstances."""

    base: Node
    revision: Node
    at: str
    operation: str
    spot: Spot


@dataclass(frozen=True)
class Sides:
    """The two descriptions of one comparison and the relation of their schemas."""

    base: Description
    revision: Description

    @cached_property
    def relation(self) -> Relation:
        """The relation in which all pairs of schemas are compared, each once."""
        return Relation(
            Schemas(self.base.data, self.base.dialect), Schemas(self.revision.data, self.revision.dialect)
        )

    @cached_property
    def same_frame(self) -> bool:
        """Whether what holds for all operations is the same: servers, security and its schemes."""
        one, other = self.base.data, self.revision.data
        keys = (
            "servers",
            "security",
            "x-speakeasy-retries",
            "x-speakeasy-timeout",
            "x-fern-idempotency-headers",
        )
        schemes = (side.security_schemes for side in (self.base, self.revision))
        return all(one.get(key) == other.get(key) for key in keys) and self.relation.equal_values(*schemes)

    def unchanged(self, base: Operation, revision: Operation) -> bool:
        """Whether two operations are the same text, in the same frame, and all they refer to is too."""
        equal = self.relation.equal_values
        return (
            self.same_frame
            and base.path == revision.path
            and equal(base.data, revision.data)
            and all(equal(*(side.item.get(key)[0] for side in (base, revision))) for key in INHERITED)
        )

    def nodes(self, one: Any, one_pointer: str, other: Any, other_pointer: str) -> tuple[Node, Node]:
        """Return the nodes of two schemas; a schema that is not written allows every value."""
        return self._node(self.relation.a.schemas, one, one_pointer), self._node(
            self.relation.b.schemas, other, other_pointer
        )

    @staticmethod
    def _node(schemas: Schemas, schema: Any, pointer: str) -> Node:
        return schemas.together(()) if schema is None else schemas.node(schema, pointer)

    def base_types(self, schema: Any, pointer: str) -> frozenset[str]:
        """Return the types that a schema of the base allows."""
        return self.relation.a.shape(self._node(self.relation.a.schemas, schema, pointer)).types

    def revision_shape(self, schema: Any, pointer: str) -> Shape:
        """Return the shape of a schema of the revision."""
        return self.relation.b.shape(self._node(self.relation.b.schemas, schema, pointer))

    def revision_types(self, schema: Any, pointer: str) -> frozenset[str]:
        """Return the types that a schema of the revision allows."""
        return self.revision_shape(schema, pointer).types
