"""Whom an item of news concerns: subscriptions held against changes and against the flows that they hit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from registry.diff.change import LEVELS
from registry.flow.touch import is_below
from registry.model.fields import NoSuchField, named
from registry.model.fields.spots import Spot, facets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from registry.changelog.entry import Affected
    from registry.changelog.telling import News
    from registry.diff.change import Change, Level
    from registry.model.agreements import Subscription, Wants
    from registry.model.registry import Registry

WANTED: Mapping[Level, str] = MappingProxyType(
    {"safe": "every change", "risky": "breaking and risky changes", "breaking": "breaking changes"}
)


@dataclass(frozen=True, slots=True)
class Notice:
    """An item of news for one subscriber in one channel.

    ``reason`` says which line of the registry asks for it. ``hits`` are the subscriber's own flows that it hits,
    ``changes`` the changes that the subscriber asked for, worst first. ``days_left`` is None for the news itself, and
    for a reminder the threshold that is reached: 30, 7 or 1.
    """

    news: News
    subscriber: str
    channel: str
    reason: str
    hits: tuple[Affected, ...]
    changes: tuple[Change, ...]
    days_left: int | None = None

    @property
    def key(self) -> str:
        """What tells it from all others: said once, it is never said again."""
        stage = "" if self.days_left is None else f":{self.days_left}-days"
        return f"{self.news.key}{stage} to {self.reader}"

    @property
    def reader(self) -> str:
        """Who is told, and where."""
        return reader(self.subscriber, self.channel)

    @property
    def foreseen(self) -> tuple[Affected, ...]:
        """The subscriber's own flows that use what changed, and need nothing done."""
        return tuple(one for one in self.news.foreseen if one.owner == self.subscriber)

    @property
    def level(self) -> Level:
        """How grave it is for this subscriber."""
        levels = [*(hit.level for hit in self.hits), *(change.level for change in self.changes)]
        return min(levels, key=LEVELS.index, default="safe")


def reader(subscriber: str, channel: str) -> str:
    """Return what a subscriber in one channel is called in the record."""
    return f"{subscriber} by {channel}"


def readers(registry: Registry) -> tuple[str, ...]:
    """Return everybody whom a registry tells anything: by its subscriptions, and by what flows say."""
    found = [
        *(reader(each.subscriber, channel) for each in registry.subscriptions for channel in each.channels),
        *(
            reader(flow.owner, channel)
            for flow in registry.flows
            for named in (flow.notify.breaking, flow.notify.risky, flow.notify.safe, flow.notify.deprecation)
            for channel in named
        ),
    ]
    return tuple(dict.fromkeys(found))


def notices(registry: Registry, found: Iterable[News]) -> Iterator[Notice]:
    """Yield every item of news for everybody whom it concerns, once per subscriber and channel.

    Asked for it have the subscriptions, and each flow for those who answer for it.
    """
    for one in found:
        seen: set[str] = set()
        subscribed = (
            notice
            for number, subscription in enumerate(registry.subscriptions)
            for notice in concerning(registry, one, number, subscription)
        )
        for notice in chain(subscribed, by_flows(registry, one)):
            if notice.key not in seen:
                seen.add(notice.key)
                yield notice


def by_flows(registry: Registry, one: News) -> Iterator[Notice]:
    """Yield the news for the channels that the flows name which it hits, all flows of a team in one."""
    told: dict[tuple[str, str], list[Affected]] = {}
    for hit in one.affected:
        for channel in channels(registry, one, hit):
            told.setdefault((hit.owner, channel), []).append(hit)
    for (owner, channel), hits in told.items():
        flow = registry.flow(hits[0].flow)
        reason = f"{registry.place(flow.path, '/notify')} asks for changes that reach the flow"
        worst_first = sorted(one.changes, key=lambda change: LEVELS.index(change.level))
        yield Notice(
            one, owner, channel, reason, tuple(hits), tuple(within(registry, one, worst_first, hits))
        )


