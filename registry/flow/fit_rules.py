"""Rules about values: is every one that a row sends taken where it arrives, as it is or calculated?"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from registry.flow.carry import carried, factor, plain
from registry.flow.containment import Example, Passage, misfits
from registry.flow.declare import Remark, allows, reports, rule
from registry.flow.fit import told
from registry.flow.image import Image, is_decimal, made, node, step_after, step_of
from registry.flow.misfit import shown, worded
from registry.model.fields import Field
from registry.schema.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.flow.ends import Row
    from registry.flow.fit import Kind, Told
    from registry.model.flow import Convert

NUMERIC = frozenset({"number", "integer"})
EVERY_KIND: frozenset[Kind] = frozenset({"list", "length", "number", "text", "other"})


@rule(
    "value-of-other-kind",
    "error",
    fix="convert the value, or map another field",
    examples=[
        reports(target="{type: boolean}"),
        allows(source="{type: integer}", target="{type: number}"),
    ],
)
def value_of_other_kind(row: Row) -> Iterator[Remark]:
    """The consumer refuses the type that the producer sends, and the record is lost."""
    if row.written.convert is None:
        yield from remarks(row, "type")


@rule(
    "value-not-listed",
    "error",
    fix="say with 'values' what each value becomes",
    examples=[
        reports(source="{enum: [red, green]}", target="{enum: [red]}"),
        allows(source="{enum: [red]}", target="{enum: [red, green]}"),
        allows(source="{enum: [red, green]}", target="{enum: [red]}", row="{values: {red: red, green: red}}"),
    ],
)
def value_not_listed(row: Row) -> Iterator[Remark]:
    """The consumer takes a list of words only, and the producer sends one that is not on it."""
    yield from remarks(row, "list")


@rule(
    "length-does-not-fit",
    "warning",
    fix="agree on a limit, or write onMisfit: truncate, skip or reject",
    examples=[
        reports(source="{type: string, maxLength: 80}", target="{type: string, maxLength: 70}"),
        allows(source="{type: string, maxLength: 70}", target="{type: string, maxLength: 80}"),
        allows(
            source="{type: string, maxLength: 80}",
            target="{type: string, maxLength: 70}",
            row="{onMisfit: truncate}",
        ),
    ],
)
def length_does_not_fit(row: Row) -> Iterator[Remark]:
    """The producer sends longer or shorter texts and lists than the consumer takes; the first one is refused."""
    yield from remarks(row, "length")


@rule(
    "number-out-of-range",
    "warning",
    fix="agree on the narrower range, or write onMisfit: skip or reject",
    examples=[
        reports(source="{type: integer, maximum: 10}", target="{type: integer, maximum: 5}"),
        reports(
            source="{type: integer}", target="{type: number, multipleOf: 0.1}", row="{convert: {divide: 100}}"
        ),
        allows(
            source="{type: integer}",
            target="{type: number, multipleOf: 0.01}",
            row="{convert: {divide: 100}}",
        ),
    ],
)
def number_out_of_range(row: Row) -> Iterator[Remark]:
    """The producer sends numbers beyond the bounds or between the steps of the consumer; the first one is refused."""
    yield from remarks(row, "number")


@rule(
    "text-of-other-form",
    "warning",
    fix="agree on one format, or write onMisfit: skip or reject",
    examples=[
        reports(source="{type: string, format: uri}", target="{type: string, pattern: '^https://'}"),
        reports(source="{type: string, format: date-time}", target="{type: string, format: date}"),
        allows(source="{type: string, pattern: '^[A-Z]{2}$'}", target="{type: string, pattern: '^[A-Z]+$'}"),
    ],
)
def text_of_other_form(row: Row) -> Iterator[Remark]:
    """The consumer takes texts of one pattern or format only, and the producer sends others too."""
    yield from remarks(row, "text")


@rule(
    "value-may-not-fit",
    "warning",
    fix="agree on the narrower limit, or write onMisfit: skip or reject",
    examples=[
        reports(
            source="{type: object, properties: {a: {type: string}}}",
            target="{type: object, required: [a], properties: {a: {type: string}}}",
        ),
        reports(source="{}"),
        allows(
            source="{type: object, required: [a], properties: {a: {type: string}}}",
            target="{type: object, required: [a], properties: {a: {type: string}}}",
        ),
    ],
)
def value_may_not_fit(row: Row) -> Iterator[Remark]:
    """The producer may send an object or list that lacks or holds what the consumer does not take."""
    yield from remarks(row, "other")


@rule(
    "value-not-compared",
    "info",
    fix="look at both ends yourself",
    examples=[
        reports(target="{type: string, format: sku}"),
        allows(source="{type: string, format: sku}", target="{type: string, format: sku}"),
    ],
)
def value_not_compared(row: Row) -> Iterator[Remark]:
    """Both ends differ, and no value could be shown that is refused: perhaps there is none, perhaps it is hidden."""
    yield from remarks(row, "unknown")


@rule(
    "converted-value-does-not-fit",
    "error",
    fix="round the number, or map it into a field that takes it",
    examples=[
        reports(source="{type: integer}", target="{type: integer}", row="{convert: {divide: 100}}"),
        reports(target="{type: number}", row="{convert: {divide: 100}}"),
        allows(
            source="{type: integer, multipleOf: 100}",
            target="{type: integer}",
            row="{convert: {divide: 100}}",
        ),
        allows(source="{type: integer}", target="{type: integer}", row="{convert: {divide: 100, round: 0}}"),
    ],
)
def converted_value_does_not_fit(row: Row) -> Iterator[Remark]:
    """Arithmetic needs a number and makes one, and a division leaves a fraction that integers cannot hold."""
    convert, source, target = row.written.convert, row.source, row.target
    if convert is None:
        return
    if row.written.values is not None:
        yield Remark("a row translates with 'values' or calculates with 'convert', not both", "convert")
        return
    if convert.divide == 0:
        yield Remark("nothing can be divided by zero", "convert/divide")
        return
    if isinstance(source, Field) and (other := set(source.types) - NUMERIC - {"null"}):
        what = (
            "is no number to calculate with"
            if not NUMERIC & set(source.types)
            else f"may be {' or '.join(other)}"
        )
        yield Remark(f"'{row.written.from_}' {what}", "convert", witness=of_types(source, other))
    elif (
        isinstance(target, Field) and target.types and not NUMERIC & set(target.types) and not row.is_in_text
    ):
        yield Remark(f"'{row.written.to}' takes no number", "convert", witness=of_types(source, NUMERIC))
    else:
        yield from remarks(row, "type", "convert")


@rule(
    "rounding-loses-digits",
    "info",
    fix="round to as many digits as the number has, or not at all",
    examples=[
        reports(source="{type: integer}", target="{type: number}", row="{convert: {divide: 100, round: 0}}"),
        allows(source="{type: integer}", target="{type: number}", row="{convert: {divide: 100, round: 2}}"),
    ],
)
def rounding_loses_digits(row: Row) -> Iterator[Remark]:
    """The consumer takes fractions and gets none: 129.95 arrives as 130, and totals no longer add up."""
    convert, source, target = row.written.convert, row.source, row.target
    if convert is None or convert.round is None or not isinstance(source, Field) or convert.divide == 0:
        return
    if isinstance(target, Field) and "number" not in target.types:
        return
    step = exact_step(convert, source)
    finest = Fraction(1, 10**convert.round)
    if step is not None and step % finest != 0:
        problem = (
            f"'{row.written.from_}' becomes a multiple of {plain(step)}, and is rounded to {plain(finest)}"
        )
        yield Remark(problem, "convert/round")


def remarks(row: Row, kind: Kind, at: str = "") -> Iterator[Remark]:
    """Yield the misfits of one kind that the row does not say what to do about, each with its example."""
    if row.written.values is not None:
        return
    for one in told(row):
        if one.kind == kind and not is_settled(row, one):
            problem = f"'{row.written.from_}' into '{row.written.to}': {worded(one.misfit.difference)}"
            yield Remark(f"{problem}{becoming(row, one.misfit.example)}", at, witness=one.misfit.example)


def is_settled(row: Row, one: Told) -> bool:
    """Tell whether the row says what happens to values that do not fit; no rule mends a wrong type."""
    if row.written.on_misfit == "truncate":
        return one.misfit.difference.keyword in {"maxLength", "maxItems"}
    return row.written.on_misfit is not None and one.kind in EVERY_KIND


def exact_step(convert: Convert, source: Field) -> Fraction | None:
    """Return the step of the numbers that the arithmetic makes before it rounds, if it can be written down."""
    shape = Side(node(source).schemas).shape(node(source))
    before, slope = step_of(shape), factor(convert.model_copy(update={"add": None, "round": None}))
    if before is None or slope is None:
        return None
    step = step_after(convert.model_copy(update={"round": None}), before * abs(slope))
    return step if step and is_decimal(step) else None


def becoming(row: Row, example: Example | None) -> str:
    """Return what an example becomes on the way, if it does not stay what it is."""
    if example is None or row.written.convert is None:
        return ""
    return f"; {shown(example.value)} becomes {shown(carried(row.written, example.value).value)}"


def of_types(source: object, types: set[str] | frozenset[str]) -> Example | None:
    """Return a value of a source that is of one of these types."""
    if not isinstance(source, Field):
        return None
    whole = Image(node(source), lambda value: value, lambda value: (value,))
    others = made({"not": {"type": sorted(types)}})
    found = (misfit.example for misfit in misfits(Passage(node(source), whole, others)))
    return next((example for example in found if example is not None), None)
