"""What every machine format needs of a finding or a change: which rule, how grave, what, where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from registry.changelog.render import accepted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.check.finding import Finding
    from registry.cli.reports.places import Places
    from registry.diff.change import Change, Waived
    from registry.errors import Place

Gravity = Literal["error", "warning", "notice"]

OF_SEVERITY: Mapping[str, Gravity] = {"error": "error", "warning": "warning", "info": "notice"}
OF_LEVEL: Mapping[str, Gravity] = {"breaking": "error", "risky": "warning", "safe": "notice"}


@dataclass(frozen=True, slots=True)
class Annotation:
    """One remark on one place of one file; ``subject`` names the operation or field it is about.

    ``before`` is where a change stood in the older description. ``waived`` says who accepts it, and ``undecided``
    that it was not compared.
    """

    rule: str
    gravity: Gravity
    message: str
    subject: str
    place: Place
    before: Place | None = None
    waived: Waived | None = None
    undecided: bool = False

    @property
    def told(self) -> str:
        """The message and, for readers who are shown one place only, where it stood."""
        return f"{self.message} (was {self.before})" if self.before else self.message


def of_finding(finding: Finding) -> Annotation:
    """Return the remark that a finding of `check` makes."""
    message = f"{finding.message}; {finding.remedy}" if finding.remedy else finding.message
    return Annotation(finding.rule, OF_SEVERITY[finding.severity], message, finding.subject, finding.place)


def of_change(change: Change, places: Places) -> Annotation:
    """Return the remark that a change makes on the newer description; what is accepted is only noticed."""
    undecided = "" if change.compared else ", not compared,"
    message = f"{change.level}{undecided} for {change.at}: {change.message}"
    if change.waived is not None:
        message += f"; {accepted(change)}: {change.waived.reason}"
    return Annotation(
        change.rule,
        OF_LEVEL[change.level] if change.waived is None else "notice",
        message,
        change.at,
        places.shown(change),
        places.before(change),
        change.waived,
        not change.compared,
    )
