"""How a change rule is declared: one block with id, reason, remedy, examples and the sentence it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from registry.diff import law
from registry.diff.change import LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.diff.change import Direction, Kind, Level
    from registry.schema import Difference

Subject = Literal[
    "schema", "operation", "parameter", "body", "response", "header", "security", "api", "meaning"
]

Who = Literal["sends", "reads", "any"]
"""A client that sends the thing, one that reads it, or either where the rule makes no difference."""

UNDIRECTED = frozenset({"operation", "security", "api", "meaning"})
"""Subjects whose rule ids carry no direction: they concern both, or the id says which."""


@dataclass(frozen=True, slots=True)
class Example:
    """A pair that shows a rule: what was, what is, and the level in each direction (None: nothing reported).

    For subjects with schemas ``old`` and ``new`` are schemas in YAML; for others, whole descriptions without
    their head (``openapi`` and ``info``), or an Operation Object where the rule is about one.
    """

    old: str
    new: str
    sends: Level | None = None
    reads: Level | None = None

    @property
    def reports(self) -> bool:
        """Whether the rule speaks up here."""
        return self.sends is not None or self.reads is not None


def reports(old: str, new: str, *, sends: Level | None = None, reads: Level | None = None) -> Example:
    """Return an example that the rule reports; the levels are for a client that sends and one that reads."""
    return Example(old, new, sends, reads)


def allows(old: str, new: str) -> Example:
    """Return an example that the rule does not report."""
    return Example(old, new)


@dataclass(frozen=True, slots=True)
class Spot:
    """The circumstances of a difference: which way the data goes, and what relaxes the verdict.

    ``success`` is False below an answer to a request that failed; ``text`` is True where values travel as text
    (parameters, headers), so that a number fits where a string is expected; ``sdk`` asks for the verdicts that
    matter to generated code.
    """

    direction: Direction
    success: bool = True
    text: bool = False
    sdk: bool = False

    @property
    def passed(self) -> str:
        """What happens to a value on this way, as a participle."""
        return "accepted" if self.direction == "request" else "returned"


Sentence = Callable[["Difference", Spot], str]
Judge = Callable[["Difference", Spot], "Level"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of change: ``on`` names the keywords and actions of the differences that it words.

    ``judge`` replaces the severity law where the rule says why; None keeps the law.
    """

    id: str
    on: tuple[tuple[str, str], ...]
    subject: Subject
    kind: Kind
    reason: str
    remedy: str
    examples: tuple[Example, ...]
    sentence: Sentence = field(repr=False)
    judge: Judge | None = field(default=None, repr=False)

    @property
    def title(self) -> str:
        """The id as words."""
        return self.id.replace("-", " ").capitalize()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that findings bear: one a direction where the direction decides."""
        if self.subject in UNDIRECTED or self.id.startswith(("request-", "response-")):
            return (self.id,)
        return (f"request-{self.id}", f"response-{self.id}")

    @property
    def levels(self) -> Mapping[Who, tuple[Level, ...]]:
        """The levels that the examples show, worst first, by who is concerned; the change decides between several."""
        sends = {example.sends for example in self.examples}
        reads = {example.reads for example in self.examples}
        found: dict[Who, set[Level | None]] = {"sends": sends, "reads": reads}
        if len(self.ids) == 1:
            found = {"any": sends | reads}
        return {who: tuple(level for level in LEVELS if level in shown) for who, shown in found.items()}

    def concerns(self, name: str) -> Who:
        """Return who is concerned by what is reported under one of the ids."""
        if len(self.ids) == 1:
            return "any"
        return "sends" if name.startswith("request-") else "reads"

    def reported_as(self, direction: Direction) -> str:
        """Return the id for one direction."""
        return self.id if len(self.ids) == 1 else f"{direction}-{self.id}"

    def verdict(self, difference: Difference, spot: Spot) -> Level:
        """Return the level of a difference: by the rule's own judgement, or by the law and its guards."""
        found = self.judge(difference, spot) if self.judge else law.level(difference.effect, spot.direction)
        return found if spot.success else law.milder(found)


def changed(
    rule_id: str,
    kind: Kind,
    on: tuple[str, str] | tuple[tuple[str, str], ...],
    *,
    subject: Subject = "schema",
    fix: str,
    examples: list[Example],
    judge: Judge | None = None,
) -> Callable[[Sentence], Rule]:
    """Turn a function that words a difference into a rule; its docstring is the reason."""

    def declare(sentence: Sentence) -> Rule:
        reason = " ".join((sentence.__doc__ or "").split())
        pairs = on if isinstance(on[0], tuple) else (on,)
        return Rule(rule_id, pairs, subject, kind, reason, fix, tuple(examples), sentence, judge)

    return declare


def always(found: Level) -> Judge:
    """Return a judgement that holds in both directions."""
    return lambda *_: found


def fixed(sends: Level, reads: Level) -> Judge:
    """Return a judgement that looks at the direction only."""
    return lambda _, spot: sends if spot.direction == "request" else reads


def shown(value: Any, *, limit: int = 60) -> str:
    """Return a JSON value as it reads in a sentence, shortened where it is long."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
