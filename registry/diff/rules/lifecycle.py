"""Rules about what parameters, headers and operations say of their own future."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, always, changed, reports
from registry.model.semantics.spellings import STABILITY_LEVELS

if TYPE_CHECKING:
    from registry.diff.change import Level
    from registry.schema import Difference


def _query(more: str) -> str:
    return (
        f"paths: {{/a: {{get: {{parameters: [{{name: q, in: query, {more}schema: {{type: string}}}}], "
        "responses: {'200': {description: OK}}}}}"
    )


def _headed(more: str) -> str:
    return (
        "paths: {/a: {get: {responses: {'200': {description: OK, headers: "
        f"{{X-H: {{{more}schema: {{type: string}}}}}}}}}}}}}}}}"
    )


def _operation(more: str) -> str:
    return f"paths: {{/a: {{get: {{{more}responses: {{'200': {{description: OK}}}}}}}}}}"


@changed(
    "parameter-sunset-changed",
    "changed",
    ("parameter x-sunset", "changed"),
    subject="operation",
    judge=lambda difference, _: (
        "risky" if difference.before and str(difference.after or "9") < str(difference.before) else "safe"
    ),
    fix="Do not bring a date forward that people plan by.",
    examples=[
        reports(
            _query("deprecated: true, x-sunset: '2030-01-31', "),
            _query("deprecated: true, x-sunset: '2029-01-31', "),
            sends="risky",
        ),
        allows(_query("x-sunset: '2030-01-31', "), _query("x-sunset: '2030-01-31', ")),
    ],
)
def parameter_sunset_changed(difference: Difference, _: Spot) -> str:
    """People plan by the date: brought forward, some are too late."""
    if difference.after is None:
        return "parameter no longer stops working on a date"
    before = f" instead of {difference.before}" if difference.before else ""
    return f"parameter stops working on {difference.after}{before}"


@changed(
    "header-deprecated",
    "changed",
    (("header deprecated", "added"), ("header deprecated", "removed")),
    subject="operation",
    judge=always("safe"),
    fix="Say in its description what to read instead.",
    examples=[
        reports(_headed(""), _headed("deprecated: true, "), reads="safe"),
        allows(_headed(""), _headed("deprecated: false, ")),
    ],
)
def header_deprecated(difference: Difference, _: Spot) -> str:
    """It is returned as before."""
    return "header deprecated" if difference.after else "header no longer deprecated"


def _weakened(difference: Difference, _: Spot) -> Level:
    """A level that is not written promises what its readers like to believe: only a stated one can be weakened."""
    before, after = difference.before, difference.after
    if before is None or after is None:
        return "safe" if before is None else "risky"
    return "risky" if STABILITY_LEVELS.index(after) < STABILITY_LEVELS.index(before) else "safe"


@changed(
    "operation-stability-changed",
    "changed",
    ("stability", "changed"),
    subject="operation",
    judge=_weakened,
    fix="Offer what is less stable as an operation of its own.",
    examples=[
        reports(
            _operation("x-stability-level: stable, "), _operation("x-stability-level: beta, "), sends="risky"
        ),
        reports(
            _operation("x-stability-level: beta, "), _operation("x-stability-level: stable, "), sends="safe"
        ),
        allows(_operation("x-stability-level: beta, "), _operation("x-stability-level: beta, ")),
    ],
)
def operation_stability_changed(difference: Difference, _: Spot) -> str:
    """Clients built on a promise that is taken back: what is less stable may change without notice."""
    before, after = (side or "none stated" for side in (difference.before, difference.after))
    return f"stability changed from {before} to {after}"


LIFECYCLE = (parameter_sunset_changed, header_deprecated, operation_stability_changed)
