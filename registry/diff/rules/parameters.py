"""Rules about parameters: presence, how they are written, their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, always, changed, reports
from registry.diff.rules.sketches import LIST, OK, get, query, sdk_only
from registry.schema import Effect

if TYPE_CHECKING:
    from registry.schema import Difference


@changed(
    "parameter-removed",
    "removed",
    ("parameter", "removed"),
    subject="operation",
    judge=lambda difference, _: "breaking" if Effect.WIDER in difference.effect else "risky",
    fix="Go on accepting the parameter, or deprecate it with x-sunset first.",
    examples=[
        reports(query("schema: {type: string}"), LIST, sends="risky"),
        reports(
            "{paths: {}, webhooks: {w: {post: {parameters: "
            "[{name: h, in: header, required: true, schema: {}}], responses: {}}}}}",
            "{paths: {}, webhooks: {w: {post: {responses: {}}}}}",
            reads="breaking",
        ),
        allows(LIST, LIST),
    ],
)
def parameter_removed(difference: Difference, _: Spot) -> str:
    """Most servers ignore a parameter they do not know, some refuse it: the wish of the client is lost either way.

    A webhook that no longer sends what it had to breaks whoever reads it.
    """
    return f"parameter '{difference.before}' removed"


DYING = query("deprecated: true, x-sunset: '2020-01-31', schema: {type: string}")


@changed(
    "parameter-removed-after-sunset",
    "removed",
    ("parameter past sunset", "removed"),
    subject="operation",
    judge=always("safe"),
    fix="Nothing to do; the removal was announced and its date has passed.",
    examples=[reports(DYING, LIST, sends="safe"), allows(DYING, DYING)],
)
def parameter_removed_after_sunset(difference: Difference, _: Spot) -> str:
    """It was deprecated with a date, and the date has passed."""
    return f"parameter '{difference.before}' removed after its announced date"


@changed(
    "parameter-added",
    "added",
    ("parameter", "added"),
    subject="operation",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[
        reports(LIST, query("schema: {type: string}"), sends="safe"),
        allows(
            query("schema: {type: string}"),
            f"paths: {{/a: {{parameters: [{{name: q, in: query, schema: {{type: string}}}}], get: {{{OK}}}}}}}",
        ),
    ],
)
def parameter_added(difference: Difference, _: Spot) -> str:
    """Clients that do not know it leave it out."""
    return f"optional parameter '{difference.after}' added"


@changed(
    "required-parameter-added",
    "added",
    ("required parameter", "added"),
    subject="operation",
    fix="Make the parameter optional, with a default.",
    examples=[
        reports(LIST, query("required: true, schema: {type: string}"), sends="breaking"),
        allows(
            query("required: true, schema: {type: string}"), query("schema: {type: string}, required: true")
        ),
    ],
)
def required_parameter_added(difference: Difference, _: Spot) -> str:
    """Clients written before it existed do not send it and are refused."""
    return f"required parameter '{difference.after}' added"


@changed(
    "parameter-became-required",
    "changed",
    ("parameter required", "added"),
    subject="operation",
    fix="Keep the parameter optional, with a default.",
    examples=[
        reports(
            query("schema: {type: string}"),
            query("required: true, schema: {type: string}"),
            sends="breaking",
        ),
        allows(query("schema: {type: string}"), query("required: false, schema: {type: string}")),
    ],
)
def parameter_became_required(_: Difference, _spot: Spot) -> str:
    """A client that leaves it out is now refused."""
    return "parameter must now be sent"


@changed(
    "parameter-became-optional",
    "changed",
    ("parameter required", "removed"),
    subject="operation",
    fix="Nothing to do.",
    examples=[
        reports(
            query("required: true, schema: {type: string}"), query("schema: {type: string}"), sends="safe"
        ),
        allows(LIST, LIST),
    ],
)
def parameter_became_optional(_: Difference, _spot: Spot) -> str:
    """Clients that send it go on doing so."""
    return "parameter need no longer be sent"


@changed(
    "parameter-deprecated",
    "changed",
    (("parameter deprecated", "added"), ("parameter deprecated", "removed")),
    subject="operation",
    judge=always("safe"),
    fix="Say with x-sunset when it stops working.",
    examples=[
        reports(
            query("schema: {type: string}"), query("deprecated: true, schema: {type: string}"), sends="safe"
        ),
        allows(query("schema: {type: string}"), query("deprecated: false, schema: {type: string}")),
    ],
)
def parameter_deprecated(difference: Difference, _: Spot) -> str:
    """It works as before."""
    return "parameter deprecated" if difference.after else "parameter no longer deprecated"


LISTED = "schema: {type: array, items: {type: string}}"


@changed(
    "parameter-style-changed",
    "changed",
    ("parameter style", "changed"),
    subject="operation",
    fix="Keep the style; add another parameter for the new one.",
    examples=[
        reports(query(LISTED), query(f"explode: false, {LISTED}"), sends="breaking"),
        allows(query(LISTED), query(f"style: form, explode: true, {LISTED}")),
    ],
)
def parameter_style_changed(difference: Difference, _: Spot) -> str:
    """The same values are written differently on the wire: ``a=1&a=2`` or ``a=1,2``."""
    return f"written differently: {difference.after} instead of {difference.before}"


@changed(
    "allow-reserved-changed",
    "changed",
    ("allowReserved", "changed"),
    subject="operation",
    fix="Go on accepting reserved characters as they are.",
    examples=[
        reports(
            query("allowReserved: true, schema: {type: string}"),
            query("schema: {type: string}"),
            sends="breaking",
        ),
        allows(query("schema: {type: string}"), query("allowReserved: false, schema: {type: string}")),
    ],
)
def allow_reserved_changed(difference: Difference, _: Spot) -> str:
    """A client that sends reserved characters unencoded is misread."""
    return (
        "reserved characters can be sent as they are"
        if difference.after
        else "reserved characters must now be encoded"
    )


P, Q = (f"{{name: {name}, in: query, schema: {{type: string}}}}" for name in "pq")
TWO_ORDERS = f"parameters: [{P}, {Q}]", f"parameters: [{Q}, {P}]"


@changed(
    "parameter-order-changed",
    "changed",
    ("parameter order", "changed"),
    subject="operation",
    judge=sdk_only,
    fix="Keep the order: generated functions take parameters by position.",
    examples=[
        reports(get(TWO_ORDERS[0]), get(TWO_ORDERS[1]), sends="safe"),
        allows(get(TWO_ORDERS[0]), get(TWO_ORDERS[0])),
    ],
)
def parameter_order_changed(_: Difference, _spot: Spot) -> str:
    """Nothing on the wire; with the profile "sdk" breaking, since generated functions take them by position."""
    return "order of parameters changed"


PARAMETERS = (
    parameter_removed,
    parameter_removed_after_sunset,
    parameter_added,
    required_parameter_added,
    parameter_became_required,
    parameter_became_optional,
    parameter_deprecated,
    parameter_style_changed,
    allow_reserved_changed,
    parameter_order_changed,
)
