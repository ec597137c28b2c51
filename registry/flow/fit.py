"""Whether the values of a row fit where they arrive, told by kind: type, list, length, number, text, and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from registry.flow.containment import Passage, misfits
from registry.flow.image import SCALARS, image, node, on_the_wire, wire
from registry.model.fields import Field
from registry.schema import Effect
from registry.schema.side import Side
from registry.schema.values import type_of

if TYPE_CHECKING:
    from registry.flow.containment import Misfit
    from registry.flow.ends import Row

Kind: TypeAlias = Literal["type", "list", "length", "number", "text", "other", "unknown"]

KINDS: dict[str, Kind] = {
    **dict.fromkeys(("type", "null"), "type"),
    **dict.fromkeys(("enum", "enum values"), "list"),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), "length"),
    **dict.fromkeys(("minimum", "maximum", "multipleOf"), "number"),
    **dict.fromkeys(("pattern", "format", "contentEncoding", "contentMediaType"), "text"),
}
"""Keywords by the kind of rule that tells of them."""

DECISIVE = frozenset({"type", "null", "enum values"})
"""Keywords that the engine is sure of; the others are told as misfits only where an example is proved."""


class Told(NamedTuple):
    """A misfit and its kind."""

    kind: Kind
    misfit: Misfit


def told(row: Row) -> tuple[Told, ...]:
    """Return every way in which values of a row may be refused; nothing where an end is not known."""
    if "told" not in row.worked_out:
        way = passage(row)
        found = () if way is None else misfits(way)
        vague = way is not None and Side(way.source.schemas).shape(way.source).unlimited
        row.worked_out["told"] = tuple(Told(kind_of(misfit, vague=vague), misfit) for misfit in found)
    known: tuple[Told, ...] = row.worked_out["told"]
    return known


def kind_of(misfit: Misfit, *, vague: bool) -> Kind:
    """Return what kind of misfit it is; without proof nobody knows, except where kinds of values part.

    What a source is of which nothing is said, ``vague``, does not fit in one way as little as in another.
    """
    kind = "other" if vague else KINDS.get(misfit.difference.keyword, "other")
    sure = Effect.NARROWER in misfit.difference.effect and misfit.difference.keyword in DECISIVE
    return kind if sure or misfit.example is not None else "unknown"


def passage(row: Row) -> Passage | None:
    """Return the way of a row's values; None where an end is not known or nothing can be calculated."""
    source, target = row.source, row.target
    if not isinstance(source, Field) or not isinstance(target, Field):
        return None
    sent = image(row.written, source)
    if sent is None:
        return None
    direction = "response" if row.ends.producer is None else row.ends.producer.side
    if row.is_in_text and SCALARS.issuperset(types := sent_types(row, source)):
        if set(target.types) - {"null"} == {"string"} and "string" not in types:
            return Passage(node(source), on_the_wire(sent, types), node(target), direction)
        if "string" not in target.types and types == {"string"}:
            return Passage(node(source), sent, wire(target), direction)
    return Passage(node(source), sent, node(target), direction)


def sent_types(row: Row, source: Field) -> frozenset[str]:
    """Return the types of what a row sends, null aside."""
    if row.written.convert is not None:
        return frozenset({"number"})
    if row.written.values is not None:
        return frozenset(type_of(value) for value in row.written.values.values()) - {"null"}
    return frozenset(source.types) - {"null"}
