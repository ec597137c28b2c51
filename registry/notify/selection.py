"""Whom an item of news concerns: subscriptions held against changes and against the flows that they hit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.diff.change import LEVELS
from registry.model.fields import NoSuchField, named
from registry.model.fields.spots import Spot, facets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from registry.changelog.entry import Affected
    from registry.changelog.telling import News
    from registry.diff.change import Change, Level
    from registry.model.agreements import Subscription, Wants
    from registry.model.registry import Registry


@dataclass(frozen=True, slots=True)
class Notice:
    """An item of news for one subscriber in one channel.

    ``hits`` are the subscriber's own flows that it hits, ``changes`` the changes that the subscriber asked for, worst
    first. ``days_left`` is None for the news itself, and for a reminder the threshold that is reached: 30, 7 or 1.
    ``number`` is the subscription's place in ``specs/subscriptions.yaml``, from 0.
    """

    news: News
    subscriber: str
    channel: str
    number: int
    hits: tuple[Affected, ...]
    changes: tuple[Change, ...]
    days_left: int | None = None

    @property
    def key(self) -> str:
        """What tells it from all others: said once, it is never said again."""
        stage = "" if self.days_left is None else f":{self.days_left}-days"
        return f"{self.news.key}{stage} to {self.subscriber} by {self.channel}"

    @property
    def level(self) -> Level:
        """How grave it is for this subscriber."""
        levels = [*(hit.level for hit in self.hits), *(change.level for change in self.changes)]
        return min(levels, key=LEVELS.index, default="safe")


def notices(registry: Registry, found: Iterable[News]) -> Iterator[Notice]:
    """Yield every item of news for everybody whom it concerns, once per subscriber and channel."""
    for one in found:
        seen: set[str] = set()
        for number, subscription in enumerate(registry.subscriptions):
            for notice in concerning(registry, one, number, subscription):
                if notice.key not in seen:
                    seen.add(notice.key)
                    yield notice


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
            yield Notice(one, subscription.subscriber, channel, number, hits, changes)


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
    """Yield those changes that touch a field which the flows use; all of them where no field is named."""
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
    return any(place == pointer or place.startswith(f"{pointer}/") for pointer in pointers)


def is_at_least(level: Level, wants: Wants) -> bool:
    """Tell whether a change is as grave as a subscriber wants to hear of."""
    return LEVELS.index(level) <= LEVELS.index(wants.severity)
