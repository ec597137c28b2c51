"""Whether what a row sends is what a field takes: the containment engine, and an example for every misfit."""

from __future__ import annotations

import json
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

LIMITS = {
    "maxLength": ("at most", " characters"),
    "minLength": ("at least", " characters"),
    "maxItems": ("at most", " items"),
    "minItems": ("at least", " items"),
    "maximum": ("at most", ""),
    "minimum": ("at least", ""),
}
"""How bounds are said."""
SHOWN = 60
LONGEST = 10_000
"""Characters of the longest text made."""
AFFIXES = (("https://example.com/", ""), ("/", ""), ("", "@example.com"), ("2026-01-31T12:00:00.", "Z"))
"""What goes round a long text to make it a URI, a reference, an address."""
UNUSUAL = (
    *("http://example.com/", "ftp://example.com/a", "HTTPS://EXAMPLE.COM/", "mailto:a@example.com", "/a?b=c#d"),
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
        if difference.effect & (Effect.NARROWER | Effect.UNKNOWN) and not difference.undeclared:
            yield Misfit(difference, example(passage, relation, difference, way))


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
    guessed = proposals(relation.a, relation.b, way, difference)
    for sent in chain(guessed, unusual(difference) if len(way) == 1 else ()):
        for value in passage.image.back(sent) if sent is not None else ():
            if passage.refuses(value):
                return Example(value)
    return None


def unusual(difference: Difference) -> Iterator[str]:
    """Yield texts of known formats that few think of: other schemes and cases, and ones too long."""
    if difference.keyword == "maxLength" and isinstance(difference.after, int) and difference.after <= LONGEST:
        yield from (f"{start}{'a' * difference.after}{end}" for start, end in AFFIXES)
    elif difference.keyword in ("pattern", "format"):
        yield from UNUSUAL


def takes(target: Field, value: Any) -> bool:
    """Tell whether a field takes one value."""
    found = relate(made({"const": value}), node(target))
    return not any(Effect.NARROWER in difference.effect for difference in found)


def worded(difference: Difference) -> str:
    """Return a difference between what is sent and what is taken as a sentence."""
    at = f"at '{difference.path.lstrip('.')}' " if difference.path else ""
    before, after = shown(difference.before), shown(difference.after)
    match difference.keyword:
        case "type":
            return f"{at}{difference.before} is sent, {difference.after} is taken"
        case "enum values":
            return f"{at}{before} may be sent and is not taken"
        case "enum":
            return f"{at}any value may be sent, only {after} is taken"
        case "null":
            return f"{at}null may be sent and is not taken"
        case "required":
            return f"{at}'{difference.name}' may be missing, and is required"
        case "pattern":
            return f"{at}the text need not match {after}"
        case "format":
            return f"{at}{'any text' if difference.before is None else before} is sent, {after} is taken"
        case "multipleOf":
            return f"{at}numbers between the multiples of {after} may be sent and are not taken"
    if Effect.UNKNOWN in difference.effect:
        return f"{at}'{difference.keyword}' could not be compared"
    if difference.keyword in LIMITS:
        which, what = LIMITS[difference.keyword]
        return f"{at}{limited(which, difference.before, what)} may be sent, {which} {after}{what} are taken"
    return f"{at}'{difference.keyword}' is {before} where it comes from and {after} where it goes"


def shown(value: Any) -> str:
    """Return a value as it reads in a sentence."""
    if value is None:
        return "not limited"
    if isinstance(value, list | tuple):
        return ", ".join(json.dumps(item, ensure_ascii=False) for item in value)
    return cut(json.dumps(value, ensure_ascii=False, default=str))


def cut(text: str) -> str:
    """Return a text short enough for a sentence."""
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def limited(which: str, bound: Any, what: str) -> str:
    """Return a bound in words: ``at most 80 characters``, ``any number of characters``."""
    if bound is None:
        return f"any number{f' of{what}' if what else ''}"
    return f"{which} {shown(bound)}{what}"
