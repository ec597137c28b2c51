"""Rules about a flow as a whole: versions, required fields, freshness, personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.flow.declare import Remark, allows, reports, rule
from registry.flow.ends import rows
from registry.flow.required import required_paths
from registry.flow.schedule import in_words, pause
from registry.formats import nearest
from registry.model.fields import Field
from registry.source.versions import satisfies

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from registry.flow.ends import End, Ends
    from registry.model.semantics import ApiMeaning


@rule(
    "operation-not-in-version",
    "error",
    fix="narrow the range of versions, or use another operation",
    examples=[
        reports(versions="<2", flow="producer: {operation: listNews}"),
        allows(versions=">=2", flow="producer: {operation: listNews}"),
    ],
)
def operation_not_in_version(ends: Ends) -> Iterator[Remark]:
    """A flow that runs through an operation which its version of the API does not have cannot run."""
    for end, at in both(ends):
        if end.operation is not None:
            continue
        having = [version for version in (*end.api.versions, None) if end.is_in(version)]
        if having:
            known = having[0] or "the working copy"
            yield Remark(
                f"{end.api.id}@{end.version} has no '{end.name}', which {known} has", f"{at}/operation"
            )


@rule(
    "no-version-in-range",
    "error",
    fix="widen the range, or freeze a version that lies in it",
    examples=[
        reports(versions=">=3"),
        allows(versions=">=2"),
    ],
)
def no_version_in_range(ends: Ends) -> Iterator[Remark]:
    """The flow is written for versions that do not exist; what it runs against was never looked at."""
    for end, at in both(ends):
        current = end.api.latest or end.api.description().version
        if end.version is None and not (end.api.latest is None and satisfies(current, end.wanted)):
            yield Remark(
                f"no version of {end.api.id} is in '{end.wanted}'; the newest is {current}", f"{at}/version"
            )


@rule(
    "newest-version-outside-range",
    "info",
    fix="look at what changed, and widen the range when it fits",
    examples=[
        reports(versions="<2"),
        allows(versions=">=1"),
    ],
)
def newest_version_outside_range(ends: Ends) -> Iterator[Remark]:
    """A newer version is out; the day that the old one is switched off, the flow stops."""
    for end, at in both(ends):
        newest = end.api.latest
        if end.version is not None and newest is not None and newest != end.version:
            yield Remark(
                f"{end.api.id} {newest} is out, and the flow is written for '{end.wanted}'", f"{at}/version"
            )


@rule(
    "past-its-sunset",
    "error",
    fix="move to the successor, or to a version that is still served",
    examples=[
        reports(answers="{deprecated: true, x-sunset: '2026-06-30'}"),
        reports(api="{sunsetDate: 2026-06-30}"),
        allows(api="{sunsetDate: 2027-06-30}"),
    ],
)
def past_its_sunset(ends: Ends) -> Iterator[Remark]:
    """The day is over on which the version or the operation was announced to go: it may be gone already."""
    for end, at in both(ends):
        api, operation = end.description.meaning, end.operation
        if ends.is_past(api.sunset_date):
            problem = f"{end.api.id} {end.description.version} may be gone since {api.sunset_date}"
            yield Remark(problem, f"{at}/version", successor(api))
        if operation is not None and ends.is_past(operation.sunset):
            yield Remark(
                f"{operation.name} of {end.api.id} may be gone since {operation.sunset}", f"{at}/operation"
            )


@rule(
    "runs-on-deprecated-version",
    "warning",
    fix="move to the successor before the day comes",
    examples=[
        reports(api="{releaseStatus: deprecated, sunsetDate: 2027-06-30}"),
        reports(answers="{deprecated: true}"),
        allows(api="{releaseStatus: active}"),
    ],
)
def runs_on_deprecated_version(ends: Ends) -> Iterator[Remark]:
    """What is deprecated is announced to go; the day that it does, the flow stops."""
    for end, at in both(ends):
        api, operation = end.description.meaning, end.operation
        deprecated = api.release_status == "deprecated" or ends.is_past(api.deprecation_date)
        if (deprecated or api.sunset_date) and not ends.is_past(api.sunset_date):
            problem = f"{end.api.id} {end.description.version} is deprecated{until(api.sunset_date)}"
            yield Remark(problem, f"{at}/version", successor(api))
        if operation is not None and operation.deprecated and not ends.is_past(operation.sunset):
            yield Remark(
                f"{operation.name} of {end.api.id} is deprecated{until(operation.sunset)}", f"{at}/operation"
            )


@rule(
    "required-field-not-mapped",
    "error",
    fix="map something into it",
    examples=[
        reports(body="{required: [value, title]}"),
        allows(body="{required: [value]}"),
    ],
)
def required_field_not_mapped(ends: Ends) -> Iterator[Remark]:
    """The consumer refuses a record that lacks a required field."""
    if ends.consumer is None or ends.consumer.operation is None:
        return
    sent = tuple(row.to for row in ends.flow.mapping)
    for path in required_paths(ends.consumer.operation, sent):
        yield Remark(f"{ends.flow.consumer.operation} requires '{path}', and no row maps into it", "mapping")


@rule(
    "freshness-not-promised",
    "warning",
    fix="have the producer state x-field.freshness for what is mapped",
    examples=[
        reports(flow="freshnessNeeded: {threshold: PT30M}"),
        allows(
            source="{type: string, x-field: {freshness: {threshold: PT15M}}}",
            flow="freshnessNeeded: {threshold: PT30M}",
        ),
    ],
)
def freshness_not_promised(ends: Ends) -> Iterator[Remark]:
    """The flow needs fresh values, and the producer promises nothing that could be held against it."""
    found = [row for row in rows(ends) if isinstance(row.source, Field)]
    if ends.flow.freshness_needed is not None and found and not any(row.promised for row in found):
        yield Remark("no mapped field of the producer promises any freshness", "freshnessNeeded")


@rule(
    "unknown-timestamp-field",
    "error",
    fix="name a field that the producer answers",
    examples=[
        reports(flow="freshnessNeeded: {threshold: PT30M, timestampField: checkedAt}"),
        allows(flow="freshnessNeeded: {threshold: PT30M, timestampField: at}"),
    ],
)
def unknown_timestamp_field(ends: Ends) -> Iterator[Remark]:
    """The field by which old values are told from fresh ones does not exist, so that none is ever too old."""
    needed, producer = ends.flow.freshness_needed, ends.producer
    if needed is None or needed.timestamp_field is None or producer is None or not producer.names:
        return
    if needed.timestamp_field.rpartition(".")[2] not in producer.names:
        meant = nearest(needed.timestamp_field, producer.names)
        yield Remark(
            f"{producer.api.id}#{producer.name} has no field '{needed.timestamp_field}'",
            "freshnessNeeded/timestampField",
            f"did you mean '{meant}'?" if meant else "",
        )


@rule(
    "runs-too-seldom",
    "warning",
    fix="run more often, or need less",
    examples=[
        reports(
            source="{type: string, x-field: {freshness: {threshold: PT15M}}}",
            flow="{freshnessNeeded: {threshold: PT30M}, trigger: {type: batch, every: PT20M}}",
        ),
        reports(flow="{freshnessNeeded: {threshold: P2D}, trigger: {type: batch, cron: 0 6 * * 1-5}}"),
        allows(
            source="{type: string, x-field: {freshness: {threshold: PT15M}}}",
            flow="{freshnessNeeded: {threshold: PT30M}, trigger: {type: batch, every: PT15M}}",
        ),
    ],
)
def runs_too_seldom(ends: Ends) -> Iterator[Remark]:
    """A value is as old as the producer's promise and the longest pause between two runs together."""
    needed, between = ends.flow.freshness_needed, pause(ends.flow.trigger)
    if needed is None or between is None:
        return
    promised = [row.promised.threshold.seconds for row in rows(ends) if row.promised is not None]
    oldest = max(promised, default=0)
    if oldest + between > needed.threshold.seconds:
        old = f" and values up to {in_words(oldest)} old are {in_words(oldest + between)}" if promised else ""
        most = in_words(needed.threshold.seconds)
        yield Remark(f"up to {in_words(between)} between two runs{old}; at most {most} is needed", "trigger")


