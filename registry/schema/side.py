"""One document as a comparison sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.schema.heirs import Heirs
from registry.schema.normalise import Normaliser

if TYPE_CHECKING:
    from registry.schema.node import Node, Schemas
    from registry.schema.shape import Shape


NodeKey = tuple[int, ...]


class Side:
    """One document as the comparison sees it: its schemas and their shapes.

    ``samples`` keeps one value made for each node, ``unsampled`` the depth down to which none was found.
    ``answers`` keeps whether a node allows a value; it holds the value too, so that its identity stands for it.
    ``guesses`` keeps the values that were tried as examples at a spot, by its nodes on this side and the other.
    """

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self.heirs = Heirs(schemas)
        self._normaliser = Normaliser(schemas)
        self.samples: dict[NodeKey, Any] = {}
        self.unsampled: dict[NodeKey, int] = {}
        self.answers: dict[tuple[NodeKey, int], tuple[Any, bool | None]] = {}
        self.guesses: dict[tuple[NodeKey, NodeKey], Any] = {}

    def shape(self, node: Node) -> Shape:
        """Return what a node allows."""
        return self._normaliser.shape(node)
