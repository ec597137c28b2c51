"""Rules about meaning: units, null, freshness, classification, idempotency. The type stays, the meaning moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Judge, Rule, Spot, allows, always, changed, reports, shown

if TYPE_CHECKING:
    from registry.diff.change import Level
    from registry.schema import Difference


def stated(rewritten: Level, *, first: Level = "safe", dropped: Level = "risky") -> Judge:
    """Return a judgement by whether a meaning was rewritten, stated for the first time, or dropped."""
    return lambda difference, _: {"added": first, "removed": dropped}.get(difference.action, rewritten)


def _told(noun: str, difference: Difference) -> str:
    if difference.before is None:
        return f"{noun} is now stated: {shown(difference.after)}"
    if difference.after is None:
        return f"{noun} is no longer stated; it was {shown(difference.before)}"
    return f"{noun} changed from {shown(difference.before)} to {shown(difference.after)}"


def _field(text: str, extension: str) -> str:
    return f"{{type: {text}, {extension}}}"


def _fact(
    rule_id: str,
    keyword: str,
    noun: str,
    reason: str,
    *,
    fix: str,
    judge: Judge,
    old: str,
    new: str,
    level: Level,
) -> Rule:
    """Return the rule about one meaning that is compared as it is written; ``old`` and ``new`` are extensions."""

    def sentence(difference: Difference, _: Spot) -> str:
        return _told(noun, difference)

    sentence.__doc__ = reason
    before, after = _field("[number, 'null']", old), _field("[number, 'null']", new)
    return changed(
        rule_id,
        "changed",
        ((keyword, "added"), (keyword, "removed"), (keyword, "changed")),
        subject="meaning",
        fix=fix,
        judge=judge,
        examples=[reports(before, after, reads=level), allows(before, before)],
    )(sentence)


FIELD_FACTS = (
    _fact(
        "unit-changed",
        "unit",
        "unit",
        "The same number now measures something else: 1990 euros and 1990 cents look alike.",
        fix="Add a new field in the new unit beside the old one.",
        judge=stated("breaking"),
        old="x-ogc-unit: kg",
        new="x-ogc-unit: g",
        level="breaking",
    ),
    _fact(
        "currency-changed",
        "currency",
        "currency",
        "The same amount is now other money.",
        fix="Add a new field in the new currency.",
        judge=stated("breaking"),
        old="x-field: {currency: EUR}",
        new="x-field: {currency: USD}",
        level="breaking",
    ),
    _fact(
        "timezone-changed",
        "timezone",
        "time zone",
        "The same clock time is now another moment.",
        fix="Write the offset into the value.",
        judge=stated("breaking"),
        old="x-field: {timezone: Europe/Paris}",
        new="x-field: {timezone: Europe/London}",
        level="breaking",
    ),
    _fact(
        "null-meaning-changed",
        "null meaning",
        "meaning of null",
        "Automation decides by what null stands for; rewritten, every decision made on the old words is wrong.",
        fix="Give the new case a value of its own.",
        judge=stated("breaking", first="risky"),
        old="x-field: {nullMeaning: {'null': Not known.}}",
        new="x-field: {nullMeaning: {'null': None left.}}",
        level="breaking",
    ),
    _fact(
        "default-meaning-changed",
        "default meaning",
        "meaning of the default",
        "Who leaves the value out means what the old words said.",
        fix="Give the new case a value of its own.",
        judge=stated("breaking", first="risky"),
        old="x-field: {defaultMeaning: All sizes.}",
        new="x-field: {defaultMeaning: No size.}",
        level="breaking",
    ),
    _fact(
        "null-values-changed",
        "null values",
        "list of values that mean null",
        "A value taken for a measurement meant nothing, or the other way round.",
        fix="Return null, and keep the old values meaning what they meant.",
        judge=stated("breaking", first="risky"),
        old="x-ogc-nullValues: [-1]",
        new="x-ogc-nullValues: [-99]",
        level="breaking",
    ),
    _fact(
        "business-term-changed",
        "business term",
        "business term",
        "Fields of other systems are joined to this one by the term.",
        fix="Say in the glossary how the terms relate.",
        judge=stated("risky"),
        old="x-ogc-definition: 'glossary:price'",
        new="x-ogc-definition: 'glossary:list-price'",
        level="risky",
    ),
    _fact(
        "identifier-changed",
        "identifier",
        "role as identifier",
        "Records are found, joined and kept apart by identifiers.",
        fix="Keep the old identifier beside the new one.",
        judge=stated("risky"),
        old="x-ogc-role: id",
        new="x-ogc-role: reference",
        level="risky",
    ),
    _fact(
        "source-of-truth-moved",
        "source of truth",
        "source of truth",
        "Where two systems disagree, another one is right now.",
        fix="Say from when on the new source decides.",
        judge=stated("risky"),
        old="x-field: {sourceOfTruth: {system: shop}}",
        new="x-field: {sourceOfTruth: {system: warehouse}}",
        level="risky",
    ),
    _fact(
        "relationship-changed",
        "relationships",
        "relationship",
        "Joins that followed the old target find the wrong record, or none.",
        fix="Keep the old reference beside the new one.",
        judge=stated("risky"),
        old="x-field: {relationships: [{to: 'a/b#C.id'}]}",
        new="x-field: {relationships: [{to: 'a/b#D.id'}]}",
        level="risky",
    ),
    _fact(
        "derivation-changed",
        "derivation",
        "derivation",
        "The value is computed otherwise, so values before and after do not compare.",
        fix="Add a new field for the new computation.",
        judge=stated("risky"),
        old="x-field: {derivation: {from: [a]}}",
        new="x-field: {derivation: {from: [a, b]}}",
        level="risky",
    ),
    _fact(
        "normalization-changed",
        "normalization",
        "normalisation",
        "Values that were equal are written differently now.",
        fix="Convert old values too, or add a new field.",
        judge=stated("risky"),
        old="x-field: {normalization: lower case}",
        new="x-field: {normalization: upper case}",
        level="risky",
    ),
    _fact(
        "retention-changed",
        "retention",
        "retention",
        "Data that others rely on may be gone sooner, or must be kept out longer.",
        fix="Tell those who keep copies.",
        judge=stated("risky"),
        old="x-field: {retention: {period: P2Y}}",
        new="x-field: {retention: {period: P1Y}}",
        level="risky",
    ),
    _fact(
        "quality-changed",
        "quality",
        "quality promise",
        "Checks downstream were set by the old promise.",
        fix="Keep the old promise, or tell those who check by it.",
        judge=stated("risky"),
        old="x-field: {quality: [{metric: nullValues, mustBeLessThan: 1}]}",
        new="x-field: {quality: [{metric: nullValues, mustBeLessThan: 5}]}",
        level="risky",
    ),
)


@changed(
    "value-meaning-changed",
    "changed",
    (("value meaning", "added"), ("value meaning", "removed"), ("value meaning", "changed")),
    subject="meaning",
    judge=stated("breaking", first="risky"),
    fix="Add a new value for the new meaning.",
    examples=[
        reports(
            "{enum: [a], x-enumDescriptions: {a: Can ship today.}}",
            "{enum: [a], x-enumDescriptions: {a: Can be ordered.}}",
            reads="breaking",
        ),
        allows(
            "{enum: [a], x-enumDescriptions: {a: Can ship today.}}",
            "{oneOf: [{const: a, description: Can ship today.}]}",
        ),
    ],
)
def value_meaning_changed(difference: Difference, _: Spot) -> str:
    """The same value now says something else, and every decision made on the old words is wrong."""
    return _told(f"meaning of '{difference.name}'", difference)


PT15M, PT30M = (
    "{type: string, x-field: {freshness: {threshold: PT15M}}}",
    "{type: string, x-field: {freshness: {threshold: PT30M}}}",
)


@changed(
    "freshness-relaxed",
    "changed",
    (("freshness", "increased"), ("freshness", "removed")),
    subject="meaning",
    judge=always("risky"),
    fix="Keep the promise, or ask the consumers that need it what they can live with.",
    examples=[reports(PT15M, PT30M, reads="risky"), allows(PT15M, PT15M)],
)
def freshness_relaxed(difference: Difference, _: Spot) -> str:
    """Decisions are now made on older values; a consumer that needs fresher ones is hit."""
    if difference.after is None:
        return "freshness is no longer promised"
    return f"may now be {difference.after} old instead of {difference.before}"


@changed(
    "freshness-tightened",
    "changed",
    (("freshness", "decreased"), ("freshness", "added")),
    subject="meaning",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[reports(PT30M, PT15M, reads="safe"), allows(PT15M, PT15M)],
)
def freshness_tightened(difference: Difference, _: Spot) -> str:
    """Values are fresher than they were promised to be."""
    if difference.before is None:
        return "freshness is now promised"
    return f"at most {difference.after} old instead of {difference.before}"


@changed(
    "freshness-timestamp-changed",
    "changed",
    (
        ("freshness timestamp", "added"),
        ("freshness timestamp", "removed"),
        ("freshness timestamp", "changed"),
    ),
    subject="meaning",
    judge=stated("risky"),
    fix="Keep the old timestamp beside the new one.",
    examples=[
        reports(
            "{type: string, x-field: {freshness: {threshold: PT15M, timestampField: a}}}",
            "{type: string, x-field: {freshness: {threshold: PT15M, timestampField: b}}}",
            reads="risky",
        ),
        allows(PT15M, PT15M),
    ],
)
def freshness_timestamp_changed(difference: Difference, _: Spot) -> str:
    """Consumers tell stale values by the timestamp."""
    return _told("timestamp of freshness", difference)


OPEN, CLOSED = (
    f"{{type: string, x-data-classification: {{sensitivity: {level}}}}}"
    for level in ("internal", "restricted")
)


@changed(
    "classification-raised",
    "changed",
    (("classification", "increased"), ("classification", "added"), ("classification", "changed")),
    subject="meaning",
    judge=always("risky"),
    fix="Check that every flow that carries the field has a legal basis.",
    examples=[reports(OPEN, CLOSED, reads="risky"), allows(OPEN, OPEN)],
)
def classification_raised(difference: Difference, _: Spot) -> str:
    """Data that was handled freely must now be protected wherever it went."""
    return _told("classification", difference)


@changed(
    "classification-lowered",
    "changed",
    (("classification", "decreased"), ("classification", "removed")),
    subject="meaning",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[reports(CLOSED, OPEN, reads="safe"), allows(OPEN, OPEN)],
)
def classification_lowered(difference: Difference, _: Spot) -> str:
    """Data is protected more than it need be."""
    return _told("classification", difference)


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


def _behaviour(
    rule_id: str,
    keyword: str,
    noun: str,
    reason: str,
    *,
    fix: str,
    judge: Judge,
    old: str,
    new: str,
    level: Level,
) -> Rule:
    """Return the rule about one fact of how an operation behaves."""

    def sentence(difference: Difference, _: Spot) -> str:
        return _told(noun, difference)

    sentence.__doc__ = reason
    actions = ("added", "removed", "changed", "increased", "decreased")
    before, after = _operation(old), _operation(new)
    return changed(
        rule_id,
        "changed",
        tuple((keyword, action) for action in actions),
        subject="operation",
        fix=fix,
        judge=judge,
        examples=[reports(before, after, reads=level), allows(before, before)],
    )(sentence)


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


def _promise(
    rule_id: str,
    keyword: str,
    noun: str,
    reason: str,
    *,
    fix: str,
    judge: Judge,
    old: str,
    new: str,
    level: Level,
) -> Rule:
    """Return the rule about one fact of how the API as a whole is run."""

    def sentence(difference: Difference, _: Spot) -> str:
        return _told(noun, difference)

    sentence.__doc__ = reason
    actions = ("added", "removed", "changed", "increased", "decreased")
    return changed(
        rule_id,
        "changed",
        tuple((keyword, action) for action in actions),
        subject="api",
        fix=fix,
        judge=judge,
        examples=[reports(_api(old), _api(new), reads=level), allows(_api(old), _api(old))],
    )(sentence)


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


MEANINGS = (
    *FIELD_FACTS,
    value_meaning_changed,
    freshness_relaxed,
    freshness_tightened,
    freshness_timestamp_changed,
    classification_raised,
    classification_lowered,
    idempotency_weakened,
    idempotency_strengthened,
    *OPERATION_FACTS,
    *API_FACTS,
)
