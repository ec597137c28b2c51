"""What is written about the meaning of fields, and does not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.check import names, needs
from registry.check.declare import Hit, allows, reports, rule
from registry.check.wording import nearest
from registry.model.semantics import drafts
from registry.model.semantics.problems import problems
from registry.source.edit import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.nodes import Node
    from registry.check.survey import Survey

_ASKED_FOR = frozenset(need.steps for need in needs.NEEDS)
_TEXTS = frozenset({"title", "summary", "description"})
"""The keywords whose values are prose."""


@rule(
    "description-repeats-name",
    "info",
    fix="Say what the name does not: whose it is, when it is set, what it is for.",
    examples=[
        reports(properties="{shoeSize: {type: string, description: The shoe size.}}"),
        allows(properties="{shoeSize: {type: string, description: The size as printed on the box.}}"),
    ],
)
def description_repeats_name(survey: Survey) -> Iterator[Hit]:
    """A description that only spells out the name leaves the reader where they were."""
    for node in survey.properties:
        text = node.data.get("description")
        if isinstance(text, str) and names.words(node.key) and names.spells(text, node.key):
            yield node.hit(f"the description of '{node.key}' only repeats its name", "description")


@rule(
    "unknown-companion-field",
    "warning",
    fix="Name a field of the same object.",
    examples=[
        reports(
            properties="""
                checkedAt: {type: string}
                stock:
                  type: string
                  x-field:
                    freshness: {threshold: PT1H, timestampField: chekedAt}
            """
        ),
        allows(
            properties="""
                checkedAt: {type: string}
                stock:
                  type: string
                  x-field:
                    freshness: {threshold: PT1H, timestampField: checkedAt}
            """
        ),
    ],
)
def unknown_companion_field(survey: Survey) -> Iterator[Hit]:
    """The field that is to say when the value was true, or in which currency it is, does not exist."""
    for node in survey.properties:
        if "x-field" not in node.data or node.parent is None:
            continue
        known = survey.property_names(node.parent.data)
        for name in _companions(survey, node):
            if name.partition(".")[0].removesuffix("[]") not in known:
                yield node.hit(
                    f"there is no field '{name}' beside '{node.key}'", "x-field", remedy=nearest(name, known)
                )


def _companions(survey: Survey, node: Node) -> Iterator[str]:
    meaning = survey.meaning(node)
    for dated in (meaning.freshness, meaning.retention):
        if dated is not None and dated.timestamp_field:
            yield dated.timestamp_field
    for carried in (meaning.currency, meaning.timezone):
        if carried is not None and not isinstance(carried, str):
            yield carried.field


@rule(
    "identifier-without-role",
    "info",
    fix="Add x-ogc-role: id, or reference if it names another record.",
    examples=[
        reports(properties="{brandId: {type: string}}"),
        allows(properties="{brandId: {type: string, x-ogc-role: reference}}"),
        allows(properties="{brand: {type: string}}"),
        allows(properties="{id: {type: string}}"),
    ],
)
def identifier_without_role(survey: Survey) -> Iterator[Hit]:
    """Whether it names this record or another one decides how two systems are joined."""
    for node in survey.properties:
        said = names.words(node.key)
        if said[-1:] != ("id",) or said == ("id",):  # what is called just "id" is that of the record
            continue
        meaning = survey.meaning(node)
        if not meaning.role and not meaning.relationships:
            yield node.hit(f"nothing says what '{node.key}' identifies")


@rule(
    "invalid-meaning",
    "error",
    mends="mended",
    fix="Write it as the format of the registry says.",
    examples=[
        reports(properties="{stock: {type: string, x-field: {freshnes: {threshold: PT15M}}}}"),
        reports(properties="{stock: {type: string, x-field: {freshness: {threshold: 15 minutes}}}}"),
        reports(properties="{weight: {type: number, x-ogc-unit: grams}}"),
        allows(properties="{stock: {type: string, x-field: {freshness: {threshold: PT15M}}}}"),
    ],
)
def invalid_meaning(survey: Survey) -> Iterator[Hit]:
    """What cannot be read is left out of pages, flows and checks, as if nobody had written it."""
    for problem in problems(survey.description):
        subject = survey.subject_at(problem.pointer)
        edits = () if problem.better is None else (Edit(problem.pointer, problem.better),)
        yield Hit(problem.pointer, problem.problem, subject, problem.remedy, edits=edits)


@rule(
    "unfilled-draft",
    "warning",
    fix="Write what it asks for, or take it away.",
    examples=[
        reports(
            operation="{description: 'FILL IN: what it is for', responses: {'200': {description: Done.}}}"
        ),
        reports(properties="{size: {type: string, x-field: {businessName: 'FILL IN: what people call it'}}}"),
        allows(properties="{size: {type: string, description: The size as printed on the box.}}"),
    ],
)
def unfilled_draft(survey: Survey) -> Iterator[Hit]:
    """A draft says nothing yet: pages, flows and checks pass over it, and other tools take it for the truth."""
    for node in survey.nodes:
        for steps in _drafts(node):
            yield node.hit("this is only a draft", *steps, remedy=needs.finish(needs.at(node.data, steps)))


def _drafts(node: Node) -> Iterator[tuple[str, ...]]:
    for key, value in node.data.items():
        if key in _TEXTS and drafts.is_draft(value):
            yield (key,)
        elif key.startswith("x-") and not isinstance(value, bool) and drafts.holds_draft(value):
            yield from _within(value, (key,))


def _within(value: Any, steps: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the way to each draft in an extension; what is asked for as a whole is one."""
    if not isinstance(value, dict | list) or steps in _ASKED_FOR:
        yield steps
        return
    for key, member in value.items() if isinstance(value, dict) else enumerate(value):
        if drafts.holds_draft(member):
            yield from _within(member, (*steps, str(key)))
