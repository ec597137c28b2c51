"""Waivers that no longer do anything: past their day, or for a change that nobody makes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from registry.check.finding import SEVERITIES, Finding, Severity
from registry.diff import compare
from registry.flow.declare import Remark, Rule, rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from registry.diff import Settings
    from registry.model.agreements import Waiver
    from registry.model.registry import Api, Registry


class Looked(NamedTuple):
    """A waiver of an API, the day, and the breaking changes that its versions and working copy make."""

    waiver: Waiver
    today: date
    breaking: frozenset[tuple[str, str]]


@rule("expired-waiver", "warning", fix="remove it, or agree on a new day with its owner")
def expired_waiver(looked: Looked) -> Iterator[Remark]:
    """A waiver past its day lets nothing pass, and whoever reads it believes that it does."""
    if looked.waiver.until < looked.today:
        yield Remark(f"this waiver ended on {looked.waiver.until}", "until")


@rule("idle-waiver", "warning", fix="correct its rule and place as `waybill diff` names them, or remove it")
def idle_waiver(looked: Looked) -> Iterator[Remark]:
    """A waiver for a change that no version makes is a misspelling or a leftover."""
    waiver = looked.waiver
    if (waiver.rule, waiver.at) not in looked.breaking:
        yield Remark(f"no version makes the breaking change {waiver.rule} at '{waiver.at}'", "at")


CATALOGUE: tuple[Rule[Looked], ...] = (expired_waiver, idle_waiver)


def check_waivers(registry: Registry, api: Api, settings: Settings) -> Iterator[Finding]:
    """Yield what is wrong with the waivers of an API; every step between its versions is looked at."""
    if not api.waivers:
        return
    breaking = frozenset(broken(api, settings))
    for index, waiver in enumerate(api.waivers):
        for found in CATALOGUE:
            severity = severity_of(registry, found)
            if severity is not None:
                for remark in found.find(Looked(waiver, settings.today, breaking)):
                    pointer = f"/{index}/{remark.key}"
                    place = registry.place(api.waivers_path, pointer)
                    yield Finding(found.id, severity, remark.message, found.remedy, pointer, place, api.id)


def severity_of(registry: Registry, found: Rule[Looked]) -> Severity | None:
    """Return how grave a rule is in this registry, None where it is off."""
    wanted = registry.config.rules.get(found.id, found.severity)
    return next((severity for severity in SEVERITIES if severity == wanted), None)


def broken(api: Api, settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield rule and place of each breaking change from one version to the next, the working copy last."""
    for base, revision in pairwise((*api.versions, None)):
        comparison = compare(api.description(base), api.description(revision), settings=settings)
        yield from ((change.rule, change.at) for change in comparison.changes if change.level == "breaking")
