"""One file to plain data: YAML or JSON, every key text, with the line and column of any value on demand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from registry.errors import Place, UnreadableInput
from registry.source import json_places, json_text, pointer
from registry.source.text import decode, utf8

if TYPE_CHECKING:
    from collections.abc import Iterable

    from registry.source.spots import Spot


Syntax: TypeAlias = Literal["json", "yaml"]
"""How a document is written, whatever its file is called: JSON may stand in a file for YAML."""
PATIENCE = 2
"""Passes over a YAML text for what is asked, before one that finds the places of everything in it."""
SMALL = 1024 * 1024
"""Bytes of a text the places of whose members may all be kept."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: ``file`` as shown to the reader, ``data`` of dict, list, str, int, float, bool and None.

    ``content`` is what was read; of JSON, its text in UTF-8, and ``plain`` whether its layout tells lines by counting.
    Aliased YAML values are one shared object: do not change ``data``.
    """

    file: str
    data: Any
    syntax: Syntax = "yaml"
    content: bytes = field(default=b"", repr=False, compare=False)
    plain: bool = field(default=False, repr=False, compare=False)
    _passes: list[Spot] = field(default_factory=list, repr=False, compare=False)

    def place(self, at: str) -> Place:
        """Return the place of a JSON Pointer: a member's key; the nearest ancestor of an absent one."""
        return self.places((at,))[at]

    def places(self, pointers: Iterable[str]) -> dict[str, Place]:
        """Return the places of many pointers in one pass over the text."""
        wanted = tuple(pointers)
        found = self._spots(pointer.trie(wanted)).of(wanted)
        return {at: Place(self.file, spot.line, spot.column) for at, spot in found.items()}

    def _spots(self, wish: pointer.Trie) -> Spot:
        """Return the spots of what is wanted; of a small YAML text that is asked again and again, all at once."""
        if self.syntax == "json":
            return json_places.spots(self.content, self.data, wish, plain=self.plain)
        from registry.source import yaml_places  # noqa: PLC0415 - slow to import

        if len(self._passes) <= PATIENCE:
            small = len(self.content) <= SMALL
            everything = small and len(self._passes) == PATIENCE
            found = yaml_places.spots(decode(self.content, self.file), None if everything else wish)
            if small:
                self._passes.append(found)
            return found
        return self._passes[PATIENCE]


def parse(content: bytes, file: str) -> Document:
    """Parse a YAML 1.2 or JSON file; raises UnreadableInput with line, column and remedy.

    A name that ends in ``.json`` means JSON; otherwise a text that begins with a brace or bracket is tried
    as JSON, which is faster, and everything else is YAML.
    """
    json = utf8(content, file)
    if file.endswith(".json"):
        return _of_json(json, file)
    if json.lstrip()[:1] in (b"{", b"["):
        try:
            return _of_json(json, file)
        except UnreadableInput as problem:
            if not problem.problem.startswith("is not JSON"):
                raise
    from registry.source import yaml_events  # noqa: PLC0415 - slow to import

    return Document(file, yaml_events.compose(decode(content, file), file), "yaml", content)


def _of_json(content: bytes, file: str) -> Document:
    data, plain = json_text.load(content, file)
    return Document(file, data, "json", content, plain)
