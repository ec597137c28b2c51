"""The containment engine: is every value that one schema allows also allowed by another?"""

from registry.schema.node import Node, Part, Schemas
from registry.schema.relate import Difference, Effect, Relation, relate

__all__ = ["Difference", "Effect", "Node", "Part", "Relation", "Schemas", "relate"]
