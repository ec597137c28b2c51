"""Which rules a check asks: all of them, or those that somebody names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    """Leave out what other rules found."""
    if names is None:
        return tuple(findings)
    wanted = ids(names)
    return tuple(finding for finding in findings if finding.rule in wanted)


def known(names: Sequence[str]) -> Names:
    """Return what was named, each once; of nothing, that all rules are meant.

    Raises:
        WrongUse: One is no rule of `check`; the message names the nearest.
    """
    told = tuple(dict.fromkeys(names))
    if told in ((), (VALIDITY,)):
        return told or None
    from difflib import get_close_matches  # noqa: PLC0415 - only for a mistake

    from registry.workspace.rulebook import rules  # noqa: PLC0415 - loads all rules

    there = (VALIDITY, *(rule.id for rule in rules() if rule.about != "diff"))
    for name in told:
        if name not in there:
            close = get_close_matches(name, there, n=1)
            remedy = f"did you mean '{close[0]}'?" if close else "run 'waybill rules' for the list"
            raise WrongUse(f"check has no rule '{name}'", remedy)
    return told
