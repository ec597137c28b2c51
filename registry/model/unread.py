"""What a registry does not say because it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from registry.errors import UnreadableInputs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from registry.errors import UnreadableInput

Kind: TypeAlias = Literal["system", "flow", "releases of", "waivers of", "glossary", "subscriptions"]
"""What a document that is no description is about."""

ANY = "…"
"""Stands for the name of a flow where it is not known which of a system's flows there are."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that a registry does not say because it cannot be read: what it is, and why."""

    kind: Kind
    of: str
    problems: tuple[UnreadableInput, ...]

    def __str__(self) -> str:
        """Return what people call it: ``flow email/size-availability``, ``glossary``."""
        return f"{self.kind} {self.of}".strip()

    def may_be(self, kind: Kind, of: str) -> bool:
        """Tell whether it is, or may be, what somebody asks for; an empty ``of`` means everything of the kind."""
        return self.kind == kind and self.of in (of or self.of, f"{of.partition('/')[0]}/{ANY}")


def refuse(unread: Iterable[Unread]) -> None:
    """Raise UnreadableInputs with all problems, if there are any."""
    problems = tuple(problem for each in unread for problem in each.problems)
    if problems:
        raise UnreadableInputs(problems)
