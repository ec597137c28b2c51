"""Rules about one row of a mapping: does the path exist, does the value fit, what becomes of null?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from registry.flow.containment import differences, shown, takes, worded
from registry.flow.declare import Remark, rule
from registry.model.fields import Field, NoSuchField
from registry.model.flow import Substitute
from registry.schema import Effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.flow.ends import Row

DECISIVE = frozenset({"type", "enum", "enum values", "null"})
"""Keywords whose difference stops every value of a kind, not only the unusual one."""
NUMERIC = frozenset({"number", "integer"})


@rule("mapping-from-unknown-field", "error", fix="write a path that the producer's operation answers")
def mapping_from_unknown_field(row: Row) -> Iterator[Remark]:
    """A row that reads what is not there carries nothing, and nobody notices until the value is missed."""
    if isinstance(row.source, NoSuchField):
        yield Remark(row.source.problem, "from", row.source.remedy)


@rule("mapping-to-unknown-field", "error", fix="write a path that the consumer's operation takes")
def mapping_to_unknown_field(row: Row) -> Iterator[Remark]:
    """A row that writes where nothing is taken is refused, or dropped without a word."""
    if isinstance(row.target, NoSuchField):
        yield Remark(row.target.problem, "to", row.target.remedy)


@rule("value-of-other-kind", "error", fix="convert the value, or say with 'values' what each one becomes")
def value_of_other_kind(row: Row) -> Iterator[Remark]:
    """The consumer refuses the type or the word that the producer sends, and the record is lost."""
    yield from (Remark(message) for message, decisive in misfits(row) if decisive)


@rule("value-may-not-fit", "info", fix="agree on the narrower limit, or shorten the value on the way")
def value_may_not_fit(row: Row) -> Iterator[Remark]:
    """The producer allows values beyond a limit of the consumer; the first unusual one is refused."""
    yield from (Remark(message) for message, decisive in misfits(row) if not decisive)


@rule("converted-value-does-not-fit", "error", fix="round the number, or map it into a field that takes it")
def converted_value_does_not_fit(row: Row) -> Iterator[Remark]:
    """Arithmetic needs a number and makes one, and a division leaves a fraction that integers cannot hold."""
    convert, source, target = row.written.convert, row.source, row.target
    if convert is None or not isinstance(source, Field):
        return
    if not NUMERIC & set(source.types or NUMERIC):
        yield Remark(f"'{row.written.from_}' is no number to calculate with", "convert")
    if not isinstance(target, Field) or not target.types:
        return
    if not NUMERIC & set(target.types):
        yield Remark(f"'{row.written.to}' takes no number", "convert")
    elif "number" not in target.types and convert.divide is not None and convert.round != 0:
        yield Remark(f"'{row.written.to}' takes integers only, and a division leaves a fraction", "convert")


@rule("unmapped-source-value", "error", fix="say under 'values' what it becomes")
def unmapped_source_value(row: Row) -> Iterator[Remark]:
    """A value that the row does not translate arrives as it is or not at all, and the consumer is wrong."""
    written = row.written.values
    if written is None or not isinstance(row.source, Field):
        return
    for value in offered(row.source):
        if key(value) not in written:
            yield Remark(
                f"'{row.written.from_}' may be {shown(value)}, which 'values' leaves out",
                "values",
                witness=value,
            )


@rule("mapped-value-never-sent", "warning", fix="remove it, or correct the spelling")
def mapped_value_never_sent(row: Row) -> Iterator[Remark]:
    """A translation of a value that the producer never sends is a misspelling or a leftover."""
    written = row.written.values
    if written is None or not isinstance(row.source, Field) or not (known := offered(row.source)):
        return
    for name in written:
        if name not in map(key, known):
            yield Remark(f"'{row.written.from_}' is never {name}", f"values/{name}")


@rule("mapped-value-refused", "error", fix="translate it into a value that the consumer takes")
def mapped_value_refused(row: Row) -> Iterator[Remark]:
    """The consumer refuses the value that the row sends in place of the producer's."""
    if not isinstance(row.target, Field):
        return
    for name, value in (row.written.values or {}).items():
        if value is not None and not takes(row.target, value):
            yield Remark(f"'{row.written.to}' does not take {shown(value)}", f"values/{name}", witness=value)
    if isinstance(row.written.on_null, Substitute) and not takes(row.target, row.written.on_null.value):
        value = row.written.on_null.value
        yield Remark(f"'{row.written.to}' does not take {shown(value)}", "onNull", witness=value)


