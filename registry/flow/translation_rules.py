"""Rules about translations: does each value of the producer become one that the consumer takes?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.flow.carry import key
from registry.flow.containment import Example, Passage, misfits, takes
from registry.flow.declare import Remark, allows, reports, rule
from registry.flow.image import Image, made, node, out_of_text
from registry.flow.misfit import shown
from registry.model.fields import Field
from registry.model.flow import Substitute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.flow.ends import Row


@rule(
    "unmapped-source-value",
    "error",
    fix="say under 'values' what it becomes",
    examples=[
        reports(source="{enum: [red, green]}", row="{values: {red: rot}}"),
        reports(row="{values: {red: rot}}"),
        allows(source="{enum: [red, green]}", row="{values: {red: rot, green: gruen}}"),
    ],
)
def unmapped_source_value(row: Row) -> Iterator[Remark]:
    """A value that the row does not translate arrives as it is or not at all, and the consumer is wrong."""
    written = row.written.values
    if written is None or not isinstance(row.source, Field):
        return
    known = offered(row.source)
    for value in known:
        if key(value) not in written:
            problem = f"'{row.written.from_}' may be {shown(value)}, which 'values' leaves out"
            yield Remark(problem, "values", witness=Example(value))
    if not known and (example := untranslated(row.source, written)) is not None:
        problem = (
            f"'{row.written.from_}' may be anything, and 'values' leaves out all but {shown(list(written))}"
        )
        yield Remark(problem, "values", "have the producer list its values", witness=example)


@rule(
    "source-values-may-grow",
    "info",
    fix="say with onMisfit what happens to a value that is new",
    examples=[
        reports(source="{type: string, x-extensible-enum: [red]}", row="{values: {red: rot}}"),
        allows(
            source="{type: string, x-extensible-enum: [red]}", row="{values: {red: rot}, onMisfit: reject}"
        ),
    ],
)
def source_values_may_grow(row: Row) -> Iterator[Remark]:
    """The producer says that its list of values grows; the first new one meets a row that does not know it."""
    if row.written.on_misfit is None and isinstance(row.source, Field) and row.source.meaning.extensible:
        listed = row.written.values is not None or (
            isinstance(row.target, Field) and row.target.meaning.values
        )
        if listed:
            yield Remark(f"'{row.written.from_}' may get values that nobody knows yet", "from")


@rule(
    "mapped-value-never-sent",
    "warning",
    fix="remove it, or correct the spelling",
    examples=[
        reports(source="{enum: [red]}", row="{values: {red: rot, rde: rot}}"),
        allows(source="{enum: [red]}", row="{values: {red: rot}}"),
    ],
)
def mapped_value_never_sent(row: Row) -> Iterator[Remark]:
    """A translation of a value that the producer never sends is a misspelling or a leftover."""
    written = row.written.values
    if written is None or not isinstance(row.source, Field) or not (known := offered(row.source)):
        return
    sentinels = [*row.source.meaning.null_values, None]
    for name in written:
        if name not in map(key, (*known, *sentinels)):
            yield Remark(f"'{row.written.from_}' is never {name}", f"values/{name}")


@rule(
    "mapped-value-refused",
    "error",
    fix="translate it into a value that the consumer takes",
    examples=[
        reports(source="{enum: [red]}", target="{type: boolean}", row="{values: {red: rot}}"),
        allows(source="{enum: [red]}", target="{type: boolean}", row="{values: {red: true}}"),
    ],
)
def mapped_value_refused(row: Row) -> Iterator[Remark]:
    """The consumer refuses the value that the row sends in place of the producer's."""
    if not isinstance(row.target, Field):
        return
    for name, value in (row.written.values or {}).items():
        if value is not None and not takes(row.target, value):
            problem = f"'{row.written.to}' does not take {shown(value)}"
            yield Remark(problem, f"values/{name}", witness=Example(spelled(row.source, name)))
    if isinstance(row.written.on_null, Substitute) and not takes(row.target, row.written.on_null.value):
        problem = f"'{row.written.to}' does not take {shown(row.written.on_null.value)}"
        yield Remark(problem, "onNull", witness=Example(None))


def untranslated(source: Field, written: object) -> Example | None:
    """Return a value of a source that lists none which is not among those that are translated."""
    assert isinstance(written, dict)
    names = [value for name in written for value in (name, out_of_text(name))]
    whole = Image(node(source), lambda value: value, lambda value: (value,))
    found = (misfit.example for misfit in misfits(Passage(node(source), whole, made({"enum": names}))))
    return next((example for example in found if example is not None), None)


def offered(source: Field) -> tuple[Any, ...]:
    """Return the values that a field lists, null aside; none where it lists none."""
    listed = tuple(meaning.value for meaning in source.meaning.values)
    return listed or ((True, False) if set(source.types) - {"null"} == {"boolean"} else ())


def spelled(source: object, name: str) -> Any:
    """Return the value of the producer that is written as a key."""
    known = offered(source) if isinstance(source, Field) else ()
    return next((value for value in known if key(value) == name), name)
