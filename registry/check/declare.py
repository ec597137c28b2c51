"""How a rule is declared: id, severity, remedy, examples; the docstring is the reason, the body finds."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from registry.check.survey import Survey
    from registry.errors import Place

Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""From the worst to the mildest; settings know "off" as well."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found, with its place in the file that a person wrote."""

    rule: str
    severity: Severity
    message: str
    remedy: str
    pointer: str
    place: Place
    subject: str

    def __str__(self) -> str:
        """Return place, problem and remedy in the form of every other message of Waybill."""
        sentence = f"{self.place}: {self.message}"
        return f"{sentence}; {self.remedy}" if self.remedy else sentence


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule yields: where, what, about what; ``remedy`` only where it can be more exact than the rule's.

    ``written`` says that ``pointer`` leads through the document as written, not as the model sees it, which
    differs for OpenAPI 2.0.
    """

    pointer: str
    message: str
    subject: str
    remedy: str = ""
    written: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of a description, in YAML, that a rule reports or allows.

    ``within`` names the part of an otherwise clean description that the piece takes the place of: "document",
    "info", "path" (the Path Item of ``/things/{id}``), "operation" (its ``get``), "schema" (the component
    ``Thing``) or "properties" (those of ``Thing``).
    """

    reported: bool
    within: str
    text: str
    openapi: str = "3.1.0"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong with a description; ``reason`` says why it matters."""

    id: str
    area: str
    severity: Severity | Literal["off"]
    reason: str
    remedy: str
    examples: tuple[Example, ...]
    find: Callable[[Survey], Iterator[Hit]]

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
    name: str, severity: Severity | Literal["off"], *, fix: str, examples: Sequence[Example]
) -> Callable[[Callable[[Survey], Iterator[Hit]]], Rule]:
    """Make a generator of hits a `Rule`; its area is the module that declares it."""

    def declared(find: Callable[[Survey], Iterator[Hit]]) -> Rule:
        reason = " ".join((find.__doc__ or "").split())
        area = find.__module__.rpartition(".")[2]
        return Rule(name, area, severity, reason, fix, tuple(examples), find)

    return declared


def _example(openapi: str, piece: dict[str, str], *, reported: bool) -> Example:
    ((within, text),) = piece.items()
    return Example(reported, within, dedent(text).strip(), openapi)
