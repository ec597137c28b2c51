"""Rules about what is promised of the data in a field: how fresh it is, how closely it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, always, changed, reports
from registry.diff.rules.facts import stated, told

if TYPE_CHECKING:
    from registry.schema import Difference


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
    return told("timestamp of freshness", difference)


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
    return told("classification", difference)


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
    return told("classification", difference)


PROMISES = (
    freshness_relaxed,
    freshness_tightened,
    freshness_timestamp_changed,
    classification_raised,
    classification_lowered,
)
