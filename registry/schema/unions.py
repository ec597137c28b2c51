"""``oneOf`` and ``anyOf``: branches are matched, what is left over is weighed; ``not`` and ``if``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from registry.schema.difference import Difference, Edge, Effect, Pointers, Related
from registry.schema.members import member
from registry.schema.scalars import spot
from registry.schema.values import key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from registry.schema.admission import Document
    from registry.schema.node import Node
    from registry.schema.shape import Condition, Shape, Union

NONE, NARROWER, WIDER, UNKNOWN = Effect.NONE, Effect.NARROWER, Effect.WIDER, Effect.UNKNOWN

MATCHED_BY_CONTENT = 40
"""Branches on a side up to which unlabelled ones are matched by comparing each with each."""


def label(side: Document, node: Node, position: int) -> str:
    """Return what people call a branch: its component, its title, the value of its tag, else its position."""
    pointer = node.pointer or ""
    if re.fullmatch(r"/components/[^/]+/[^/]+", pointer):
        return pointer.rsplit("/", 1)[1].replace("~1", "/").replace("~0", "~")
    shape = side.shape(node)
    title = shape.notes.get("title")
    if isinstance(title, str) and title:
        return title
    tags = tag(side, shape)
    return next(iter(tags.values()))[1] if len(tags) == 1 else f"{position + 1}"


def tag(side: Document, shape: Shape) -> dict[str, tuple[Any, str]]:
    """Return the required properties that can hold one string only, which tell branches apart."""
    found: dict[str, tuple[Any, str]] = {}
    for name in shape.required:
        values = side.shape(member(side.schemas, shape, name)).values
        if values is not None and len(values) == 1 and isinstance(values[0], str):
            found[name] = (key(values[0]), values[0])
    return found


def compare_unions(
    a: Shape, b: Shape, here: tuple[Node, Node], relation: Related
) -> Iterator[Difference | Edge]:
    """Choices of both sides, in order; one without a partner is weighed against the whole other side."""
    for one, other in zip(a.unions, b.unions, strict=False):
        yield from compare_branches(one, other, relation)
    for union in b.unions[len(a.unions) :]:
        effects = [relation.effect(here[0], branch, null_aside=True) for branch in union.branches]
        effect = _unless_covered(NARROWER, effects, union, relation.b)
        if effect:
            yield Difference(
                union.kind, "added", effect, None, len(union.branches), at=spot(a, b, union.kind)
            )
    for union in a.unions[len(b.unions) :]:
        effects = [relation.effect(branch, here[1], null_aside=True).mirrored() for branch in union.branches]
        effect = _unless_covered(WIDER, effects, union, relation.a)
        if effect:
            yield Difference(
                union.kind, "removed", effect, len(union.branches), None, at=spot(a, b, union.kind)
            )


def _unless_covered(effect: Effect, effects: list[Effect], union: Union, side: Document) -> Effect:
    """Return the effect of a choice that stands alone: none where one branch covers the whole other side."""
    if not any(map(_contained, effects)):
        return effect
    return NONE if union.kind == "anyOf" or _told_apart(union, side) else UNKNOWN


def compare_branches(one: Union, other: Union, relation: Related) -> Iterator[Difference | Edge]:
    """Two choices: matched branches are followed; of those left over, what no branch of the other side covers."""
    pairs, lost, gained = match(one.branches, other.branches, relation)
    names_a = {id(node): label(relation.a, node, at) for at, node in enumerate(one.branches)}
    names_b = {id(node): label(relation.b, node, at) for at, node in enumerate(other.branches)}
    for before, after in pairs:
        yield Edge(f"({names_b[id(after)]})", before, after, null_aside=True)
    for node in lost:
        if not any(_contained(relation.effect(node, branch, null_aside=True)) for branch in other.branches):
            name = names_a[id(node)]
            yield Difference(
                other.kind,
                "narrowed",
                NARROWER,
                name,
                None,
                name=name,
                at=Pointers(node.pointer, other.pointer),
            )
    for node in gained:
        if not any(
            _contained(relation.effect(branch, node, null_aside=True).mirrored()) for branch in one.branches
        ):
            name = names_b[id(node)]
            yield Difference(
                other.kind, "widened", WIDER, None, name, name=name, at=Pointers(one.pointer, node.pointer)
            )
    if _may_overlap(one, other, relation):
        yield from _overlap(one, other, relation, pairs, lost, gained)


def _contained(effect: Effect) -> bool:
    return not effect & (NARROWER | UNKNOWN)


def _may_overlap(one: Union, other: Union, relation: Related) -> bool:
    """Whether a value might fit two branches under ``oneOf``, which refuses it."""
    if "oneOf" not in (one.kind, other.kind):
        return False
    return not (_told_apart(other, relation.b) and _told_apart(one, relation.a))


def _overlap(
    one: Union,
    other: Union,
    relation: Related,
    pairs: Sequence[tuple[Node, Node]],
    lost: Sequence[Node],
    gained: Sequence[Node],
) -> Iterator[Difference]:
    """Branches that may overlap: a change of kind or of any branch can refuse a value, or let one in.

    A new branch that covers one that stayed does so for certain: each value of that one now fits two. One that went
    and covered it lets its values in.
    """
    place = Pointers(one.pointer, other.pointer)
    if one.kind != other.kind:
        effect = NARROWER if other.kind == "oneOf" else WIDER
        yield Difference("oneOf", "changed", effect, one.kind, other.kind, at=place)
        return
    changed = any(relation.effect(before, after, null_aside=True) for before, after in pairs)
    if lost or gained or changed:
        effect = UNKNOWN if changed else NONE
        if gained:
            effect |= NARROWER if _swallowed(pairs, gained, relation) else UNKNOWN
        if lost:
            effect |= WIDER if _released(pairs, lost, relation) else UNKNOWN
        yield Difference("oneOf", "changed", effect, None, None, name="overlap", at=place)


def _swallowed(pairs: Sequence[tuple[Node, Node]], gained: Sequence[Node], relation: Related) -> bool:
    """Whether every value of a branch that stayed also fits a new branch."""
    return any(
        _contained(relation.effect(before, after, null_aside=True))
        and _contained(relation.effect(before, node, null_aside=True))
        for before, after in pairs
        for node in gained
    )


def _released(pairs: Sequence[tuple[Node, Node]], lost: Sequence[Node], relation: Related) -> bool:
    """Whether every value of a branch that stayed also fitted a branch that went."""
    return any(
        _contained(relation.effect(before, after, null_aside=True).mirrored())
        and _contained(relation.effect(node, after, null_aside=True).mirrored())
        for before, after in pairs
        for node in lost
    )


def _told_apart(union: Union, side: Document) -> bool:
    """Whether no value can be allowed by two branches: said by a discriminator, or seen from types and tags."""
    if union.discriminator is not None:
        return True
    shapes = [side.shape(node) for node in union.branches]
    return len(shapes) <= MATCHED_BY_CONTENT and all(
        disjoint(first, second, side) for at, first in enumerate(shapes) for second in shapes[at + 1 :]
    )


def disjoint(one: Shape, other: Shape, side: Document) -> bool:
    """Whether two shapes provably share no value beside null."""
    if not one.types & other.types:
        return True
    if one.values is not None and other.values is not None:
        return not {key(value) for value in one.values} & {key(value) for value in other.values}
    if one.types & other.types != {"object"}:
        return False
    return any(_members_disjoint(one, other, name, side) for name in {*one.required} | {*other.required})


def _members_disjoint(one: Shape, other: Shape, name: str, side: Document) -> bool:
    """Whether a property that one side demands has no value the other side could take."""
    left, right = side.shape(member(side.schemas, one, name)), side.shape(member(side.schemas, other, name))
    if (left.empty and name in other.required) or (right.empty and name in one.required):
        return True
    if not (name in one.required and name in other.required) or (left.null and right.null):
        return False
    if not left.types & right.types:
        return True
    return (
        left.values is not None
        and right.values is not None
        and not {key(value) for value in left.values} & {key(value) for value in right.values}
    )


def match(
    before: Sequence[Node], after: Sequence[Node], relation: Related
) -> tuple[list[tuple[Node, Node]], list[Node], list[Node]]:
    """Pair branches by name, by tag, by equal content, and the last one left on each side with each other."""
    pairs: list[tuple[Node, Node]] = []
    lost, gained = list(before), list(after)
    for name in (_named, _tagged):
        left, right = _unique(lost, relation.a, name), _unique(gained, relation.b, name)
        found = [(left[text], right[text]) for text in left if text in right]
        pairs += found
        lost, gained = (
            _without(lost, [one for one, _ in found]),
            _without(gained, [other for _, other in found]),
        )
    if len(lost) <= MATCHED_BY_CONTENT and len(gained) <= MATCHED_BY_CONTENT:
        for node in tuple(lost):
            twin = next((one for one in gained if relation.effect(node, one, null_aside=True) is NONE), None)
            if twin is not None:
                pairs.append((node, twin))
                lost, gained = _without(lost, [node]), _without(gained, [twin])
    if len(lost) == len(gained) == 1 and _alike(lost[0], gained[0], relation):
        pairs.append((lost.pop(), gained.pop()))
    return pairs, lost, gained


def _alike(one: Node, other: Node, relation: Related) -> bool:
    """Whether two left over branches look like one that was edited: of one type, and neither bears a name."""
    if any(name(relation.a, one) and name(relation.b, other) for name in (_named, _tagged)):
        return False
    return relation.a.shape(one).types == relation.b.shape(other).types


def _named(side: Document, node: Node) -> str:
    text = label(side, node, -1)
    return "" if text == "0" else text


def _tagged(side: Document, node: Node) -> str:
    return " ".join(f"{name}={value}" for name, (_, value) in tag(side, side.shape(node)).items())


def _unique(
    nodes: Sequence[Node], side: Document, name: Callable[[Document, Node], str]
) -> Mapping[str, Node]:
    named: dict[str, Node | None] = {}
    for node in nodes:
        text = name(side, node)
        named[text] = None if text in named else node
    return {text: node for text, node in named.items() if text and node is not None}


def _without(nodes: list[Node], gone: Sequence[Node]) -> list[Node]:
    ids = {id(node) for node in gone}
    return [node for node in nodes if id(node) not in ids]


def compare_logic(a: Shape, b: Shape, relation: Related) -> Iterator[Difference | Edge]:
    """``not`` turns the effect round; conditions are compared where their ``if`` is the same."""
    before = [node for node in a.negations if _touches(relation.a.shape(node), b)]
    after = [node for node in b.negations if _touches(relation.b.shape(node), a)]
    place = spot(a, b, "not")
    if len(before) == len(after) == len(a.negations) == len(b.negations) == 1:
        yield Edge("(not)", before[0], after[0], flip=True)
    elif before and after:
        yield Difference("not", "changed", UNKNOWN, len(before), len(after), at=place)
    elif after:
        yield Difference("not", "added", UNKNOWN if a.negations else NARROWER, None, len(after), at=place)
    elif before:
        yield Difference("not", "removed", UNKNOWN if b.negations else WIDER, len(before), None, at=place)
    yield from _compare_conditions(a, b, relation)


def _touches(excluded: Shape, shape: Shape) -> bool:
    """Whether what is excluded could be among the values of a shape, by type."""
    return bool(excluded.types & shape.types) or (excluded.null and shape.null)


def _compare_conditions(a: Shape, b: Shape, relation: Related) -> Iterator[Difference | Edge]:
    for one, other in zip(a.conditions, b.conditions, strict=False):
        yield from _compare_condition(one, other, relation)
    place = spot(a, b, "if")
    if len(b.conditions) > len(a.conditions):
        yield Difference("if", "added", NARROWER, None, len(b.conditions), at=place)
    elif len(a.conditions) > len(b.conditions):
        yield Difference("if", "removed", WIDER, len(a.conditions), None, at=place)


def _compare_condition(one: Condition, other: Condition, relation: Related) -> Iterator[Difference | Edge]:
    moved = relation.effect(one.when, other.when)
    if moved is not NONE:
        # What follows "then" binds where the condition holds, what follows "else" where it does not.
        then = moved.mirrored() if one.then or other.then else NONE
        otherwise = moved if one.otherwise or other.otherwise else NONE
        place = Pointers(one.pointer, other.pointer)
        yield Difference("if", "changed", then | otherwise, None, None, at=place)
    anything_a, anything_b = relation.a.schemas.together(()), relation.b.schemas.together(())
    for segment, before, after in (
        ("(then)", one.then, other.then),
        ("(else)", one.otherwise, other.otherwise),
    ):
        if before is not None or after is not None:
            yield Edge(segment, before or anything_a, after or anything_b)
