"""Rules about age: is a value too old when it arrives, and how long will the field still be there?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.flow.declare import Remark, allows, reports, rule
from registry.flow.schedule import in_words, pause
from registry.model.fields import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.flow.ends import Row


@rule(
    "staler-than-needed",
    "error",
    fix="agree on a shorter promise with the producer, or need less",
    examples=[
        reports(
            source="{type: string, x-field: {freshness: {threshold: PT1H}}}",
            flow="freshnessNeeded: {threshold: PT30M}",
        ),
        allows(
            source="{type: string, x-field: {freshness: {threshold: PT15M}}}",
            flow="freshnessNeeded: {threshold: PT30M}",
        ),
    ],
)
def staler_than_needed(row: Row) -> Iterator[Remark]:
    """The producer keeps its promise, and the value is still older than the flow can bear."""
    needed = row.ends.flow.freshness_needed
    promised = row.promised
    if needed is not None and promised is not None and promised.threshold > needed.threshold:
        most = f"at most {needed.threshold.in_words} is needed"
        yield Remark(f"'{row.written.from_}' may be {promised.threshold.in_words} old; {most}", "from")


@rule(
    "staler-than-target-promises",
    "info",
    fix="run more often, or have the consumer promise less",
    examples=[
        reports(
            source="{type: string, x-field: {freshness: {threshold: PT15M}}}",
            target="{type: string, x-field: {freshness: {threshold: PT20M}}}",
            flow="trigger: {type: batch, every: PT10M}",
        ),
        allows(
            source="{type: string, x-field: {freshness: {threshold: PT15M}}}",
            target="{type: string, x-field: {freshness: {threshold: PT30M}}}",
            flow="trigger: {type: batch, every: PT10M}",
        ),
    ],
)
def staler_than_target_promises(row: Row) -> Iterator[Remark]:
    """Whoever reads the value from the consumer is promised a younger one than this flow can bring."""
    promise = row.target.meaning.freshness if isinstance(row.target, Field) else None
    if promise is None or row.promised is None:
        return
    oldest = row.promised.threshold.seconds + (pause(row.ends.flow.trigger) or 0)
    if oldest > promise.threshold.seconds:
        arrives = f"'{row.written.from_}' arrives up to {in_words(oldest)} old"
        yield Remark(f"{arrives}, and '{row.written.to}' promises {promise.threshold.in_words}", "to")


@rule(
    "stale-value-not-recognised",
    "warning",
    fix="write freshnessNeeded with a timestampField",
    examples=[
        reports(row="{onStale: reject}"),
        allows(row="{onStale: reject}", flow="freshnessNeeded: {threshold: PT30M, timestampField: at}"),
    ],
)
def stale_value_not_recognised(row: Row) -> Iterator[Remark]:
    """The row says what happens to an old value, and nothing says how old it is, or when that is too old."""
    if row.written.on_stale is None:
        return
    needed = row.ends.flow.freshness_needed
    if needed is None:
        yield Remark("nothing says when a value is too old: there is no freshnessNeeded", "onStale")
        return
    promised = row.promised
    if needed.timestamp_field is None and (promised is None or promised.timestamp_field is None):
        yield Remark(f"no field tells how old '{row.written.from_}' is", "onStale")


@rule(
    "uses-deprecated-field",
    "warning",
    fix="read the field that takes its place before it goes",
    examples=[
        reports(source="{type: string, deprecated: true, x-sunset: '2027-06-30'}"),
        allows(source="{type: string}"),
    ],
)
def uses_deprecated_field(row: Row) -> Iterator[Remark]:
    """A deprecated field is announced to go; for whoever still carries it then, the flow stops."""
    for field, path, at in ends_of(row):
        sunset = field.meaning.sunset
        if field.meaning.deprecated and not row.ends.is_past(sunset):
            yield Remark(f"'{path}' is deprecated{f' and stops working on {sunset}' if sunset else ''}", at)


@rule(
    "field-past-sunset",
    "error",
    fix="map the field that took its place",
    examples=[
        reports(source="{type: string, deprecated: true, x-sunset: '2026-06-30'}"),
        allows(source="{type: string, deprecated: true, x-sunset: '2027-06-30'}"),
    ],
)
def field_past_sunset(row: Row) -> Iterator[Remark]:
    """The day is over on which the field was announced to go: it may be gone already."""
    for field, path, at in ends_of(row):
        if row.ends.is_past(field.meaning.sunset):
            yield Remark(f"'{path}' may be gone since {field.meaning.sunset}", at)


def ends_of(row: Row) -> Iterator[tuple[Field, str, str]]:
    """Yield the fields of a row that are known, with their paths and keys."""
    for field, path, at in ((row.source, row.written.from_, "from"), (row.target, row.written.to, "to")):
        if isinstance(field, Field):
            yield field, path, at
