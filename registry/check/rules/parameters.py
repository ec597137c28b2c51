"""Parameters, headers and encodings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from registry.check.declare import Hit, allows, reports, rule
from registry.check.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.nodes import Node
    from registry.check.survey import Survey

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A field name of HTTP (RFC 9110 section 5.6.2)."""
_IGNORED = frozenset({"accept", "content-type", "authorization"})
_SIZE = "{name: size, in: query, description: The size., schema: {type: string}}"
_ANSWER = "responses: {'200': {description: Done.}}"


@rule(
    "duplicate-parameter",
    "error",
    fix="Declare it once.",
    examples=[
        reports(operation=f"{{parameters: [{_SIZE}, {_SIZE}], {_ANSWER}}}"),
        allows(
            operation="""
                parameters:
                  - name: size
                    in: query
                    description: The size.
                    schema: {type: string}
                  - name: size
                    in: header
                    schema: {type: string}
                responses:
                  '200': {description: Done.}
            """
        ),
    ],
)
def duplicate_parameter(survey: Survey) -> Iterator[Hit]:
    """Name and location identify a parameter (OpenAPI 3.1.1 section 4.8.10): which one counts is open."""
    seen: set[tuple[int, object, object]] = set()
    for node in survey.of("Parameter"):
        target = survey.followed(node)
        if target is None or node.relation != "parameters" or node.parent is None:
            continue
        key = (id(node.parent), str(target.data.get("name")), str(target.data.get("in")))
        if key in seen and node.parent.kind != "Components":
            yield node.hit(f"'{target.data.get('name')}' in {target.data.get('in')} is declared twice")
        seen.add(key)


@rule(
    "path-parameter-not-required",
    "error",
    mends="mended",
    fix="Add required: true.",
    examples=[
        reports(
            path="""
                parameters:
                  - name: id
                    in: path
                    schema: {type: string}
                get:
                  responses:
                    '200': {description: Done.}
            """
        ),
        allows(
            path="""
                parameters:
                  - name: id
                    in: path
                    required: true
                    schema: {type: string}
                get:
                  responses:
                    '200': {description: Done.}
            """
        ),
    ],
)
def path_parameter_not_required(survey: Survey) -> Iterator[Hit]:
    """A path with a part left out is another path (OpenAPI 3.1.1 section 4.8.12.2)."""
    for node in survey.of("Parameter"):
        if node.data.get("in") == "path" and node.data.get("required") is not True:
            steps = ["required"] if "required" in node.data else []
            message = f"the path parameter '{node.data.get('name')}' is always required"
            yield node.hit(message, *steps, edits=(node.edit(True, "required"),))


@rule(
    "parameter-without-description",
    "warning",
    fix="Say what it does, and what happens without it.",
    examples=[
        reports(
            operation="""
                parameters:
                  - name: q
                    in: query
                    schema: {type: string}
                responses:
                  '200': {description: Done.}
            """
        ),
        allows(operation=f"{{parameters: [{_SIZE}], {_ANSWER}}}"),
    ],
)
def parameter_without_description(survey: Survey) -> Iterator[Hit]:
    """A name alone does not tell which values work, nor what they change."""
    for node in survey.of("Parameter"):
        if "$ref" not in node.data and not _described(survey, node):
            yield node.hit(f"nothing says what the parameter '{node.data.get('name', node.key)}' does")


def _described(survey: Survey, parameter: Node) -> bool:
    schema = parameter.data.get("schema")
    reference = schema.get("$ref") if isinstance(schema, dict) else None
    target = survey.look_up(reference) if isinstance(reference, str) else schema
    return any(
        isinstance(each, dict) and each.get("description") for each in (parameter.data, schema, target)
    )


@rule(
    "invalid-header-name",
    "error",
    fix="Use letters, digits and '-'.",
    examples=[
        reports(
            operation="""
                responses:
                  '200':
                    description: Done.
                    headers:
                      Bad=Header:
                        schema: {type: string}
            """
        ),
        allows(
            operation="""
                responses:
                  '200':
                    description: Done.
                    headers:
                      X-Page:
                        schema: {type: string}
            """
        ),
    ],
)
def invalid_header_name(survey: Survey) -> Iterator[Hit]:
    """No HTTP message can carry it: a field name is a token (RFC 9110 section 5.1)."""
    for node in survey.of("Header"):
        if node.parent is not None and node.parent.kind != "Components" and not _TOKEN.fullmatch(node.key):
            yield node.hit(f"'{node.key}' cannot be the name of a header")
    for node in survey.of("Parameter"):
        name = node.data.get("name")
        if node.data.get("in") == "header" and isinstance(name, str) and not _TOKEN.fullmatch(name):
            yield node.hit(f"'{name}' cannot be the name of a header", "name")


@rule(
    "ignored-header-parameter",
    "warning",
    fix="Say it with content types and security schemes.",
    examples=[
        reports(
            operation="""
                parameters:
                  - name: Authorization
                    in: header
                    schema: {type: string}
                responses:
                  '200': {description: Done.}
            """
        ),
        allows(
            operation="""
                parameters:
                  - name: X-Tenant
                    in: header
                    schema: {type: string}
                responses:
                  '200': {description: Done.}
            """
        ),
    ],
)
def ignored_header_parameter(survey: Survey) -> Iterator[Hit]:
    """Accept, Content-Type and Authorization are ignored as parameters (OpenAPI 3.1.1 section 4.8.12.2)."""
    for node in survey.of("Parameter"):
        name = node.data.get("name")
        if node.data.get("in") == "header" and str(name).lower() in _IGNORED:
            yield node.hit(f"a header parameter '{name}' is ignored", "name")


@rule(
    "encoding-of-unknown-property",
    "warning",
    fix="Name a property of the schema.",
    examples=[
        reports(
            path="""
                post:
                  requestBody:
                    content:
                      multipart/form-data:
                        schema:
                          type: object
                          properties:
                            photo: {type: string}
                        encoding:
                          phote: {contentType: image/png}
                  responses:
                    '200': {description: Done.}
            """
        ),
        allows(
            path="""
                post:
                  requestBody:
                    content:
                      multipart/form-data:
                        schema:
                          type: object
                          properties:
                            photo: {type: string}
                        encoding:
                          photo: {contentType: image/png}
                  responses:
                    '200': {description: Done.}
            """
        ),
    ],
)
def encoding_of_unknown_property(survey: Survey) -> Iterator[Hit]:
    """An encoding for a property that does not exist has no effect."""
    for node in survey.of("Encoding"):
        if node.parent is None or node.parent.kind != "Media Type" or node.relation != "encoding":
            continue
        known = survey.property_names(node.parent.data.get("schema"))
        if known and node.key not in known:
            yield node.hit(f"the body has no property '{node.key}'", remedy=nearest(node.key, known))
