"""What every machine format needs of a finding or a change: which rule, how grave, what, where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from registry.check.finding import Finding
    from registry.diff.change import Change
    from registry.errors import Place

Gravity = Literal["error", "warning", "notice"]

OF_SEVERITY: Mapping[str, Gravity] = {"error": "error", "warning": "warning", "info": "notice"}
OF_LEVEL: Mapping[str, Gravity] = {"breaking": "error", "risky": "warning", "safe": "notice"}


@dataclass(frozen=True, slots=True)
class Annotation:
    """One remark on one place of one file; ``subject`` names the operation or field it is about."""

    rule: str
    gravity: Gravity
    message: str
    subject: str
    place: Place


def of_finding(finding: Finding) -> Annotation:
    """Return the remark that a finding of `check` makes."""
    message = f"{finding.message}; {finding.remedy}" if finding.remedy else finding.message
    return Annotation(finding.rule, OF_SEVERITY[finding.severity], message, finding.subject, finding.place)


def of_change(change: Change, place: Callable[[Change], Place]) -> Annotation:
    """Return the remark that a change makes on the newer description."""
    message = f"{change.level} for {change.at}: {change.message}"
    return Annotation(change.rule, OF_LEVEL[change.level], message, change.at, place(change))
