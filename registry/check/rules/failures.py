"""What operations say of calls that fail, or come too often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.check.asking import ask
from registry.check.declare import Hit, allows, reports, rule
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.survey import Survey
    from registry.model.description import Operation

_NOW = "what the caller does now"
_OK = "responses: {'200': {description: Done.}}"


def _hit(operation: Operation, message: str, *steps: str | int) -> Hit:
    return Hit(join(operation.pointer, *steps), message, operation.name)


@rule(
    "error-without-action",
    "warning",
    mends="drafted",
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
    for operation in survey.explained:
        for index, error in enumerate(operation.meaning.errors):
            if not error.action:
                at = join(operation.pointer, "x-operation", "errors", index)
                pointer, edits = ask(at, operation.data["x-operation"]["errors"][index], ("action",), _NOW)
                message = f"nothing says what to do about '{error.code}'"
                yield Hit(pointer, message, operation.name, edits=edits)


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
    for operation in survey.explained:
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
    for operation in survey.explained:
        statuses = {response.status.upper() for response in operation.responses}
        if operation.meaning.rate_limit and not statuses & {"429", "4XX", "DEFAULT"}:
            yield _hit(operation, "there is a rate limit, but no response says it was hit", "x-operation")
