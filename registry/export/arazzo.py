"""Workflows: Arazzo 1.0, one for each flow: read from the producer, write to the consumer.

Arazzo knows no loops and changes no value on the way. A workflow therefore carries the first of the records that a
flow carries; rows that convert or exchange values are left out of the payload and stand in ``x-mapping`` with all
the others, and a remark names them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from registry.export.arazzo_steps import READ, Plan, inputs, is_called, steps
from registry.export.document import Document, Export, plain, said
from registry.flow.ends import ends
from registry.formats.yaml_text import as_yaml
from registry.model.slug import kebab

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.export.arazzo_steps import Version
    from registry.export.subject import Subject
    from registry.flow.ends import Ends
    from registry.model.flow import Flow
    from registry.model.registry import Registry


def export(subject: Subject) -> Export:
    """Return one document for each flow that calls at least one operation."""
    documents, remarks = [], []
    for flow in subject.flows:
        both = ends(subject.registry, flow)
        reason = _unfit(both)
        if reason:
            remarks.append(f"{flow.id}: left out, {reason}")
            continue
        path = f"{flow.id}.arazzo.yaml"
        written, untold = workflow(subject.registry, both, partial(subject.link, path))
        documents.append(Document(path, as_yaml(written)))
        remarks.extend(f"{flow.id}: {sentence}" for sentence in untold)
    return Export(tuple(documents), tuple(remarks))


def workflow(
    registry: Registry, both: Ends, link: Callable[[str], str]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the document of one flow, and what of the flow it does not say; ``link`` leads to descriptions."""
    flow, sources = both.flow, _sources(both)
    paths = [registry.api(api_id).path(version) for api_id, version in sources]
    plan = Plan(both, sources)
    document = {
        "arazzo": "1.0.1",
        "info": {
            "title": flow.title,
            "summary": flow.purpose,
            "description": flow.answer,
            "version": ", ".join(f"{api_id} {version or 'working copy'}" for api_id, version in sources),
        },
        "sourceDescriptions": [
            {"name": name, "url": link(path), "type": "openapi"}
            for name, path in zip(sources.values(), paths, strict=True)
        ],
        "workflows": [
            {
                "workflowId": kebab(flow.id) or "flow",
                "summary": flow.title,
                "description": _described(plan),
                **said({"inputs": inputs(plan)}),
                "steps": steps(plan),
                **said({"outputs": _outputs(plan), **_extensions(flow)}),
            }
        ],
    }
    return document, _untold(plan)


def _described(plan: Plan) -> str:
    sentences = [plan.both.flow.answer]
    if any("[]" in path for path in plan.names):
        sentences.append("These steps carry the first record; the flow repeats them for every one.")
    if any(row.written.on_null is not None or row.written.on_stale is not None for row in plan.carried):
        sentences.append("What happens to a value that is missing or too old, x-mapping says.")
    if plan.both.flow.consumer.store:
        sentences.append(f"What is read goes into: {plan.both.flow.consumer.store}. That is no API.")
    if plan.left:
        sentences.append(f"Not carried here, see x-mapping: {_left(plan)}.")
    return "\n\n".join(sentences)


def _outputs(plan: Plan) -> dict[str, str]:
    """Return what the workflow hands on where no API takes it."""
    names = plan.names.values() if plan.both.consumer is None else ()
    return {name: f"$steps.{READ}.outputs.{name}" for name in names}


def _untold(plan: Plan) -> tuple[str, ...]:
    return (f"Arazzo cannot carry {_left(plan)}",) if plan.left else ()


def _left(plan: Plan) -> str:
    return ", ".join(f"{row.written.from_} -> {row.written.to}" for row in plan.left)


def _extensions(flow: Flow) -> dict[str, Any]:
    """Return what else the flow says, under the words of its own file."""
    return {
        "x-flow": flow.id,
        "x-owner": flow.owner,
        "x-trigger": {**plain(flow.trigger), "type": flow.trigger.type} if flow.trigger else None,
        "x-freshnessNeeded": plain(flow.freshness_needed) if flow.freshness_needed else None,
        "x-capabilities": plain(flow.capabilities),
        "x-mapping": [plain(row) for row in flow.mapping],
        "x-delivery": plain(flow.delivery) if flow.delivery else None,
    }


def _unfit(both: Ends) -> str:
    """Return why no step can be written, empty if one can."""
    flow = both.flow
    wanted = [(flow.producer.api, flow.producer.operation, both.producer)]
    if flow.consumer.operation is not None:
        wanted.append((flow.consumer.api or "", flow.consumer.operation_name or "", both.consumer))
    for api, operation, end in wanted:
        if end is None or end.operation is None:
            return f"the registry has no operation '{operation}' of {api}"
    if not any(is_called(end) for end in (both.producer, both.consumer)):
        return f"it calls no operation: {flow.producer.operation} is sent by {flow.producer.api}"
    return ""


def _sources(both: Ends) -> dict[Version, str]:
    """Return the versions that are called, each with the name of its source description.

    Names are of letters, digits and hyphens; two versions of one API, or two ids that read alike, tell their role.
    """
    names: dict[Version, str] = {}
    for end in (both.producer, both.consumer):
        if end is not None and is_called(end) and (end.api.id, end.version) not in names:
            name = kebab(end.api.id) or end.role
            names[end.api.id, end.version] = f"{name}-{end.role}" if name in names.values() else name
    return names
