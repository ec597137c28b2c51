"""Rules about meaning: the type is the same and the value is not, for its unit, currency, time zone or subject."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from registry.flow.carry import factor, plain
from registry.flow.declare import Remark, allows, reports, rule
from registry.flow.units import MONEY, Scale, scale
from registry.model.fields import Field
from registry.model.semantics import layers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.flow.ends import End, Row
    from registry.model.semantics import FromField

WHOLE = Scale(MONEY, Fraction(1))
SHOWN = 100
"""The number by which wrong arithmetic is shown."""


@rule(
    "unit-not-converted",
    "error",
    fix="convert the number, or correct the unit of one of the fields",
    examples=[
        reports(source="{type: number, x-ogc-unit: g}", target="{type: number, x-ogc-unit: kg}"),
        reports(
            source="{type: integer, x-ogc-unit: '{cent}', x-field: {currency: EUR}}",
            target="{type: number, x-field: {currency: EUR}}",
        ),
        allows(source="{type: number, x-ogc-unit: g}", target="{type: number, x-ogc-unit: g}"),
    ],
)
def unit_not_converted(row: Row) -> Iterator[Remark]:
    """The type is the same and the number is not: what left in cents arrives as euros."""
    if row.written.convert is None and row.written.values is None:
        yield from of_units(row, "to")


@rule(
    "wrong-conversion",
    "error",
    fix="correct the arithmetic, or the unit of one of the fields",
    examples=[
        reports(
            source="{type: number, x-ogc-unit: g}",
            target="{type: number, x-ogc-unit: kg}",
            row="{convert: {multiply: 1000}}",
        ),
        allows(
            source="{type: number, x-ogc-unit: g}",
            target="{type: number, x-ogc-unit: kg}",
            row="{convert: {divide: 1000}}",
        ),
    ],
)
def wrong_conversion(row: Row) -> Iterator[Remark]:
    """The arithmetic makes another number of it than the units say: a price a hundred times too high."""
    if row.written.convert is not None:
        yield from of_units(row, "convert")


@rule(
    "currency-differs",
    "error",
    fix="read the amount in that currency, or write into a field that takes any",
    examples=[
        reports(
            source="{type: number, x-field: {currency: EUR}}",
            target="{type: number, x-field: {currency: USD}}",
        ),
        allows(
            source="{type: number, x-field: {currency: EUR}}",
            target="{type: number, x-field: {currency: EUR}}",
        ),
    ],
)
def currency_differs(row: Row) -> Iterator[Remark]:
    """An amount in one currency stands where another is meant, and every total is wrong."""
    source, target = row.source, row.target
    if not isinstance(source, Field) or not isinstance(target, Field):
        return
    pair = source.meaning.currency, target.meaning.currency
    if isinstance(pair[0], str) and isinstance(pair[1], str) and pair[0] != pair[1]:
        yield Remark(f"'{row.written.from_}' is in {pair[0]}, '{row.written.to}' in {pair[1]}", "to")


@rule(
    "currency-not-certain",
    "warning",
    fix="map the currency too, or leave out amounts in others",
    examples=[
        reports(
            source="{type: number, x-field: {currency: {field: id}}}",
            target="{type: number, x-field: {currency: EUR}}",
        ),
        allows(
            source="{type: number, x-field: {currency: EUR}}",
            target="{type: number, x-field: {currency: EUR}}",
        ),
    ],
)
def currency_not_certain(row: Row) -> Iterator[Remark]:
    """One end says in which currency each amount is, and the other is not told."""
    source, target = row.source, row.target
    if not isinstance(source, Field) or not isinstance(target, Field):
        return
    given, taken = source.meaning.currency, target.meaning.currency
    if isinstance(taken, str) and given is not None and not isinstance(given, str):
        named = currencies(row.ends.producer, beside(row.written.from_, given))
        if named != {taken}:
            yield Remark(
                f"'{row.written.from_}' may be in another currency than {taken} of '{row.written.to}'", "to"
            )
    elif given is not None and taken is not None and not isinstance(taken, str):
        path = beside(row.written.to, taken)
        if (
            not any(other.to == path for other in row.ends.flow.mapping)
            and default(row.ends.consumer, path) != given
        ):
            yield Remark(
                f"nothing is mapped into '{path}', which says in which currency '{row.written.to}' is", "to"
            )


@rule(
    "timezone-differs",
    "error",
    fix="convert the time, or correct the time zone of one of the fields",
    examples=[
        reports(
            source="{type: string, format: date, x-field: {timezone: Europe/Rome}}",
            target="{type: string, format: date, x-field: {timezone: America/New_York}}",
        ),
        allows(
            source="{type: string, format: date, x-field: {timezone: Europe/Rome}}",
            target="{type: string, format: date, x-field: {timezone: Europe/Rome}}",
        ),
    ],
)
def timezone_differs(row: Row) -> Iterator[Remark]:
    """A local time of one zone is read as that of another, hours off, and on the wrong day around midnight."""
    if not isinstance(row.source, Field) or not isinstance(row.target, Field):
        return
    pair = row.source.meaning.timezone, row.target.meaning.timezone
    if isinstance(pair[0], str) and isinstance(pair[1], str) and pair[0] != pair[1]:
        yield Remark(f"'{row.written.from_}' is in {pair[0]}, '{row.written.to}' in {pair[1]}", "to")


@rule(
    "business-term-differs",
    "info",
    fix="map the field that means the same, or correct the term of one of them",
    examples=[
        reports(
            source="{type: string, x-ogc-definition: 'glossary:sku'}",
            target="{type: string, x-ogc-definition: 'glossary:gtin'}",
        ),
        allows(
            source="{type: string, x-ogc-definition: 'glossary:sku'}",
            target="{type: string, x-ogc-definition: 'glossary:sku'}",
        ),
    ],
)
def business_term_differs(row: Row) -> Iterator[Remark]:
    """Both ends say which word of the glossary they mean, and they mean two."""
    if not isinstance(row.source, Field) or not isinstance(row.target, Field):
        return
    pair = row.source.meaning.term, row.target.meaning.term
    if all(pair) and pair[0] != pair[1]:
        yield Remark(f"'{row.written.from_}' is {pair[0]}, '{row.written.to}' is {pair[1]}", "to")


@rule(
    "personal-data-into-unclassified-field",
    "warning",
    fix="classify the field, or do not send it there",
    examples=[
        reports(
            source="{type: string, x-data-classification: {category: PII}}",
            flow="personalData: {legalBasis: consent, dataUse: news}",
        ),
        allows(
            source="{type: string, x-data-classification: {category: PII}}",
            target="{type: string, x-data-classification: {category: PII}}",
            flow="personalData: {legalBasis: consent, dataUse: news}",
        ),
    ],
)
def personal_data_into_unclassified_field(row: Row) -> Iterator[Remark]:
    """Where it arrives nobody knows that it is about people, so nobody protects or deletes it."""
    if not isinstance(row.source, Field) or not isinstance(row.target, Field):
        return
    found = row.source.meaning.classification
    if found is not None and found.personal and row.target.meaning.classification is None:
        yield Remark(
            f"'{row.written.from_}' is {found.category} data, and '{row.written.to}' is not classified", "to"
        )


def of_units(row: Row, at: str) -> Iterator[Remark]:
    """Yield that the number arrives in another unit than the target says, as far as units are known."""
    source, target = row.source, row.target
    if not isinstance(source, Field) or not isinstance(target, Field):
        return
    leaving, arriving = unit_of(source), unit_of(target)
    if leaving is None or arriving is None:
        return
    (given, one), (taken, other) = leaving, arriving
    said = f"'{row.written.from_}' is in {given}, '{row.written.to}' in {taken}"
    if "1" in (given, taken) and all(unit == "1" or unit.startswith("{") for unit in (given, taken)):
        return  # UCUM counts {pair} and {item} as 1
    if one is None or other is None or one.measures != other.measures:
        if given != taken and (row.written.convert is None or (one is not None and other is not None)):
            yield Remark(said, at)
        return
    wanted, does = one.size / other.size, factor(row.written.convert)
    if does != wanted:
        shown = (
            ""
            if does is None
            else f"; {SHOWN} arrives as {plain(SHOWN * does)}, and is {plain(SHOWN * wanted)}"
        )
        yield Remark(said + shown, at, arithmetic(wanted))


def unit_of(field: Field) -> tuple[str, Scale | None] | None:
    """Return the unit of a field; an amount of money that has none is in whole units of its currency."""
    unit, currency = field.meaning.unit, field.meaning.currency
    if unit:
        return unit, scale(unit)
    if currency is not None and "number" in field.types:
        return (currency if isinstance(currency, str) else "whole units of its currency"), WHOLE
    return None


def arithmetic(wanted: Fraction) -> str:
    """Return the step that makes the right number: ``divide by 100``."""
    if wanted == 1:
        return "carry the number as it is"
    if wanted.numerator == 1:
        return f"divide by {wanted.denominator}"
    return f"multiply by {plain(wanted)}"


def beside(path: str, companion: FromField) -> str:
    """Return the path of a field of the same object."""
    holder, dot, _ = path.rpartition(".")
    return f"{holder}{dot}{companion.field}"


def currencies(end: End | None, path: str) -> set[object]:
    """Return the currencies that a field may name, as far as it lists them."""
    field = None if end is None else end.find(path)
    return {one.value for one in field.meaning.values} if isinstance(field, Field) else set()


def default(end: End | None, path: str) -> object:
    """Return what a field is taken to be when it is not sent."""
    field = None if end is None else end.find(path)
    if not isinstance(field, Field):
        return None
    said = (
        layer["default"] for layer in layers(field.schema, field.description.follow) if "default" in layer
    )
    return next(said, None)