@rule("null-without-rule", "error", fix="write onNull: skip, reject, send or {value: …}")
def null_without_rule(row: Row) -> Iterator[Remark]:
    """Null means something to the producer; a consumer that was not told what to do then fails or guesses."""
    if row.written.on_null is not None or not isinstance(row.source, Field) or "null" not in row.source.types:
        return
    if "null" in (row.written.values or {}):
        return
    if not isinstance(row.target, Field) or not takes(row.target, None):
        yield Remark(f"'{row.written.from_}' may be null, and nothing says what happens then", "from")


@rule("null-sent-and-refused", "error", fix="skip or reject it, or send a value: onNull: {value: …}")
def null_sent_and_refused(row: Row) -> Iterator[Remark]:
    """The row sends null to a consumer that does not take it."""
    if row.written.on_null == "send" and isinstance(row.target, Field) and not takes(row.target, None):
        yield Remark(f"'{row.written.to}' does not take null", "onNull")


@rule("required-target-may-be-missing", "warning", fix="say with onNull what happens to a record without it")
def required_target_may_be_missing(row: Row) -> Iterator[Remark]:
    """The producer may leave out what the consumer cannot do without."""
    if row.written.on_null in ("reject", "send") or isinstance(row.written.on_null, Substitute):
        return
    if not isinstance(row.source, Field):
        return
    if row.written.on_null == "skip" and row.is_target_demanded:
        yield Remark(f"null is skipped, and '{row.written.to}' is required", "onNull")
    elif not row.source.required and (row.written.required or row.is_target_demanded):
        yield Remark(f"'{row.written.from_}' may be absent, and '{row.written.to}' is required", "from")


@rule("unit-not-converted", "error", fix="convert the number, or correct the unit of one of the fields")
def unit_not_converted(row: Row) -> Iterator[Remark]:
    """The type is the same and the number is not: what left in cents arrives as euros."""
    source, target = row.source, row.target
    if not isinstance(source, Field) or not isinstance(target, Field) or row.written.convert is not None:
        return
    pair = source.meaning.unit, target.meaning.unit
    if all(pair) and pair[0] != pair[1]:
        yield Remark(f"'{row.written.from_}' is in {pair[0]}, '{row.written.to}' in {pair[1]}", "to")


@rule("staler-than-needed", "error", fix="agree on a shorter promise with the producer, or need less")
def staler_than_needed(row: Row) -> Iterator[Remark]:
    """The producer keeps its promise, and the value is still older than the flow can bear."""
    needed = row.ends.flow.freshness_needed
    promised = row.source.meaning.freshness if isinstance(row.source, Field) else None
    if needed is not None and promised is not None and promised.threshold > needed.threshold:
        yield Remark(
            f"'{row.written.from_}' may be {promised.threshold} old; at most {needed.threshold} is needed",
            "from",
        )


@rule("uses-deprecated-field", "warning", fix="read the field that takes its place before it goes")
def uses_deprecated_field(row: Row) -> Iterator[Remark]:
    """A deprecated field is announced to go; for whoever still carries it then, the flow stops."""
    for field, path, at in ((row.source, row.written.from_, "from"), (row.target, row.written.to, "to")):
        if isinstance(field, Field) and field.meaning.deprecated:
            until = f" and stops working on {field.meaning.sunset}" if field.meaning.sunset else ""
            yield Remark(f"'{path}' is deprecated{until}", at)


def misfits(row: Row) -> Iterator[tuple[str, bool]]:
    """Yield why a value that is carried as it is may be refused, and whether a whole kind of values is."""
    if not isinstance(row.source, Field) or not isinstance(row.target, Field):
        return
    if row.written.values is not None or row.written.convert is not None:
        return
    for difference in differences(row.source, row.target):
        certain = Effect.NARROWER in difference.effect and difference.keyword in DECISIVE
        yield f"'{row.written.from_}' into '{row.written.to}': {worded(difference)}", certain


def offered(source: Field) -> tuple[Any, ...]:
    """Return the values that a field lists, null aside; none where it lists none."""
    listed = tuple(meaning.value for meaning in source.meaning.values)
    return listed or ((True, False) if set(source.types) - {"null"} == {"boolean"} else ())


def key(value: Any) -> str:
    """Return a value as it is written as a key: text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value)
