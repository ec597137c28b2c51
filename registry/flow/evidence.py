"""What an answer about quality is made of: checks with their outcomes, and the arithmetic over them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from registry.flow.whereabouts import Where

if TYPE_CHECKING:
    from collections.abc import Iterable

    from registry.errors import Place

Question: TypeAlias = Literal["complete", "errors", "fresh", "announced"]
Answer: TypeAlias = Literal["yes", "partly", "no", "not known"]
Outcome: TypeAlias = Literal["met", "missed", "unknown"]

QUESTIONS: tuple[Question, ...] = get_args(Question)
"""In the order in which they are asked."""
OUTCOMES: tuple[Outcome, ...] = ("missed", "unknown", "met")
"""Those that ask for work first."""

ASKED: dict[Question, str] = {
    "complete": "Are required fields complete and normalised?",
    "errors": "Are errors logged and actionable?",
    "fresh": "Is the data fresh enough for the decision?",
    "announced": "Are changes announced before they are made?",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: ``subject`` names it, ``because`` says in a sentence what was found.

    ``remedy`` is what to do about one that is missed or unknown; ``where`` it is written, if anywhere.
    """

    subject: str
    outcome: Outcome
    because: str
    remedy: str = ""
    where: Where | Place | None = None

    @property
    def place(self) -> Place | None:
        """The place where it is written."""
        return self.where.place if isinstance(self.where, Where) else self.where

    def as_json(self) -> dict[str, Any]:
        """Return the published shape (``waybill schema quality``)."""
        place = self.place
        return {
            "subject": self.subject,
            "outcome": self.outcome,
            "because": self.because,
            "remedy": self.remedy,
            "file": place.file if place else None,
            "line": place.line if place else None,
            "column": place.column if place else None,
        }


@dataclass(frozen=True, slots=True)
class Grade:
    """The answer to one question, and all that it rests on.

    ``counted`` says in words what the fraction counts: ``of 15 required fields say all that a reader needs``.
    ``nothing`` says why there is nothing to count, where that is so.
    """

    question: Question
    counted: str
    checks: tuple[Check, ...]
    nothing: str = ""

    @property
    def asked(self) -> str:
        """The question in words."""
        return ASKED[self.question]

    @property
    def met(self) -> int:
        """The numerator: the checks that are met."""
        return self._counts["met"]

    @property
    def unknown(self) -> int:
        """How many checks nobody can tell; they count as not met."""
        return self._counts["unknown"]

    @property
    def total(self) -> int:
        """The denominator: all checks, those nobody can tell included."""
        return len(self.checks)

    @property
    def answer(self) -> Answer:
        """Yes if every check is met, no if none is; where nothing can be told, it is not known."""
        if self.unknown == self.total:
            return "not known"
        if self.met == self.total:
            return "yes"
        return "partly" if self.met else "no"

    @property
    def sentence(self) -> str:
        """The arithmetic in words: ``14 of 15 required fields say all that a reader needs``."""
        if not self.checks:
            return self.nothing
        said = f"{self.met} of {self.total} {self.counted}"
        return f"{said}; {self.unknown} not known" if self.unknown else said

    @property
    def evidence(self) -> tuple[Check, ...]:
        """The checks, those that ask for work first."""
        return tuple(sorted(self.checks, key=lambda check: OUTCOMES.index(check.outcome)))

    @property
    def improve(self) -> tuple[str, ...]:
        """What would help, what helps most often first."""
        wanted = Counter(check.remedy for check in self.checks if check.outcome != "met" and check.remedy)
        return tuple(remedy for remedy, _ in wanted.most_common())

    def as_json(self) -> dict[str, Any]:
        """Return the published shape (``waybill schema quality``)."""
        return {
            "question": self.question,
            "asked": self.asked,
            "answer": self.answer,
            "met": self.met,
            "total": self.total,
            "unknown": self.unknown,
            "sentence": self.sentence,
            "evidence": [check.as_json() for check in self.evidence],
            "improve": list(self.improve),
        }

    @property
    def _counts(self) -> Counter[Outcome]:
        return Counter(check.outcome for check in self.checks)


@dataclass(frozen=True, slots=True)
class Quality:
    """The four answers about one API or one flow; ``subject`` is its id, ``grades`` are in the order asked."""

    subject: str
    kind: Literal["api", "flow"]
    title: str
    grades: tuple[Grade, ...]

    def grade(self, question: Question) -> Grade:
        """Return the answer to one question."""
        return next(grade for grade in self.grades if grade.question == question)

    def as_json(self) -> dict[str, Any]:
        """Return the published shape (``waybill schema quality``)."""
        return {
            "subject": self.subject,
            "kind": self.kind,
            "title": self.title,
            "questions": [grade.as_json() for grade in self.grades],
        }


def judged(subject: str, wrong: Iterable[str], fine: str, remedy: str, where: Where | Place | None) -> Check:
    """Return a check that is met unless something is wrong with it."""
    problems = tuple(wrong)
    if problems:
        return Check(subject, "missed", "; ".join(problems), remedy, where)
    return Check(subject, "met", fine, "", where)
