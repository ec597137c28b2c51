"""What aligning two descriptions hands on: differences found beside schemas, and pairs of schemas to compare."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from registry.schema import Difference, Node, Relation, Schemas

if TYPE_CHECKING:
    from registry.diff.declare import Spot
    from registry.model.description import Description
    from registry.schema.shape import Shape


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
