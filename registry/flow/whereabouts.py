"""Where things are written, found only when somebody asks: for all that was named of a document in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from registry.errors import Place


class Whereabouts:
    """The places of the nodes of one document; ``look`` finds those of many pointers in one pass over it."""

    def __init__(self, look: Callable[[Iterable[str]], Mapping[str, Place]]) -> None:
        self._look = look
        self._named: dict[str, None] = {}
        self._found: Mapping[str, Place] = {}

    def at(self, pointer: str) -> Where:
        """Return where the node at a pointer stands, not looked up yet."""
        self._named[pointer] = None
        return Where(self, pointer)

    def place(self, pointer: str) -> Place:
        """Return the place of a node that was named."""
        if pointer not in self._found:
            self._found = self._look(self._named)
        return self._found[pointer]


class Where:
    """Where one node stands, as good as its place."""

    __slots__ = ("_pointer", "_whereabouts")

    def __init__(self, whereabouts: Whereabouts, pointer: str) -> None:
        self._whereabouts = whereabouts
        self._pointer = pointer

    @property
    def place(self) -> Place:
        """The place, looked up with all others of its document."""
        return self._whereabouts.place(self._pointer)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Where) and self.place == other.place

    def __hash__(self) -> int:
        return hash(self.place)

    def __repr__(self) -> str:
        return repr(self.place)
