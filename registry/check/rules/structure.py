"""Is it an OpenAPI document, and does everything it refers to exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.check import structure as official
from registry.check.declare import Hit, allows, reports, rule
from registry.check.wording import nearest
from registry.source.pointer import split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.nodes import Node
    from registry.check.survey import Survey


@rule(
    "invalid-structure",
    "error",
    fix="Write it as the OpenAPI Specification says.",
    examples=[
        reports(operation="{respones: {'200': {description: Done.}}}"),
        reports(openapi="3.0.3", schema="{type: strng}"),
        reports(schema="{type: string, minLength: '3'}"),
        allows(operation="{responses: {'200': {description: Done.}}, x-anything: 1}"),
    ],
)
def invalid_structure(survey: Survey) -> Iterator[Hit]:
    """What is not written as the specification says is read differently by every tool, or by none."""
    bundle = survey.description.bundle
    yield from official.structure(bundle.data, official.version_of(bundle.data, bundle.place))


@rule(
    "unresolvable-reference",
    "error",
    fix="Refer to something that exists.",
    examples=[
        reports(schema="{$ref: '#/components/schemas/Thnig'}"),
        reports(
            schema="""
                oneOf:
                  - {type: object}
                discriminator:
                  propertyName: kind
                  mapping: {a: '#/components/schemas/A'}
            """
        ),
        allows(schema="{type: object, properties: {parent: {$ref: '#/components/schemas/Thing'}}}"),
        allows(schema="{type: object, properties: {$ref: {type: string}}}"),
    ],
)
def unresolvable_reference(survey: Survey) -> Iterator[Hit]:
    """A generator, a validator or a reader that follows the reference finds nothing."""
    for node in survey.references:
        if not survey.leads(target := node.data["$ref"]):
            yield _broken(survey, node, target, "$ref")
    for node in survey.holding("discriminator"):
        for name, target in _mapping(node).items():
            if isinstance(target, str) and not _names_schema(survey, target) and not survey.leads(target):
                yield _broken(survey, node, target, "discriminator", "mapping", name)
    for node in survey.of("Link"):
        target = node.data.get("operationRef")
        if isinstance(target, str) and target.startswith("#") and not survey.leads(target):
            yield _broken(survey, node, target, "operationRef")


def _broken(survey: Survey, node: Node, reference: str, *steps: str) -> Hit:
    return node.hit(f"'{reference}' leads nowhere", *steps, remedy=_nearest(survey, reference))


def _nearest(survey: Survey, reference: str) -> str:
    siblings = survey.look_up(reference.rpartition("/")[0])
    found = (
        nearest(split(reference)[-1], tuple(siblings))
        if isinstance(siblings, dict) and "/" in reference
        else ""
    )
    return found or "define it, or remove the reference"


def _mapping(node: Node) -> dict[str, object]:
    discriminator = node.data.get("discriminator")
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    return mapping if isinstance(mapping, dict) else {}


def _names_schema(survey: Survey, name: str) -> bool:
    """Whether a mapping names a component by its bare name (OpenAPI 3.1.1 section 4.8.25.3)."""
    return name in survey.description.schemas


@rule(
    "circular-reference-chain",
    "error",
    fix="Let one of them hold the content itself.",
    examples=[
        reports(schema="{$ref: '#/components/schemas/Thing'}"),
        reports(schema="{allOf: [{$ref: '#/components/schemas/Thing'}, {type: object}]}"),
        allows(schema="{type: object, properties: {child: {$ref: '#/components/schemas/Thing'}}}"),
    ],
)
def circular_reference_chain(survey: Survey) -> Iterator[Hit]:
    """A schema that is defined by itself alone describes nothing, and who follows it does not come back."""
    for cycle in survey.cycles:
        node = next(each for each in reversed(cycle) if "$ref" in each.data)
        through = " → ".join(each.data["$ref"].rpartition("/")[2] for each in cycle if "$ref" in each.data)
        yield node.hit(
            f"the reference leads back to itself: {through}", *(["$ref"] if "$ref" in node.data else [])
        )


@rule(
    "reference-of-wrong-kind",
    "error",
    fix="Refer to a component of the kind that belongs there.",
    examples=[
        reports(operation="{parameters: [{$ref: '#/components/schemas/Thing'}], responses: {}}"),
        allows(operation="{responses: {'200': {$ref: '#/components/responses/Problem'}}}"),
    ],
)
def reference_of_wrong_kind(survey: Survey) -> Iterator[Hit]:
    """A schema is no parameter: what the reference stands for cannot be used where it stands."""
    for node in survey.references:
        target = survey.node_of(node.data["$ref"])
        if target is not None and target.kind != node.kind:
            yield node.hit(f"'{node.data['$ref']}' is a {target.kind}; a {node.kind} is wanted here", "$ref")


@rule(
    "keyword-beside-reference",
    "warning",
    fix="Move it into the schema referred to, or wrap the reference: allOf: [{$ref: …}].",
    examples=[
        reports(
            openapi="3.0.3",
            properties="{price: {$ref: '#/components/schemas/Thing', description: What a buyer pays.}}",
        ),
        allows(
            properties="""
                price: {$ref: '#/components/schemas/Thing', description: What a buyer pays.}
            """
        ),
        allows(openapi="3.0.3", properties="{price: {$ref: '#/components/schemas/Thing'}}"),
    ],
)
def keyword_beside_reference(survey: Survey) -> Iterator[Hit]:
    """Up to OpenAPI 3.0, everything beside $ref is ignored: what is written there is not agreed."""
    if survey.description.dialect != "3.0":
        return
    for node in survey.references:
        ignored = [key for key in node.data if key != "$ref" and not key.startswith("x-")]
        if node.kind == "Schema" and ignored:
            yield node.hit(f"'{ignored[0]}' is ignored beside '$ref'", ignored[0])


@rule(
    "unused-component",
    "info",
    fix="Remove it, or refer to it.",
    examples=[
        reports(document="{components: {schemas: {Lonely: {type: object}}}}"),
        allows(
            document="""
                components:
                  schemas:
                    Thing:
                      type: object
                      properties:
                        next: {$ref: '#/components/schemas/Thing'}
            """
        ),
    ],
)
def unused_component(survey: Survey) -> Iterator[Hit]:
    """Nobody can receive or send it; readers wonder what it is for."""
    used = {id(survey.node_of(node.data["$ref"])) for node in survey.references}
    named = {
        name.rpartition("/")[2]
        for node in survey.holding("discriminator")
        for name in _mapping(node).values()
        if isinstance(name, str)
    }
    for node in survey.nodes:
        owned = node.parent is not None and node.parent.kind == "Components"
        if owned and node.kind in {"Schema", "Parameter", "Response", "Request Body", "Header"}:
            inherits = node.kind == "Schema" and (
                node.key in named or isinstance(node.data.get("allOf"), list)
            )
            if id(node) not in used and not inherits:
                yield node.hit(f"nothing refers to '{node.key}'")


@rule(
    "unmatched-overlay-action",
    "warning",
    fix="Correct the target, or remove the action.",
    examples=[
        reports(overlay="{target: $.info.titel, remove: true}"),
        allows(overlay="{target: $.info.title, update: Things}"),
    ],
)
def unmatched_overlay_action(survey: Survey) -> Iterator[Hit]:
    """What the overlay was to say is not said: the description has moved on, or the target is misspelled."""
    for place in survey.description.bundle.unmatched_actions:
        yield Hit("", "the target of this action selects nothing", "overlay", place=place)
