"""Rules about operations, parameters, bodies, answers and headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.declare import Spot, allows, always, changed, reports, shown

if TYPE_CHECKING:
    from registry.diff.change import Level
    from registry.schema import Difference

OK = "responses: {'200': {description: OK}}"
GET = f"{{get: {{{OK}}}}}"
LIST, LIST_AND_ITEM = f"paths: {{/a: {GET}}}", f"paths: {{/a: {GET}, /b: {GET}}}"


def _get(more: str) -> str:
    return f"paths: {{/a: {{get: {{{more}, {OK}}}}}}}"


def _query(more: str, name: str = "q") -> str:
    return _get(f"parameters: [{{name: {name}, in: query, {more}}}]")


def _sdk_only(_: Difference, spot: Spot) -> Level:
    return "breaking" if spot.sdk else "safe"


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
    judge=_sdk_only,
    fix="Keep the operationId: generated clients name their functions after it.",
    examples=[
        reports(_get("operationId: listA"), _get("operationId: getA"), sends="safe"),
        allows(_get("operationId: listA"), _get("summary: List, operationId: listA")),
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
        reports(LIST, _get("deprecated: true"), sends="safe"),
        allows(_get("deprecated: true"), _get("deprecated: true, summary: Old")),
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
    examples=[reports(_get("deprecated: true"), LIST, sends="safe"), allows(LIST, _get("deprecated: false"))],
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
            _get("deprecated: true, x-sunset: '2030-01-31'"),
            _get("deprecated: true, x-sunset: '2029-01-31'"),
            sends="risky",
        ),
        allows(
            _get("deprecated: true, x-sunset: '2030-01-31'"), _get("x-sunset: '2030-01-31', deprecated: true")
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


@changed(
    "parameter-removed",
    "removed",
    ("parameter", "removed"),
    subject="operation",
    judge=always("risky"),
    fix="Go on accepting the parameter, or deprecate it with x-sunset first.",
    examples=[reports(_query("schema: {type: string}"), LIST, sends="risky"), allows(LIST, LIST)],
)
def parameter_removed(difference: Difference, _: Spot) -> str:
    """Most servers ignore a parameter they do not know, some refuse it: the wish of the client is lost either way."""
    return f"parameter '{difference.before}' removed"


DYING = _query("deprecated: true, x-sunset: '2020-01-31', schema: {type: string}")


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
        reports(LIST, _query("schema: {type: string}"), sends="safe"),
        allows(
            _query("schema: {type: string}"),
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
        reports(LIST, _query("required: true, schema: {type: string}"), sends="breaking"),
        allows(
            _query("required: true, schema: {type: string}"), _query("schema: {type: string}, required: true")
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
            _query("schema: {type: string}"),
            _query("required: true, schema: {type: string}"),
            sends="breaking",
        ),
        allows(_query("schema: {type: string}"), _query("required: false, schema: {type: string}")),
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
            _query("required: true, schema: {type: string}"), _query("schema: {type: string}"), sends="safe"
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
            _query("schema: {type: string}"), _query("deprecated: true, schema: {type: string}"), sends="safe"
        ),
        allows(_query("schema: {type: string}"), _query("deprecated: false, schema: {type: string}")),
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
        reports(_query(LISTED), _query(f"explode: false, {LISTED}"), sends="breaking"),
        allows(_query(LISTED), _query(f"style: form, explode: true, {LISTED}")),
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
            _query("allowReserved: true, schema: {type: string}"),
            _query("schema: {type: string}"),
            sends="breaking",
        ),
        allows(_query("schema: {type: string}"), _query("allowReserved: false, schema: {type: string}")),
    ],
)
def allow_reserved_changed(difference: Difference, _: Spot) -> str:
    """A client that sends reserved characters unencoded is misread."""
    return (
        "reserved characters can be sent as they are"
        if difference.after
        else "reserved characters must now be encoded"
    )


TWO_ORDERS = [
    f"parameters: [{{name: {one}, in: query, schema: {{type: string}}}}, {{name: {two}, in: query, schema: {{type: string}}}}]"
    for one, two in (("a", "b"), ("b", "a"))
]


@changed(
    "parameter-order-changed",
    "changed",
    ("parameter order", "changed"),
    subject="operation",
    judge=_sdk_only,
    fix="Keep the order: generated functions take parameters by position.",
    examples=[
        reports(_get(TWO_ORDERS[0]), _get(TWO_ORDERS[1]), sends="safe"),
        allows(_get(TWO_ORDERS[0]), _get(TWO_ORDERS[0])),
    ],
)
def parameter_order_changed(_: Difference, _spot: Spot) -> str:
    """Nothing on the wire; with the profile "sdk" breaking, since generated functions take them by position."""
    return "order of parameters changed"


def _post(body: str) -> str:
    return f"paths: {{/a: {{post: {{{body}, {OK}}}}}}}"


BODY = "requestBody: {content: {application/json: {schema: {type: object}}}}"
NEEDED = BODY.replace("{content", "{required: true, content", 1)
NO_BODY = _post("summary: Post")


@changed(
    "request-body-added",
    "added",
    ("body", "added"),
    subject="operation",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[reports(NO_BODY, _post(BODY), sends="safe"), allows(_post(BODY), _post(BODY))],
)
def request_body_added(_: Difference, _spot: Spot) -> str:
    """Clients that do not know it send none."""
    return "optional body added"


@changed(
    "required-request-body-added",
    "added",
    ("required body", "added"),
    subject="operation",
    fix="Make the body optional.",
    examples=[reports(NO_BODY, _post(NEEDED), sends="breaking"), allows(_post(NEEDED), _post(NEEDED))],
)
def required_request_body_added(_: Difference, _spot: Spot) -> str:
    """Clients that send no body are refused."""
    return "required body added"


@changed(
    "request-body-removed",
    "removed",
    ("body", "removed"),
    subject="operation",
    fix="Go on accepting the body.",
    examples=[reports(_post(BODY), NO_BODY, sends="breaking"), allows(NO_BODY, NO_BODY)],
)
def request_body_removed(_: Difference, _spot: Spot) -> str:
    """What clients send is refused, or lost without a word."""
    return "body removed"


@changed(
    "request-body-became-required",
    "changed",
    ("body required", "added"),
    subject="operation",
    fix="Keep the body optional.",
    examples=[reports(_post(BODY), _post(NEEDED), sends="breaking"), allows(_post(NEEDED), _post(NEEDED))],
)
def request_body_became_required(_: Difference, _spot: Spot) -> str:
    """A client that sends no body is now refused."""
    return "body must now be sent"


@changed(
    "request-body-became-optional",
    "changed",
    ("body required", "removed"),
    subject="operation",
    fix="Nothing to do.",
    examples=[reports(_post(NEEDED), _post(BODY), sends="safe"), allows(_post(BODY), _post(BODY))],
)
def request_body_became_optional(_: Difference, _spot: Spot) -> str:
    """Clients that send one go on doing so."""
    return "body need no longer be sent"


def _answer(responses: str) -> str:
    return f"paths: {{/a: {{get: {{responses: {{{responses}}}}}}}}}"


JSON = "'200': {description: OK, content: {application/json: {schema: {type: object}}}}"
JSON_AND_CSV = JSON.replace("}}}}", "}}, text/csv: {schema: {type: string}}}}")


@changed(
    "media-type-removed",
    "removed",
    ("media type", "removed"),
    subject="response",
    judge=always("breaking"),
    fix="Go on offering the media type.",
    examples=[
        reports(_answer(JSON_AND_CSV), _answer(JSON), reads="breaking"),
        allows(_answer(JSON), _answer(JSON.replace("application/json", "'application/json; charset=utf-8'"))),
    ],
)
def media_type_removed(difference: Difference, spot: Spot) -> str:
    """Clients that send it, or ask for it in Accept, are refused."""
    return f"{difference.before} is no longer {spot.passed}"


@changed(
    "media-type-added",
    "added",
    ("media type", "added"),
    subject="response",
    judge=always("safe"),
    fix="Return it only to clients that ask for it.",
    examples=[
        reports(_answer(JSON), _answer(JSON_AND_CSV), reads="safe"),
        allows(_answer(JSON), _answer(JSON)),
    ],
)
def media_type_added(difference: Difference, spot: Spot) -> str:
    """Media types are negotiated: a client gets what it asks for."""
    return f"{difference.after} is now {spot.passed}"


@changed(
    "encoding-changed",
    "changed",
    ("encoding", "changed"),
    subject="response",
    judge=always("risky"),
    fix="Keep the encoding of the part.",
    examples=[
        reports(
            "paths: {/a: {post: {requestBody: {content: {multipart/form-data: {schema: {type: object}, encoding: {f: {contentType: image/png}}}}}, responses: {}}}}",
            "paths: {/a: {post: {requestBody: {content: {multipart/form-data: {schema: {type: object}, encoding: {f: {contentType: image/gif}}}}}, responses: {}}}}",
            sends="risky",
        ),
        allows(LIST, LIST),
    ],
)
def encoding_changed(difference: Difference, _: Spot) -> str:
    """How a part of a body is written changed; what old and new share was not compared."""
    return f"encoding of '{difference.name}' changed; not compared"


DONE, FAILED = "'200': {description: OK}", "'404': {description: Not found}"


@changed(
    "success-response-removed",
    "removed",
    ("success response", "removed"),
    subject="operation",
    judge=always("breaking"),
    fix="Go on answering with the status.",
    examples=[
        reports(_answer(DONE), _answer(DONE.replace("200", "201")), reads="breaking"),
        allows(_answer(DONE), _answer(DONE.replace("200", "2XX"))),
    ],
)
def success_response_removed(difference: Difference, _: Spot) -> str:
    """A client that waits for the status takes another one for a failure."""
    return f"status {difference.before} is no longer answered"


@changed(
    "success-response-added",
    "added",
    ("success response", "added"),
    subject="operation",
    judge=always("risky"),
    fix="Answer with the new status only where clients ask for what it stands for.",
    examples=[
        reports(_answer(DONE), _answer(f"{DONE}, '202': {{description: Later}}"), reads="risky"),
        allows(_answer("default: {description: Any}"), _answer(f"{DONE}, default: {{description: Any}}")),
    ],
)
def success_response_added(difference: Difference, _: Spot) -> str:
    """A client that knows the old statuses may take the new one for a failure, or miss that work is not done yet."""
    return f"status {difference.after} can now be answered"


@changed(
    "response-removed",
    "removed",
    ("response", "removed"),
    subject="operation",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[
        reports(_answer(f"{DONE}, {FAILED}"), _answer(DONE), reads="safe"),
        allows(_answer(f"{DONE}, {FAILED}"), _answer(f"{DONE}, 4XX: {{description: Wrong}}")),
    ],
)
def response_removed(difference: Difference, _: Spot) -> str:
    """Code that handles the failure is no longer needed."""
    return f"status {difference.before} is no longer answered"


@changed(
    "response-added",
    "added",
    ("response", "added"),
    subject="operation",
    judge=always("safe"),
    fix="Describe what a client should do about it.",
    examples=[
        reports(_answer(DONE), _answer(f"{DONE}, {FAILED}"), reads="safe"),
        allows(_answer(DONE), _answer(DONE)),
    ],
)
def response_added(difference: Difference, _: Spot) -> str:
    """Clients treat statuses of failure that they do not know as their class (RFC 9110, 15)."""
    return f"status {difference.after} can now be answered"


@changed(
    "response-content-removed",
    "removed",
    ("response content", "removed"),
    subject="operation",
    judge=lambda _, spot: "breaking" if spot.direction == "response" else "safe",
    fix="Go on returning the content.",
    examples=[reports(_answer(JSON), _answer(DONE), reads="breaking"), allows(_answer(DONE), _answer(DONE))],
)
def response_content_removed(_: Difference, _spot: Spot) -> str:
    """Readers find nothing where they were promised content."""
    return "content removed"


@changed(
    "response-content-added",
    "added",
    ("response content", "added"),
    subject="operation",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[reports(_answer(DONE), _answer(JSON), reads="safe"), allows(_answer(JSON), _answer(JSON))],
)
def response_content_added(_: Difference, _spot: Spot) -> str:
    """Readers that expect none do not look."""
    return "content added"


def _headed(header: str) -> str:
    return _answer(f"'200': {{description: OK, headers: {{{header}}}}}")


OPTIONAL_HEADER = "X-Total: {schema: {type: integer}}"
REQUIRED_HEADER = "X-Total: {required: true, schema: {type: integer}}"


@changed(
    "required-header-removed",
    "removed",
    ("required header", "removed"),
    subject="operation",
    judge=always("breaking"),
    fix="Go on returning the header.",
    examples=[
        reports(_headed(REQUIRED_HEADER), _answer(DONE), reads="breaking"),
        allows(_headed(REQUIRED_HEADER), _headed(REQUIRED_HEADER.replace("X-Total", "x-total"))),
    ],
)
def required_header_removed(difference: Difference, _: Spot) -> str:
    """Readers were promised the header in every answer."""
    return f"header '{difference.before}' was promised and is no longer returned"


@changed(
    "header-removed",
    "removed",
    ("header", "removed"),
    subject="operation",
    judge=always("risky"),
    fix="Go on returning the header.",
    examples=[reports(_headed(OPTIONAL_HEADER), _answer(DONE), reads="risky"), allows(LIST, LIST)],
)
def header_removed(difference: Difference, _: Spot) -> str:
    """Readers that look for the header no longer find it."""
    return f"header '{difference.before}' removed"


@changed(
    "header-added",
    "added",
    ("header", "added"),
    subject="operation",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[reports(_answer(DONE), _headed(OPTIONAL_HEADER), reads="safe"), allows(LIST, LIST)],
)
def header_added(difference: Difference, _: Spot) -> str:
    """Readers ignore headers they do not know."""
    return f"header '{difference.after}' added"


@changed(
    "header-became-optional",
    "changed",
    ("header required", "removed"),
    subject="operation",
    judge=always("breaking"),
    fix="Go on returning the header in every answer.",
    examples=[
        reports(_headed(REQUIRED_HEADER), _headed(OPTIONAL_HEADER), reads="breaking"),
        allows(LIST, LIST),
    ],
)
def header_became_optional(_: Difference, _spot: Spot) -> str:
    """Readers that relied on the header fail on the first answer without it."""
    return "header may now be missing"


@changed(
    "header-became-required",
    "changed",
    ("header required", "added"),
    subject="operation",
    judge=always("safe"),
    fix="Nothing to do.",
    examples=[reports(_headed(OPTIONAL_HEADER), _headed(REQUIRED_HEADER), reads="safe"), allows(LIST, LIST)],
)
def header_became_required(_: Difference, _spot: Spot) -> str:
    """Readers get it more often."""
    return "header is now always returned"


OPERATIONS = (
    operation_removed,
    operation_removed_after_sunset,
    operation_added,
    operation_id_changed,
    operation_deprecated,
    operation_deprecation_withdrawn,
    operation_sunset_changed,
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
    request_body_added,
    required_request_body_added,
    request_body_removed,
    request_body_became_required,
    request_body_became_optional,
    media_type_removed,
    media_type_added,
    encoding_changed,
    success_response_removed,
    success_response_added,
    response_removed,
    response_added,
    response_content_removed,
    response_content_added,
    required_header_removed,
    header_removed,
    header_added,
    header_became_optional,
    header_became_required,
)