def channels(registry: Registry, one: News, hit: Affected) -> tuple[str, ...]:
    """Return the channels that a flow names for what happens to it; ``deprecation`` counts for what is announced."""
    flow = registry.find_flow(hit.flow)
    if flow is None:
        return ()
    asked = {"breaking": flow.notify.breaking, "risky": flow.notify.risky, "safe": flow.notify.safe}[
        hit.level
    ]
    announced = flow.notify.deprecation if one.kind in ("announced", "withdrawn") else ()
    return tuple(dict.fromkeys((*asked, *announced)))


def concerning(registry: Registry, one: News, number: int, subscription: Subscription) -> Iterator[Notice]:
    """Yield the news for each channel of a subscription that it concerns."""
    wants = subscription.wants
    if wants.apis and one.api not in wants.apis:
        return
    hits = tuple(
        hit for hit in one.affected if hit.owner == subscription.subscriber and is_at_least(hit.level, wants)
    )
    changes = tuple(wanted(registry, one, wants))
    if wants.only == "what-we-use":
        changes = tuple(within(registry, one, changes, hits))
    if is_for(wants, hits, changes):
        for channel in dict.fromkeys(subscription.channels):
            reason = reason_of(registry, number, wants)
            yield Notice(one, subscription.subscriber, channel, reason, hits, changes)


def reason_of(registry: Registry, number: int, wants: Wants) -> str:
    """Say why somebody gets a message: the line of ``specs/subscriptions.yaml`` that asks for it."""
    of = [
        *(["what you use"] if wants.only else []),
        *([", ".join(wants.apis)] if wants.apis else []),
        *([", ".join(wants.fields)] if wants.fields else []),
    ]
    place = registry.place("specs/subscriptions.yaml", f"/{number}")
    return f"{place} asks for {WANTED[wants.severity]}{' of ' if of else ''}{' and '.join(of)}"


def is_for(wants: Wants, hits: tuple[Affected, ...], changes: tuple[Change, ...]) -> bool:
    """Tell whether what is left of an item of news is something to tell; who wants everything hears of all."""
    if wants.only == "what-we-use" and not hits:
        return False
    if wants.fields:
        return bool(changes)
    return bool(hits or changes) or wants.severity == "safe"


def wanted(registry: Registry, one: News, wants: Wants) -> Iterator[Change]:
    """Yield the changes that a subscription asks for, worst first; those beside any schema count for no field."""
    at = places(registry, one, wants.fields)
    for change in sorted(one.changes, key=lambda change: LEVELS.index(change.level)):
        if is_at_least(change.level, wants) and (not wants.fields or is_at(change, at)):
            yield change


def within(
    registry: Registry, one: News, changes: Iterable[Change], hits: Iterable[Affected]
) -> Iterator[Change]:
    """Yield those changes that do something to the flows.

    Where an old entry of the changelog does not say which these are: those that touch a field which the flows use,
    and all of them where it names no field.
    """
    told = {(effect.rule, effect.at) for hit in hits for effect in hit.effects}
    if told:
        yield from (change for change in changes if (change.rule, change.at) in told)
        return
    at = places(registry, one, [field for hit in hits for field in hit.fields])
    for change in changes:
        if not at or is_at(change, at):
            yield change


def places(registry: Registry, one: News, fields: Iterable[str]) -> tuple[str, ...]:
    """Return the pointers of fields such as ``catalog/products#Product.sku``, in the versions that news is about."""
    names = [name for field in fields for api, _, name in [field.partition("#")] if api == one.api]
    api = next((api for api in registry.apis if api.id == one.api), None)
    if api is None or not names:
        return ()
    versions = [version for version in (one.base, one.version) if version in api.versions]
    found: dict[str, None] = {}
    for version in versions:
        for name in names:
            try:
                field = named(api.description(version), name)
            except NoSuchField:
                continue
            spot = Spot(field.schema, field.pointer, field.schema_name, field.path)
            found |= dict.fromkeys(facet.pointer for facet in facets(field.description, spot))
    return tuple(found)


def is_at(change: Change, pointers: tuple[str, ...]) -> bool:
    """Tell whether a change stands at one of the pointers or below it."""
    place = change.base or change.revision or ""
    return is_below(place, pointers)


def is_at_least(level: Level, wants: Wants) -> bool:
    """Tell whether a change is as grave as a subscriber wants to hear of."""
    return LEVELS.index(level) <= LEVELS.index(wants.severity)
