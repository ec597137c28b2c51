"""Which part of a version number moved, and which the changes ask for (Semantic Versioning 2.0.0)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from registry.diff.change import Comparison

Part = Literal["first", "major", "minor", "patch", "none", "n/a"]

NUMBERS = re.compile(r"v?(\d+)\.(\d+)(?:\.(\d+))?(?:[-+].*)?$")
RANK: dict[Part, int] = {"none": 0, "patch": 1, "minor": 2, "major": 3}


@dataclass(frozen=True, slots=True)
class Bump:
    """``stated`` by the version number, ``needed`` by the changes.

    ``n/a`` where the versions are no semantic ones (dates, names) and so state nothing; ``first`` where
    there is nothing to compare with.
    """

    stated: Part
    needed: Part

    @property
    def understates(self) -> bool:
        """Whether the number announces less than the changes do; a number that states nothing cannot."""
        return self.stated in RANK and RANK[self.stated] < RANK.get(self.needed, 0)


def bump(base: str, revision: str, comparison: Comparison) -> Bump:
    """Return what the step from ``base`` to ``revision`` states and what its changes need.

    Below 1.0.0 anything may change (clause 4); by custom a minor step announces it there.
    """
    needed = needed_part(comparison)
    if needed == "major" and is_initial_development(base):
        needed = "minor"
    return Bump(stated_part(base, revision), needed)


def stated_part(base: str, revision: str) -> Part:
    """Return the leftmost number that differs, ``n/a`` if either version has no such numbers."""
    before, after = NUMBERS.match(base), NUMBERS.match(revision)
    if before is None or after is None:
        return "n/a"
    parts: tuple[Part, ...] = ("major", "minor", "patch")
    pairs = zip(parts, before.groups(default="0"), after.groups(default="0"), strict=True)
    return next((part for part, old, new in pairs if int(old) != int(new)), "none")


def needed_part(comparison: Comparison) -> Part:
    """Return the smallest step that tells the truth about the changes (clauses 6 to 8)."""
    if comparison.worst == "breaking":
        return "major"
    grows = any(change.kind != "changed" or change.level == "risky" for change in comparison.changes)
    return "minor" if grows else "patch" if comparison.changes else "none"


def is_initial_development(version: str) -> bool:
    """Tell whether the version is below 1.0.0."""
    return (numbers := NUMBERS.match(version)) is not None and int(numbers.group(1)) == 0
