"""The rules of check, flows and diff as one list, each in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from registry.check.finding import UNREADABLE
from registry.errors import WrongUse
from registry.formats import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from registry.check import Example as CheckExample
    from registry.check.declare import Mends
    from registry.diff import Level
    from registry.diff.declare import Example as ChangeExample
    from registry.diff.declare import Rule as ChangeRule
    from registry.diff.declare import Who
    from registry.flow.declare import Example as FlowExample
    from registry.flow.declare import Rule as PlainRule

About = Literal["check", "flow", "diff"]


@dataclass(frozen=True, slots=True)
class Shown:
    """An example of a rule: what the rule says to it, and the text before (diff only) and after."""

    verdict: str
    before: str | None
    after: str

    def as_json(self) -> dict[str, Any]:
        """Return the example as JSON."""
        return {"verdict": self.verdict, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as people read it; ``severity`` is its default, before specs/registry.yaml.

    ``levels`` says for a rule of diff how grave it is for a client that sends the thing and for one that reads it,
    or, where the rule makes no difference, for any. Of several, worst first, the change itself decides.
    ``mends`` says of a rule of check whether `waybill check --fix` mends what it finds or writes a draft to be
    filled in, or whether `waybill annotate` does; ``mending`` says it in a sentence.
    """

    id: str
    about: About
    severity: str
    reason: str
    remedy: str
    levels: Mapping[Who, tuple[Level, ...]] = field(default_factory=dict)
    examples: tuple[Shown, ...] = ()
    mends: Mends = None
    mending: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the rule as JSON."""
        return {
            "id": self.id,
            "about": self.about,
            "severity": self.severity,
            "reason": self.reason,
            "remedy": self.remedy,
            "mends": self.mends,
            "levels": {who: list(levels) for who, levels in self.levels.items()},
            "examples": [example.as_json() for example in self.examples],
        }


def rules() -> tuple[RuleText, ...]:
    """Return all rules, sorted by what they are about, then by id."""
    from registry import check, diff, flow  # noqa: PLC0415 - slow to import
    from registry.changelog import integrity, waivers  # noqa: PLC0415 - as above

    checks = [
        RuleText(
            r.id,
            "check",
            r.severity,
            r.reason,
            r.remedy,
            examples=tuple(map(of_check, r.examples)),
            mends=r.mends,
            mending=r.mending,
        )
        for r in check.CATALOGUE
    ]
    plain: tuple[PlainRule[Any], ...] = (*waivers.CATALOGUE, *integrity.CATALOGUE)
    checks += [RuleText(r.id, "check", r.severity, r.reason, r.remedy) for r in plain]
    flows = [
        RuleText(r.id, "flow", r.severity, r.reason, r.remedy, examples=tuple(map(of_flow, r.examples)))
        for r in flow.CATALOGUE
    ]
    changes = [of_change(rule, name) for rule in diff.CATALOGUE for name in rule.ids]
    return tuple(sorted([*checks, *flows, *changes], key=lambda rule: (rule.about, rule.id)))


def settable() -> tuple[str, ...]:
    """Return the ids by which ``specs/registry.yaml`` may name rules: both directions of one of diff at once too."""
    from registry import diff  # noqa: PLC0415 - slow to import

    return tuple(sorted({*(rule.id for rule in rules()), *(rule.id for rule in diff.CATALOGUE)}))


def of_change(rule: ChangeRule, name: str) -> RuleText:
    """Return a rule of diff under one of its ids."""
    who = rule.concerns(name)
    return RuleText(
        name,
        "diff",
        rule.levels[who][0],
        rule.reason,
        rule.remedy,
        MappingProxyType(dict(rule.levels)),
        tuple(of_pair(example, directed=len(rule.ids) > 1) for example in rule.examples),
    )


def of_check(example: CheckExample) -> Shown:
    """Return an example of a rule of check."""
    verdict = "reported" if example.reported else "allowed"
    return Shown(f"{verdict} ({example.within}, OpenAPI {example.openapi})", None, example.text.strip())


def of_flow(example: FlowExample) -> Shown:
    """Return an example of a rule about flows."""
    return Shown("reported" if example.reported else "allowed", None, example.text)


def of_pair(example: ChangeExample, *, directed: bool) -> Shown:
    """Return an example of a rule of diff."""
    shown = {"sends": example.sends, "reads": example.reads}
    said = [f"{level} for a client that {does}" for does, level in shown.items() if level is not None]
    if not directed:
        said = [level for level in shown.values() if level is not None]
    return Shown(", ".join(said) or "not reported", example.old.strip(), example.new.strip())


def rule(name: str) -> RuleText:
    """Return the rule with this id.

    Raises:
        WrongUse: There is none; the message names the nearest.
    """
    if name == UNREADABLE:
        raise WrongUse(
            f"'{name}' is no rule: it stands where a file cannot be read", "mend it; nothing turns this off"
        )
    known = {rule.id: rule for rule in rules()}
    if name not in known:
        raise absent(f"there is no rule '{name}'", name, known)
    return known[name]


def absent(problem: str, name: str, known: Iterable[str]) -> WrongUse:
    """Return what is said to whoever named a rule that is not among those known; it names the nearest."""
    meant = nearest(name, known)
    return WrongUse(problem, f"did you mean '{meant}'?" if meant else "run 'waybill rules' for the list")


def undirected(name: str) -> str:
    """Return the id under which a registry may set both directions of a rule of diff at once."""
    from registry import diff  # noqa: PLC0415 - slow to import

    return next((rule.id for rule in diff.CATALOGUE if name in rule.ids), name)
