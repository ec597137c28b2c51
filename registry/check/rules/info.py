"""Who answers for an API, and what it promises of itself: the Info Object, tags and servers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from registry.check.asking import ask
from registry.check.declare import Hit, allows, reports, rule
from registry.check.wording import nearest
from registry.model.semantics import drafts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.check.survey import Survey

_VARIABLE = re.compile(r"\{([^{}]*)\}")


def _about(survey: Survey) -> dict[str, Any]:
    """Return ``x-registry`` less its drafts: who is still to be named is nobody yet."""
    container = drafts.without(survey.description.info.get("x-registry"))
    return container if isinstance(container, dict) else {}


@rule(
    "api-without-owner",
    "warning",
    mends="drafted",
    fix="Name the team: x-registry: {team: …}.",
    examples=[
        reports(info="{title: Things, version: 1.0.0}"),
        allows(info="{title: Things, version: 1.0.0, x-registry: {team: commerce}}"),
    ],
)
def api_without_owner(survey: Survey) -> Iterator[Hit]:
    """When a field is wrong, somebody must be there to ask; when a change breaks, somebody must decide."""
    if not _about(survey).get("team"):
        pointer, edits = ask("/info", survey.description.info, ("x-registry", "team"), "the id of a team")
        yield Hit(pointer, "no team owns this API", "info", edits=edits)


@rule(
    "api-without-contact",
    "warning",
    fix="Add contact: {email: …}, or x-registry: {support: […]}.",
    examples=[
        reports(info="{title: Things, version: 1.0.0, contact: {name: Us}}"),
        allows(info="{title: Things, version: 1.0.0, contact: {email: us@example.com}}"),
        allows(info="{title: Things, version: 1.0.0, x-registry: {support: [{channel: '#things'}]}}"),
    ],
)
def api_without_contact(survey: Survey) -> Iterator[Hit]:
    """A reader with a question needs an address, and so do notices of trouble."""
    contact = survey.description.info.get("contact")
    reachable = isinstance(contact, dict) and (contact.get("email") or contact.get("url"))
    if not reachable and not _about(survey).get("support"):
        yield Hit("/info", "there is no way to reach the owners of this API", "info")


@rule(
    "api-without-notice-period",
    "info",
    mends="drafted",
    fix="State it: x-registry: {noticePeriod: P90D}.",
    examples=[
        reports(info="{title: Things, version: 1.0.0}"),
        allows(info="{title: Things, version: 1.0.0, x-registry: {noticePeriod: P90D}}"),
    ],
)
def api_without_notice_period(survey: Survey) -> Iterator[Hit]:
    """Consumers plan by how long before a breaking change they will hear of it."""
    if not _about(survey).get("noticePeriod"):
        at = ("x-registry", "noticePeriod")
        pointer, edits = ask("/info", survey.description.info, at, "a duration such as P90D")
        message = "nothing says how long before a breaking change its users are told"
        yield Hit(pointer, message, "info", edits=edits)


@rule(
    "api-without-description",
    "info",
    fix="Say in two sentences what the API offers, and to whom.",
    examples=[
        reports(info="{title: Things, version: 1.0.0}"),
        allows(info="{title: Things, version: 1.0.0, description: Every thing we sell.}"),
    ],
)
def api_without_description(survey: Survey) -> Iterator[Hit]:
    """The title alone does not tell a newcomer whether this is the API to use."""
    if not survey.description.description.strip():
        yield Hit("/info", "nothing says what this API is for", "info")


@rule(
    "deprecated-api-without-sunset",
    "warning",
    fix="State the day: x-registry: {sunsetDate: 2027-04-01}.",
    examples=[
        reports(info="{title: Things, version: 1.0.0, x-registry: {releaseStatus: deprecated}}"),
        allows(
            info="""
                title: Things
                version: 1.0.0
                x-registry: {releaseStatus: deprecated, sunsetDate: '2027-04-01'}
            """
        ),
    ],
)
def deprecated_api_without_sunset(survey: Survey) -> Iterator[Hit]:
    """Without a last day (RFC 8594) nobody plans the move away."""
    about = _about(survey)
    if about.get("releaseStatus") == "deprecated" and not about.get("sunsetDate"):
        yield Hit(
            "/info/x-registry/releaseStatus", "deprecated, but nothing says until when it works", "info"
        )


@rule(
    "undeclared-tag",
    "warning",
    fix="Declare it under 'tags', with a description.",
    examples=[
        reports(operation="{tags: [thnigs], responses: {}}"),
        allows(operation="{tags: [things], responses: {}}"),
    ],
)
def undeclared_tag(survey: Survey) -> Iterator[Hit]:
    """A tag that is not declared has no description, and is often a misspelled one."""
    declared = tuple(str(tag.get("name")) for tag in survey.description.tags)
    for operation in survey.operations if declared else ():
        for index, tag in enumerate(operation.tags):
            if tag not in declared:
                pointer = f"{operation.pointer}/tags/{index}"
                yield Hit(pointer, f"the tag '{tag}' is not declared", operation.name, nearest(tag, declared))


@rule(
    "duplicate-tag",
    "error",
    fix="Declare it once.",
    examples=[
        reports(document="{tags: [{name: things}, {name: things}]}"),
        allows(document="{tags: [{name: things}, {name: others}]}"),
    ],
)
def duplicate_tag(survey: Survey) -> Iterator[Hit]:
    """Tag names must be unique (OpenAPI 3.1.1 section 4.8.1)."""
    seen: set[str] = set()
    for node in survey.of("Tag"):
        name = str(node.data.get("name"))
        if name in seen:
            yield node.hit(f"the tag '{name}' is declared twice", "name")
        seen.add(name)


@rule(
    "broken-tag-hierarchy",
    "error",
    fix="Name a declared tag that is not below this one.",
    examples=[
        reports(openapi="3.2.0", document="{tags: [{name: shoes, parent: thnigs}, {name: things}]}"),
        reports(openapi="3.2.0", document="{tags: [{name: a, parent: b}, {name: b, parent: a}]}"),
        allows(openapi="3.2.0", document="{tags: [{name: shoes, parent: things}, {name: things}]}"),
    ],
)
def broken_tag_hierarchy(survey: Survey) -> Iterator[Hit]:
    """Parents must exist and must not form a circle (OpenAPI 3.2.0 section 4.22)."""
    parents = {str(node.data.get("name")): node.data.get("parent") for node in survey.of("Tag")}
    for node in survey.of("Tag"):
        parent = node.data.get("parent")
        if not isinstance(parent, str):
            continue
        if parent not in parents:
            yield node.hit(
                f"the parent tag '{parent}' is not declared",
                "parent",
                remedy=nearest(parent, parents),
            )
        elif _returns(str(node.data.get("name")), parents):
            yield node.hit(f"the tag '{node.data.get('name')}' is its own ancestor", "parent")


def _returns(start: str, parents: dict[str, Any]) -> bool:
    seen: set[Any] = set()
    name = parents.get(start)
    while isinstance(name, str) and name not in seen and name != start:
        seen.add(name)
        name = parents.get(name)
    return name == start


@rule(
    "server-variable-undefined",
    "error",
    fix="Define it under 'variables', with a default.",
    examples=[
        reports(document="{servers: [{url: 'https://{region}.example.com'}]}"),
        allows(
            document="""
                servers:
                  - url: https://{region}.example.com
                    variables:
                      region: {default: eu}
            """
        ),
    ],
)
def server_variable_undefined(survey: Survey) -> Iterator[Hit]:
    """Without a value for the variable there is no address to call."""
    for node in survey.of("Server"):
        url, variables = node.data.get("url"), node.data.get("variables")
        known = tuple(variables) if isinstance(variables, dict) else ()
        for name in _VARIABLE.findall(url) if isinstance(url, str) else ():
            if name not in known:
                yield node.hit(
                    f"the server variable '{name}' is not defined", "url", remedy=nearest(name, known)
                )


@rule(
    "server-default-not-in-enum",
    "error",
    fix="Take one of the listed values as default.",
    examples=[
        reports(
            document="""
                servers:
                  - url: https://{r}.example.com
                    variables:
                      r:
                        default: us
                        enum: [eu]
            """
        ),
        allows(
            document="""
                servers:
                  - url: https://{r}.example.com
                    variables:
                      r:
                        default: eu
                        enum: [eu]
            """
        ),
    ],
)
def server_default_not_in_enum(survey: Survey) -> Iterator[Hit]:
    """The default must be one of the listed values (OpenAPI 3.1.1 section 4.8.6)."""
    for node in survey.of("Server"):
        variables = node.data.get("variables")
        for name, variable in variables.items() if isinstance(variables, dict) else ():
            values = variable.get("enum") if isinstance(variable, dict) else None
            if isinstance(values, list) and variable.get("default") not in values:
                yield node.hit(f"the default of '{name}' is none of its values", "variables", name, "default")
