"""What the documents of a registry say of each other: every name must lead to something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.check.declare import Hit, allows, reports, rule
from registry.check.registry_view import View, hit_in
from registry.check.wording import nearest
from registry.model.fields import NoSuchField, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.registry import Api

_SYSTEM = "system: 1, title: Shop, kind: own"


@rule(
    "unknown-team",
    "error",
    fix="Name a team of specs/registry.yaml.",
    examples=[
        reports(registry=f"shop/system.yaml: {{{_SYSTEM}, team: comerce}}"),
        reports(flow="{owner: comerce}"),
        allows(flow="{owner: commerce}"),
    ],
)
def unknown_team(view: View) -> Iterator[Hit]:
    """When something breaks, nobody is told, and nobody knows whom to ask."""
    known = tuple(view.registry.config.teams)
    for path, pointer, team in view.teams():
        if team not in known:
            yield hit_in(view, path, pointer, f"there is no team '{team}'", nearest(team, known))
    for api in view.described:
        owner = api.description().meaning.team
        if owner is not None and owner not in known:
            place = api.description().place("/info/x-registry/team")
            message = f"there is no team '{owner}'"
            yield Hit("/info/x-registry/team", message, api.id, nearest(owner, known), place=place)


@rule(
    "unknown-channel",
    "error",
    fix="Name a channel of specs/registry.yaml.",
    examples=[
        reports(flow="{notify: {breaking: [ops-slak]}}"),
        reports(registry="subscriptions.yaml: [{subscriber: commerce, channels: [ops-slak]}]"),
        allows(flow="{notify: {breaking: [ops-slack]}}"),
    ],
)
def unknown_channel(view: View) -> Iterator[Hit]:
    """The notice goes nowhere, and the change comes as a surprise."""
    known = tuple(view.registry.config.channels)
    for path, pointer, channel in view.channels():
        if channel not in known:
            yield hit_in(view, path, pointer, f"there is no channel '{channel}'", nearest(channel, known))


@rule(
    "unknown-subscription-target",
    "error",
    fix="Name an API, or one of its fields, as in catalog/products#Product.sku.",
    examples=[
        reports(wants="{apis: [shop/thnigs]}"),
        reports(wants="{fields: ['shop/things#Thing.nmae']}"),
        allows(wants="{apis: [shop/things], fields: ['shop/things#Thing.name']}"),
    ],
)
def unknown_subscription_target(view: View) -> Iterator[Hit]:
    """Nothing will ever be reported of it."""
    for number, subscription in enumerate(view.registry.subscriptions):
        at = f"/{number}/wants"
        for index, api in enumerate(subscription.wants.apis):
            if view.api(api) is None:
                yield hit_in(view, view.SUBSCRIPTIONS, f"{at}/apis/{index}", *view.no_api(api))
        for index, field in enumerate(subscription.wants.fields):
            if (problem := _field_problem(view, field)) is not None:
                yield hit_in(view, view.SUBSCRIPTIONS, f"{at}/fields/{index}", *problem)


@rule(
    "unknown-flow-end",
    "error",
    fix="Name an API of the registry and one of its operations.",
    examples=[
        reports(flow="{producer: {api: shop/thnigs, operation: getThing}}"),
        reports(flow="{producer: {api: shop/things, operation: getThnig}}"),
        reports(flow="{consumer: {operation: 'shop/things#putThing'}}"),
        allows(flow="{producer: {api: shop/things, operation: getThing}}"),
    ],
)
def unknown_flow_end(view: View) -> Iterator[Hit]:
    """A flow from or to nowhere proves nothing, and is told of no change."""
    for flow in view.registry.flows:
        ends = [("/producer/api", "/producer/operation", flow.producer.api, flow.producer.operation)]
        if flow.consumer.api is not None and flow.consumer.operation_name is not None:
            at = "/consumer/operation"
            ends.append((at, at, flow.consumer.api, flow.consumer.operation_name))
        for api_at, operation_at, api_id, operation in ends:
            api = view.api(api_id)
            if api is None:
                yield hit_in(view, flow.path, api_at, *view.no_api(api_id))
            elif view.is_read_whole(api) and operation not in (known := view.operations(api)):
                message = f"{api_id} has no operation '{operation}'"
                yield hit_in(view, flow.path, operation_at, message, nearest(operation, known))


@rule(
    "unknown-term",
    "error",
    fix="Define it in specs/glossary.yaml.",
    examples=[
        reports(description="{type: string, x-ogc-definition: 'glossary:thnig'}"),
        allows(description="{type: string, x-ogc-definition: 'glossary:thing'}"),
        allows(description="{type: string, x-ogc-definition: 'https://example.com/thing'}"),
    ],
)
def unknown_term(view: View) -> Iterator[Hit]:
    """A field that claims to mean what the glossary says means nothing if the glossary does not say it."""
    view.registry.require("glossary")
    known = tuple(term.id for term in view.registry.terms)
    for api, node in view.fields("x-ogc-definition"):
        written = node.data["x-ogc-definition"]
        term = str(written).removeprefix("glossary:")
        if str(written).startswith("glossary:") and term not in known:
            message = f"there is no term '{term}' in the glossary"
            yield view.hit(api, node.hit(message, "x-ogc-definition", remedy=nearest(term, known)))


@rule(
    "duplicate-term",
    "error",
    fix="Keep one of them.",
    examples=[
        reports(terms="[{id: a, title: A, definition: One.}, {id: a, title: A, definition: Two.}]"),
        allows(terms="[{id: a, title: A, definition: One.}, {id: b, title: B, definition: Two.}]"),
    ],
)
def duplicate_term(view: View) -> Iterator[Hit]:
    """Which of the two definitions holds is anybody's guess."""
    seen: set[str] = set()
    for index, term in enumerate(view.registry.terms):
        if term.id in seen:
            pointer = f"/terms/{index}/id"
            yield hit_in(view, view.GLOSSARY, pointer, f"the term '{term.id}' is defined twice")
        seen.add(term.id)


