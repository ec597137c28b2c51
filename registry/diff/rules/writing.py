"""Rules about how values are written beside bodies: style of headers, empty values of parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, changed, reports

if TYPE_CHECKING:
    from registry.schema import Difference


def _query(more: str) -> str:
    parameter = f"{{name: q, in: query, {more}schema: {{type: string}}}}"
    return f"paths: {{/a: {{get: {{parameters: [{parameter}], responses: {{}}}}}}}}"


def _headed(header: str) -> str:
    return f"paths: {{/a: {{get: {{responses: {{'200': {{description: OK, headers: {{X-H: {{{header}}}}}}}}}}}}}}}"


@changed(
    "header-style-changed",
    "changed",
    ("header style", "changed"),
    subject="operation",
    fix="Keep the way the header is written; add another header for the new one.",
    examples=[
        reports(
            _headed("schema: {type: object}"),
            _headed("explode: true, schema: {type: object}"),
            reads="breaking",
        ),
        reports(
            _headed("schema: {type: object}"), _headed("content: {application/json: {}}"), reads="breaking"
        ),
        allows(_headed("schema: {type: array}"), _headed("explode: true, schema: {type: array}")),
    ],
)
def header_style_changed(difference: Difference, _: Spot) -> str:
    """The same values are written differently on the wire: ``a,1`` or ``a=1``."""
    return f"header written differently: {difference.after} instead of {difference.before}"


@changed(
    "empty-value-changed",
    "changed",
    ("allowEmptyValue", "changed"),
    subject="operation",
    fix="Go on accepting the parameter without a value.",
    examples=[
        reports(_query("allowEmptyValue: true, "), _query(""), sends="breaking"),
        reports(_query(""), _query("allowEmptyValue: true, "), sends="safe"),
        allows(_query(""), _query("allowEmptyValue: false, ")),
    ],
)
def empty_value_changed(difference: Difference, _: Spot) -> str:
    """A client that sends the bare name (``?q=``) is refused where the empty value is not a value."""
    return "parameter can be sent without a value" if difference.after else "parameter must now have a value"


WRITING = (header_style_changed, empty_value_changed)
