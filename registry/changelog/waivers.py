"""Waivers that do nothing: not filled in yet, past their day, or for a change that nobody makes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from registry.check.finding import SEVERITIES, Finding, Severity
from registry.diff import compare
from registry.diff.waivers import matches, names, naming
from registry.flow.declare import Remark, Rule, rule
from registry.formats import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from registry.diff import Change, Settings
    from registry.model.agreements import Waiver
    from registry.model.registry import Api, Registry


class Looked(NamedTuple):
    """A waiver of an API, the day, and if no change matches it, those that it could have meant."""

    waiver: Waiver
    today: date
    matched: bool
    others: tuple[Change, ...]


@rule("waiver-unfinished", "error", fix="fill it in, or remove the waiver")
def waiver_unfinished(looked: Looked) -> Iterator[Remark]:
    """A draft lets nothing pass: a change is accepted by somebody, for a reason."""
    for key in looked.waiver.empty:
        yield Remark(f"this waiver has no {key}, and counts for nothing until it has", key)


@rule("waiver-expired", "warning", fix="remove it, or agree on a new day with its owner")
def waiver_expired(looked: Looked) -> Iterator[Remark]:
    """A waiver past its day lets nothing pass, and whoever reads it believes that it does."""
    if looked.waiver.until < looked.today:
        yield Remark(f"this waiver ended on {looked.waiver.until}", "until")


@rule(
    "waiver-unmatched", "warning", fix="correct its rule and place as `waybill diff` names them, or remove it"
)
def waiver_unmatched(looked: Looked) -> Iterator[Remark]:
    """A waiver for a change that no version makes is a misspelling or a leftover."""
    waiver = looked.waiver
    if looked.matched:
        return
    versions = f"version {waiver.version} does not make" if waiver.version else "no version makes"
    message = f"{versions} a breaking or risky change {waiver.rule} at '{waiver.at}'"
    yield Remark(message, "at", remedy=meant(waiver, looked.others))


CATALOGUE: tuple[Rule[Looked], ...] = (waiver_unfinished, waiver_expired, waiver_unmatched)


def check_waivers(
    registry: Registry, api: Api, settings: Settings, known: Iterable[tuple[str, Change]] = ()
) -> Iterator[Finding]:
    """Yield what is wrong with the waivers of an API; every step between its versions is looked at.

    ``known`` are changes that were found already, each with the version that makes it: where they match all
    waivers nothing is compared again.
    """
    unmatched, others = left(api, settings, tuple(known))
    for index, waiver in enumerate(api.waivers):
        looked = Looked(waiver, settings.today, waiver not in unmatched, others)
        for found in CATALOGUE:
            severity = severity_of(registry, found)
            if severity is not None:
                for remark in found.find(looked):
                    pointer = f"/{index}/{remark.key}"
                    place = registry.place(api.waivers_path, pointer)
                    remedy = remark.remedy or found.remedy
                    yield Finding(found.id, severity, remark.message, remedy, pointer, place, api.id)


def severity_of(registry: Registry, found: Rule[Any]) -> Severity | None:
    """Return how grave a rule is in this registry, None where it is off."""
    wanted = registry.config.rules.get(found.id, found.severity)
    return next((severity for severity in SEVERITIES if severity == wanted), None)


def left(
    api: Api, settings: Settings, known: tuple[tuple[str, Change], ...]
) -> tuple[tuple[Waiver, ...], tuple[Change, ...]]:
    """Return the waivers that match no change, and the changes that were looked at to find out."""
    open_waivers = unmet(api.waivers, known)
    others = [change for _, change in known]
    older_first = zip(api.versions, (*api.versions[1:], None), strict=False)
    for base, revision in reversed(tuple(older_first)):
        if not open_waivers:
            break
        made = steps(api, base, revision, settings)
        open_waivers = unmet(open_waivers, made)
        others += [change for _, change in made]
    return open_waivers, tuple(others)


def unmet(waivers: Iterable[Waiver], made: Iterable[tuple[str, Change]]) -> tuple[Waiver, ...]:
    """Return the waivers that match none of the changes, each of which a version makes."""
    made = tuple(made)
    return tuple(
        waiver
        for waiver in waivers
        if not any(waiver.version in (None, version) and matches(waiver, change) for version, change in made)
    )


def steps(api: Api, base: str, revision: str | None, settings: Settings) -> tuple[tuple[str, Change], ...]:
    """Return the changes from one version to the next (None: the working copy), each with that version."""
    newer = api.description(revision)
    wanted = naming(replace(settings, examples=False), api.waivers)
    comparison = compare(api.description(base), newer, settings=wanted)
    return tuple((revision or newer.version, change) for change in comparison.changes)


def meant(waiver: Waiver, others: Iterable[Change]) -> str:
    """Name the change that a waiver probably means: the same rule elsewhere, or another at its place."""
    grave = [change for change in others if change.level != "safe"]
    places = [change.at for change in grave if waiver.rule in names(change)]
    rules = [name for change in grave if change.at == waiver.at for name in names(change)]
    found = nearest(waiver.at, places) or nearest(waiver.rule, rules)
    return f"did you mean '{found}'?" if found else ""
