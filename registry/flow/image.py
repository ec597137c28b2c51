"""All that a row may send, null aside, as a schema; and the way back from what is sent to what was answered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import gcd, lcm
from typing import TYPE_CHECKING, Any

from registry.flow.carry import calculated, carried, exact, factor, is_number, key, plain, reversed_
from registry.schema import Schemas
from registry.schema.shape import NUMBERS
from registry.schema.side import Side
from registry.schema.values import equal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from registry.model.fields import Field
    from registry.model.flow import Convert, MappingRow
    from registry.schema import Node
    from registry.schema.shape import Limit, Shape

IN_TEXT = {
    "integer": "^-?(0|[1-9][0-9]*)$",
    "number": r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$",
    "boolean": "^(true|false)$",
}
"""How values are written in a URL or a header, where everything is text."""
SCALARS = frozenset({"string", *IN_TEXT})


@dataclass(frozen=True, eq=False, slots=True)
class Image:
    """The values that a row may send: those of ``node``.

    ``forward`` sends a value of the producer, ``back`` yields the values that one which is sent may stem from.
    """

    node: Node
    forward: Callable[[Any], Any]
    back: Callable[[Any], Iterable[Any]]


def image(row: MappingRow, source: Field) -> Image | None:
    """Return what a row sends of a source; None where there is nothing to calculate with, or nothing translated."""
    if row.values is not None:
        sent = [value for value in row.values.values() if value is not None]
        return (
            Image(made({"enum": sent}), partial(_forward, row), partial(_translated, row)) if sent else None
        )
    if row.convert is not None:
        shape = Side(node(source).schemas).shape(node(source))
        numbers = converted(row.convert, shape)
        if numbers is None:
            return None
        return Image(
            made(numbers), partial(_forward, row), partial(_uncalculated, row.convert, step_of(shape))
        )
    return Image(node(source), lambda value: value, lambda value: (value,))


def on_the_wire(sent: Image, types: Iterable[str]) -> Image:
    """Return values of these types as a URL or a header carries them: as text."""
    patterns = [IN_TEXT[kind] for kind in types if kind in IN_TEXT]
    return Image(
        made({"anyOf": [{"type": "string", "pattern": pattern} for pattern in patterns]}),
        lambda value: in_text(sent.forward(value)),
        lambda text: sent.back(out_of_text(text)),
    )


def wire(field: Field) -> Node:
    """Return what a parameter takes, as the text in which it arrives."""
    pattern = "|".join(f"({IN_TEXT[kind]})" for kind in field.types if kind in IN_TEXT)
    return made({"type": "string", "pattern": pattern})


def node(field: Field) -> Node:
    """Return the field's schema as the engine sees it."""
    description = field.description
    return Schemas(description.data, description.dialect).node(field.schema, field.pointer)


def made(schema: dict[str, Any]) -> Node:
    """Return a schema of our own as the engine sees it."""
    return Schemas({}, "3.1").node(schema, "")


def converted(convert: Convert, shape: Shape) -> dict[str, Any] | None:
    """Return the schema of all numbers that the arithmetic makes of a shape's, exactly; None if there are none.

    Numbers that are multiples of a step, as integers are of 1, stay so: cents divided by 100 have two decimals.
    """
    if convert.divide == 0 or not NUMBERS & shape.types:
        return None
    if shape.values is not None:
        listed = [value for value in shape.values if is_number(value)]
        return {"enum": [plain(calculated(convert, exact(value))) for value in listed]} if listed else None
    slope = calculated_slope(convert)
    if slope == 0:
        return {"const": plain(calculated(convert, Fraction(0)))}
    before = step_of(shape)
    edges = [edge(convert, limit, sign, before) for limit, sign in ((shape.low, 1), (shape.high, -1))]
    low, high = edges if slope > 0 else reversed(edges)
    after = step_after(convert, before and before * abs(slope))
    schema: dict[str, Any] = {"type": "integer" if after is not None and after % 1 == 0 else "number"}
    schema |= bound("inimum", low) | bound("aximum", high)
    return schema | ({"multipleOf": plain(after)} if after is not None and is_decimal(after) else {})


def calculated_slope(convert: Convert) -> Fraction:
    """Return what the arithmetic multiplies with."""
    slope = factor(convert.model_copy(update={"add": None, "round": None}))
    assert slope is not None
    return slope


def step_of(shape: Shape) -> Fraction | None:
    """Return the step of which all numbers of a shape are multiples, None if there is none."""
    steps = [*shape.multiples, *([Fraction(1)] if "fraction" not in shape.types else [])]
    if not steps:
        return None
    return Fraction(lcm(*(step.numerator for step in steps)), gcd(*(step.denominator for step in steps)))


def step_after(convert: Convert, step: Fraction | None) -> Fraction | None:
    """Return the step after adding and rounding; one who adds a half to integers has multiples of a half."""
    if step is not None and convert.add:
        added = exact(convert.add)
        step = Fraction(
            gcd(step.numerator * added.denominator, added.numerator * step.denominator),
            step.denominator * added.denominator,
        )
    if convert.round is None:
        return step
    finest = Fraction(1, 10**convert.round)
    return step if step is not None and step % finest == 0 else finest


def edge(
    convert: Convert, limit: Limit | None, sign: int, step: Fraction | None
) -> tuple[Fraction, bool] | None:
    """Return where a bound goes and whether it is itself outside; on steps it is first moved to the step inside."""
    if limit is None:
        return None
    value, excluded = limit.value, limit.excluded
    if step is not None:
        steps = -(sign * -value // step) if sign > 0 else value // step
        inside = steps * step
        value, excluded = inside + sign * step if excluded and inside == value else inside, False
    return calculated(convert, value), excluded and convert.round is None


def bound(name: str, edge: tuple[Fraction, bool] | None) -> dict[str, Any]:
    """Return the keyword of a bound: ``minimum`` or ``exclusiveMinimum`` of ``inimum``."""
    if edge is None:
        return {}
    return {f"exclusiveM{name}" if edge[1] else f"m{name}": plain(edge[0])}


def is_decimal(number: Fraction) -> bool:
    """Tell whether a number ends after some digits, so that it can be written down."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def in_text(value: Any) -> Any:
    """Return a scalar as a URL carries it."""
    return value if isinstance(value, str) else json.dumps(value)


def out_of_text(text: Any) -> Any:
    """Return the scalar that a text in a URL stands for."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _forward(row: MappingRow, value: Any) -> Any:
    return carried(row, value).value


def _translated(row: MappingRow, sent: Any) -> Iterator[Any]:
    """Yield the words and values that are translated into one."""
    for name, value in (row.values or {}).items():
        if value is not None and equal(value, sent):
            yield name
            if (read := out_of_text(name)) != name and key(read) == name:
                yield read


def _uncalculated(convert: Convert, step: Fraction | None, sent: Any) -> Iterator[Any]:
    """Yield numbers of which the arithmetic makes one, or one beside it: the exact one, then those on the steps."""
    if not is_number(sent):
        return
    before = reversed_(convert, exact(sent))
    step = step or Fraction(1)
    beside = (step * (before // step + times) for times in (0, 1, -1, 2))
    yield from dict.fromkeys(map(plain, (before, *beside)))
