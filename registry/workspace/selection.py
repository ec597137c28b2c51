"""Which rules a check asks: all of them, or those that somebody names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.check.finding import UNREADABLE
from registry.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from registry.check.declare import Rule
    from registry.check.finding import Finding

VALIDITY = "validity"
"""The name of all rules that tell whether a description is valid OpenAPI."""

Names = tuple[str, ...] | None
"""Ids of rules and `VALIDITY`; None means all rules."""


def rules_of(names: Names) -> tuple[Rule, ...]:
    """Return the rules about one description that names stand for."""
    if names == (VALIDITY,):
        from registry.check.validity import VALIDITY as VALID  # noqa: PLC0415 - less to import than all

        return VALID
    from registry.check.catalogue import DESCRIPTION_RULES  # noqa: PLC0415 - slow to import

    if names is None:
        return DESCRIPTION_RULES
    wanted = ids(names)
    return tuple(rule for rule in DESCRIPTION_RULES if rule.id in wanted)


def of_release(names: Names) -> tuple[str, ...]:
    """Return the names of the rules for a release, which is frozen, while rules come later: those about structure."""
    return tuple(rule.id for rule in rules_of(names) if rule.area == "structure")


def ids(names: tuple[str, ...]) -> frozenset[str]:
    """Return the ids of the rules that names stand for, whatever they are about."""
    if VALIDITY not in names:
        return frozenset(names)
    return frozenset(names) - {VALIDITY} | {rule.id for rule in rules_of((VALIDITY,))}


def go_beyond(names: Names) -> bool:
    """Tell whether any of the rules is about more than one description: a flow, a waiver, the registry."""
    return names is None or not ids(names) <= {rule.id for rule in rules_of(None)}


def asked_for(findings: Iterable[Finding], names: Names) -> tuple[Finding, ...]:
    """Leave out what other rules found; that something cannot be read concerns them all."""
    if names is None:
        return tuple(findings)
    wanted = ids(names) | {UNREADABLE}
    return tuple(finding for finding in findings if finding.rule in wanted)


def known(names: Sequence[str]) -> Names:
    """Return what was named, each once; of nothing, that all rules are meant.

    Raises:
        WrongUse: One is no rule of `check`; the message names the nearest.
    """
    told = tuple(dict.fromkeys(names))
    if told in ((), (VALIDITY,)):
        return told or None
    from registry.workspace.rulebook import absent  # noqa: PLC0415 - loads all rules

    there = {VALIDITY, *default_severities()}
    for name in told:
        if "," in name:
            raise WrongUse(f"check has no rule '{name}'", "name each rule with an option of its own")
        if name not in there:
            raise absent(f"check has no rule '{name}'", name, there)
    return told


def refuse_off(names: Names, severities: Mapping[str, str]) -> None:
    """Raise WrongUse where a rule is named that is off, by default or by ``severities``: it would find nothing."""
    if names in (None, (VALIDITY,)):
        return
    chosen = {**default_severities(), **severities}
    for name in names:
        if chosen.get(name) == "off":
            raise WrongUse(
                f"the rule '{name}' is off here and would find nothing",
                f"turn it on in specs/registry.yaml, 'rules: {{{name}: warning}}', or leave it out",
            )


def default_severities() -> Mapping[str, str]:
    """Return the rules of `check` by id, each with its severity where a registry does not set it."""
    from registry.workspace.rulebook import rules  # noqa: PLC0415 - loads all rules

    return {rule.id: rule.severity for rule in rules() if rule.about != "diff"}
