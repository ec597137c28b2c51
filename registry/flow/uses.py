"""Who still uses a field, an operation or a release: flows, what other fields say of it, keys and times."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from registry.flow.compatibility import check_flow
from registry.flow.ends import ends
from registry.model.fields import NoSuchField, fields, named
from registry.source.pointer import join
from registry.source.versions import satisfies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from registry.errors import Place
    from registry.flow.edges import Edge
    from registry.flow.ends import End
    from registry.flow.lineage import Lineage
    from registry.model.description import Description
    from registry.model.fields import Field
    from registry.model.flow import Flow
    from registry.model.registry import Api, Registry

UseKind: TypeAlias = Literal[
    "flow",
    "idempotencyKey",
    "timestamp",
    "relationship",
    "derivation",
    "sourceOfTruth",
    "companion",
    "subscription",
]
"""How something is used: carried by a flow, named by one to know records or their age, named by another field."""

NAMED = re.compile(r"\{([^{}]+)\}")

SAYS = {
    "relationship": "refers to it",
    "derivation": "is computed from it",
    "sourceOfTruth": "names it as its source of truth",
}


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that would break: ``who`` uses it, ``how`` in a sentence, and what has to happen ``first``.

    ``owner`` is the team that answers for it. For a flow, ``wanted`` is the range of versions that it is written for
    and ``runs_on`` the release that it runs on now, None for the working copy. What is not ``blocking`` has to be
    told or tidied up, and breaks nothing.
    """

    kind: UseKind
    who: str
    owner: str
    how: str
    first: str
    wanted: str | None = None
    runs_on: str | None = None
    place: Place | None = None
    blocking: bool = True

    def as_json(self) -> dict[str, Any]:
        """Return the published shape (``waybill schema retire``)."""
        return {
            "kind": self.kind,
            "who": self.who,
            "owner": self.owner,
            "how": self.how,
            "first": self.first,
            "blocking": self.blocking,
            "range": self.wanted,
            "runsOn": self.runs_on,
            "file": self.place.file if self.place else None,
            "line": self.place.line if self.place else None,
            "column": self.place.column if self.place else None,
        }


def of_field(registry: Registry, lineage: Lineage, api: Api, field: Field) -> Iterator[Use]:
    """Yield who uses a field, or something inside it."""
    name = f"{api.id}#{field.id}"
    for edge in lineage.leaving(name):
        if edge.kind == "flow":
            yield carrying(registry, edge, "reads", "read another field there, or remove the row")
        else:
            yield stating(registry, edge)
    for edge in lineage.arriving(name):
        if edge.kind == "flow":
            yield carrying(registry, edge, "writes", "write into another field, or remove the row")
    yield from naming(registry, api, field)
    yield from companions(registry, api, field)
    for number, subscription in enumerate(registry.subscriptions):
        if name in subscription.wants.fields:
            place = registry.place("specs/subscriptions.yaml", join("", number, "wants/fields"))
            how = "wants to hear of changes to it"
            yield Use(
                "subscription",
                subscription.subscriber,
                subscription.subscriber,
                how,
                "tell them",
                place=place,
                blocking=False,
            )


def carrying(registry: Registry, edge: Edge, verb: str, first: str) -> Use:
    """Return a row of a flow as a use of one of its fields."""
    flow = registry.flow(edge.flow)
    end = end_of(registry, flow, "producer" if verb == "reads" else "consumer")
    path = edge.from_path if verb == "reads" else edge.to_path
    place = registry.place(flow.path, join("/mapping", edge.row))
    runs_on = None if end is None else end.version
    return Use("flow", flow.id, flow.owner, f"{verb} {path}", first, wanted(flow, verb), runs_on, place)


def stating(registry: Registry, edge: Edge) -> Use:
    """Return what another field says of one as a use."""
    api_id = edge.target.partition("#")[0]
    api = registry.find_api(api_id)
    owner = team_of(registry, api) if api is not None else ""
    first = (
        "have it say where its value comes from then"
        if edge.kind != "relationship"
        else "have it refer to another"
    )
    assert edge.kind != "flow"
    return Use(edge.kind, edge.target, owner, SAYS[edge.kind], first, place=place_of(api, edge.target))


def naming(registry: Registry, api: Api, field: Field) -> Iterator[Use]:
    """Yield the flows that know records, or their age, by a field that they need not carry."""
    name = field.path.rpartition(".")[2]
    for flow in registry.flows_at(api.id):
        key = flow.delivery.idempotency_key if flow.delivery else None
        known = key is not None and any(one.rpartition(".")[2] == name for one in NAMED.findall(key))
        needed = flow.freshness_needed
        timed = needed is not None and (needed.timestamp_field or "").rpartition(".")[2] == name
        # To list what an operation answers is far more work than to compare names, so it comes last.
        if not (known or timed) or flow.producer.api != api.id or not answers(registry, flow, field):
            continue
        end = end_of(registry, flow, "producer")
        runs_on = None if end is None else end.version
        if known:
            place = registry.place(flow.path, "/delivery/idempotencyKey")
            how, first = f"knows a repeated record by {key}", "choose another key"
            yield Use(
                "idempotencyKey", flow.id, flow.owner, how, first, flow.producer.version, runs_on, place
            )
        if needed is not None and timed:
            place = registry.place(flow.path, "/freshnessNeeded/timestampField")
            how, first = (
                f"tells by it how old values are ({needed.threshold.in_words} at most)",
                "name another field",
            )
            yield Use("timestamp", flow.id, flow.owner, how, first, flow.producer.version, runs_on, place)


