"""Rules about delivery: may a request be repeated, how long, how often, and how is a repeated one recognised?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from registry.flow.declare import Remark, allows, reports, rule
from registry.flow.failures import covers
from registry.flow.schedule import in_words, pause
from registry.formats import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.flow.ends import End, Ends
    from registry.model.flow import Flow

NAMED = re.compile(r"\{([^{}]+)\}")
"""A field in an idempotency key: ``{sku}:{stockCheckedAt}``."""
MILLISECONDS = 1000
PERIODS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
"""What a volume may count by, besides a run, in seconds."""


@rule(
    "retry-of-non-idempotent-operation",
    "error",
    fix="do not retry, or have the operation take an idempotency key",
    examples=[
        reports(
            takes="{x-operation: {idempotency: {class: not_idempotent}}}",
            flow="delivery: {retry: {strategy: backoff}}",
        ),
        allows(
            takes="{x-operation: {idempotency: {class: idempotent}}}",
            flow="delivery: {retry: {strategy: backoff}}",
        ),
    ],
)
def retry_of_non_idempotent_operation(ends: Ends) -> Iterator[Remark]:
    """A request repeated after a lost answer has its effect twice: two mails, two orders."""
    if retries(ends) and idempotency(ends.consumer) == "not_idempotent":
        yield Remark(
            f"{ends.flow.consumer.operation} is not idempotent, and deliveries are retried", "delivery/retry"
        )


@rule(
    "retry-without-idempotency-key",
    "error",
    fix="write delivery.idempotencyKey",
    examples=[
        reports(
            takes="{x-operation: {idempotency: {class: replayable}}}",
            flow="delivery: {retry: {strategy: backoff}}",
        ),
        allows(
            takes="{x-operation: {idempotency: {class: replayable}}}",
            flow="delivery: {retry: {strategy: backoff}, idempotencyKey: '{id}'}",
        ),
    ],
)
def retry_without_idempotency_key(ends: Ends) -> Iterator[Remark]:
    """The operation recognises a repeated request by its key, and the flow sends none."""
    delivery = ends.flow.delivery
    lacks_key = delivery is not None and delivery.idempotency_key is None
    if retries(ends) and lacks_key and idempotency(ends.consumer) == "replayable":
        yield Remark(f"{ends.flow.consumer.operation} needs a key to recognise a retry", "delivery")


@rule(
    "retry-of-unknown-safety",
    "warning",
    fix="have the consumer state x-operation.idempotency",
    examples=[
        reports(flow="delivery: {retry: {strategy: backoff}}"),
        allows(
            takes="{x-operation: {idempotency: {class: idempotent}}}",
            flow="delivery: {retry: {strategy: backoff}}",
        ),
    ],
)
def retry_of_unknown_safety(ends: Ends) -> Iterator[Remark]:
    """Nobody said whether the operation may be repeated; GET, PUT and DELETE may (RFC 9110, 9.2.2)."""
    if ends.consumer is None or ends.consumer.operation is None or not retries(ends):
        return
    safe = ends.consumer.operation.method in {"get", "head", "options", "put", "delete"}
    if not safe and idempotency(ends.consumer) is None:
        yield Remark(
            f"{ends.flow.consumer.operation} does not say whether it may be repeated", "delivery/retry"
        )


@rule(
    "retry-outlives-key",
    "error",
    fix="give up sooner, or have the consumer remember keys for longer",
    examples=[
        reports(
            takes="{x-operation: {idempotency: {class: replayable, keyLifetime: PT1H}}}",
            flow="delivery: {retry: {backoff: {maxElapsedTime: 7200000}}, idempotencyKey: '{id}'}",
        ),
        allows(
            takes="{x-operation: {idempotency: {class: replayable, keyLifetime: PT24H}}}",
            flow="delivery: {retry: {backoff: {maxElapsedTime: 7200000}}, idempotencyKey: '{id}'}",
        ),
    ],
)
def retry_outlives_key(ends: Ends) -> Iterator[Remark]:
    """The consumer has forgotten the key by then, and takes the repeated request for a new one."""
    consumer, delivery = ends.consumer, ends.flow.delivery
    if consumer is None or consumer.operation is None or delivery is None or delivery.retry is None:
        return
    known, backoff = consumer.operation.meaning.idempotency, delivery.retry.backoff
    if known is None or known.key_lifetime is None or known.class_ != "replayable":
        return
    lasts = (
        0 if backoff is None or backoff.max_elapsed_time is None else backoff.max_elapsed_time / MILLISECONDS
    )
    if lasts > known.key_lifetime.seconds:
        yield Remark(
            f"it is tried again for {in_words(lasts)}, and {ends.flow.consumer.operation} remembers a key for "
            f"{known.key_lifetime.in_words}",
            "delivery/retry/backoff",
        )


@rule(
    "retry-in-vain",
    "warning",
    fix="leave the status out, and do what the consumer says",
    examples=[
        reports(
            takes="{x-operation: {errors: [{code: unknown, status: 422, retryable: false}]}}",
            flow="delivery: {retry: {statusCodes: ['422']}}",
        ),
        allows(
            takes="{x-operation: {errors: [{code: busy, status: 503, retryable: true}]}}",
            flow="delivery: {retry: {statusCodes: ['503']}}",
        ),
    ],
)
def retry_in_vain(ends: Ends) -> Iterator[Remark]:
    """The consumer says that the same request fails again; repeating it only delays what has to be done."""
    delivery = ends.flow.delivery
    if ends.consumer is None or ends.consumer.operation is None or delivery is None or not retries(ends):
        return
    assert delivery.retry is not None
    listed = ends.consumer.operation.meaning.errors
    for number, status in enumerate(delivery.retry.status_codes):
        met = [error for error in listed if error.status is not None and covers((status,), str(error.status))]
        if met and all(error.retryable is False for error in met):
            codes = ", ".join(error.code for error in met)
            yield Remark(
                f"{status} ({codes}) is not worth another attempt", f"delivery/retry/statusCodes/{number}"
            )


@rule(
    "unknown-field-in-idempotency-key",
    "error",
    fix="name fields that the producer answers, or that the rows fill",
    examples=[
        reports(flow="delivery: {idempotencyKey: '{number}:{at}'}"),
        reports(flow="delivery: {idempotencyKey: fixed}"),
        allows(flow="delivery: {idempotencyKey: '{id}:{at}'}"),
    ],
)
def unknown_field_in_idempotency_key(ends: Ends) -> Iterator[Remark]:
    """A key without the field is the same for every record, and all but the first are taken for repeated."""
    delivery, producer = ends.flow.delivery, ends.producer
    if delivery is None or delivery.idempotency_key is None or producer is None or not producer.names:
        return
    named = NAMED.findall(delivery.idempotency_key)
    known = producer.names | {row.to.rpartition(".")[2] for row in ends.flow.mapping}
    for name in named:
        if name.rpartition(".")[2] not in known:
            meant = nearest(name, known)
            yield Remark(
                f"{producer.api.id}#{producer.name} has no field '{name}'",
                "delivery/idempotencyKey",
                f"did you mean '{meant}'?" if meant else "",
            )
    if not named:
        yield Remark(
            "the key names no field in braces, so it is the same for every record", "delivery/idempotencyKey"
        )


@rule(
    "dead-letter-without-place",
    "warning",
    fix="write delivery.deadLetter: where they wait, and who looks",
    examples=[
        reports(flow="delivery: {onExhausted: dead-letter}"),
        allows(flow="delivery: {onExhausted: dead-letter, deadLetter: Table failed_records}"),
    ],
)
def dead_letter_without_place(ends: Ends) -> Iterator[Remark]:
    """Records that could not be delivered are kept, and nobody can say where, so nobody sends them again."""
    delivery = ends.flow.delivery
    if delivery is not None and delivery.on_exhausted == "dead-letter" and not delivery.dead_letter:
        yield Remark("nothing says where failed records wait", "delivery/onExhausted")


@rule(
    "schedule-of-a-webhook",
    "warning",
    fix="write trigger: {type: event}",
    examples=[
        reports(
            flow="""
                producer: {operation: changed}
                mapping: [{from: value, to: value}]
                trigger: {type: batch, every: PT1H}
            """
        ),
        allows(
            flow="{producer: {operation: changed}, mapping: [{from: value, to: value}], trigger: {type: event}}"
        ),
    ],
)
def schedule_of_a_webhook(ends: Ends) -> Iterator[Remark]:
    """A webhook comes when something happens; it cannot be asked every hour."""
    producer, trigger = ends.producer, ends.flow.trigger
    if producer is None or producer.operation is None or trigger is None:
        return
    if producer.operation.kind != "operation" and trigger.type == "batch":
        yield Remark(
            f"{producer.operation.name} comes when something happens, and the flow runs at set times",
            "trigger",
        )


@rule(
    "more-records-than-allowed",
    "warning",
    fix="run more often with fewer records, or agree on a higher limit",
    examples=[
        reports(
            takes="{x-operation: {rateLimit: [{quota: 10, window: 60}]}}",
            flow="{volume: {records: 400}, trigger: {type: batch, every: PT1M}}",
        ),
        allows(
            takes="{x-operation: {rateLimit: [{quota: 10, window: 60}]}}",
            flow="{volume: {records: 400}, trigger: {type: batch, every: PT1H}}",
        ),
    ],
)
def more_records_than_allowed(ends: Ends) -> Iterator[Remark]:
    """One request for each record: the consumer turns the rest away, and the next run begins before this one ends."""
    flow, consumer = ends.flow, ends.consumer
    seconds = None if flow.volume is None else PERIODS.get(flow.volume.per, pause(flow.trigger))
    if (
        flow.volume is None
        or seconds is None
        or consumer is None
        or consumer.operation is None
        or in_batches(flow)
    ):
        return
    for limit in consumer.operation.meaning.rate_limit:
        allowed = int(limit.quota * seconds / limit.window)
        if limit.unit == "requests" and flow.volume.records > allowed:
            yield Remark(
                f"{flow.volume.records} records come every {in_words(seconds)}, and {flow.consumer.operation} takes "
                f"{limit.quota} requests in {in_words(limit.window)}: {allowed} in that time",
                "volume",
            )


def in_batches(flow: Flow) -> bool:
    """Tell whether a request carries many records: all that goes into the body goes into one list."""
    heads = {row.to.partition("[]")[0] for row in flow.mapping if "." not in row.to.partition("[]")[0]}
    return len(heads) == 1 and all("[]" in row.to for row in flow.mapping)


def retries(ends: Ends) -> bool:
    """Tell whether deliveries are tried again."""
    delivery = ends.flow.delivery
    return delivery is not None and delivery.retry is not None and delivery.retry.strategy != "none"


def idempotency(consumer: End | None) -> str | None:
    """Return what the consumer's operation says of a repeated request."""
    if consumer is None or consumer.operation is None or consumer.operation.meaning.idempotency is None:
        return None
    return consumer.operation.meaning.idempotency.class_
