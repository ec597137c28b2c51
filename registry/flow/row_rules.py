"""Rules about one row of a mapping: does the path exist, does the field travel, what if there is no value?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.flow.carry import key
from registry.flow.containment import Example, takes
from registry.flow.declare import Remark, allows, reports, rule
from registry.flow.misfit import shown
from registry.model.fields import Field, NoSuchField
from registry.model.flow import Substitute
from registry.model.semantics import layers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.flow.ends import Row


@rule(
    "mapping-from-unknown-field",
    "error",
    fix="write a path that the producer's operation answers",
    examples=[
        reports(row="{from: 'items[].vlaue'}"),
        allows(row="{from: 'items[].value'}"),
    ],
)
def mapping_from_unknown_field(row: Row) -> Iterator[Remark]:
    """A row that reads what is not there carries nothing, and nobody notices until the value is missed."""
    if isinstance(row.source, NoSuchField):
        yield Remark(row.source.problem, "from", row.source.remedy)


@rule(
    "mapping-to-unknown-field",
    "error",
    fix="write a path that the consumer's operation takes",
    examples=[
        reports(row="{to: vlaue}"),
        allows(row="{to: value}"),
    ],
)
def mapping_to_unknown_field(row: Row) -> Iterator[Remark]:
    """A row that writes where nothing is taken is refused, or dropped without a word."""
    if isinstance(row.target, NoSuchField):
        yield Remark(row.target.problem, "to", row.target.remedy)


@rule(
    "field-does-not-travel",
    "error",
    fix="map another field",
    examples=[
        reports(target="{type: string, readOnly: true}"),
        reports(source="{type: string, writeOnly: true}"),
        allows(source="{type: string, readOnly: true}"),
    ],
)
def field_does_not_travel(row: Row) -> Iterator[Remark]:
    """What is write-only is never answered, and what is read-only is not taken (OpenAPI 3.0.3, 4.7.24.2)."""
    producer = row.ends.producer
    answers = producer is not None and producer.side == "response"
    if answers and isinstance(row.source, Field) and is_marked(row.source, "writeOnly"):
        yield Remark(f"'{row.written.from_}' is writeOnly: it is never answered", "from")
    if isinstance(row.target, Field) and is_marked(row.target, "readOnly"):
        yield Remark(f"'{row.written.to}' is readOnly: the consumer sets it itself", "to")


@rule(
    "row-without-effect",
    "warning",
    fix="write onNull: skip in the later row, or remove this one",
    examples=[
        reports(flow="mapping: [{from: 'items[].value', to: value}, {from: 'items[].id', to: value}]"),
        allows(
            flow="mapping: [{from: 'items[].id', to: value}, {from: 'items[].value', to: value, onNull: skip}]"
        ),
    ],
)
def row_without_effect(row: Row) -> Iterator[Remark]:
    """A later row into the same field always has a value, so what this one carries never arrives."""
    if "[]" in row.written.to:
        return  # each row may fill an item of its own
    for later in row.ends.flow.mapping[row.number + 1 :]:
        if later.to == row.written.to and "skip" not in (later.on_null, later.on_stale):
            yield Remark(f"'{later.from_}' always takes its place in '{row.written.to}'", "to")
            return


@rule(
    "null-without-rule",
    "error",
    fix="write onNull: skip, reject, send or {value: …}",
    examples=[
        reports(source="{type: [string, 'null']}"),
        allows(source="{type: [string, 'null']}", row="{onNull: skip}"),
        allows(source="{type: [string, 'null']}", target="{type: [string, 'null']}"),
    ],
)
def null_without_rule(row: Row) -> Iterator[Remark]:
    """Null means something to the producer; a consumer that was not told what to do then fails or guesses."""
    if row.written.on_null is not None or not isinstance(row.source, Field):
        return
    translated = row.written.values or {}
    nullable = "null" in row.source.types and "null" not in translated
    if nullable and (not isinstance(row.target, Field) or not takes(row.target, None)):
        problem = f"'{row.written.from_}' may be null, and nothing says what happens then"
        yield Remark(problem, "from", witness=Example(None))


@rule(
    "sentinel-without-rule",
    "error",
    fix="write onNull, or say under 'values' what it becomes",
    examples=[
        reports(source="{type: integer, x-ogc-nullValues: [-1]}", target="{type: integer}"),
        allows(
            source="{type: integer, x-ogc-nullValues: [-1]}", target="{type: integer}", row="{onNull: skip}"
        ),
        allows(
            source="{type: integer, x-ogc-nullValues: [-1]}", target="{type: integer, x-ogc-nullValues: [-1]}"
        ),
    ],
)
def sentinel_without_rule(row: Row) -> Iterator[Remark]:
    """A value that stands for null, such as -1, arrives as if it were one: minus one pair in stock."""
    if row.written.on_null is not None or not isinstance(row.source, Field):
        return
    known = row.target.meaning.null_values if isinstance(row.target, Field) else ()
    for value in row.source.meaning.null_values:
        if value not in known and key(value) not in (row.written.values or {}):
            problem = f"'{row.written.from_}' says null as {shown(value)}, and '{row.written.to}' does not know that"
            yield Remark(problem, "from", witness=Example(value))


@rule(
    "null-sent-and-refused",
    "error",
    fix="skip or reject it, or send a value: onNull: {value: …}",
    examples=[
        reports(source="{type: [string, 'null']}", row="{onNull: send}"),
        allows(source="{type: [string, 'null']}", target="{type: [string, 'null']}", row="{onNull: send}"),
    ],
)
def null_sent_and_refused(row: Row) -> Iterator[Remark]:
    """The row sends null to a consumer that does not take it."""
    if row.written.on_null == "send" and isinstance(row.target, Field) and not takes(row.target, None):
        yield Remark(f"'{row.written.to}' does not take null", "onNull", witness=Example(None))


@rule(
    "required-target-may-be-missing",
    "error",
    fix="map something that is always there, or reject the record",
    examples=[
        reports(record="{required: [id]}", body="{required: [value]}"),
        reports(source="{type: [string, 'null']}", body="{required: [value]}", row="{onNull: skip}"),
        allows(record="{required: [id]}", body="{required: [value]}", row="{onNull: reject}"),
    ],
)
def required_target_may_be_missing(row: Row) -> Iterator[Remark]:
    """The row leaves out, now and then, what the consumer refuses a record without."""
    if not row.is_target_demanded:
        return
    written = row.written
    for name, chosen in (
        ("onNull", written.on_null),
        ("onStale", written.on_stale),
        ("onMisfit", written.on_misfit),
    ):
        if chosen == "skip":
            yield Remark(f"'{row.written.to}' is required, and the row skips it", name)
    if isinstance(row.source, Field) and may_be_absent(row):
        yield Remark(f"'{row.written.from_}' may be absent, and '{row.written.to}' is required", "from")


@rule(
    "needed-value-may-be-missing",
    "warning",
    fix="say with onNull what happens to a record without it",
    examples=[
        reports(record="{required: [id]}", row="{required: true}"),
        reports(row="{required: true, onStale: skip}"),
        allows(record="{required: [id]}", row="{required: true, onNull: reject}"),
    ],
)
def needed_value_may_be_missing(row: Row) -> Iterator[Remark]:
    """The flow calls the row required, and the producer or the row itself may leave the value out."""
    chosen = (
        ("onNull", row.written.on_null),
        ("onStale", row.written.on_stale),
        ("onMisfit", row.written.on_misfit),
    )
    if row.written.required and not row.is_target_demanded:
        for name, rule_of in chosen:
            if rule_of == "skip":
                yield Remark("the row is required, and skips the value", name)
    if (
        row.written.required
        and not row.is_target_demanded
        and isinstance(row.source, Field)
        and may_be_absent(row)
    ):
        yield Remark(f"'{row.written.from_}' may be absent, and the row is required", "from")


def may_be_absent(row: Row) -> bool:
    """Tell whether the producer may leave the value out, and the row does not say what happens then."""
    answered = row.written.on_null in ("skip", "reject", "send") or isinstance(
        row.written.on_null, Substitute
    )
    return not answered and not row.is_source_certain


def is_marked(field: Field, keyword: str) -> bool:
    """Tell whether a schema, or what it refers to, says ``readOnly`` or ``writeOnly``."""
    return any(layer.get(keyword) is True for layer in layers(field.schema, field.description.follow))
