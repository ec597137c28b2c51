"""Fields: the properties that descriptions declare, and the paths by which flows and readers name them."""

from registry.model.fields.field import Field, json_types
from registry.model.fields.finding import NoSuchField, Side, find, named, reachable, way
from registry.model.fields.listing import fields

__all__ = [
    "Field",
    "NoSuchField",
    "Side",
    "fields",
    "find",
    "json_types",
    "named",
    "reachable",
    "way",
]
