"""How operations behave when called twice, too often, or in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.check.declare import Hit, allows, reports, rule
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.survey import Survey
    from registry.model.description import Operation

_IDEMPOTENT_METHODS = frozenset({"get", "head", "put", "delete", "options", "trace", "query"})
"""Idempotent by RFC 9110 section 9.2.2, and QUERY by its specification."""
_OK = "responses: {'200': {description: Done.}}"
_BACKOFF = "retry: {strategy: backoff, statusCodes: ['503']}"


def _hit(operation: Operation, message: str, *steps: str | int) -> Hit:
    return Hit(join(operation.pointer, *steps), message, operation.name)


def _class(operation: Operation) -> str:
    """Return the idempotency that is stated, or the one that follows from the method."""
    stated = operation.meaning.idempotency
    if stated is not None:
        return stated.class_
    return "idempotent" if operation.method in _IDEMPOTENT_METHODS else "not_idempotent"


def _retried(operation: Operation) -> bool:
    retry = operation.meaning.retry
    return retry is not None and retry.strategy != "none"


@rule(
    "retry-on-non-idempotent-operation",
    "error",
    fix="Take an idempotency key, or do not retry.",
    examples=[
        reports(path=f"{{post: {{x-operation: {{{_BACKOFF}}}, {_OK}}}}}"),
        reports(
            operation="""
                x-operation:
                  idempotency: {class: not_idempotent}
                  retry:
                    strategy: backoff
                    statusCodes: ['503']
                responses:
                  '200': {description: Done.}
            """
        ),
        allows(
            path="""
                post:
                  x-operation:
                    idempotency: {class: replayable}
                    retry:
                      strategy: backoff
                      statusCodes: ['503']
                  responses:
                    '200': {description: Done.}
            """
        ),
        allows(operation=f"{{x-operation: {{{_BACKOFF}}}, {_OK}}}"),
    ],
)
def retry_on_non_idempotent_operation(survey: Survey) -> Iterator[Hit]:
    """When only the answer was lost, trying again does it twice: two orders, two mails, two charges."""
    for operation in survey.operations:
        if _retried(operation) and _class(operation) == "not_idempotent":
            steps = ["x-operation"] if "x-operation" in operation.data else []
            yield _hit(operation, "it is tried again although a second call has a second effect", *steps)


@rule(
    "idempotent-operation-without-retry",
    "info",
    fix="Add x-operation: {retry: …} with the statuses worth another attempt.",
    examples=[
        reports(
            operation="""
                      responses:
                        '200': {description: Done.}
                  """
        ),
        allows(
            operation="""
                                                       x-operation:
                                                         retry:
                                                           strategy: backoff
                                                           statusCodes: ['503']
                                                       responses:
                                                         '200': {description: Done.}
                                                   """
        ),
    ],
)
def idempotent_operation_without_retry(survey: Survey) -> Iterator[Hit]:
    """It may safely be tried again; without a rule each caller invents one, or none."""
    for operation in survey.description.operations:
        if operation.meaning.retry is None and _class(operation) != "not_idempotent":
            yield _hit(operation, "nothing says when to try again")


@rule(
    "write-without-idempotency",
    "warning",
    fix="Add x-operation: {idempotency: {class: …}}.",
    examples=[
        reports(path=f"{{post: {{{_OK}}}}}"),
        allows(path=f"{{post: {{x-operation: {{idempotency: {{class: not_idempotent}}}}, {_OK}}}}}"),
        allows(path=f"{{put: {{{_OK}}}}}"),
    ],
)
def write_without_idempotency(survey: Survey) -> Iterator[Hit]:
    """A caller whose connection broke must know whether it may send the same again."""
    for operation in survey.description.operations:
        if operation.method in {"post", "patch"} and operation.meaning.idempotency is None:
            yield _hit(operation, f"nothing says what a second {operation.method.upper()} does")


@rule(
    "error-without-action",
    "warning",
    fix="Add action: what the caller does now.",
    examples=[
        reports(operation=f"{{x-operation: {{errors: [{{code: gone, status: 409}}]}}, {_OK}}}"),
        allows(
            operation="""
                x-operation:
                  errors:
                    - {code: gone, action: Read it again.}
                responses:
                  '200': {description: Done.}
            """
        ),
    ],
)
def error_without_action(survey: Survey) -> Iterator[Hit]:
    """An error that does not say what to do next ends up in a log that nobody reads."""
    for operation in survey.operations:
        for index, error in enumerate(operation.meaning.errors):
            if not error.action:
                at = ("x-operation", "errors", index)
                yield _hit(operation, f"nothing says what to do about '{error.code}'", *at)


@rule(
    "error-without-response",
    "warning",
    fix="Document the response with this status.",
    examples=[
        reports(
            operation=f"{{x-operation: {{errors: [{{code: gone, status: 409, action: Stop.}}]}}, {_OK}}}"
        ),
        allows(
            operation="""
                x-operation:
                  errors:
                    - {code: gone, status: 409, action: Stop.}
                responses:
                  4XX: {description: Refused.}
            """
        ),
    ],
)
def error_without_response(survey: Survey) -> Iterator[Hit]:
    """The error comes with a status of which the responses say nothing."""
    for operation in survey.operations:
        statuses = {response.status.upper() for response in operation.responses}
        for index, error in enumerate(operation.meaning.errors):
            known = {str(error.status), f"{str(error.status)[:1]}XX", "DEFAULT"}
            if error.status is not None and not known & statuses:
                at = ("x-operation", "errors", index)
                yield _hit(
                    operation, f"'{error.code}' comes with {error.status}, which is not documented", *at
                )


@rule(
    "rate-limit-without-response",
    "warning",
    fix="Document 429, with Retry-After.",
    examples=[
        reports(operation=f"{{x-operation: {{rateLimit: [{{quota: 10, window: 60}}]}}, {_OK}}}"),
        allows(
            operation="""
                x-operation:
                  rateLimit:
                    - {quota: 10, window: 60}
                responses:
                  '429': {description: Wait.}
            """
        ),
    ],
)
def rate_limit_without_response(survey: Survey) -> Iterator[Hit]:
    """Callers that are too fast must recognise the answer (RFC 6585 section 4) to slow down."""
    for operation in survey.operations:
        statuses = {response.status.upper() for response in operation.responses}
        if operation.meaning.rate_limit and not statuses & {"429", "4XX", "DEFAULT"}:
            yield _hit(operation, "there is a rate limit, but no response says it was hit", "x-operation")


@rule(
    "operation-without-objectives",
    "info",
    fix="Add x-operation: {objectives: […]}: latency, errorRate, throughput.",
    examples=[
        reports(operation=f"{{{_OK}}}"),
        allows(
            operation="""
                x-operation:
                  objectives:
                    - {property: latency, value: 300, unit: ms}
                responses:
                  '200': {description: Done.}
            """
        ),
    ],
)
def operation_without_objectives(survey: Survey) -> Iterator[Hit]:
    """Without a figure, slow is a matter of opinion."""
    for operation in survey.description.operations:
        if not operation.meaning.objectives:
            yield _hit(operation, "nothing says how fast and how reliable it is meant to be")


@rule(
    "operation-without-timeout",
    "info",
    fix="Add x-operation: {timeout: …} in milliseconds.",
    examples=[
        reports(operation=f"{{{_OK}}}"),
        allows(operation=f"{{x-operation: {{timeout: 30000}}, {_OK}}}"),
    ],
)
def operation_without_timeout(survey: Survey) -> Iterator[Hit]:
    """A caller that gives up too early tries again for nothing; one that never does hangs."""
    for operation in survey.description.operations:
        if operation.meaning.timeout is None:
            yield _hit(operation, "nothing says how long to wait for an answer")
