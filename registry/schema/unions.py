"""``oneOf`` and ``anyOf``: branches are matched, what is left over is weighed; ``not`` and ``if``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.schema.branches import MATCHED_BY_CONTENT, declared, label, match
from registry.schema.difference import Difference, Edge, Effect, Pointers, Related
from registry.schema.inside import inside
from registry.schema.kinds import compare_tags
from registry.schema.members import member
from registry.schema.scalars import spot
from registry.schema.values import key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from registry.schema.admission import Document
    from registry.schema.node import Node
    from registry.schema.shape import Condition, Shape, Union

NONE, NARROWER, WIDER, UNKNOWN = Effect.NONE, Effect.NARROWER, Effect.WIDER, Effect.UNKNOWN


def compare_unions(
    a: Shape, b: Shape, here: tuple[Node, Node], relation: Related
) -> Iterator[Difference | Edge]:
    """Choices of both sides, in order; one without a partner is weighed against the whole other side."""
    for one, other in zip(a.unions, b.unions, strict=False):
        yield from compare_branches(one, other, relation, around=(a, b))
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


def compare_branches(
    one: Union, other: Union, relation: Related, around: tuple[Shape, Shape] | None = None
) -> Iterator[Difference | Edge]:
    """Two choices: matched branches are followed; of those left over, what no branch of the other side covers.

    ``around`` are the shapes that the choices stand in, where they say more than the choice.
    """
    pairs, lost, gained = match(one.branches, other.branches, relation)
    names_a = {id(node): label(relation.a, node, at) for at, node in enumerate(one.branches)}
    names_b = {id(node): label(relation.b, node, at) for at, node in enumerate(other.branches)}
    for before, after in pairs:
        placed = (before, after) if around is None else inside(around, before, after, relation)
        yield Edge(f"({names_b[id(after)]})", *placed, null_aside=True)
    offered = declared(relation.b, other.branches) if lost else frozenset()
    for node in lost:
        cover = _covering(node, other, relation)
        if cover is None:
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
        elif declared(relation.a, (node,)) - offered and not relation.effect(node, cover, null_aside=True):
            # It fits, as objects are open; but what it declares is declared nowhere any more.
            yield Edge(f"({names_b[id(cover)]})", node, cover, null_aside=True)
    for node in gained:
        if not any(
            _contained(relation.effect(branch, node, null_aside=True).mirrored()) for branch in one.branches
        ):
            name = names_b[id(node)]
            yield Difference(
                other.kind, "widened", WIDER, None, name, name=name, at=Pointers(one.pointer, node.pointer)
            )
    yield from compare_tags(one, other, relation, pairs)
    if _may_overlap(one, other, relation):
        yield from _overlap(one, other, relation, pairs, lost, gained)


def _covering(node: Node, union: Union, relation: Related) -> Node | None:
    """Return the first branch that allows all values of a node of the other side."""
    effects = ((branch, relation.effect(node, branch, null_aside=True)) for branch in union.branches)
    return next((branch for branch, effect in effects if _contained(effect)), None)


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
        yield from _compare_condition(one, other, relation, (a, b))
    place = spot(a, b, "if")
    if len(b.conditions) > len(a.conditions):
        yield Difference("if", "added", NARROWER, None, len(b.conditions), at=place)
    elif len(a.conditions) > len(b.conditions):
        yield Difference("if", "removed", WIDER, len(a.conditions), None, at=place)


def _compare_condition(
    one: Condition, other: Condition, relation: Related, around: tuple[Shape, Shape]
) -> Iterator[Difference | Edge]:
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
            yield Edge(segment, *inside(around, before or anything_a, after or anything_b, relation))
