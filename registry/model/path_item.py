"""Path items: the methods of one path, and what they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from registry.model import lenient
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.reference import References

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""The fixed methods of a path item; ``query`` since OpenAPI 3.2, which also has ``additionalOperations``."""


@dataclass(frozen=True, eq=False, slots=True)
class PathItem:
    """A path item: its own fields before those of the one it refers to; each layer with its pointer."""

    layers: tuple[tuple[str, dict[str, Any]], ...]

    def get(self, key: str) -> tuple[Any, str]:
        """Return the first value written for ``key`` (None if there is none) and the pointer to it."""
        for pointer, data in self.layers:
            if key in data:
                return data[key], join(pointer, key)
        return None, ""

    def methods(self) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Yield method, Operation Object and pointer, in document order."""
        seen: set[str] = set()
        for pointer, data in self.layers:
            additional = lenient.mapping(data.get("additionalOperations"))
            fixed = ((key, node, join(pointer, key)) for key, node in data.items() if key in METHODS)
            more = (
                (key, node, join(pointer, "additionalOperations", key)) for key, node in additional.items()
            )
            for key, node, at in (*fixed, *more):
                method = key.lower()
                if isinstance(node, dict) and method not in seen:
                    seen.add(method)
                    yield method, node, at


def read(references: References, node: Any, pointer: str) -> PathItem:
    """Return the path item at ``pointer``, together with the one that it refers to by ``$ref``."""
    layers = [(pointer, lenient.mapping(node))]
    if "$ref" in layers[0][1] and (found := references.follow(node, pointer)) is not None:
        layers.append((found[1], found[0]))
    return PathItem(tuple(layers))
