"""Rules about behaviour: idempotency, retries, limits, objectives, and what the API as a whole promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Judge, Spot, allows, always, changed, reports
from registry.diff.rules.facts import about, stated

if TYPE_CHECKING:
    from registry.diff.change import Level
    from registry.schema import Difference


def _operation(extension: str) -> str:
    return f"paths: {{/a: {{post: {{x-operation: {{{extension}}}, responses: {{'200': {{description: OK}}}}}}}}}}"


IDEMPOTENT, NOT_IDEMPOTENT = (
    _operation(f"idempotency: {{class: {name}}}") for name in ("idempotent", "not_idempotent")
)


@changed(
    "idempotency-weakened",
    "changed",
    (("idempotency", "decreased"), ("idempotency", "removed")),
    subject="operation",
    judge=always("breaking"),
    fix="Go on recognising repeated requests.",
    examples=[reports(IDEMPOTENT, NOT_IDEMPOTENT, reads="breaking"), allows(IDEMPOTENT, IDEMPOTENT)],
)
def idempotency_weakened(difference: Difference, _: Spot) -> str:
    """A client that repeats a request after a lost answer now does the work twice."""
    return f"{difference.before or 'not stated'} became {difference.after or 'not stated'}"


@changed(
    "idempotency-strengthened",
    "changed",
    (("idempotency", "increased"), ("idempotency", "added")),
    subject="operation",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[reports(NOT_IDEMPOTENT, IDEMPOTENT, reads="safe"), allows(IDEMPOTENT, IDEMPOTENT)],
)
def idempotency_strengthened(difference: Difference, _: Spot) -> str:
    """Clients may repeat requests they could not repeat before."""
    return f"{difference.before or 'not stated'} became {difference.after}"


_behaviour = about("operation", _operation, ("added", "removed", "changed", "increased", "decreased"))


def _tightening(down: Level) -> Judge:
    """Return a judgement for figures that hurt where they fall."""
    return lambda difference, _: {"added": "risky", "decreased": down, "changed": down}.get(
        difference.action, "safe"
    )


def _fewer_statuses(difference: Difference, _: Spot) -> Level:
    return "risky" if set(difference.before or ()) - set(difference.after or ()) else "safe"


OPERATION_FACTS = (
    _behaviour(
        "key-lifetime-changed",
        "idempotency key lifetime",
        "lifetime of idempotency keys",
        "A client that repeats a request after the key has expired does the work twice.",
        fix="Keep keys as long as promised.",
        judge=_tightening("breaking"),
        old="idempotency: {class: replayable, keyLifetime: PT24H}",
        new="idempotency: {class: replayable, keyLifetime: PT1H}",
        level="breaking",
    ),
    _behaviour(
        "key-header-changed",
        "idempotency key header",
        "header of the idempotency key",
        "A key in the old header is not seen: a repeated request does the work twice.",
        fix="Read the key from both headers.",
        judge=stated("breaking"),
        old="idempotency: {class: replayable, header: Idempotency-Key}",
        new="idempotency: {class: replayable, header: Request-Id}",
        level="breaking",
    ),
    _behaviour(
        "retried-statuses-changed",
        "retried statuses",
        "list of statuses to retry",
        "A client that retries a status it no longer should makes things worse; one that stops loses data.",
        fix="Tell clients what to do about each status.",
        judge=_fewer_statuses,
        old="retry: {statusCodes: ['429', '503']}",
        new="retry: {statusCodes: ['429']}",
        level="risky",
    ),
    _behaviour(
        "timeout-changed",
        "timeout",
        "timeout in milliseconds",
        "Work that took longer than the new timeout is now given up.",
        fix="Keep the timeout, or split the work.",
        judge=_tightening("risky"),
        old="timeout: 30000",
        new="timeout: 5000",
        level="risky",
    ),
    _behaviour(
        "rate-limit-changed",
        "rate limit",
        "rate limit",
        "Clients that kept to the old limit are now refused.",
        fix="Lower the limit in steps, and tell the clients that come near it.",
        judge=_tightening("breaking"),
        old="rateLimit: [{quota: 100, window: 60}]",
        new="rateLimit: [{quota: 10, window: 60}]",
        level="breaking",
    ),
    _behaviour(
        "objectives-changed",
        "objectives",
        "service objectives",
        "Clients chose timeouts and batch sizes by the old objectives.",
        fix="Keep the objectives, or tell those who rely on them.",
        judge=stated("risky"),
        old="objectives: [{property: latency, value: 300, unit: ms}]",
        new="objectives: [{property: latency, value: 900, unit: ms}]",
        level="risky",
    ),
    _behaviour(
        "error-codes-changed",
        "error codes",
        "list of error codes",
        "Clients act on error codes; one they do not know falls through.",
        fix="Say for the new code what to do.",
        judge=lambda difference, _: (
            "risky" if set(difference.before or ()) - set(difference.after or ()) else "safe"
        ),
        old="errors: [{code: gone}, {code: busy}]",
        new="errors: [{code: gone}]",
        level="risky",
    ),
)


def _api(extension: str) -> str:
    return f"{{info: {{title: T, version: '1', x-registry: {{{extension}}}}}, paths: {{}}}}"


_promise = about("api", _api, ("added", "removed", "changed", "increased", "decreased"))


API_FACTS = (
    _promise(
        "notice-period-changed",
        "notice period",
        "notice period",
        "Teams plan their work by how long before a change they hear of it.",
        fix="Keep the notice period for changes that are under way.",
        judge=lambda difference, _: "risky" if difference.action in {"decreased", "removed"} else "safe",
        old="noticePeriod: P90D",
        new="noticePeriod: P30D",
        level="risky",
    ),
    _promise(
        "api-sunset-changed",
        "api sunset date",
        "date on which the API stops working",
        "The whole API stops working: everybody must have moved by then.",
        fix="Tell every consumer, and name the successor.",
        judge=always("risky"),
        old="sunsetDate: 2030-01-31",
        new="sunsetDate: 2029-01-31",
        level="risky",
    ),
    _promise(
        "release-status-changed",
        "release status",
        "release status",
        "A status tells how much may change without notice.",
        fix="Say what the new status means for those who use the API.",
        judge=lambda difference, _: "risky" if difference.after == "deprecated" else "safe",
        old="releaseStatus: active",
        new="releaseStatus: deprecated",
        level="risky",
    ),
    _promise(
        "compatibility-promise-changed",
        "compatibility promise",
        "promise of compatibility",
        "Consumers chose how to update by the promise.",
        fix="Keep the promise for versions in use.",
        judge=stated("risky"),
        old="compatibility: full",
        new="compatibility: none",
        level="risky",
    ),
    _promise(
        "service-level-changed",
        "service level",
        "service level",
        "Consumers rely on the promised level.",
        fix="Keep the level, or tell those who rely on it.",
        judge=stated("risky"),
        old="slaProperties: [{property: availability, value: 99.9, unit: percent}]",
        new="slaProperties: [{property: availability, value: 99, unit: percent}]",
        level="risky",
    ),
    _promise(
        "owner-changed",
        "owner",
        "owner",
        "Questions and incidents go to another team.",
        fix="Hand over open questions.",
        judge=always("safe"),
        old="team: a",
        new="team: b",
        level="safe",
    ),
)


BEHAVIOUR = (
    idempotency_weakened,
    idempotency_strengthened,
    *OPERATION_FACTS,
    *API_FACTS,
)
