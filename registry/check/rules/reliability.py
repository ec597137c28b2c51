"""How operations behave when called twice, and what they promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.check.asking import ask
from registry.check.declare import Hit, allows, reports, rule
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.survey import Survey
    from registry.model.description import Operation

_IDEMPOTENT_METHODS = frozenset({"get", "head", "put", "delete", "options", "trace", "query"})
"""Idempotent by RFC 9110 section 9.2.2, and QUERY by its specification."""
_WRITING = frozenset({"post", "patch"})
"""The methods of which only the operation itself can say what a second call does."""
_CLASSES = "{class: idempotent}, {class: replayable, header: …} or {class: not_idempotent}"
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
    for operation in survey.explained:
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
    mends="drafted",
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
        if operation.method in _WRITING and not (operation.is_explained and operation.meaning.idempotency):
            at = ("x-operation", "idempotency")
            pointer, edits = ask(operation.pointer, operation.data, at, _CLASSES)
            message = f"nothing says what a second {operation.method.upper()} does"
            yield Hit(pointer, message, operation.name, edits=edits)


@rule(
    "replayable-without-key",
    "warning",
    fix="Add header: Idempotency-Key, or say in the description of idempotency what carries the key.",
    examples=[
        reports(path=f"{{post: {{x-operation: {{idempotency: {{class: replayable}}}}, {_OK}}}}}"),
        allows(
            path="""
                post:
                  parameters:
                    - {name: Idempotency-Key, in: header, schema: {type: string}}
                  x-operation:
                    idempotency: {class: replayable, header: Idempotency-Key}
                  responses:
                    '200': {description: Done.}
            """
        ),
        allows(
            path="""
                post:
                  x-operation:
                    idempotency:
                      class: replayable
                      description: The id in the body is the key.
                  responses:
                    '200': {description: Done.}
            """
        ),
    ],
)
def replayable_without_key(survey: Survey) -> Iterator[Hit]:
    """A second call gives the answer of the first only if both carry the same key, and nothing says where."""
    for operation in survey.explained:
        stated = operation.meaning.idempotency
        if stated and stated.class_ == "replayable" and not (stated.header or stated.description):
            yield _hit(operation, "nothing says what carries the key", "x-operation", "idempotency")


@rule(
    "undeclared-idempotency-header",
    "warning",
    fix="Declare it among the parameters, in: header.",
    examples=[
        reports(
            path=f"{{post: {{x-operation: {{idempotency: {{class: replayable, header: X-Key}}}}, {_OK}}}}}"
        ),
        allows(
            path="""
                post:
                  parameters:
                    - {name: x-key, in: header, schema: {type: string}}
                  x-operation:
                    idempotency: {class: replayable, header: X-Key}
                  responses:
                    '200': {description: Done.}
            """
        ),
    ],
)
def undeclared_idempotency_header(survey: Survey) -> Iterator[Hit]:
    """Generated clients send what is declared: without the header each attempt is a new request."""
    for operation in survey.explained:
        stated = operation.meaning.idempotency
        sent = {
            name.lower()
            for location, name in (each.key for each in operation.parameters)
            if location == "header"
        }
        if stated and stated.header and stated.header.lower() not in sent:
            message = f"the header '{stated.header}' that carries the key is not declared"
            yield _hit(operation, message, "x-operation", "idempotency")


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
