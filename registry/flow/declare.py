"""How a rule about flows is declared: id, severity, remedy, examples; the docstring is the reason, the body finds."""

from __future__ import annotations

from dataclasses import dataclass, fields
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from registry.check.finding import Severity
    from registry.flow.containment import Example as Witness

Looked = TypeVar("Looked")


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule yields: what is wrong, under which key it is written, and a value that shows it."""

    message: str
    key: str = ""
    remedy: str = ""
    witness: Witness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A flow of one row that a rule reports or allows: pieces in YAML, each in an otherwise sound flow.

    The row carries the field ``value`` of each record into the field ``value`` of the body; ``source`` and ``target``
    are their schemas. Keys are added by ``record`` and ``body`` to the objects that hold these, by ``answers`` and
    ``takes`` to the two operations, by ``api`` to what the producer says of itself (``info.x-registry``), by ``row`` to
    the row, by ``flow`` to the flow. ``versions`` is the range of the producer, which has released 1.0.0 and 2.0.0.
    """

    reported: bool
    source: str = ""
    target: str = ""
    record: str = ""
    body: str = ""
    answers: str = ""
    takes: str = ""
    api: str = ""
    versions: str = ""
    row: str = ""
    flow: str = ""

    @property
    def text(self) -> str:
        """The pieces as they are shown, one line each."""
        pieces = ((one.name, getattr(self, one.name)) for one in fields(self) if one.name != "reported")
        return "\n".join(shown(name, dedent(piece).strip()) for name, piece in pieces if piece)


def shown(name: str, piece: str) -> str:
    """Return a piece under its name, as YAML has it."""
    if piece.startswith("{"):
        return f"{name}: {piece}"
    return f"{name}:\n{indent(piece, '  ')}" if ":" in piece else f'{name}: "{piece}"'


@dataclass(frozen=True, slots=True)
class Rule(Generic[Looked]):
    """One thing that can be wrong with a flow or with a row of its mapping."""

    id: str
    severity: Severity
    reason: str
    remedy: str
    find: Callable[[Looked], Iterator[Remark]]
    examples: tuple[Example, ...] = ()

    @property
    def title(self) -> str:
        """The id as a phrase: "null without rule"."""
        return self.id.replace("-", " ").capitalize()


def reports(**pieces: str) -> Example:
    """Return an example that the rule reports."""
    return Example(reported=True, **pieces)


def allows(**pieces: str) -> Example:
    """Return an example, near to a reported one, that the rule allows."""
    return Example(reported=False, **pieces)


def rule(
    name: str, severity: Severity, *, fix: str, examples: Sequence[Example] = ()
) -> Callable[[Callable[[Looked], Iterator[Remark]]], Rule[Looked]]:
    """Make a generator of remarks a `Rule`."""

    def declared(find: Callable[[Looked], Iterator[Remark]]) -> Rule[Looked]:
        reason = " ".join((find.__doc__ or "").split())
        return Rule(name, severity, reason, fix, find, tuple(examples))

    return declared
