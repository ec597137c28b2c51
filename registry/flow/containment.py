"""Whether what a row sends is what a field takes: the containment engine, and an example for every misfit."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from registry.flow.image import made, node
from registry.schema import Effect, Relation, oracle, relate
from registry.schema.witness import Level, proposals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.flow.image import Image
    from registry.model.fields import Field
    from registry.schema import Difference, Node
    from registry.schema.oracle import Direction

WIDE = frozenset({"float", "decimal"})
"""Formats that promise no bound, and so refuse nothing."""
SIZES = {"uuid": 36, "date": 10, "ipv4": 15, "ipv6": 45}
"""Characters of the longest text of a format."""
WHOLE = frozenset({"properties", "required properties", "additionalProperties", "dependentRequired"})
"""Keywords of an object as a whole: any object that is refused shows them."""
LONGEST = 10_000
"""Characters of the longest text made."""
AFFIXES = (("https://example.com/", ""), ("/", ""), ("", "@example.com"), ("2026-01-31T12:00:00.", "Z"))
"""What goes round a long text to make it a URI, a reference, an address."""
UNUSUAL = (
    *(
        "http://example.com/",
        "ftp://example.com/a",
        "HTTPS://EXAMPLE.COM/",
        "mailto:a@example.com",
        "/a?b=c#d",
    ),
    *("2026-01-31T12:00:00+02:00", "2026-01-31T12:00:00.123Z", "A.B+c@EXAMPLE.com"),
    *("00000000-0000-0000-0000-000000000000", "ABCDEF01-2345-4678-9ABC-DEF012345678"),
)
"""Texts that are of a format, and not as one expects."""


class Example(NamedTuple):
    """A value of the producer that shows a misfit."""

    value: Any


@dataclass(frozen=True, eq=False, slots=True)
class Passage:
    """The way of a field's values to another: ``source`` answers them, the ``image`` of them arrives at ``target``."""

    source: Node
    image: Image
    target: Node
    direction: Direction = "response"

    def refuses(self, value: Any) -> bool:
        """Tell whether a value of the producer is certainly refused where it arrives, by the word of a validator."""
        answered = oracle.verdicts(self.source.schemas, self.direction, [(self.source, value)])
        if answered != [True]:
            return False
        return oracle.verdicts(
            self.target.schemas, "request", [(self.target, self.image.forward(value))]
        ) == [False]


@dataclass(frozen=True, slots=True)
class Misfit:
    """One way in which values are refused, or may be; ``example`` is None where none could be shown."""

    difference: Difference
    example: Example | None


def misfits(passage: Passage) -> Iterator[Misfit]:
    """Yield in what ways the target refuses values that arrive, or may refuse them unseen.

    Null at the field itself is left out: a row says what becomes of it.
    """
    relation = Relation(passage.image.node.schemas, passage.target.schemas)
    for difference, way in differences(relation, passage.image.node, passage.target):
        if difference.effect & (Effect.NARROWER | Effect.UNKNOWN) and not is_harmless(
            difference, relation, way
        ):
            yield Misfit(difference, example(passage, relation, difference, way))


def is_harmless(difference: Difference, relation: Relation, way: tuple[Level, ...]) -> bool:
    """Tell whether a difference refuses nothing that is sent: undeclared members, sizes that a format implies."""
    if difference.keyword == "format":
        return difference.after in WIDE
    if difference.keyword == "maxLength" and isinstance(difference.after, int):
        formats = relation.a.shape(way[-1].good).formats
        return any(SIZES.get(name, difference.after + 1) <= difference.after for name in formats)
    return difference.undeclared


def differences(relation: Relation, a: Node, b: Node) -> Iterator[tuple[Difference, tuple[Level, ...]]]:
    """Yield each difference below two nodes with the way to it, nearest first; each pair of nodes is met once."""
    start: tuple[Level, ...] = (Level("", a, b),)
    waiting = deque([(start, True, False)])
    seen = {(a.key, b.key, True, False)}
    while waiting:
        way, null_aside, flipped = waiting.popleft()
        pair = relation.pair(way[-1].good, way[-1].bad, null_aside=null_aside)
        path = "".join(level.segment for level in way)
        for one in pair.differences:
            yield replace(one, path=path, effect=one.effect.mirrored() if flipped else one.effect), way
        for edge in pair.edges:
            state = (edge.a.key, edge.b.key, edge.null_aside, flipped != edge.flip)
            if state not in seen:
                seen.add(state)
                below = (*way, Level(edge.segment, edge.a, edge.b))
                waiting.append((below, edge.null_aside, state[3]))


def example(
    passage: Passage, relation: Relation, difference: Difference, way: tuple[Level, ...]
) -> Example | None:
    """Return a value of the producer that the target refuses because of a difference, proved by a validator."""
    exact = proposals(relation.a, relation.b, way, difference)
    beside = proposals(relation.a, relation.b, way) if difference.keyword in WHOLE else ()
    for sent in chain(exact, beside, unusual(difference) if len(way) == 1 else ()):
        for value in passage.image.back(sent) if sent is not None else ():
            if passage.refuses(value):
                return Example(value)
    return None


def unusual(difference: Difference) -> Iterator[str]:
    """Yield texts of known formats that few think of: other schemes and cases, and ones too long."""
    if (
        difference.keyword == "maxLength"
        and isinstance(difference.after, int)
        and difference.after <= LONGEST
    ):
        yield from (f"{start}{'a' * difference.after}{end}" for start, end in AFFIXES)
    yield from UNUSUAL


def takes(target: Field, value: Any) -> bool:
    """Tell whether a field takes one value."""
    found = relate(made({"const": value}), node(target))
    return not any(Effect.NARROWER in difference.effect for difference in found)
