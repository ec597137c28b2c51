"""What the references inside a description lead to."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from registry.check.nodes import walk
from registry.source.pointer import find, from_fragment, split

_NOTHING = object()


class Targets:
    """The nodes that references name, each looked up once; ``data`` is the whole document."""

    def __init__(self, data: Any) -> None:
        self._data = data
        self._found: dict[str, Any] = {}

    def leads(self, reference: str) -> bool:
        """Whether a reference names anything in this document."""
        return self._at(reference) is not _NOTHING

    def look_up(self, reference: str) -> Any:
        """Return the node that a reference names, or None."""
        found = self._at(reference)
        return None if found is _NOTHING else found

    def follow(self, schema: Any, pointer: str) -> tuple[Any, str] | None:
        """Do as `Description.follow` does, without asking for the place of what is broken."""
        seen: set[str] = set()
        while (
            isinstance(schema, dict)
            and isinstance(reference := schema.get("$ref"), str)
            and reference not in seen
        ):
            seen.add(reference)
            schema = self.look_up(reference)
        return (schema, pointer) if isinstance(schema, dict) and "$ref" not in schema else None

    def _at(self, reference: str) -> Any:
        """Return what a reference names, `_NOTHING` if it leads nowhere or is encoded in no encoding of Unicode."""
        if reference not in self._found:
            try:
                self._found[reference] = self._find(reference)
            except (KeyError, UnicodeDecodeError):
                self._found[reference] = _NOTHING
        return self._found[reference]

    def _find(self, reference: str) -> Any:
        if reference == "#" or reference.startswith("#/"):
            return find(self._data, split(from_fragment(reference[1:])))
        return self._named[reference]

    @cached_property
    def _named(self) -> dict[str, Any]:
        """What references other than ``#/...`` may name (JSON Schema 2020-12 core, section 8.2)."""
        named: dict[str, Any] = {}
        schemas = (node for node in walk(self._data) if node.kind == "Schema")
        for node in schemas:
            for keyword, prefix in (("$anchor", "#"), ("$dynamicAnchor", "#"), ("$id", "")):
                if isinstance(name := node.data.get(keyword), str):
                    named[prefix + name] = node.data
        return named
