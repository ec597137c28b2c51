"""Values that a description states: defaults and examples must be values that it allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.check.declare import Hit, allows, reports, rule
from registry.check.instances import Case, Side, misfits
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.nodes import Node
    from registry.check.survey import Survey


@rule(
    "default-against-schema",
    "error",
    fix="Correct the default or the schema.",
    examples=[
        reports(schema="{type: integer, maximum: 100, default: 200}"),
        reports(openapi="3.0.3", schema="{type: string, default: null}"),
        allows(schema="{type: integer, maximum: 100, default: 20}"),
        allows(openapi="3.0.3", schema="{type: string, nullable: true, default: null}"),
    ],
)
def default_against_schema(survey: Survey) -> Iterator[Hit]:
    """What happens when nothing is sent would be refused if it were sent."""
    cases = [
        Case(node.data["default"], join(node.pointer, "default"), node, "both")
        for node in survey.holding("default")
    ]
    for case, pointer, problem in misfits(survey, cases):
        yield Hit(pointer, f"the default does not fit its schema: {problem}", case.schema.subject)


@rule(
    "example-against-schema",
    "error",
    fix="Correct the example or the schema.",
    examples=[
        reports(
            schema="""
                type: object
                required: [sku]
                properties:
                  sku: {type: string}
                examples:
                  - {sku: 1}
            """
        ),
        reports(
            openapi="3.0.3",
            schema="""
                {type: integer, minimum: 0, exclusiveMinimum: true, example: 0}
            """,
        ),
        reports(
            operation="""
                responses:
                  '200':
                    description: Done.
                    content:
                      application/json:
                        schema: {type: string}
                        example: 1
            """
        ),
        allows(
            operation="""
                responses:
                  '200':
                    description: Done.
                    content:
                      application/xml:
                        schema: {type: object}
                        example: <a/>
            """
        ),
        allows(
            path="""
                put:
                  requestBody:
                    content:
                      application/json:
                        schema:
                          type: object
                          required: [id]
                          properties:
                            id: {type: string, readOnly: true}
                        example: {}
                  responses:
                    '200': {description: Done.}
            """
        ),
    ],
)
def example_against_schema(survey: Survey) -> Iterator[Hit]:
    """Readers copy the example: what they send is refused, what they expect does not come."""
    for case, pointer, problem in misfits(survey, _examples(survey)):
        yield Hit(pointer, f"the example does not fit its schema: {problem}", case.schema.subject)


def _examples(survey: Survey) -> Iterator[Case]:
    old = survey.description.dialect == "3.0"
    for node in survey.of("Schema"):
        if "example" in node.data and not (old and "$ref" in node.data):
            yield Case(node.data["example"], join(node.pointer, "example"), node, "both")
        for index, value in enumerate(_list(node.data.get("examples")) if not old else ()):
            yield Case(value, join(node.pointer, "examples", index), node, "both")
    for kind in ("Parameter", "Header", "Media Type"):
        for node in survey.of(kind):
            if kind != "Media Type" or "json" in node.key:
                yield from _of_holder(survey, node)


def _of_holder(survey: Survey, holder: Node) -> Iterator[Case]:
    schema = survey.child(holder, "schema")
    if schema is None:
        return
    side = _side(holder)
    if "example" in holder.data:
        yield Case(holder.data["example"], join(holder.pointer, "example"), schema, side)
    examples = holder.data.get("examples")
    for name in examples if isinstance(examples, dict) else ():
        written = survey.child(holder, "examples", name)
        example = survey.followed(written) if written is not None else None
        for key in ("value", "dataValue"):
            if example is not None and key in example.data:
                yield Case(example.data[key], join(example.pointer, key), schema, side)


def _side(holder: Node) -> Side:
    for node in holder.line:
        if node.kind in {"Request Body", "Parameter"}:
            return "request"
        if node.kind == "Response":
            return "response"
    return "both"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
