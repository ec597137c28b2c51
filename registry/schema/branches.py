"""Which branch of a choice is which of the other: told by name, by tag, by what they declare."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from registry.schema.difference import Effect, Related
from registry.schema.members import member
from registry.schema.values import key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from registry.schema.admission import Document
    from registry.schema.node import Node
    from registry.schema.shape import Shape

MATCHED_BY_CONTENT = 40
"""Branches on a side up to which unlabelled ones are matched by comparing each with each."""


Names = frozenset[str]
"""The properties that a branch declares."""


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


def match(
    before: Sequence[Node], after: Sequence[Node], relation: Related
) -> tuple[list[tuple[Node, Node]], list[Node], list[Node]]:
    """Pair branches by name, by tag, by equal content, and the last one left on each side with each other.

    Content that is equal as far as the contract goes says little of objects, which are open: the one that declares
    the same properties is meant, then one that declares some more or less, then whatever bears the same names.
    """
    pairs: list[tuple[Node, Node]] = []
    lost, gained = list(before), list(after)
    for name in (_named, _tagged):
        pairs += _unambiguous(lost, gained, relation, name)
    if len(lost) <= MATCHED_BY_CONTENT and len(gained) <= MATCHED_BY_CONTENT:
        for fits in (_declare_the_same, _declare_more, _nothing_elsewhere):
            pairs += _twins(lost, gained, relation, fits)
            if fits is _declare_more:
                pairs += _unambiguous(lost, gained, relation, _declaring)
    if len(lost) == len(gained) == 1 and _alike(lost[0], gained[0], relation):
        pairs.append((lost.pop(), gained.pop()))
    return pairs, lost, gained


def _unambiguous(
    lost: list[Node], gained: list[Node], relation: Related, name: Callable[[Document, Node], str]
) -> list[tuple[Node, Node]]:
    """Take out, and return, the pairs of branches that alone bear a name on their sides."""
    left, right = _unique(lost, relation.a, name), _unique(gained, relation.b, name)
    found = [(left[text], right[text]) for text in left if text in right]
    lost[:] = _without(lost, [one for one, _ in found])
    gained[:] = _without(gained, [other for _, other in found])
    return found


def _twins(
    lost: list[Node],
    gained: list[Node],
    relation: Related,
    fits: Callable[[Names, Names, Names, Names], bool],
) -> list[tuple[Node, Node]]:
    """Take out, and return, the pairs of branches with equal content whose declared properties fit together.

    ``fits`` is given the names of both, and all names that the branches left on each side declare.
    """
    found = []
    besides, others = declared(relation.a, lost), declared(relation.b, gained)
    for node in tuple(lost):
        mine = declared(relation.a, (node,))
        for twin in gained:
            fitting = fits(mine, declared(relation.b, (twin,)), besides, others)
            if fitting and relation.effect(node, twin, null_aside=True) is Effect.NONE:
                found.append((node, twin))
                lost[:], gained[:] = _without(lost, [node]), _without(gained, [twin])
                break
    return found


def _declare_the_same(mine: Names, theirs: Names, _besides: Names, _others: Names) -> bool:
    return mine == theirs


def _declare_more(mine: Names, theirs: Names, _besides: Names, _others: Names) -> bool:
    return bool(mine & theirs) and (mine <= theirs or theirs <= mine)


def _nothing_elsewhere(mine: Names, theirs: Names, besides: Names, others: Names) -> bool:
    """Whether no other branch declares all that one of the two does and its twin does not."""
    return not (mine - theirs and mine - theirs <= others) and not (
        theirs - mine and theirs - mine <= besides
    )


def declared(side: Document, nodes: Sequence[Node]) -> Names:
    """Return the names of all properties that branches declare."""
    return frozenset(name for node in nodes for name in side.shape(node).declared)


def _declaring(side: Document, node: Node) -> str:
    """Return the declared properties as a name, for branches that bear none."""
    names = declared(side, (node,))
    return json.dumps(sorted(names)) if names and not (_named(side, node) or _tagged(side, node)) else ""


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
