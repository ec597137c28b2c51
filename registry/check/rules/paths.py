"""Path templates: what they say, what they leave open, and which of them cannot be told apart."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from registry.check.declare import Hit, allows, reports, rule
from registry.check.wording import nearest
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.survey import Survey
    from registry.model.description import Operation

_VARIABLE = re.compile(r"\{([^{}]+)\}")
_ID = "{name: id, in: path, required: true, schema: {type: string}}"


def _template(operation: Operation) -> tuple[str, ...]:
    return tuple(_VARIABLE.findall(operation.path))


def _declared(operation: Operation) -> tuple[str, ...]:
    return tuple(parameter.name for parameter in operation.parameters if parameter.location == "path")


@rule(
    "undeclared-path-parameter",
    "error",
    fix="Declare it under 'parameters', in: path.",
    examples=[
        reports(path="{get: {responses: {'200': {description: Done.}}}}"),
        allows(path=f"{{parameters: [{_ID}], get: {{responses: {{'200': {{description: Done.}}}}}}}}"),
    ],
)
def undeclared_path_parameter(survey: Survey) -> Iterator[Hit]:
    """A client cannot know what to put in its place (OpenAPI 3.1.1 section 4.8.12)."""
    for operation in survey.description.operations:
        declared = _declared(operation)
        for name in _template(operation):
            if name not in declared:
                message = f"'{name}' of the path is not declared as a parameter"
                yield Hit(operation.pointer, message, operation.name, nearest(name, declared))


@rule(
    "unused-path-parameter",
    "error",
    fix="Put it into the path, or remove it.",
    examples=[
        reports(
            path="""
                parameters:
                  - name: id
                    in: path
                    required: true
                    schema: {type: string}
                  - name: size
                    in: path
                    required: true
                    schema: {type: string}
                get:
                  responses:
                    '200': {description: Done.}
            """
        ),
        allows(path=f"{{parameters: [{_ID}], get: {{responses: {{'200': {{description: Done.}}}}}}}}"),
    ],
)
def unused_path_parameter(survey: Survey) -> Iterator[Hit]:
    """It can never be sent; most often the path or the name is misspelled."""
    for operation in survey.description.operations:
        template = _template(operation)
        for parameter in operation.parameters:
            if parameter.location == "path" and parameter.name not in template:
                message = f"the path has no '{{{parameter.name}}}'"
                at = join(parameter.pointer, "name")
                yield Hit(at, message, operation.name, nearest(parameter.name, template))


@rule(
    "ambiguous-paths",
    "error",
    fix="Merge them into one path item.",
    examples=[
        reports(document="{paths: {'/things/{id}': {}, '/things/{name}': {}}}"),
        allows(document="{paths: {'/things/{id}': {}, '/things/mine': {}}}"),
    ],
)
def ambiguous_paths(survey: Survey) -> Iterator[Hit]:
    """Templates that differ in nothing but names are the same path (OpenAPI 3.1.1 section 4.8.8.1)."""
    first: dict[str, str] = {}
    for node in survey.of("Path Item"):
        if node.relation == "paths":
            shape = _VARIABLE.sub("{}", node.key)
            if shape in first:
                yield node.hit(f"this is the same path as '{first[shape]}'")
            first.setdefault(shape, node.key)


@rule(
    "malformed-path-template",
    "error",
    fix="Write each variable once, as {name}.",
    examples=[
        reports(document="{paths: {'/things/{id': {}}}"),
        reports(document="{paths: {'/things/{id}/{id}': {}}}"),
        allows(document="{paths: {'/things/{id}/sizes/{size}': {}}}"),
    ],
)
def malformed_path_template(survey: Survey) -> Iterator[Hit]:
    """Braces that do not pair, and names that occur twice, leave open what is to be put where."""
    for node in survey.of("Path Item"):
        if node.relation != "paths":
            continue
        if set("{}").intersection(_VARIABLE.sub("", node.key)):
            yield node.hit("the braces of the path do not pair")
        for name, times in Counter(_VARIABLE.findall(node.key)).items():
            if times > 1:
                yield node.hit(f"'{{{name}}}' occurs {times} times in the path")


@rule(
    "query-in-path",
    "error",
    fix="Declare what follows as parameters, in: query.",
    examples=[
        reports(document="{paths: {'/things?kind={kind}': {}}}"),
        allows(document="{paths: {'/things': {}}}"),
    ],
)
def query_in_path(survey: Survey) -> Iterator[Hit]:
    """A path has no query and no fragment; tools send the question mark encoded, or drop what follows."""
    for node in survey.of("Path Item"):
        if node.relation == "paths" and ("?" in node.key or "#" in node.key):
            yield node.hit("a path ends before '?' and '#'")
