"""Many files to one self-contained description that knows where each value was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from registry.source import tree
from registry.source.internalise import Internaliser
from registry.source.origins import Origins
from registry.source.references import Sources, any_external, none_external

if TYPE_CHECKING:
    from collections.abc import Iterable

    from registry.errors import Place
    from registry.source.files import Files
    from registry.source.tree import Syntax


@dataclass(frozen=True, slots=True)
class Bundle:
    """A description, as plain ``data``, whose references all begin with ``#``.

    ``unmatched_actions`` are the places of overlay targets that select nothing.
    """

    file: str
    data: Any
    origins: Origins
    unmatched_actions: tuple[Place, ...] = ()

    @property
    def syntax(self) -> Syntax:
        """How the description itself is written, whatever its overlay and the files it refers to are."""
        return self.origins.document.syntax

    def place(self, pointer: str) -> Place:
        """Return the place, in the file where it was written, of a JSON Pointer into ``data``."""
        return self.places((pointer,))[pointer]

    def places(self, pointers: Iterable[str]) -> dict[str, Place]:
        """Return the places of many pointers, in one pass over each file."""
        return self.origins.places(pointers)


def bundle(
    file: str, files: Files, *, overlay: str | None = None, remote_hosts: tuple[str, ...] = ()
) -> Bundle:
    """Read a description, bring in the files it refers to, then apply an overlay.

    The overlay sees the whole: its targets may lie in any of the files. References inside the description
    that lead nowhere are left alone. Raises UnreadableInput for the file itself, UnreadableInputs for all
    references that lead to no other file or to nothing in it.
    """
    sources = Sources(files, remote_hosts)
    document = sources.document(file)
    data, origins = document.data, Origins(document)
    internaliser = Internaliser(sources, file, origins)
    if not (document.syntax == "json" and none_external(document.content)) and any_external(data):
        data, origins = internaliser.run(data, origins)
    if overlay is None:
        return Bundle(document.file, data, origins)
    from registry.source import overlay as overlays  # noqa: PLC0415 - slow to import

    overlaid = overlays.apply(tree.parse(files.read(overlay), files.shown(overlay)), data, origins)
    data, origins = overlaid.data, overlaid.origins
    if any_external(data):
        data, origins = internaliser.run(data, origins)
    return Bundle(document.file, data, origins, overlaid.unmatched)
