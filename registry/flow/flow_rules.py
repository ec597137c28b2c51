"""Rules about a flow as a whole: versions, required fields, freshness, retries, personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.flow.declare import Remark, rule
from registry.flow.ends import rows
from registry.flow.required import required_paths
from registry.model.fields import Field
from registry.source.versions import satisfies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.flow.ends import End, Ends


@rule("operation-not-in-version", "error", fix="narrow the range of versions, or use another operation")
def operation_not_in_version(ends: Ends) -> Iterator[Remark]:
    """A flow that runs through an operation which its version of the API does not have cannot run."""
    for end, at in both(ends):
        having = [version for version in (*end.api.versions, None) if end.is_in(version)]
        if end.operation is None and having:
            known = having[0] or "the working copy"
            yield Remark(
                f"{end.api.id}@{end.version} has no '{end.name}', which {known} has", f"{at}/operation"
            )


@rule("no-version-in-range", "error", fix="widen the range, or freeze a version that lies in it")
def no_version_in_range(ends: Ends) -> Iterator[Remark]:
    """The flow is written for versions that do not exist; what it runs against was never looked at."""
    for end, at in both(ends):
        current = end.api.latest or end.api.description().version
        if end.version is None and not (end.api.latest is None and satisfies(current, end.wanted)):
            yield Remark(
                f"no version of {end.api.id} is in '{end.wanted}'; the newest is {current}", f"{at}/version"
            )


@rule("newest-version-outside-range", "info", fix="look at what changed, and widen the range when it fits")
def newest_version_outside_range(ends: Ends) -> Iterator[Remark]:
    """A newer version is out; the day that the old one is switched off, the flow stops."""
    for end, at in both(ends):
        newest = end.api.latest
        if end.version is not None and newest is not None and newest != end.version:
            yield Remark(
                f"{end.api.id} {newest} is out, and the flow is written for '{end.wanted}'", f"{at}/version"
            )


@rule("required-field-not-mapped", "error", fix="map something into it")
def required_field_not_mapped(ends: Ends) -> Iterator[Remark]:
    """The consumer refuses a record that lacks a required field."""
    if ends.consumer is None or ends.consumer.operation is None:
        return
    sent = tuple(row.to for row in ends.flow.mapping)
    for path in required_paths(ends.consumer.operation, sent):
        yield Remark(f"{ends.flow.consumer.operation} requires '{path}', and no row maps into it", "mapping")


@rule(
    "freshness-not-promised", "warning", fix="Have the producer state x-field.freshness for what is mapped."
)
def freshness_not_promised(ends: Ends) -> Iterator[Remark]:
    """The flow needs fresh values, and the producer promises nothing that could be held against it."""
    found = [row.source for row in rows(ends) if isinstance(row.source, Field)]
    if ends.flow.freshness_needed is not None and found and not any(one.meaning.freshness for one in found):
        yield Remark("no mapped field of the producer promises any freshness", "freshnessNeeded")


@rule("runs-too-seldom", "warning", fix="run more often, or need less")
def runs_too_seldom(ends: Ends) -> Iterator[Remark]:
    """A value is as old as the producer's promise and the pause between two runs together."""
    needed, trigger = ends.flow.freshness_needed, ends.flow.trigger
    if needed is None or trigger is None or trigger.every is None:
        return
    promised = [
        row.source.meaning.freshness.threshold
        for row in rows(ends)
        if isinstance(row.source, Field) and row.source.meaning.freshness is not None
    ]
    oldest = max((threshold.seconds for threshold in promised), default=0)
    if oldest + trigger.every.seconds > needed.threshold.seconds:
        old = f" on values up to {max(promised)} old" if promised else ""
        yield Remark(f"a run every {trigger.every}{old} is not within {needed.threshold}", "trigger")


@rule(
    "retry-of-non-idempotent-operation",
    "error",
    fix="Do not retry, or have the operation take an idempotency key.",
)
def retry_of_non_idempotent_operation(ends: Ends) -> Iterator[Remark]:
    """A request repeated after a lost answer has its effect twice: two mails, two orders."""
    if retries(ends) and idempotency(ends.consumer) == "not_idempotent":
        yield Remark(
            f"{ends.flow.consumer.operation} is not idempotent, and deliveries are retried", "delivery/retry"
        )


@rule("retry-without-idempotency-key", "error", fix="write delivery.idempotencyKey")
def retry_without_idempotency_key(ends: Ends) -> Iterator[Remark]:
    """The operation recognises a repeated request by its key, and the flow sends none."""
    delivery = ends.flow.delivery
    lacks_key = delivery is not None and delivery.idempotency_key is None
    if retries(ends) and lacks_key and idempotency(ends.consumer) == "replayable":
        yield Remark(f"{ends.flow.consumer.operation} needs a key to recognise a retry", "delivery")


@rule("retry-of-unknown-safety", "warning", fix="have the consumer state x-operation.idempotency")
def retry_of_unknown_safety(ends: Ends) -> Iterator[Remark]:
    """Nobody said whether the operation may be repeated; GET, PUT and DELETE may (RFC 9110, 9.2.2)."""
    if ends.consumer is None or ends.consumer.operation is None or not retries(ends):
        return
    safe = ends.consumer.operation.method in {"get", "head", "options", "put", "delete"}
    if not safe and idempotency(ends.consumer) is None:
        yield Remark(
            f"{ends.flow.consumer.operation} does not say whether it may be repeated", "delivery/retry"
        )


@rule("personal-data-without-legal-basis", "error", fix="write personalData with legalBasis and dataUse")
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


def retries(ends: Ends) -> bool:
    """Tell whether deliveries are tried again."""
    delivery = ends.flow.delivery
    return delivery is not None and delivery.retry is not None and delivery.retry.strategy != "none"


def idempotency(consumer: End | None) -> str | None:
    """Return what the consumer's operation says of a repeated request."""
    if consumer is None or consumer.operation is None or consumer.operation.meaning.idempotency is None:
        return None
    return consumer.operation.meaning.idempotency.class_
