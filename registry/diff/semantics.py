"""Changes of meaning: the type stays, the meaning moves, and every consumer is silently wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from registry.diff.declare import Spot
from registry.diff.found import Found, Sides
from registry.model.semantics import FieldMeaning, field_meaning
from registry.model.semantics.operation import says_how_it_behaves
from registry.schema import Action, Difference, Effect, Pointers

if TYPE_CHECKING:
    from registry.model.description import Description, Operation
    from registry.schema import Node

SPOT = Spot("response")

TELLING = frozenset({"oneOf", "anyOf", "allOf", "$ref"})
"""Keywords through which a schema may say more about its meaning than its own extensions do."""

SENSITIVITIES = ("public", "internal", "confidential", "restricted")
"""From open to closed, as in ``x-data-classification``."""


def field_differences(sides: Sides, base: Node, revision: Node) -> Iterator[Difference]:
    """Yield how the meaning of the values of a pair of schemas differs."""
    if not base.parts or not revision.parts or sides.relation.equal(base, revision):
        return
    one, other = base.parts[0], revision.parts[0]
    if not _speaks(one.schema) and not _speaks(other.schema):
        return
    before = field_meaning(one.schema, sides.base.follow)
    after = field_meaning(other.schema, sides.revision.follow)
    place = Pointers(one.pointer, other.pointer)
    for keyword, fact in FACTS.items():
        yield from _changed(keyword, fact(before), fact(after), place)
    yield from _freshness(before, after, place)
    yield from _classification(before, after, place)
    yield from _value_meanings(before, after, place)


def _speaks(schema: Any) -> bool:
    return isinstance(schema, Mapping) and any(key.startswith("x-") or key in TELLING for key in schema)


def _plain(value: Any) -> Any:
    """Return a value of the model as plain JSON, None where nothing is said."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True, exclude_none=True)
    if isinstance(value, tuple):
        return [_plain(item) for item in value] or None
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()} or None
    return value


FACTS: dict[str, Callable[[FieldMeaning], Any]] = {
    "field stability": lambda meaning: meaning.stability,
    "unit": lambda meaning: meaning.unit,
    "currency": lambda meaning: _plain(meaning.currency),
    "timezone": lambda meaning: _plain(meaning.timezone),
    "null meaning": lambda meaning: _plain(meaning.null_meaning),
    "default meaning": lambda meaning: meaning.default_meaning,
    "null values": lambda meaning: _plain(meaning.null_values),
    "business term": lambda meaning: meaning.term,
    "identifier": lambda meaning: meaning.role,
    "source of truth": lambda meaning: _plain(meaning.source_of_truth),
    "relationships": lambda meaning: _plain(meaning.relationships),
    "derivation": lambda meaning: _plain(meaning.derivation),
    "normalization": lambda meaning: meaning.normalization,
    "retention": lambda meaning: _plain(meaning.retention),
    "quality": lambda meaning: _plain(meaning.quality),
}
"""Meanings that are compared as they are written, by the words that the rules use."""


def _changed(keyword: str, before: Any, after: Any, place: Pointers) -> Iterator[Difference]:
    if before != after:
        action: Action = "added" if before is None else "removed" if after is None else "changed"
        yield Difference(keyword, action, Effect.NONE, before, after, at=place)


def _freshness(before: FieldMeaning, after: FieldMeaning, place: Pointers) -> Iterator[Difference]:
    one, other = before.freshness, after.freshness
    if one is None or other is None:
        yield from _changed("freshness", _plain(one), _plain(other), place)
        return
    if one.threshold != other.threshold:
        action: Action = "increased" if one.threshold < other.threshold else "decreased"
        yield Difference("freshness", action, Effect.NONE, str(one.threshold), str(other.threshold), at=place)
    yield from _changed("freshness timestamp", one.timestamp_field, other.timestamp_field, place)


def _classification(before: FieldMeaning, after: FieldMeaning, place: Pointers) -> Iterator[Difference]:
    one, other = before.classification, after.classification
    if one is None or other is None:
        yield from _changed("classification", _plain(one), _plain(other), place)
    elif one != other:
        raised = _closedness(other.sensitivity) > _closedness(one.sensitivity)
        action: Action = (
            "increased" if raised else "decreased" if one.sensitivity != other.sensitivity else "changed"
        )
        yield Difference("classification", action, Effect.NONE, _plain(one), _plain(other), at=place)


def _closedness(sensitivity: str) -> int:
    return SENSITIVITIES.index(sensitivity)


