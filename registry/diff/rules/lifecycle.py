"""Rules about what parameters, headers and operations say of their own future."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, always, changed, reports

if TYPE_CHECKING:
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


@changed(
    "stability-lowered",
    "changed",
    ("stability", "decreased"),
    subject="operation",
    judge=always("breaking"),
    fix="Offer what is less stable as an operation of its own.",
    examples=[
        reports(_operation(""), _operation("x-stability-level: beta, "), sends="breaking"),
        allows(_operation("x-stability-level: beta, "), _operation("x-beta: true, ")),
    ],
)
def stability_lowered(difference: Difference, _: Spot) -> str:
    """Clients built on a promise that is taken back: what is less stable may change without notice."""
    return f"stability lowered from {difference.before} to {difference.after}"


@changed(
    "stability-raised",
    "changed",
    ("stability", "increased"),
    subject="operation",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[
        reports(
            _operation("x-stability-level: beta, "), _operation("x-stability-level: stable, "), sends="safe"
        ),
        allows(_operation(""), _operation("x-stability-level: stable, ")),
    ],
)
def stability_raised(difference: Difference, _: Spot) -> str:
    """Clients are promised more than before; an operation that states no level is stable."""
    return f"stability raised from {difference.before} to {difference.after}"


GONE = "paths: {}"


@changed(
    "operation-removed-before-sunset",
    "removed",
    ("operation before sunset", "removed"),
    subject="operation",
    judge=always("breaking"),
    fix="Keep the operation until the date that was announced.",
    examples=[
        reports(_operation("deprecated: true, x-sunset: '9999-01-31', "), GONE, sends="breaking"),
        allows(_operation("deprecated: true, x-sunset: '2020-01-31', "), GONE),
    ],
)
def operation_removed_before_sunset(difference: Difference, _: Spot) -> str:
    """Clients plan by the announced date, and it has not passed."""
    return f"{difference.before} removed although its announced date {difference.name} has not passed"


@changed(
    "parameter-removed-before-sunset",
    "removed",
    ("parameter before sunset", "removed"),
    subject="operation",
    judge=always("breaking"),
    fix="Go on accepting the parameter until the date that was announced.",
    examples=[
        reports(_query("deprecated: true, x-sunset: '9999-01-31', "), _operation(""), sends="breaking"),
        allows(_query("deprecated: true, x-sunset: '2020-01-31', "), _operation("")),
    ],
)
def parameter_removed_before_sunset(difference: Difference, _: Spot) -> str:
    """Clients plan by the announced date, and it has not passed; without a date it would be risky only."""
    return f"parameter '{difference.before}' removed although its announced date {difference.name} has not passed"


LIFECYCLE = (
    parameter_sunset_changed,
    header_deprecated,
    operation_removed_before_sunset,
    parameter_removed_before_sunset,
    stability_lowered,
    stability_raised,
)
