"""What ``check`` covers: one description, one flow, or everything in the registry."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from registry.check import check, check_registry
from registry.errors import UnreadableInput, UnreadableInputs
from registry.workspace.selection import asked_for, go_beyond, of_release, refuse_off, rules_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from registry.changelog.entry import Entry
    from registry.check.finding import Finding
    from registry.model.flow import Flow
    from registry.model.registry import Api, Registry
    from registry.workspace.selection import Names
    from registry.workspace.targets import Side, Targets

    Ledger = Callable[[], Iterable[Entry]]


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


def check_one(
    target: str,
    targets: Targets,
    registry: Registry | None,
    entries: Ledger,
    today: date,
    only: Names = None,
) -> tuple[Finding, ...]:
    """Return the findings of one description or flow; with an API come those of its waivers.

    ``entries`` reads the ledger, by which it is told whether a frozen release was edited; ``only`` names the rules
    to ask.

    Raises:
        UnreadableInput: It cannot be read at all.
        WrongUse: There is nothing of this name, or one of the rules is off.
    """
    if registry is not None and target in (flow.id for flow in registry.flows):
        refuse_off(only, registry.config.rules)
        return asked_for(told_once(of_flow(registry, registry.flow(target), today)), only)
    side = targets.side(target)
    severities = {**(OUTSIDE if side.api is None else {}), **(registry.config.rules if registry else {})}
    refuse_off(only, severities)
    found = told_once(check(side.description, severities=severities, today=today, rules=rules_of(only)))
    if registry is None or not go_beyond(only):
        return found
    waived = of_waivers(registry, registry.api(target), today) if is_api(registry, target) else ()
    return asked_for((*of_freezing(registry, side, entries), *found, *waived), only)


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
    apart: Callable[[], Iterable[Finding]] | None = None,
    only: Names = None,
) -> tuple[Finding, ...]:
    """Return the findings of the whole registry, by file and line.

    ``apart`` finds what there is to find in descriptions, where that is done elsewhere: in other processes.
    ``only`` names the rules to ask.

    Raises:
        UnreadableInputs: Some descriptions cannot be read; every one of them is named.
        WrongUse: One of the rules is off.
    """
    refuse_off(only, registry.config.rules)
    parts: list[Callable[[], Iterable[Finding]]] = [
        *(
            [apart]
            if apart
            else [partial(of_descriptions, registry, api, today, only) for api in registry.apis]
        ),
        *(beyond_descriptions(registry, entries, today) if go_beyond(only) else ()),
    ]
    return asked_for(told_once(sorted(gathered(parts), key=order)), only)


def beyond_descriptions(
    registry: Registry, entries: Ledger, today: date
) -> Iterator[Callable[[], Iterable[Finding]]]:
    """Yield what finds the findings about all else that people write."""
    from registry.changelog.integrity import check_frozen  # noqa: PLC0415 - slow to import
    from registry.workspace.rulebook import settable  # noqa: PLC0415 - loads all rules

    yield from (partial(of_waivers, registry, api, today) for api in registry.apis)
    yield partial(check_registry, registry, settable())
    yield from (partial(of_flow, registry, flow, today) for flow in registry.flows)
    yield lambda: check_frozen(registry, entries())


def of_descriptions(registry: Registry, api: Api, today: date, only: Names) -> Iterator[Finding]:
    """Yield the findings of the working copy of an API, and those about the structure of its releases."""
    yield from check(api.description(), severities=registry.config.rules, today=today, rules=rules_of(only))
    for version in api.versions:
        yield from check(api.description(version), today=today, rules=rules_of(of_release(only)))


def of_waivers(registry: Registry, api: Api, today: date) -> Iterator[Finding]:
    """Yield the findings of the waivers of an API."""
    from registry.changelog.judging import settings  # noqa: PLC0415 - slow to import
    from registry.changelog.waivers import check_waivers  # noqa: PLC0415 - as above

    yield from check_waivers(registry, api, settings(registry.config, today))


def of_flow(registry: Registry, flow: Flow, today: date) -> tuple[Finding, ...]:
    """Return the findings of a flow: of its rows, and of it as a whole."""
    from registry.flow.compatibility import check_flow  # noqa: PLC0415 - slow to import

    return tuple(finding for verdict in check_flow(registry, flow, today) for finding in verdict.findings)


def gathered(parts: Iterable[Callable[[], Iterable[Finding]]]) -> Iterator[Finding]:
    """Yield the findings of all parts; what cannot be read is raised at the end, all of it at once."""
    unreadable: dict[str, UnreadableInput] = {}
    for part in parts:
        try:
            yield from part()
        except UnreadableInput as problem:
            unreadable[str(problem)] = problem
        except UnreadableInputs as several:
            unreadable |= {str(problem): problem for problem in several.problems}
    if unreadable:
        raise UnreadableInputs(tuple(unreadable.values()))


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
