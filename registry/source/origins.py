"""Where the values of a description came from, once files were bundled and overlays applied."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from registry.source import pointer as pointers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from registry.errors import Place
    from registry.source.tree import Document

Origin: TypeAlias = "tuple[Document, str]"
"""A document and the pointer of a value in it."""


@dataclass(frozen=True, slots=True)
class Origins:
    """The document a description began as, and ``moved``: the pointers whose values came from elsewhere.

    What stands below a moved pointer came along with it, unless it was moved itself.
    """

    document: Document
    moved: Mapping[str, Origin] = field(default_factory=dict)

    def locate(self, pointer: str) -> Origin:
        """Return the document and pointer at which a value of the description was written."""
        if not self.moved:
            return self.document, pointer
        prefix = pointer
        while prefix not in self.moved:
            if not prefix:
                return self.document, pointer
            prefix = pointers.parent(prefix)
        document, start = self.moved[prefix]
        return document, start + pointer[len(prefix) :]

    def places(self, wanted: Iterable[str]) -> dict[str, Place]:
        """Return the places of pointers into the description, in one pass over each document."""
        if not self.moved:
            return self.document.places(wanted)
        located = {pointer: self.locate(pointer) for pointer in wanted}
        documents = {id(document): document for document, _ in located.values()}
        found = {
            key: document.places([at for owner, at in located.values() if owner is document])
            for key, document in documents.items()
        }
        return {pointer: found[id(document)][at] for pointer, (document, at) in located.items()}
