"""What ``check`` covers: one description, one flow, or everything in the registry."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from registry.check import check
from registry.check.finding import unreadable
from registry.check.structure import version_of
from registry.errors import UnreadableInput, UnreadableInputs, problems_of
from registry.workspace.selection import asked_for, go_beyond, of_release, refuse_off, rules_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from datetime import date

    from registry.changelog.entry import Entry
    from registry.check.finding import Finding
    from registry.model.description import Description
    from registry.model.flow import Flow
    from registry.model.registry import Api, Registry
    from registry.workspace.selection import Names
    from registry.workspace.targets import Side, Targets

    Ledger = Callable[[], Iterable[Entry]]
    Part: TypeAlias = tuple[str, Callable[[], Iterable[Finding]]]
    """What is looked at, in words, and what finds the findings; it raises where it cannot be read."""


OUTSIDE: Mapping[str, str] = MappingProxyType(
    {
        "api-without-contact": "info",
        **dict.fromkeys(
            (
                *("api-without-owner", "api-without-notice-period", "operation-without-objectives"),
                *("operation-without-timeout", "idempotent-operation-without-retry"),
            ),
            "off",
        ),
    }
)
"""What a registry asks of its APIs, and nobody of a description that stands alone: it would be said of every one."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What a check found; ``unchecked`` names what it could not look at, for a file that cannot be read.

    Why each file cannot be read is among the findings.
    """

    findings: tuple[Finding, ...]
    unchecked: tuple[str, ...] = ()


def check_one(
    target: str,
    targets: Targets,
    registry: Registry | None,
    entries: Ledger,
    today: date,
    only: Names = None,
) -> Examined:
    """Return the findings of one description or flow; with an API come those of its waivers.

    ``entries`` reads the ledger, by which it is told whether a frozen release was edited; ``only`` names the rules
    to ask.

    Raises:
        UnreadableInput: It cannot be read at all.
        WrongUse: There is nothing of this name, or one of the rules is off.
    """
    if registry is not None:
        registry.require("flow", target)
    if registry is not None and registry.find_flow(target) is not None:
        refuse_off(only, registry.config.rules)
        return Examined(asked_for(told_once(of_flow(registry, registry.flow(target), today)), only))
    side = targets.side(target)
    severities = {**(OUTSIDE if side.api is None else {}), **(registry.config.rules if registry else {})}
    refuse_off(only, severities)
    found = told_once(check(side.description, severities=severities, today=today, rules=rules_of(only)))
    if registry is None or not go_beyond(only):
        return Examined(found)
    frozen = tuple(of_freezing(registry, side, entries))
    waived = gathered([waivers_of(registry, registry.api(target), today)] if is_api(registry, target) else ())
    return Examined(asked_for((*frozen, *found, *waived.findings), only), waived.unchecked)


def is_api(registry: Registry, target: str) -> bool:
    """Tell whether an API is called so: as it is being worked on."""
    return target in (api.id for api in registry.apis)


def of_freezing(registry: Registry, side: Side, entries: Ledger) -> Iterator[Finding]:
    """Yield the findings about a release that is not any more what was frozen."""
    if side.api is None or side.version is None:
        return
    from registry.changelog.integrity import check_frozen  # noqa: PLC0415 - slow to import

    own = (entry for entry in entries() if (entry.api, entry.version) == (side.api, side.version))
    yield from check_frozen(registry, own)


def check_all(
    registry: Registry,
    entries: Ledger,
    today: date,
    apart: Callable[[], Iterable[Part]] | None = None,
    only: Names = None,
) -> Examined:
    """Return the findings of the whole registry, by file and line; what cannot be read keeps nothing else from it.

    ``apart`` finds what there is to find in descriptions, where that is done elsewhere: in other processes.
    ``only`` names the rules to ask.

    Raises:
        WrongUse: One of the rules is off.
    """
    refuse_off(only, registry.config.rules)
    problems = (problem for each in registry.unread for problem in each.problems)
    written = Examined(tuple(map(unreadable, problems)), tuple(map(str, registry.unread)))
    own = gathered(apart() if apart else of_descriptions(registry, today, only))
    unread = own.unchecked
    beyond = gathered(beyond_descriptions(registry, entries, today, unread) if go_beyond(only) else ())
    parts = (written, own, beyond)
    findings = sorted((finding for part in parts for finding in part.findings), key=order)
    unchecked = dict.fromkeys(name for part in parts for name in sorted(part.unchecked))
    return Examined(asked_for(told_once(findings), only), tuple(unchecked))


def beyond_descriptions(
    registry: Registry, entries: Ledger, today: date, unread: Collection[str]
) -> Iterator[Part]:
    """Yield what finds the findings about all else that people write; ``unread`` descriptions cannot be read."""
    from registry.changelog.integrity import check_frozen  # noqa: PLC0415 - slow to import
    from registry.check.engine import rule_by_rule  # noqa: PLC0415 - more than a quick check needs
    from registry.workspace.rulebook import settable  # noqa: PLC0415 - loads all rules

    yield from (waivers_of(registry, api, today) for api in registry.apis if api.waivers)
    for rule, part in rule_by_rule(registry, settable(), unread):
        yield f"rule {rule}", part
    for flow in registry.flows:
        yield f"flow {flow.id}", partial(of_readable_flow, registry, flow, today, unread)
    yield "frozen releases", lambda: check_frozen(registry, entries())


def of_descriptions(registry: Registry, today: date, only: Names) -> Iterator[Part]:
    """Yield what finds the findings of each working copy, and those about the structure of each release."""
    severities, rules = registry.config.rules, rules_of(only)
    later = rules_of(of_release(only))
    for api, version in described(registry):
        asked = (
            partial(check, today=today, rules=later)
            if version
            else partial(check, severities=severities, today=today, rules=rules)
        )
        yield api.called(version), partial(of_description, api, version, asked)


def of_description(
    api: Api, version: str | None, asked: Callable[[Description], tuple[Finding, ...]]
) -> tuple[Finding, ...]:
    """Return the findings of a working copy or of a release."""
    return asked(api.description(version))


def described(registry: Registry) -> Iterator[tuple[Api, str | None]]:
    """Yield each working copy and each release, those aside of which it is not known which file is which."""
    unlisted = {each.of for each in registry.unread if each.kind == "releases of"}
    for api in registry.apis:
        yield from ((api, version) for version in (None, *(() if api.id in unlisted else api.versions)))


def waivers_of(registry: Registry, api: Api, today: date) -> Part:
    """Return what finds the findings of the waivers of an API."""
    return f"waivers of {api.id}", partial(of_waivers, registry, api, today)


def of_waivers(registry: Registry, api: Api, today: date) -> Iterator[Finding]:
    """Yield the findings of the waivers of an API; raises UnreadableInputs where they cannot be read."""
    from registry.changelog.judging import settings  # noqa: PLC0415 - slow to import
    from registry.changelog.waivers import check_waivers  # noqa: PLC0415 - as above

    registry.require("waivers of", api.id)
    yield from check_waivers(registry, api, settings(registry.config, today))


def of_readable_flow(
    registry: Registry, flow: Flow, today: date, unread: Collection[str]
) -> tuple[Finding, ...]:
    """Return the findings of a flow; raises UnreadableInputs where one of its ends is ``unread``, as was told."""
    from registry.flow.ends import ends  # noqa: PLC0415 - slow to import

    both = ends(registry, flow) if unread else None
    for end in (both.producer, both.consumer) if both else ():
        if end is not None and end.api.called(end.version) in unread:
            raise UnreadableInputs(())
    return of_flow(registry, flow, today)


def of_flow(registry: Registry, flow: Flow, today: date) -> tuple[Finding, ...]:
    """Return the findings of a flow: of its rows, and of it as a whole."""
    from registry.flow.compatibility import check_flow  # noqa: PLC0415 - slow to import

    return tuple(finding for verdict in check_flow(registry, flow, today) for finding in verdict.findings)


def unreadable_in(registry: Registry) -> Iterator[UnreadableInput]:
    """Yield why each document and each description of a registry that cannot be read cannot."""
    for each in registry.unread:
        yield from each.problems
    for api, version in described(registry):
        try:
            read = api.description(version).bundle
            version_of(read.data, read.place)
        except (UnreadableInput, UnreadableInputs) as problem:
            yield from problems_of(problem)


def gathered(parts: Iterable[Part]) -> Examined:
    """Return the findings of all parts: why something cannot be read among them, and which parts it ended."""
    findings: list[Finding] = []
    unchecked: list[str] = []
    for name, part in parts:
        try:
            findings += part()
        except (UnreadableInput, UnreadableInputs) as problem:
            findings += map(unreadable, problems_of(problem))
            unchecked.append(name)
    return Examined(tuple(findings), tuple(unchecked))


def told_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Leave out what was said of the same place before: a value that YAML shares has more than one pointer."""
    first: dict[object, Finding] = {}
    for finding in findings:
        subject = finding.subject if finding.place.line is None else ""
        first.setdefault((finding.rule, finding.message, finding.place, subject), finding)
    return tuple(first.values())


def order(finding: Finding) -> tuple[str, int, int, str, str]:
    """Sort by file, line and column."""
    place = finding.place
    return place.file, place.line or 0, place.column or 0, finding.rule, finding.message
