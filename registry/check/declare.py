"""How a rule is declared: id, severity, remedy, examples; the docstring is the reason, the body finds."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

from registry.check.finding import SEVERITIES, Finding, Hit, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = ["SEVERITIES", "Example", "Finding", "Hit", "Rule", "Severity", "allows", "reports", "rule"]


Mends: TypeAlias = Literal["mended", "drafted", "annotated"] | None
"""What can be done without asking anybody: put it right, ask for it in place, or in an overlay."""
MENDING: Mapping[str, str] = MappingProxyType(
    {
        "mended": "waybill check --fix does that.",
        "drafted": "waybill check --fix writes a draft for you to fill in.",
        "annotated": "waybill annotate writes a draft for you to fill in.",
    }
)
"""What `Rule.mends` means, in a sentence."""
Subject = TypeVar("Subject")
"""What a rule looks at: a `Survey` of one description, or a `View` of a registry."""


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of a description, in YAML, that a rule reports or allows.

    ``within`` names the part of an otherwise clean description that the piece takes the place of: "document",
    "info", "path" (the Path Item of ``/things/{id}``), "operation" (its ``get``), "schema" (the component
    ``Thing``) or "properties" (those of ``Thing``). For rules about a whole registry: "registry" (files below
    ``specs/`` by path), "settings" (of ``registry.yaml``), "flow" (keys of one), "wants" (of a subscription),
    "terms" (of the glossary), "overlay" (an action of one), "info" or "description" (of a field) of its API,
    "systems" (what a field says in the systems ``depot`` and ``ports``, and the row of a ``flow`` between them).
    """

    reported: bool
    within: str
    text: str
    openapi: str = "3.1.0"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong with a description; ``reason`` says why it matters.

    ``mends`` says whether `waybill check --fix` mends what it finds, or writes a draft to be filled in, or whether
    `waybill annotate` writes the draft.
    """

    id: str
    area: str
    severity: Severity | Literal["off"]
    reason: str
    remedy: str
    examples: tuple[Example, ...]
    find: Callable[[Any], Iterator[Hit]]
    mends: Mends = None

    @property
    def mending(self) -> str:
        """What does the work of the remedy, in a sentence; nothing where people have to."""
        return MENDING.get(self.mends or "", "")

    @property
    def title(self) -> str:
        """The id as a phrase: "number without unit"."""
        return self.id.replace("-", " ").capitalize()


def reports(openapi: str = "3.1.0", **piece: str) -> Example:
    """Return an example that the rule reports: ``reports(schema="{type: integer}")``."""
    return _example(openapi, piece, reported=True)


def allows(openapi: str = "3.1.0", **piece: str) -> Example:
    """Return an example, near to a reported one, that the rule allows."""
    return _example(openapi, piece, reported=False)


def rule(
    name: str,
    severity: Severity | Literal["off"],
    *,
    fix: str,
    examples: Sequence[Example],
    mends: Mends = None,
) -> Callable[[Callable[[Subject], Iterator[Hit]]], Rule]:
    """Make a generator of hits, in a `Survey` or in a whole `View`, a `Rule`; its area is its module."""

    def declared(find: Callable[[Subject], Iterator[Hit]]) -> Rule:
        reason = " ".join((find.__doc__ or "").split())
        area = find.__module__.rpartition(".")[2]
        return Rule(name, area, severity, reason, fix, tuple(examples), find, mends)

    return declared


def _example(openapi: str, piece: dict[str, str], *, reported: bool) -> Example:
    ((within, text),) = piece.items()
    return Example(reported, within, dedent(text).strip(), openapi)
