"""What aligning two descriptions hands on: differences found beside schemas, and pairs of schemas to compare."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from registry.schema import Difference, Node, Relation, Schemas

if TYPE_CHECKING:
    from registry.diff.declare import Spot
    from registry.model.description import Description, Operation
    from registry.schema.shape import Shape


INHERITED = ("parameters", "servers")
"""What an operation takes over from its path item."""


class Step(NamedTuple):
    """A pair of nodes on the way from a root to a difference; ``segment`` leads here from the pair above."""

    segment: str
    base: Node
    revision: Node


class Trail(Protocol):
    """The way from the root of a body, parameter or header down to a difference in its schema."""

    def steps(self) -> tuple[Step, ...]:
        """Return the pairs on the way, the root first."""


class Found(NamedTuple):
    """A difference: where, in which operations, under which circumstances; ``trail`` for one inside a schema.

    ``also`` are other words for the place, of those that were asked for.
    """

    difference: Difference
    at: str
    operations: tuple[str, ...]
    spot: Spot
    trail: Trail | None = None
    also: tuple[str, ...] = ()


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
        base, revision = (Schemas(side.data, side.dialect) for side in (self.base, self.revision))
        return Relation(base, revision, contract=True)

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
            and all(self._inherit_same(base, revision, key) for key in INHERITED)
        )

    def _inherit_same(self, base: Operation, revision: Operation, key: str) -> bool:
        """Whether two operations take the same over from their path items; mostly neither takes anything."""
        one, other = base.item.get(key)[0], revision.item.get(key)[0]
        return (one is None and other is None) or self.relation.equal_values(one, other)

    def nodes(self, one: Any, one_pointer: str, other: Any, other_pointer: str) -> tuple[Node, Node]:
        """Return the nodes of two schemas; a schema that is not written allows every value."""
        return self.base_node(one, one_pointer), self.revision_node(other, other_pointer)

    def base_node(self, schema: Any, pointer: str) -> Node:
        """Return the node of a schema of the base."""
        return self._node(self.relation.a.schemas, schema, pointer)

    def revision_node(self, schema: Any, pointer: str) -> Node:
        """Return the node of a schema of the revision."""
        return self._node(self.relation.b.schemas, schema, pointer)

    @staticmethod
    def _node(schemas: Schemas, schema: Any, pointer: str) -> Node:
        return schemas.together(()) if schema is None else schemas.node(schema, pointer)

    def base_shape(self, schema: Any, pointer: str) -> Shape:
        """Return the shape of a schema of the base."""
        return self.relation.a.shape(self.base_node(schema, pointer))

    def base_types(self, schema: Any, pointer: str) -> frozenset[str]:
        """Return the types that a schema of the base allows."""
        return self.base_shape(schema, pointer).types

    def revision_shape(self, schema: Any, pointer: str) -> Shape:
        """Return the shape of a schema of the revision."""
        return self.relation.b.shape(self.revision_node(schema, pointer))

    def revision_types(self, schema: Any, pointer: str) -> frozenset[str]:
        """Return the types that a schema of the revision allows."""
        return self.revision_shape(schema, pointer).types
