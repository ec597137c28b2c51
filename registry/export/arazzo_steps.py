"""The two steps of a workflow: what is read, and what is written with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from registry.export import arazzo_paths as paths
from registry.export.arazzo_failure import failure_actions, success_criteria
from registry.export.document import said
from registry.flow.ends import rows
from registry.model.fields import Field, json_types
from registry.source.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from registry.flow.ends import End, Ends, Row
    from registry.model.description import Operation
    from registry.model.flow import MappingRow
    from registry.model.parts import Parameter

Version: TypeAlias = "tuple[str, str | None]"
"""A version of an API by its id, None for the working copy."""

READ, WRITE = "read", "write"
"""The ids of the steps."""

_IGNORED = {"accept", "content-type", "authorization"}
"""Header parameters that OpenAPI ignores (3.1 section 4.8.12.2)."""


@dataclass(frozen=True, eq=False)
class Plan:
    """What the steps of one flow have in common; ``sources`` names the description of each version."""

    both: Ends
    sources: Mapping[Version, str]

    @property
    def reads(self) -> bool:
        """Whether the data is asked for; what a webhook sends comes in as inputs."""
        return is_called(self.both.producer)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the mapping."""
        return rows(self.both)

    @cached_property
    def read(self) -> Mapping[str, str]:
        """The expression of each field that is read, by its path; of a webhook, its path alone."""
        wanted = dict.fromkeys(row.written.from_ for row in self.rows)
        producer = self.both.producer
        if not self.reads or producer is None:
            return {path: path for path in wanted}
        found = ((path, paths.answered(producer, path)) for path in wanted)
        return {path: expression for path, expression in found if expression is not None}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The name of each field that is read, by its path."""
        return paths.names(self.read)

    @cached_property
    def asked(self) -> Mapping[tuple[str, str, str], tuple[str, Parameter]]:
        """The parameters that somebody has to give, by role, location and name, each with the name of the input."""
        needed = {
            (end.role, parameter.location, parameter.name): parameter
            for end in (self.both.producer, self.both.consumer)
            if end is not None and is_called(end)
            for parameter in _required(end)
            if not (end.role == "consumer" and (parameter.location, parameter.name) in self._mapped)
        }
        labels = {key: f"{key[0]} {key[2]}" for key in needed}
        given = paths.names([*([] if self.reads else self.names.values()), *labels.values()])
        return {key: (given[labels[key]], parameter) for key, parameter in needed.items()}

    @cached_property
    def carried(self) -> tuple[Row, ...]:
        """The rows whose value goes where it should as it is."""
        taken: set[str] = set()
        found = []
        for row in self.rows:
            if row.written.to not in taken and self._is_carried(row):
                taken.add(row.written.to)
                found.append(row)
        return tuple(found)

    @property
    def left(self) -> tuple[Row, ...]:
        """The rows that the workflow cannot carry; none where nothing is written."""
        return (
            () if self.both.consumer is None else tuple(row for row in self.rows if row not in self.carried)
        )

    def value(self, row: Row) -> str:
        """Return the expression of what a row carries."""
        name = self.names[row.written.from_]
        return f"$steps.{READ}.outputs.{name}" if self.reads else f"$inputs.{name}"

    def _is_carried(self, row: Row) -> bool:
        consumer = self.both.consumer
        if consumer is None or row.written.from_ not in self.names or is_changed(row.written):
            return False
        return isinstance(row.target, Field) and (
            paths.beside_body(row.written.to) is not None or paths.steps(consumer, row.written.to) is not None
        )

    @property
    def _mapped(self) -> set[tuple[str, str] | None]:
        return {paths.beside_body(row.written.to) for row in self.carried}


def is_called(end: End | None) -> bool:
    """Tell whether the operation is one that a caller calls, rather than one that the API sends."""
    return end is not None and end.operation is not None and end.operation.kind == "operation"


def is_changed(row: MappingRow) -> bool:
    """Tell whether a row carries another value than it reads."""
    exchanged = any(value != sent for value, sent in (row.values or {}).items())
    return exchanged or (row.convert is not None and bool(row.convert.model_dump(exclude_none=True)))


def inputs(plan: Plan) -> dict[str, Any]:
    """Return the JSON Schema of what somebody has to give: parameters, and the message of a webhook."""
    asked = {
        name: said({"type": _types(parameter, end), "description": parameter.text})
        for (role, _, _), (name, parameter) in plan.asked.items()
        for end in (plan.both.producer, plan.both.consumer)
        if end is not None and end.role == role
    }
    sent = (
        {}
        if plan.reads
        else {plan.names[path]: {"description": f"{path} of the message"} for path in plan.read}
    )
    properties = sent | asked
    return {"type": "object", "properties": properties, "required": list(properties)} if properties else {}


def steps(plan: Plan) -> list[dict[str, Any]]:
    """Return the step that reads, if data is asked for, and the one that writes, if an API takes it."""
    producer, consumer = plan.both.producer, plan.both.consumer
    found = []
    if producer is not None and producer.operation is not None and plan.reads:
        outputs = {plan.names[path]: expression for path, expression in plan.read.items()}
        retried = failure_actions(producer.operation.meaning.retry)
        found.append(_step(plan, READ, producer, {}, {"outputs": outputs, "onFailure": retried}))
    if consumer is not None and consumer.operation is not None:
        delivery = plan.both.flow.delivery
        retry = delivery.retry if delivery and delivery.retry else consumer.operation.meaning.retry
        body = {"requestBody": _body(plan, consumer), "onFailure": failure_actions(retry, delivery)}
        found.append(_step(plan, WRITE, consumer, _given(plan), body))
    return found


def _step(
    plan: Plan, step_id: str, end: End, given: Mapping[tuple[str, str], str], rest: Mapping[str, Any]
) -> dict[str, Any]:
    operation = end.operation
    assert operation is not None
    asked = {key[1:]: f"$inputs.{name}" for key, (name, _) in plan.asked.items() if key[0] == end.role}
    parameters = [
        {"name": name, "in": location, "value": value}
        for (location, name), value in {**asked, **given}.items()
    ]
    return {
        "stepId": step_id,
        **said({"description": operation.summary or operation.text}),
        **_operation(plan.sources[end.api.id, end.version], operation),
        **said(
            {
                "parameters": parameters,
                "requestBody": rest.get("requestBody"),
                "successCriteria": success_criteria(operation),
                "onFailure": rest.get("onFailure"),
                "outputs": rest.get("outputs"),
            }
        ),
    }


def _operation(source: str, operation: Operation) -> dict[str, str]:
    if operation.operation_id is not None:
        return {"operationId": f"$sourceDescriptions.{source}.{operation.operation_id}"}
    at = join("/paths", operation.path, operation.method)
    return {"operationPath": f"{{$sourceDescriptions.{source}.url}}#{at}"}


def _given(plan: Plan) -> dict[tuple[str, str], str]:
    """Return the values of the parameters that the mapping fills."""
    found = ((paths.beside_body(row.written.to), plan.value(row)) for row in plan.carried)
    return {place: value for place, value in found if place is not None}


def _body(plan: Plan, consumer: End) -> dict[str, Any]:
    """Return content type and payload, the values in it as expressions."""
    operation = consumer.operation
    contents = operation.body.content if operation is not None and operation.body is not None else ()
    kind = next((content.name for content in contents if "json" in content.name), None)
    payload: dict[str, Any] = {}
    for row in plan.carried:
        way = None if paths.beside_body(row.written.to) else paths.steps(consumer, row.written.to)
        if way:
            _put(payload, way, plan.value(row))
    return {**said({"contentType": kind}), "payload": payload} if payload else {}


def _put(payload: dict[str, Any], way: tuple[str, ...], value: str) -> None:
    """Put a value at the end of a way through objects and lists of one item."""
    holder: Any = payload
    for step, onward in zip(way, (*way[1:], None), strict=True):
        inner: Any = value if onward is None else [] if onward == "0" else {}
        if isinstance(holder, list):
            holder.extend([inner] if not holder else [])
            holder = holder[0]
        elif isinstance(holder, dict):
            holder = holder.setdefault(step, inner)


def _required(end: End) -> Iterator[Parameter]:
    for parameter in end.operation.parameters if end.operation is not None else ():
        ignored = parameter.location == "header" and parameter.name.lower() in _IGNORED
        if parameter.required and not ignored and parameter.location in {"query", "path", "header", "cookie"}:
            yield parameter


def _types(parameter: Parameter, end: End) -> list[str] | str:
    found = json_types(parameter.schema, end.description.follow)
    return found[0] if len(found) == 1 else list(found)
