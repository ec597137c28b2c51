"""What a check finds: where, what, how bad, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from registry.errors import Place, UnreadableInput
    from registry.source.edit import Edit

Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""From the worst to the mildest; settings know "off" as well."""

UNREADABLE = "unreadable"
"""What stands for the rule in a finding that says why a file cannot be read: no setting turns it off."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found, with its place in the file that a person wrote.

    ``witness`` holds a value that shows it, where a rule has one; the value itself may be null. ``fixes`` are the
    edits that mend it, each with its file.
    """

    rule: str
    severity: Severity
    message: str
    remedy: str
    pointer: str
    place: Place
    subject: str
    witness: tuple[Any] | None = field(default=None, compare=False)
    fixes: tuple[tuple[str, Edit], ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how another process makes it again: in a third of the time that field by field takes."""
        where = (self.pointer, self.place, self.subject)
        return Finding, (
            self.rule,
            self.severity,
            self.message,
            self.remedy,
            *where,
            self.witness,
            self.fixes,
        )

    def __str__(self) -> str:
        """Return place, problem and remedy in the form of every other message of Waybill."""
        sentence = f"{self.place}: {self.message}"
        return f"{sentence}; {self.remedy}" if self.remedy else sentence


def unreadable(problem: UnreadableInput) -> Finding:
    """Return why a file cannot be read as a finding among others."""
    return Finding(UNREADABLE, "error", problem.problem, problem.remedy, "", problem.place, "")


class Hit(NamedTuple):
    """What a rule yields: where, what, about what; a ``remedy`` only if it is more exact than the rule's.

    ``written`` says that ``pointer`` leads through the document as written, not as the model sees it, which
    differs for OpenAPI 2.0. ``place`` is given where the hit is in another document than the one looked at.
    ``edits`` mend it, by pointers of the same kind.
    """

    pointer: str
    message: str
    subject: str
    remedy: str = ""
    written: bool = False
    place: Place | None = None
    edits: tuple[Edit, ...] = ()
