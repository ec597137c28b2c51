"""How a rule about flows is declared: id, severity, remedy; the docstring is the reason, the body finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from registry.check.finding import Severity
    from registry.flow.containment import Example

Looked = TypeVar("Looked")


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule yields: what is wrong, under which key it is written, and a value that shows it."""

    message: str
    key: str = ""
    remedy: str = ""
    witness: Example | None = None


@dataclass(frozen=True, slots=True)
class Rule(Generic[Looked]):
    """One thing that can be wrong with a flow or with a row of its mapping."""

    id: str
    severity: Severity
    reason: str
    remedy: str
    find: Callable[[Looked], Iterator[Remark]]

    @property
    def title(self) -> str:
        """The id as a phrase: "null without rule"."""
        return self.id.replace("-", " ").capitalize()


def rule(
    name: str, severity: Severity, *, fix: str
) -> Callable[[Callable[[Looked], Iterator[Remark]]], Rule[Looked]]:
    """Make a generator of remarks a `Rule`."""

    def declared(find: Callable[[Looked], Iterator[Remark]]) -> Rule[Looked]:
        return Rule(name, severity, " ".join((find.__doc__ or "").split()), fix, find)

    return declared
