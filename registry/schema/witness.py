"""Witnesses: a value that one side allows and the other refuses, as small as can be, made to be checked.

A difference deep in a schema is shown by a value at its spot, wrapped level by level into a whole value of the
root. What is made here is a proposal; ``oracle.verdicts`` has the last word.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

from registry.schema import texts
from registry.schema.admission import accepts
from registry.schema.combine import intersection
from registry.schema.members import item
from registry.schema.relevance import shows
from registry.schema.sample import LONGEST, NoSample, candidates, object_of, sample
from registry.schema.values import key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from registry.schema.admission import Answer
    from registry.schema.difference import Difference
    from registry.schema.node import Node
    from registry.schema.side import Side

TRIED = 200
"""Values looked at for one difference."""

PROPOSED = 6
"""Proposals made for one difference."""


class Level(NamedTuple):
    """A pair of nodes on the way from the root; ``segment`` leads here from the level above."""

    segment: str
    good: Node
    bad: Node


def proposals(
    good: Side, bad: Side, way: Sequence[Level], difference: Difference | None = None
) -> Iterator[Any]:
    """Yield whole values that the good side allows and the bad one refuses because of the spot at the end of the way.

    ``way`` begins at the root. With a difference, only values are proposed that show just this one. A spot inside
    an exclusion or a condition is shown by values of the level above it.
    """
    made: set[Any] = set()
    end = len(way)
    while end and way[end - 1].segment in INDIRECT:
        end -= 1
    exact = difference if end == len(way) else None
    for value in _at(good, bad, way[end - 1], exact):
        whole = wrapped(good, way[:end], value)
        if whole is not None and key(whole[0]) not in made:
            made.add(key(whole[0]))
            yield whole[0]
            if len(made) >= PROPOSED:
                return


INDIRECT = frozenset({"(not)", "(then)", "(else)", "(name)"})
"""Ways to schemas that say nothing of the value by themselves."""


class Guesses:
    """Values tried at one spot: each is made, and judged, once, however many differences ask at this spot.

    A choice to which a hundred branches come has a hundred differences, and every value is held against all branches.
    """

    __slots__ = ("_judged", "_made", "_more", "_of")

    def __init__(self, good: Side, bad: Side, spot: Level) -> None:
        self._of = (good, bad, spot)
        self._made: list[Any] = []
        self._judged: dict[int, tuple[Answer, Answer]] = {}
        shape, against = good.shape(spot.good), bad.shape(spot.bad)
        excluded = [*against.negations, *(one.when for one in against.conditions)]
        self._more = itertools.islice(
            itertools.chain(
                candidates(good, shape, against), *(candidates(bad, bad.shape(node)) for node in excluded)
            ),
            TRIED,
        )

    def __iter__(self) -> Iterator[tuple[int, Any]]:
        """Yield each value with its number."""
        for at in itertools.count():
            if at == len(self._made):
                self._made += itertools.islice(self._more, 1)
            if at == len(self._made):
                return
            yield at, self._made[at]

    def judged(self, at: int) -> tuple[Answer, Answer]:
        """Return whether the good side allows a value, and the bad one, which is not asked where the good refuses."""
        if at not in self._judged:
            good, bad, spot = self._of
            allowed = accepts(good, spot.good, self._made[at])
            refused = None if allowed is False else accepts(bad, spot.bad, self._made[at])
            self._judged[at] = allowed, refused
        return self._judged[at]


def _at(good: Side, bad: Side, spot: Level, difference: Difference | None) -> Iterator[Any]:
    """Yield values at one spot, those surely refused before those about which the engine does not know."""
    doubtful = []
    shape, against = good.shape(spot.good), bad.shape(spot.bad)
    asked = (spot.good.key, spot.bad.key)
    if asked not in good.guesses:
        good.guesses[asked] = Guesses(good, bad, spot)
    guesses = good.guesses[asked]
    for at, value in guesses:
        if difference is not None and not shows(difference, shape, against, value):
            continue
        allowed, answer = guesses.judged(at)
        if allowed is False:
            continue
        if answer is False:
            yield value
        elif answer is None:
            doubtful.append(value)
    yield from doubtful[:PROPOSED]


def wrapped(side: Side, way: Sequence[Level], value: Any) -> tuple[Any] | None:
    """Return the value inside a value of the root, None where a level cannot be made.

    ``way`` begins at the root; the value is one of the spot at its end.
    """
    for above, level in zip(reversed(way[:-1]), reversed(way[1:]), strict=True):
        try:
            value = _lifted(side, above.good, level.segment, level.good, value)
        except NoSample:
            return None
    return (value,)


def _lifted(side: Side, node: Node, segment: str, below: Node, value: Any) -> Any:
    """Return a value of a node that holds ``value`` where ``segment`` leads."""
    shape = side.shape(node)
    if segment.startswith("("):
        return _branch(side, node, below, value)
    if segment.startswith("["):
        position = (
            int(segment[1:-1]) if segment != "[]" else max((len(one.first) for one in shape.items), default=0)
        )
        before = [sample(side, item(side.schemas, shape, at)) for at in range(position)]
        missing = (shape.min_items or 0) - position - 1
        if missing > LONGEST:
            raise NoSample
        return [*before, value, *[sample(side, item(side.schemas, shape, position)) for _ in range(missing)]]
    return {**_frame(side, node), _name(segment): value}


def _frame(side: Side, node: Node) -> dict[str, Any]:
    """Return an object of a node, of the first branch where the node is a choice."""
    shape = side.shape(node)
    if not shape.unions:
        return object_of(side, shape)
    made = sample(side, node)
    if not isinstance(made, dict):
        raise NoSample
    return made


def _name(segment: str) -> str:
    if segment.startswith("."):
        return segment[1:]
    found = texts.text(texts.Wanted((segment[1:-1],), (), 1)) if segment != "{}" else "key"
    if not isinstance(found, str):
        raise NoSample
    return found


def _branch(side: Side, node: Node, below: Node, value: Any) -> Any:
    """Return a value of a choice in which one branch holds: an object gets what the schema around asks for, too."""
    if not isinstance(value, dict):
        return value
    shape = side.shape(node)
    if any(name not in value for name in shape.required):
        around = intersection(shape, side.shape(below))
        return {**object_of(side, around), **value}
    return value
