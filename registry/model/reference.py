"""References inside one self-contained document: ``#/...`` pointers and names of anchors."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any

from registry.errors import UnreadableInput
from registry.source import pointer as pointers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from registry.errors import Place


class _Broken(Exception):  # noqa: N818 - what the reference is
    """A reference leads nowhere; to find its place in the file takes time, so that waits until it is told."""

    def __init__(self, pointer: str, problem: str, remedy: str) -> None:
        super().__init__(pointer, problem, remedy)
        self.pointer = pointer
        self.problem = problem
        self.remedy = remedy


class References:
    """Follows the references of ``data``; each distinct reference is looked up once.

    ``parameters`` holds what `registry.model.parts` made of one, by its reference: thousands refer to the same few.
    """

    def __init__(self, data: Any, place: Callable[[str], Place]) -> None:
        self._data = data
        self._place = place
        self._found: dict[str, tuple[Any, str]] = {}
        self.parameters: dict[str, Any] = {}

    def resolve(self, node: Any, pointer: str) -> tuple[Any, str]:
        """Return what stands behind the chain of ``$ref`` that begins at ``node``, and the pointer to it.

        Keywords beside ``$ref`` are not merged in: whoever gives them a meaning reads them from ``node``.

        Raises:
            UnreadableInput: The chain leads to nothing, out of the document, or back to itself.
        """
        try:
            return self._chain(node, pointer)
        except _Broken as broken:
            raise self._told(broken) from None

    def follow(self, node: Any, pointer: str) -> tuple[dict[str, Any], str] | None:
        """Return what `resolve` does if that is a mapping; None for a broken reference or anything else."""
        if not isinstance(node, dict):
            return None
        if "$ref" not in node:
            return node, pointer
        try:
            target, at = self._chain(node, pointer)
        except _Broken:
            return None
        return (target, at) if isinstance(target, dict) else None

    def target(self, reference: str) -> Any:
        """Return the node that ``reference`` names, itself perhaps a reference.

        Raises:
            UnreadableInput: There is no such node.
        """
        try:
            return self._find(reference, "")[0]
        except _Broken as broken:
            raise self._told(broken) from None

    def _chain(self, node: Any, pointer: str) -> tuple[Any, str]:
        seen: set[str] = set()
        while (reference := reference_of(node)) is not None:
            at = pointers.join(pointer, "$ref")
            if reference in seen:
                raise _Broken(at, f"'{reference}' refers to itself", "let one of the chain hold the content")
            seen.add(reference)
            node, pointer = self._find(reference, at)
        return node, pointer

    def _find(self, reference: str, at: str) -> tuple[Any, str]:
        if (known := self._found.get(reference)) is not None:
            return known
        pointer = pointer_of(reference)
        if pointer is None:
            pointer = self._anchor(reference, at)
        try:
            found = pointers.find(self._data, pointers.split(pointer)), pointer
        except KeyError:
            raise _Broken(at, f"'{reference}' points to nothing", _nearest(self._data, pointer)) from None
        self._found[reference] = found
        return found

    def _anchor(self, reference: str, at: str) -> str:
        if reference in self._anchors:
            return self._anchors[reference]
        if reference.startswith("#"):
            raise _Broken(at, f"'{reference}' names no anchor", "write it as '#/components/...'")
        raise _Broken(
            at, f"'{reference}' leads out of the document", "refer to a component of this description"
        )

    def _told(self, broken: _Broken) -> UnreadableInput:
        return UnreadableInput(self._place(broken.pointer), broken.problem, broken.remedy)

    @cached_property
    def _anchors(self) -> dict[str, str]:
        """The pointer of each ``$anchor``, ``$dynamicAnchor`` and ``$id`` by the reference that names it."""
        return dict(_names(self._data, ""))


def reference_of(node: Any) -> str | None:
    """Return the text of the ``$ref`` of ``node`` if it has one."""
    reference = node.get("$ref") if isinstance(node, dict) else None
    return reference if isinstance(reference, str) else None


def pointer_of(reference: str) -> str | None:
    """Return the pointer that ``#/...`` holds; None for any other reference."""
    if reference == "#":
        return ""
    if not reference.startswith("#/"):
        return None
    try:
        return pointers.from_fragment(reference[1:])
    except UnicodeDecodeError:
        return reference[1:]


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


def _nearest(data: Any, pointer: str) -> str:
    """Say where the way ends that ``pointer`` describes, and which way might be meant."""
    reached, node, tokens = "", data, pointers.split(pointer)
    for index, token in enumerate(tokens):
        try:
            node = pointers.member(node, token)
        except KeyError:
            close = get_close_matches(token, node, n=1) if isinstance(node, dict) else []
            if not close:
                return f"'#{reached}' has no '{token}'"
            return f"did you mean '#{pointers.join(reached, close[0], *tokens[index + 1 :])}'?"
        reached = pointers.join(reached, token)
    return ""
