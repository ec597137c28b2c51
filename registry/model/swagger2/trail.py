"""Where each node of a converted document came from, and where each reference has to lead now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from registry.model.reference import pointer_of

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, eq=False, slots=True)
class Converted:
    """A document in OpenAPI 3.0, and the pointers of its nodes that stood elsewhere in the 2.0 document."""

    data: dict[str, Any]
    origins: Mapping[str, str]

    def origin(self, pointer: str) -> str:
        """Return the pointer, in the 2.0 document, to what became the node at ``pointer``."""
        return _translate(pointer, self.origins)


class Trail:
    """Collects, during one conversion, what moved and which references were met."""

    def __init__(self) -> None:
        self._origins: dict[str, str] = {}
        self._references: list[dict[str, Any]] = []

    def note(self, new: str, old: str) -> None:
        """Remember that the node at ``new`` was the one at ``old``; the same holds below both."""
        self._origins[new] = old

    def reference(self, node: dict[str, Any]) -> dict[str, Any]:
        """Return a copy of the reference ``node``, whose target `converted` will put right."""
        copy = dict(node)
        self._references.append(copy)
        return copy

    def converted(self, data: dict[str, Any]) -> Converted:
        """Return the finished document: every reference leads to where its target went."""
        moved: dict[str, str] = {}
        for new, old in self._origins.items():
            moved.setdefault(old, new)
        for node in self._references:
            pointer = pointer_of(node["$ref"])
            if pointer is not None:
                node["$ref"] = f"#{_translate(pointer, moved)}"
        return Converted(data, self._origins)


def _translate(pointer: str, table: Mapping[str, str]) -> str:
    """Return ``pointer`` with its longest prefix found in ``table`` replaced."""
    prefix = pointer
    while prefix:
        if prefix in table:
            return table[prefix] + pointer[len(prefix) :]
        prefix = prefix.rpartition("/")[0]
    return pointer
