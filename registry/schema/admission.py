"""Whether a single value is allowed by all that a node says.

The answer is True, False, or None where it is not known: formats, unevaluated members, patterns that
no automaton can tell and references that lead nowhere are not decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from registry.schema import texts
from registry.schema.members import item, member
from registry.schema.shape import NUMBERS, between
from registry.schema.values import key, type_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from registry.schema.node import Node, Schemas
    from registry.schema.shape import Contains, Shape, Union

Answer = bool | None
"""None: not known."""

INTEGERS = {"int32": 2**31, "int64": 2**63}
"""Formats of numbers that are bounds."""

Answers = dict[tuple[tuple[int, ...], int], tuple[Any, Answer]]
"""By node and identity of the value: the value itself, and the answer."""


MOST_ANSWERS = 20_000
"""Answers kept about values of one document; then they are forgotten and worked out again."""


class Document(Protocol):
    """Schemas, their shapes, and the answers known so far: a `Side`, or one that is still being read."""

    schemas: Schemas
    answers: Answers

    def shape(self, node: Node) -> Shape:
        """Return what a node allows."""


def accepts(side: Document, node: Node, value: Any) -> Answer:
    """Whether a node allows a value, all keywords considered; a question that leads back to itself is not decided."""
    if not node.parts:
        return True
    asked = (node.key, id(value))
    if asked in side.answers:
        return side.answers[asked][1]
    if len(side.answers) >= MOST_ANSWERS:
        side.answers.clear()
    side.answers[asked] = (value, None)
    answer = fits(side, side.shape(node), value)
    side.answers[asked] = (value, answer)
    return answer


def fits(side: Document, shape: Shape, value: Any) -> Answer:
    """Whether a shape allows a value, all keywords considered."""
    return _every(_verdicts(side, shape, value))


def _every(answers: Iterable[Answer]) -> Answer:
    known: Answer = True
    for answer in answers:
        if answer is False:
            return False
        if answer is None:
            known = None
    return known


def _verdicts(side: Document, shape: Shape, value: Any) -> Iterator[Answer]:
    if shape.unread:
        yield None
    if value is None:
        yield shape.null
    else:
        yield shape.admits(value)
        yield shape.values is None or key(value) in {key(listed) for listed in shape.values}
        if isinstance(value, str):
            yield from _text(shape, value)
        elif type_of(value) in NUMBERS:
            yield from _number(shape, value)
        elif isinstance(value, list):
            yield from _array(side, shape, value)
        elif isinstance(value, dict):
            yield from _object(side, shape, value)
        for union in shape.unions:
            yield _choice(side, union, value)
    yield from _logic(side, shape, value)


def _text(shape: Shape, value: str) -> Iterator[Answer]:
    for pattern in shape.patterns:
        yield texts.found(pattern, value)
    if shape.formats or shape.encodings or shape.media_types:
        yield None


def _number(shape: Shape, value: float) -> Iterator[Answer]:
    for name in shape.formats:
        edge = INTEGERS.get(name)
        yield None if edge is None else -edge <= value < edge


def _array(side: Document, shape: Shape, value: list[Any]) -> Iterator[Answer]:
    yield between(shape.min_items, len(value), shape.max_items)
    yield not shape.unique or len({key(one) for one in value}) == len(value)
    for position, one in enumerate(value):
        yield accepts(side, item(side.schemas, shape, position), one)
    for contains in shape.contains:
        yield _contained(side, contains, value)
    if shape.unevaluated_items is not None:
        yield None


def _contained(side: Document, contains: Contains, value: list[Any]) -> Answer:
    answers = [accepts(side, contains.node, one) for one in value]
    if None in answers:
        return None
    return between(contains.least, answers.count(True), contains.most)


def _object(side: Document, shape: Shape, value: Mapping[str, Any]) -> Iterator[Answer]:
    yield between(shape.min_properties, len(value), shape.max_properties)
    yield all(name in value for name in shape.required)
    for name, one in value.items():
        yield accepts(side, member(side.schemas, shape, name), one)
        for names in shape.names:
            yield accepts(side, names, name)
    for name, needed in shape.dependent_required:
        yield name not in value or all(other in value for other in needed)
    for name, node in shape.dependent_schemas:
        yield name not in value or accepts(side, node, value)
    if shape.unevaluated_properties is not None:
        yield None


def _choice(side: Document, union: Union, value: Any) -> Answer:
    most = 1 if union.kind == "anyOf" else 2
    answers: list[Answer] = []
    for branch in union.branches:
        answers.append(accepts(side, branch, value))
        if answers.count(True) == most:
            return union.kind == "anyOf"
    return None if None in answers else True in answers


def _logic(side: Document, shape: Shape, value: Any) -> Iterator[Answer]:
    for node in shape.negations:
        answer = accepts(side, node, value)
        yield None if answer is None else not answer
    for condition in shape.conditions:
        answer = accepts(side, condition.when, value)
        outcome = condition.then if answer else condition.otherwise
        yield None if answer is None else outcome is None or accepts(side, outcome, value)