def _value_meanings(before: FieldMeaning, after: FieldMeaning, place: Pointers) -> Iterator[Difference]:
    """Values that stand on both sides and are explained differently."""
    old = {repr(one.value): one for one in before.values}
    for value in after.values:
        known = old.get(repr(value.value))
        if known is not None:
            one, other = known.description or known.title or None, value.description or value.title or None
            for difference in _changed("value meaning", one, other, place):
                yield Difference(
                    difference.keyword,
                    difference.action,
                    difference.effect,
                    one,
                    other,
                    place,
                    str(value.value),
                )


def operation_differences(base: Operation, revision: Operation) -> Iterator[Found]:
    """Yield how an operation behaves differently: idempotency, retry, limits, objectives."""
    if not any(says_how_it_behaves(side.data, side.description.data) for side in (base, revision)):
        return
    one, other = base.meaning, revision.meaning
    place = Pointers(base.pointer, revision.pointer)

    def found(keyword: str, before: Any, after: Any, action: Action | None = None) -> Iterator[Found]:
        for difference in _changed(keyword, before, after, place):
            told = difference if action is None else _acted(difference, action)
            yield Found(told, base.name, (base.name,), SPOT)

    one_class = one.idempotency.class_ if one.idempotency else None
    other_class = other.idempotency.class_ if other.idempotency else None
    yield from found("idempotency", one_class, other_class, _idempotency_moved(one_class, other_class))
    if one.idempotency and other.idempotency:
        lifetimes = one.idempotency.key_lifetime, other.idempotency.key_lifetime
        yield from _duration("idempotency key lifetime", *lifetimes, found)
        yield from found("idempotency key header", one.idempotency.header, other.idempotency.header)
    yield from found(
        "retried statuses",
        _plain(one.retry and one.retry.status_codes),
        _plain(other.retry and other.retry.status_codes),
    )
    yield from found("timeout", one.timeout, other.timeout, _moved(one.timeout, other.timeout))
    yield from found(
        "rate limit",
        _plain(one.rate_limit),
        _plain(other.rate_limit),
        _rates_moved(one.rate_limit, other.rate_limit),
    )
    yield from found("objectives", _plain(one.objectives), _plain(other.objectives))
    codes_before, codes_after = {error.code for error in one.errors}, {error.code for error in other.errors}
    yield from found("error codes", sorted(codes_before) or None, sorted(codes_after) or None)


def _acted(difference: Difference, action: Action) -> Difference:
    return Difference(
        difference.keyword, action, Effect.NONE, difference.before, difference.after, difference.at
    )


def _moved(before: float | None, after: float | None) -> Action | None:
    if before is None or after is None:
        return None
    return "increased" if after > before else "decreased"


def _duration(
    keyword: str, before: Any, after: Any, found: Callable[..., Iterator[Found]]
) -> Iterator[Found]:
    action: Action | None = (
        None if before is None or after is None else "increased" if before < after else "decreased"
    )
    yield from found(keyword, before and str(before), after and str(after), action)


CLASSES = ("idempotent", "replayable", "not_idempotent")
"""From safe to retry to unsafe."""


def _idempotency_moved(before: str | None, after: str | None) -> Action | None:
    if before is None or after is None:
        return None
    return "decreased" if CLASSES.index(after) > CLASSES.index(before) else "increased"


def _rates_moved(before: Any, after: Any) -> Action | None:
    """Tightened where a quota of the same name allows less in a second than it did."""
    if not before or not after:
        return None
    rates = {rate.name: rate.quota / rate.window for rate in before}
    tightened = any(rate.quota / rate.window < rates.get(rate.name, 0) for rate in after)
    return "decreased" if tightened or {rate.name for rate in after} - set(rates) else "increased"


def api_differences(base: Description, revision: Description) -> Iterator[Found]:
    """Yield how the API as a whole is run differently: notice period, dates, promises."""
    if not any("x-registry" in side.info for side in (base, revision)):
        return
    one, other = base.meaning, revision.meaning
    place = Pointers("/info/x-registry", "/info/x-registry")

    def found(keyword: str, before: Any, after: Any, action: Action | None = None) -> Iterator[Found]:
        for difference in _changed(keyword, before, after, place):
            yield Found(
                difference if action is None else _acted(difference, action), f"info {keyword}", (), SPOT
            )

    yield from _duration("notice period", one.notice_period, other.notice_period, found)
    yield from found(
        "api sunset date",
        one.sunset_date and str(one.sunset_date),
        other.sunset_date and str(other.sunset_date),
    )
    yield from found("release status", one.release_status, other.release_status)
    yield from found("compatibility promise", one.compatibility, other.compatibility)
    yield from found("service level", _plain(one.sla_properties), _plain(other.sla_properties))
    yield from found("owner", one.team, other.team)