@rule(
    "unknown-related-field",
    "error",
    fix="Name a field of the registry, as in catalog/products#Product.sku.",
    examples=[
        reports(
            description="""
                type: string
                x-field:
                  relationships:
                    - {to: shop/things#Thing.nmae}
            """
        ),
        allows(description="{type: string, x-field: {relationships: [{to: 'shop/things#Thing.name'}]}}"),
    ],
)
def unknown_related_field(view: View) -> Iterator[Hit]:
    """Data cannot be joined on a field that does not exist."""
    for api, node in view.fields("x-field"):
        relationships = _mapping(node.data["x-field"]).get("relationships")
        for index, relationship in enumerate(relationships if isinstance(relationships, list) else ()):
            target = _mapping(relationship).get("to")
            if isinstance(target, str) and (problem := _field_problem(view, target)) is not None:
                message, remedy = problem
                steps = ("x-field", "relationships", index, "to")
                yield view.hit(api, node.hit(message, *steps, remedy=remedy))


@rule(
    "unknown-source-field",
    "warning",
    fix="Name a field as the system's API declares it, as in Product.sku.",
    examples=[
        reports(
            description="""
                type: string
                x-field:
                  sourceOfTruth: {system: shop, field: Thing.nmae}
            """
        ),
        allows(
            description="""
                type: string
                x-field:
                  sourceOfTruth: {system: shop, field: Thing.name}
            """
        ),
        allows(
            description="""
                type: string
                x-field:
                  sourceOfTruth: {system: The old ledger, field: anything}
            """
        ),
    ],
)
def unknown_source_field(view: View) -> Iterator[Hit]:
    """The system is in the registry, but none of its APIs declares the field that is to be the truth."""
    for api, node in view.fields("x-field"):
        source = _mapping(_mapping(node.data["x-field"]).get("sourceOfTruth"))
        system, field = source.get("system"), source.get("field")
        if not (isinstance(system, str) and isinstance(field, str)):
            continue
        problems = [_named_problem(view, each, field) for each in view.registry.apis_of(system)]
        if problems and all(problem is not None for problem in problems):
            message = f"no API of '{system}' declares '{field}'"
            remedy = next((problem[1] for problem in problems if problem is not None and problem[1]), "")
            yield view.hit(api, node.hit(message, "x-field", "sourceOfTruth", "field", remedy=remedy))


@rule(
    "unknown-successor",
    "warning",
    fix="Name an API of the registry.",
    examples=[
        reports(info="{title: Things, version: 1.0.0, x-registry: {successors: [shop/thnigs]}}"),
        allows(info="{title: Things, version: 1.0.0, x-registry: {successors: [shop/things]}}"),
    ],
)
def unknown_successor(view: View) -> Iterator[Hit]:
    """Whoever has to move away is sent to an API that is not there."""
    for api in view.described:
        for index, successor in enumerate(api.description().meaning.successors):
            if view.api(successor) is None:
                pointer = f"/info/x-registry/successors/{index}"
                message, remedy = view.no_api(successor)
                yield Hit(pointer, message, api.id, remedy, place=api.description().place(pointer))


def _field_problem(view: View, target: str) -> tuple[str, str] | None:
    """Return what is wrong with ``catalog/products#Product.sku``, and the remedy."""
    api_id, _, field = target.partition("#")
    api = view.api(api_id)
    if api is None:
        return view.no_api(api_id)
    return _named_problem(view, api, field)


def _named_problem(view: View, api: Api, field: str) -> tuple[str, str] | None:
    if not view.is_read(api):
        return None
    try:
        named(api.description(), field)
    except NoSuchField as problem:
        return f"{api.id} has no field '{field}'", problem.remedy
    return None


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
