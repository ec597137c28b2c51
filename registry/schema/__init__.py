"""The containment engine: is every value that one schema allows also allowed by another?"""

from registry.schema.difference import Action, Difference, Effect, Pointers
from registry.schema.node import Node, Part, Schemas
from registry.schema.relate import Relation, relate

__all__ = ["Action", "Difference", "Effect", "Node", "Part", "Pointers", "Relation", "Schemas", "relate"]