def answers(registry: Registry, flow: Flow, field: Field) -> bool:
    """Tell whether the producer's operation of a flow answers a field, of whatever release."""
    end = end_of(registry, flow, "producer")
    return end is not None and field.id in end.ids


def companions(registry: Registry, api: Api, field: Field) -> Iterator[Use]:
    """Yield the fields of the same API whose currency, time zone or age a field tells."""
    holder, _, name = field.id.rpartition(".")
    for other in members(field.description).get(holder, ()):
        said = other.meaning
        told = {
            "currency": getattr(said.currency, "field", None),
            "time zone": getattr(said.timezone, "field", None),
            "age": said.freshness.timestamp_field if said.freshness else None,
        }
        for what, by in told.items():
            if by == name:
                place = place_of(api, f"{api.id}#{other.id}")
                first = f"have {other.id} say its {what} in another way"
                yield Use(
                    "companion",
                    f"{api.id}#{other.id}",
                    team_of(registry, api),
                    f"has its {what} told by it",
                    first,
                    place=place,
                )


def members(description: Description) -> Mapping[str, tuple[Field, ...]]:
    """Return the fields of a description by what holds them, kept as the fields themselves are."""
    return description.once("members", lambda: _held(description))


def _held(description: Description) -> Mapping[str, tuple[Field, ...]]:
    found: dict[str, list[Field]] = defaultdict(list)
    for field in fields(description):
        found[field.id.rpartition(".")[0]].append(field)
    return {holder: tuple(held) for holder, held in found.items()}


def of_operation(registry: Registry, api: Api, name: str) -> Iterator[Use]:
    """Yield the flows that run through an operation, by its operationId or a name such as ``GET /products``."""
    for flow in registry.flows_at(api.id):
        both = ends(registry, flow)
        for end in (both.producer, both.consumer):
            if end is None or end.api.id != api.id or not is_called(end, name):
                continue
            reads = end.role == "producer"
            place = registry.place(flow.path, f"/{end.role}/operation")
            how = f"{'reads from' if reads else 'writes into'} it"
            first = f"{'read from' if reads else 'write into'} another operation, or end the flow"
            yield Use("flow", flow.id, flow.owner, how, first, end.wanted, end.version, place)


def of_release(registry: Registry, api: Api, version: str, today: date) -> Iterator[Use]:
    """Yield the flows that run on a release now, with what they would run on without it, and whether that fits.

    Those whose range allows it and that run on a newer one follow: they break nothing.
    """
    for flow in registry.flows_at(api.id):
        both = ends(registry, flow)
        for end in (both.producer, both.consumer):
            if end is None or end.api.id != api.id or not satisfies(version, end.wanted):
                continue
            place = registry.place(flow.path, f"/{end.role}/version")
            runs = end.version == version
            if runs:
                first, how = without(registry, flow, end, version, today), "runs on it"
            else:
                first, how = f"narrow the range to >={end.version}", f"allows it, and runs on {end.version}"
            yield Use("flow", flow.id, flow.owner, how, first, end.wanted, end.version, place, blocking=runs)


def without(registry: Registry, flow: Flow, end: End, version: str, today: date) -> str:
    """Return what a flow has to do before a release is gone: move to the newest that is left, if it fits."""
    newest = end.api.versions[-1]
    if newest == version:
        return "move to its successor, which is not released yet"
    held = getattr(flow, end.role).model_copy(update={"version": f">={newest} <={newest}"})
    verdicts = check_flow(registry, flow.model_copy(update={end.role: held}), today)
    wrong = [finding for verdict in verdicts for finding in verdict.findings if finding.severity == "error"]
    inside = satisfies(newest, end.wanted)
    if not wrong:
        return f"it fits {newest}" + ("" if inside else f": widen the range {end.wanted} to it")
    more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
    return f"it does not fit {newest}: {wrong[0].message}{more}"


def place_of(api: Api | None, field: str) -> Place | None:
    """Return where a field is written in the working copy of its API, None if it is not there."""
    if api is None:
        return None
    try:
        found = named(api.description(), field.partition("#")[2])
    except NoSuchField:
        return None
    return found.description.place(found.pointer)


def is_called(end: End, name: str) -> bool:
    """Tell whether an end is the operation with this operationId or name."""
    if end.operation is None:
        return end.name == name
    return name in (end.operation.operation_id, end.operation.name)


def wanted(flow: Flow, verb: str) -> str:
    """Return the range of versions that a flow is written for, at the end that reads or writes."""
    return flow.producer.version if verb == "reads" else flow.consumer.version


def end_of(registry: Registry, flow: Flow, role: str) -> End | None:
    """Return one end of a flow."""
    both = ends(registry, flow)
    return both.producer if role == "producer" else both.consumer


def team_of(registry: Registry, api: Api) -> str:
    """Return the team that answers for an API: its own, else that of its system."""
    own = api.description().meaning.team
    system = registry.find_system(api.system)
    return own or (system.team if system is not None else "")
