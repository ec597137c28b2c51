"""Operations: how they are named, what they answer, and when they stop working."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from registry.check.declare import Hit, allows, reports, rule
from registry.check.wording import nearest
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.survey import Survey
    from registry.model.description import Operation

_OK = "responses: {'200': {description: Done.}}"
_BODYLESS_METHODS = frozenset({"get", "head"})
_BODYLESS_ANSWERS = frozenset({"204", "205", "304"})
_DEPRECATED = frozenset({"Operation", "Parameter", "Header", "Schema"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _hit(operation: Operation, message: str, *steps: str, remedy: str = "") -> Hit:
    return Hit(join(operation.pointer, *steps), message, operation.name, remedy)


@rule(
    "duplicate-operation-id",
    "error",
    fix="Give each operation an id of its own.",
    examples=[
        reports(
            document="""
                paths:
                  /a:
                    get:
                      operationId: list
                      responses:
                        '200': {description: Done.}
                  /b:
                    get:
                      operationId: list
                      responses:
                        '200': {description: Done.}
            """
        ),
        allows(
            document="""
                paths:
                  /a:
                    get:
                      operationId: listA
                      responses:
                        '200': {description: Done.}
                  /b:
                    get:
                      operationId: listB
                      responses:
                        '200': {description: Done.}
            """
        ),
    ],
)
def duplicate_operation_id(survey: Survey) -> Iterator[Hit]:
    """Generated clients name their functions by it, and links and flows point at it."""
    first: dict[str, Operation] = {}
    for operation in survey.operations:
        name = operation.operation_id
        if name in first and first[name].pointer != operation.pointer:
            yield _hit(operation, f"'{name}' is already the id of {first[name].name}", "operationId")
        elif name:
            first[name] = operation


@rule(
    "operation-without-id",
    "warning",
    fix="Add an operationId, such as listThings.",
    examples=[reports(operation=f"{{{_OK}}}"), allows(operation=f"{{operationId: getThing, {_OK}}}")],
)
def operation_without_id(survey: Survey) -> Iterator[Hit]:
    """Flows, links and generated clients name an operation by its id; the path may change."""
    for operation in survey.operations:
        if operation.kind == "operation" and not operation.operation_id:
            yield _hit(operation, "the operation has no operationId")


@rule(
    "operation-without-summary",
    "warning",
    fix="Say in a line what it does.",
    examples=[reports(operation=f"{{{_OK}}}"), allows(operation=f"{{summary: One thing, {_OK}}}")],
)
def operation_without_summary(survey: Survey) -> Iterator[Hit]:
    """Lists of operations show the summary; without it they show a path."""
    for operation in survey.operations:
        if not operation.summary.strip() and not operation.text.strip():
            yield _hit(operation, "nothing says what the operation does")


@rule(
    "operation-without-errors",
    "warning",
    fix="Document what callers get when it fails: 4XX, 5XX or default.",
    examples=[
        reports(operation=f"{{{_OK}}}"),
        allows(operation="{responses: {'200': {description: Done.}, default: {description: Failed.}}}"),
    ],
)
def operation_without_errors(survey: Survey) -> Iterator[Hit]:
    """Every call can fail; a client that has not been told how does not handle it."""
    for operation in survey.description.operations:
        statuses = [response.status for response in operation.responses]
        if statuses and not any(status[:1] in "45d" for status in statuses):
            yield _hit(operation, "no response says what happens when it fails", "responses")


@rule(
    "operation-without-success",
    "warning",
    fix="Document the response of a call that succeeds.",
    examples=[
        reports(operation="{responses: {'400': {description: Failed.}}}"),
        allows(operation="{responses: {'303': {description: See there.}}}"),
    ],
)
def operation_without_success(survey: Survey) -> Iterator[Hit]:
    """Callers do not learn what they get."""
    for operation in survey.description.operations:
        statuses = [response.status for response in operation.responses]
        if statuses and all(status[:1] in "45" for status in statuses):
            yield _hit(operation, "no response says what happens when it succeeds", "responses")


@rule(
    "response-without-schema",
    "info",
    fix="Describe the body with a schema.",
    examples=[
        reports(operation="{responses: {'200': {description: Done., content: {application/json: {}}}}}"),
        allows(
            operation="""
                responses:
                  '200':
                    description: Done.
                    content:
                      application/json:
                        schema: {}
            """
        ),
        allows(operation="{responses: {'200': {description: Done., content: {image/png: {}}}}}"),
    ],
)
def response_without_schema(survey: Survey) -> Iterator[Hit]:
    """What is not described cannot be mapped, compared or checked."""
    for operation in survey.operations:
        for response in operation.responses:
            for content in response.content:
                if content.schema is None and content.item_schema is None and "json" in content.name:
                    message = f"nothing says what {content.name} of {response.status} holds"
                    yield Hit(content.pointer, message, operation.name)


@rule(
    "get-with-body",
    "warning",
    fix="Send it as query parameters, or use POST or QUERY.",
    examples=[
        reports(path=f"{{get: {{requestBody: {{content: {{text/plain: {{}}}}}}, {_OK}}}}}"),
        allows(path=f"{{post: {{requestBody: {{content: {{text/plain: {{}}}}}}, {_OK}}}}}"),
    ],
)
def get_with_body(survey: Survey) -> Iterator[Hit]:
    """The body of a GET or HEAD has no meaning (RFC 9110 section 9.3.1); proxies drop it."""
    for operation in survey.operations:
        if operation.method in _BODYLESS_METHODS and operation.body is not None:
            yield _hit(operation, f"{operation.method.upper()} has a body", "requestBody")


@rule(
    "content-in-empty-response",
    "warning",
    fix="Remove the content, or use 200.",
    examples=[
        reports(operation="{responses: {'204': {description: Done., content: {text/plain: {}}}}}"),
        allows(operation="{responses: {'204': {description: Done.}}}"),
    ],
)
def content_in_empty_response(survey: Survey) -> Iterator[Hit]:
    """These statuses have no body (RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5)."""
    for operation in survey.operations:
        for response in operation.responses:
            if response.status in _BODYLESS_ANSWERS and response.content:
                message = f"a {response.status} has no body"
                yield Hit(join(response.pointer, "content"), message, operation.name)


@rule(
    "unknown-link-operation",
    "error",
    fix="Name an operation of this description.",
    examples=[
        reports(
            operation="""
                operationId: getThing
                responses:
                  '200':
                    description: Done.
                    links:
                      self: {operationId: getThnig}
            """
        ),
        allows(
            operation="""
                operationId: getThing
                responses:
                  '200':
                    description: Done.
                    links:
                      self: {operationId: getThing}
            """
        ),
    ],
)
def unknown_link_operation(survey: Survey) -> Iterator[Hit]:
    """A client that follows the link finds no operation."""
    known = tuple(operation.operation_id for operation in survey.operations if operation.operation_id)
    for node in survey.of("Link"):
        name = node.data.get("operationId")
        if isinstance(name, str) and name not in known:
            yield node.hit(f"there is no operation '{name}'", "operationId", remedy=nearest(name, known))


@rule(
    "deprecated-without-sunset",
    "warning",
    fix="Add x-sunset with the day it stops working.",
    examples=[
        reports(operation=f"{{deprecated: true, {_OK}}}"),
        reports(properties="{legacy: {type: string, deprecated: true}}"),
        allows(operation=f"{{deprecated: true, x-sunset: 2027-04-01, {_OK}}}"),
    ],
)
def deprecated_without_sunset(survey: Survey) -> Iterator[Hit]:
    """Without a last day nobody plans the move away, and nobody knows when it may be removed."""
    for node in survey.nodes:
        if node.data.get("deprecated") is True and "x-sunset" not in node.data and node.kind in _DEPRECATED:
            yield node.hit("deprecated, but nothing says until when it works", "deprecated")


@rule(
    "sunset-in-the-past",
    "warning",
    fix="Remove it, or move the day and tell those who use it.",
    examples=[
        reports(operation=f"{{deprecated: true, x-sunset: 2020-01-01, {_OK}}}"),
        allows(operation=f"{{deprecated: true, x-sunset: 2999-01-01, {_OK}}}"),
    ],
)
def sunset_in_the_past(survey: Survey) -> Iterator[Hit]:
    """It was to stop working and is still promised: either the day or the description is wrong."""
    for node in survey.nodes:
        day = str(node.data.get("x-sunset", ""))[:10]
        if node.kind in _DEPRECATED and _DAY.fullmatch(day) and day < survey.today.isoformat():
            yield node.hit(f"it was to stop working on {day}", "x-sunset")
