"""The rules of check, flows and diff as one list, each in words."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal

from registry.diff.change import LEVELS
from registry.errors import WrongUse

if TYPE_CHECKING:
    from registry.diff import Rule

About = Literal["check", "flow", "diff"]


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as people read it; ``severity`` is its default, before specs/registry.yaml."""

    id: str
    about: About
    severity: str
    reason: str
    remedy: str

    def as_json(self) -> dict[str, Any]:
        """Return the rule as JSON."""
        return {
            "id": self.id,
            "about": self.about,
            "severity": self.severity,
            "reason": self.reason,
            "remedy": self.remedy,
        }


def rules() -> tuple[RuleText, ...]:
    """Return all rules, sorted by what they are about, then by id."""
    from registry import check, diff, flow  # noqa: PLC0415 - slow to import
    from registry.changelog import waivers  # noqa: PLC0415 - as above

    checks = [RuleText(r.id, "check", r.severity, r.reason, r.remedy) for r in check.CATALOGUE]
    flows = [RuleText(r.id, "flow", r.severity, r.reason, r.remedy) for r in flow.CATALOGUE]
    checks += [RuleText(r.id, "check", r.severity, r.reason, r.remedy) for r in waivers.CATALOGUE]
    changes = [
        RuleText(name, "diff", gravest(r, name), r.reason, r.remedy) for r in diff.CATALOGUE for name in r.ids
    ]
    return tuple(sorted([*checks, *flows, *changes], key=lambda rule: (rule.about, rule.id)))


def gravest(rule: Rule, name: str) -> str:
    """Return the gravest level at which a rule of diff reports under one of its ids, as its examples show."""
    levels = [
        level
        for example in rule.examples
        for direction, level in (("request", example.sends), ("response", example.reads))
        if level is not None and (len(rule.ids) == 1 or name.startswith(f"{direction}-"))
    ]
    return min(levels, key=LEVELS.index, default="safe")


def rule(name: str) -> RuleText:
    """Return the rule with this id.

    Raises:
        WrongUse: There is none; the message names the nearest.
    """
    known = {rule.id: rule for rule in rules()}
    if name not in known:
        close = get_close_matches(name, known, n=1)
        remedy = f"did you mean '{close[0]}'?" if close else "run 'waybill rules' for the list"
        raise WrongUse(f"there is no rule '{name}'", remedy)
    return known[name]