@rule(
    "personal-data-without-legal-basis",
    "error",
    fix="write personalData with legalBasis and dataUse",
    examples=[
        reports(source="{type: string, x-data-classification: {category: PII}}"),
        allows(
            source="{type: string, x-data-classification: {category: PII}}",
            flow="personalData: {legalBasis: consent, dataUse: Send the news.}",
        ),
    ],
)
def personal_data_without_legal_basis(ends: Ends) -> Iterator[Remark]:
    """Data about people may move only on a ground of article 6 GDPR, and the flow is where it is recorded."""
    if ends.flow.personal_data is not None:
        return
    for row in rows(ends):
        for field, path in ((row.source, row.written.from_), (row.target, row.written.to)):
            found = field.meaning.classification if isinstance(field, Field) else None
            if found is not None and found.personal:
                yield Remark(
                    f"'{path}' is {found.category} data, and no legal basis is written",
                    f"mapping/{row.number}",
                )
                break


def both(ends: Ends) -> Iterator[tuple[End, str]]:
    """Yield the ends that the registry knows, with the keys they are written under."""
    if ends.producer is not None:
        yield ends.producer, "producer"
    if ends.consumer is not None:
        yield ends.consumer, "consumer"


def until(sunset: date | None) -> str:
    """Return from when something may be gone, as the end of a sentence."""
    return f" and may be gone from {sunset} on" if sunset else ""


def successor(api: ApiMeaning) -> str:
    """Return what to use instead, if the API says it."""
    return f"move to {' or '.join(api.successors)}" if api.successors else ""
