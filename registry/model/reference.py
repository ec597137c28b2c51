"""References inside one self-contained document: ``#/...`` pointers and names of anchors."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any

from registry.errors import UnreadableInput
from registry.model import pointer as pointers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from registry.errors import Place


class References:
    """Follows the references of ``data``; each distinct reference is looked up once."""

    def __init__(self, data: Any, place: Callable[[str], Place]) -> None:
        self._data = data
        self._place = place
        self._found: dict[str, tuple[Any, str]] = {}

    def resolve(self, node: Any, pointer: str) -> tuple[Any, str]:
        """Return what stands behind the chain of ``$ref`` that begins at ``node``, and the pointer to it.

        Keywords beside ``$ref`` are not merged in: whoever gives them a meaning reads them from ``node``.

        Raises:
            UnreadableInput: The chain leads to nothing, out of the document, or back to itself.
        """
        seen: set[str] = set()
        while (reference := reference_of(node)) is not None:
            at = pointers.join(pointer, "$ref")
            if reference in seen:
                raise UnreadableInput(
                    self._place(at),
                    f"'{reference}' refers to itself",
                    "let one of the chain hold the content",
                )
            seen.add(reference)
            node, pointer = self._find(reference, at)
        return node, pointer

    def follow(self, node: Any, pointer: str) -> tuple[dict[str, Any], str] | None:
        """Return what `resolve` does if that is a mapping; None for a broken reference or anything else."""
        if not isinstance(node, dict):
            return None
        if "$ref" not in node:
            return node, pointer
        try:
            target, at = self.resolve(node, pointer)
        except UnreadableInput:
            return None
        return (target, at) if isinstance(target, dict) else None

    def target(self, reference: str) -> Any:
        """Return the node that ``reference`` names, itself perhaps a reference.

        Raises:
            UnreadableInput: There is no such node.
        """
        return self._find(reference, "")[0]

    def _find(self, reference: str, at: str) -> tuple[Any, str]:
        if (known := self._found.get(reference)) is not None:
            return known
        pointer = pointers.of_reference(reference)
        if pointer is None:
            pointer = self._anchor(reference, at)
        try:
            found = pointers.look_up(self._data, pointer), pointer
        except pointers.Absent as absent:
            raise UnreadableInput(
                self._place(at), f"'{reference}' points to nothing", _nearest(absent, pointer)
            ) from None
        self._found[reference] = found
        return found

    def _anchor(self, reference: str, at: str) -> str:
        if reference in self._anchors:
            return self._anchors[reference]
        outside = not reference.startswith("#")
        problem = "leads out of the document" if outside else "names no anchor"
        remedy = "refer to a component of this description" if outside else "write it as '#/components/...'"
        raise UnreadableInput(self._place(at), f"'{reference}' {problem}", remedy)

    @cached_property
    def _anchors(self) -> dict[str, str]:
        """The pointer of each ``$anchor``, ``$dynamicAnchor`` and ``$id`` by the reference that names it."""
        return dict(_names(self._data, ""))


def reference_of(node: Any) -> str | None:
    """Return the text of the ``$ref`` of ``node`` if it has one."""
    reference = node.get("$ref") if isinstance(node, dict) else None
    return reference if isinstance(reference, str) else None


def _names(node: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, prefix in (("$anchor", "#"), ("$dynamicAnchor", "#"), ("$id", "")):
            if isinstance(name := node.get(key), str):
                yield prefix + name, pointer
        members: Any = node.items()
    else:
        members = enumerate(node) if isinstance(node, list) else ()
    for key, member in members:
        if isinstance(member, dict | list):
            yield from _names(member, pointers.join(pointer, key))


def _nearest(absent: pointers.Absent, pointer: str) -> str:
    siblings = (
        [key for key in absent.parent if isinstance(key, str)] if isinstance(absent.parent, dict) else []
    )
    close = get_close_matches(absent.key, siblings, n=1)
    if not close:
        return f"'#{absent.reached}' has no '{absent.key}'"
    rest = pointer[len(pointers.join(absent.reached, absent.key)) :]
    return f"did you mean '#{pointers.join(absent.reached, close[0])}{rest}'?"
