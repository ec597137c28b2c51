"""Numbers and truth values as the texts that they are on the wire, held against a string."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from registry.schema import Effect
from registry.schema.admission import accepts

if TYPE_CHECKING:
    from registry.schema import Node, Relation

SAMPLES = (True, False, 0, 1, -1, 7, 10, 42, 100, 999, 12345, 1000000, 0.5, -2.25, 10.75)
"""Values that are tried where they cannot all be."""


def read_as_text(relation: Relation, base: Node, revision: Node) -> Effect:
    """Return ``NARROWER`` where a text of the base is refused by the revision, ``UNKNOWN`` where that is not decided.

    Listed values and truth values are all tried; of numbers some are, unless the string is not limited at all.
    """
    one, other = relation.a.shape(base), relation.b.shape(revision)
    if other.allows_all("string"):
        return Effect.NONE
    tried = SAMPLES if one.values is None else one.values
    sent = [value for value in tried if accepts(relation.a, base, value) is True]
    answers = [_taken(relation, revision, value) for value in sent]
    if False in answers:
        return Effect.NARROWER
    complete = one.values is not None or one.types == {"boolean"}
    return Effect.NONE if complete and None not in answers else Effect.UNKNOWN


def _taken(relation: Relation, revision: Node, value: Any) -> bool | None:
    answers = [accepts(relation.b, revision, reading) for reading in (json.dumps(value), value)]
    return True if True in answers else None if None in answers else False
