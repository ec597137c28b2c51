"""Rules about operations as wholes: there or not, deprecated, renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, always, changed, reports, shown
from registry.diff.rules.sketches import GET, LIST, LIST_AND_ITEM, OK, get, sdk_only

if TYPE_CHECKING:
    from registry.schema import Difference


@changed(
    "operation-removed",
    "removed",
    ("operation", "removed"),
    subject="operation",
    judge=always("breaking"),
    fix="Deprecate the operation with x-sunset, and remove it after that date.",
    examples=[
        reports(LIST_AND_ITEM, LIST, sends="breaking"),
        allows(f"paths: {{'/a/{{x}}': {GET}}}", f"paths: {{'/a/{{y}}': {GET}}}"),
    ],
)
def operation_removed(difference: Difference, _: Spot) -> str:
    """Every client that calls it fails; of a webhook: whoever waits for it waits for ever."""
    return f"{difference.before} removed"


GONE = f"paths: {{/a: {GET}, /b: {{get: {{deprecated: true, x-sunset: '2020-01-31', {OK}}}}}}}"


ITEM = "get: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {}}"


@changed(
    "operation-left-to-template",
    "removed",
    ("operation left to a template", "removed"),
    subject="operation",
    judge=always("risky"),
    fix="Keep the operation, or see that the one that takes its requests in answers them alike.",
    examples=[
        reports(
            f"paths: {{/a/me: {GET}, '/a/{{id}}': {{{ITEM}}}}}",
            f"paths: {{'/a/{{id}}': {{{ITEM}}}}}",
            sends="risky",
        ),
        allows(
            f"paths: {{/a/me: {GET}, '/a/{{id}}': {{{ITEM.replace('string', 'integer')}}}}}",
            f"paths: {{'/a/{{id}}': {{{ITEM.replace('string', 'integer')}}}}}",
        ),
    ],
)
def operation_left_to_template(difference: Difference, _: Spot) -> str:
    """The path is not gone: another operation now takes its requests in, and may know nothing of it."""
    return f"{difference.before} removed: its requests now reach {difference.name}"


PART = "{name: part, in: path, required: true, schema: {enum: [items, tags]}}"

PARTS = f"paths: {{'/a/{{part}}': {{get: {{parameters: [{PART}], {OK}}}}}}}"


@changed(
    "operation-split",
    "removed",
    ("operation split", "removed"),
    subject="operation",
    judge=always("risky"),
    fix="See that each of the new operations answers as the one they come from did.",
    examples=[
        reports(PARTS, f"paths: {{/a/items: {GET}, /a/tags: {GET}}}", sends="risky"),
        allows(PARTS, f"paths: {{/a/items: {GET}}}"),
    ],
)
def operation_split(difference: Difference, _: Spot) -> str:
    """Each path that the template stood for is there on its own: nothing is refused, but it may be answered anew."""
    return f"{difference.before} removed: its requests now reach {difference.name}"


@changed(
    "operation-removed-after-sunset",
    "removed",
    ("operation past sunset", "removed"),
    subject="operation",
    judge=always("safe"),
    fix="Nothing to do; the removal was announced and its date has passed.",
    examples=[reports(GONE, LIST, sends="safe"), allows(GONE, GONE)],
)
def operation_removed_after_sunset(difference: Difference, _: Spot) -> str:
    """It was deprecated with a date, and the date has passed: who kept to the contract has left it."""
    return f"{difference.before} removed after its announced date"


@changed(
    "operation-added",
    "added",
    ("operation", "added"),
    subject="operation",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[reports(LIST, LIST_AND_ITEM, sends="safe"), allows(LIST, LIST)],
)
def operation_added(difference: Difference, _: Spot) -> str:
    """Nobody calls it yet."""
    return f"{difference.after} added"


@changed(
    "operation-id-changed",
    "changed",
    ("operationId", "changed"),
    subject="operation",
    judge=sdk_only,
    fix="Keep the operationId: generated clients name their functions after it.",
    examples=[
        reports(get("operationId: listA"), get("operationId: getA"), sends="safe"),
        allows(get("operationId: listA"), get("summary: List, operationId: listA")),
    ],
)
def operation_id_changed(difference: Difference, _: Spot) -> str:
    """Nothing on the wire; with the profile "sdk" breaking, since generated functions change their names."""
    return f"operationId changed from {shown(difference.before)} to {shown(difference.after)}"


@changed(
    "operation-deprecated",
    "changed",
    ("operation deprecated", "added"),
    subject="operation",
    judge=always("safe"),
    fix="Say with x-sunset when it stops working, and what to use instead.",
    examples=[
        reports(LIST, get("deprecated: true"), sends="safe"),
        allows(get("deprecated: true"), get("deprecated: true, summary: Old")),
    ],
)
def operation_deprecated(_: Difference, _spot: Spot) -> str:
    """It works as before; it is time to move away."""
    return "deprecated"


@changed(
    "operation-deprecation-withdrawn",
    "changed",
    ("operation deprecated", "removed"),
    subject="operation",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[reports(get("deprecated: true"), LIST, sends="safe"), allows(LIST, get("deprecated: false"))],
)
def operation_deprecation_withdrawn(_: Difference, _spot: Spot) -> str:
    """It stays."""
    return "no longer deprecated"


@changed(
    "operation-sunset-changed",
    "changed",
    ("operation x-sunset", "changed"),
    subject="operation",
    judge=lambda difference, _: (
        "risky" if difference.before and str(difference.after or "9") < str(difference.before) else "safe"
    ),
    fix="Do not bring a date forward that people plan by.",
    examples=[
        reports(
            get("deprecated: true, x-sunset: '2030-01-31'"),
            get("deprecated: true, x-sunset: '2029-01-31'"),
            sends="risky",
        ),
        allows(
            get("deprecated: true, x-sunset: '2030-01-31'"), get("x-sunset: '2030-01-31', deprecated: true")
        ),
    ],
)
def operation_sunset_changed(difference: Difference, _: Spot) -> str:
    """People plan by the date: brought forward, some are too late."""
    if difference.after is None:
        return "no longer stops working on a date"
    return f"stops working on {difference.after}" + (
        f" instead of {difference.before}" if difference.before else ""
    )


OPERATIONS = (
    operation_removed,
    operation_left_to_template,
    operation_split,
    operation_removed_after_sunset,
    operation_added,
    operation_id_changed,
    operation_deprecated,
    operation_deprecation_withdrawn,
    operation_sunset_changed,
)
