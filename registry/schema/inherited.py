"""Two bases whose heirs stand in for them: kinds that came or went, and the way to those on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from registry.schema.difference import Difference, Edge, Effect, Pointers
from registry.schema.kinds import property_of, target_of
from registry.schema.members import member
from registry.source.pointer import split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from registry.schema.heirs import Base
    from registry.schema.node import Node
    from registry.schema.side import Side

VENDOR_TAG = "x-ms-discriminator-value"
"""How descriptions in Swagger 2.0, which has no mapping, name the tag of a schema."""


class Family(NamedTuple):
    """A base of one side, and the pointers of its kinds by tag; a tag may lead to what is no heir."""

    base: Base
    kinds: Mapping[str, str]


def compare_heirs(
    a: Node, b: Node, bases: tuple[Base, Base], sides: tuple[Side, Side]
) -> Iterator[Difference | Edge]:
    """Follow the kinds that bear the same tag, or the same name; tell the tags that went or came."""
    before, after = (_family(base, side) for base, side in zip(bases, sides, strict=True))
    nodes = {
        (one, other): (_node(one, sides[0]), _node(other, sides[1])) for one, other in _pairs(before, after)
    }
    below = {pair: _below(pair, sides) for pair in nodes}
    fathers = [pair for pair, heirs in below.items() if all(heirs)]
    for (one, other), (left, right) in nodes.items():
        mine = below[one, other]
        above = [
            nodes[pair]
            for pair in fathers
            if one in below[pair][0] and other in below[pair][1] and pair[0] not in mine[0]
        ]
        yield Edge(f"({split(other)[-1]})", left, right, null_aside=True, told=((a, b), *above))
    lost, gained = before.kinds.keys() - after.kinds.keys(), after.kinds.keys() - before.kinds.keys()
    if lost or gained:
        effect = (Effect.NARROWER if lost else Effect.NONE) | (Effect.WIDER if gained else Effect.NONE)
        place = Pointers(bases[0].place, bases[1].place)
        yield Difference("discriminator", "changed", effect, _told(before), _told(after), at=place)


def _below(pair: tuple[str, str], sides: tuple[Side, Side]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the heirs of both, as sets."""
    return frozenset(sides[0].heirs.below(pair[0])), frozenset(sides[1].heirs.below(pair[1]))


def _pairs(before: Family, after: Family) -> Iterator[tuple[str, str]]:
    """Yield the heirs to compare, each pair once: those of one tag, then those of one name."""
    bases = (before.base.pointer, after.base.pointer)
    tagged = {(before.kinds[tag], after.kinds[tag]): None for tag in before.kinds if tag in after.kinds}
    left = {pair[0] for pair in tagged}, {pair[1] for pair in tagged}
    named = {
        (heir, heir): None for heir in before.base.heirs if heir in after.base.heirs and heir not in left[0]
    }
    for one, other in {**tagged, **named}:
        if one in before.base.heirs and other in after.base.heirs and (one, other) != bases:
            yield one, other


def _family(base: Base, side: Side) -> Family:
    """Return a base with its kinds: what the mapping names, and the heirs whose names or own values serve as tags.

    An heir in the middle that a mapping leaves out, though it names others, is there to be inherited from only.
    """
    written = base.discriminator.get("mapping")
    mapping = (
        {tag: text for tag, text in written.items() if isinstance(text, str)}
        if isinstance(written, dict)
        else {}
    )
    own = base.place.startswith(f"{base.pointer}/")
    kinds = {}
    for tag, text in mapping.items():
        pointer = _pointer(text, side)
        if own or pointer in base.heirs:
            kinds[tag] = pointer
    mapped = frozenset(kinds.values())
    for heir in base.heirs:
        if heir not in mapped and not (mapped and side.heirs.below(heir)):
            kinds[_tag(heir, property_of(base.discriminator), side)] = heir
    return Family(base, kinds)


def _tag(heir: str, name: str, side: Side) -> str:
    """Return the tag of an heir that no mapping names: the one value that it allows, else its name."""
    node = _node(heir, side)
    schema = node.parts[0].schema
    called = split(heir)[-1]
    if isinstance(schema.get(VENDOR_TAG), str):
        return str(schema[VENDOR_TAG])
    values = side.shape(member(side.schemas, side.shape(node), name)).values or ()
    return values[0] if len(values) == 1 and isinstance(values[0], str) else called


def _pointer(written: str, side: Side) -> str:
    """Return where the schema stands that a mapping names, by reference or by name; as written where nowhere."""
    target = target_of(side, written)
    return written if target is None else target.pointer or written


def _node(pointer: str, side: Side) -> Node:
    target = side.schemas.target(f"#{pointer}")
    assert target is not None
    return side.schemas.node(*target)


def _told(family: Family) -> Mapping[str, Any]:
    mapping = {
        tag: f"#{pointer}" if pointer.startswith("/") else pointer for tag, pointer in family.kinds.items()
    }
    return {"propertyName": property_of(family.base.discriminator), "mapping": mapping}
