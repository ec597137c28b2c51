"""How far operations are held to what they promised: ``x-stability-level`` and the threshold of a registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.diff.found import Found
from registry.formats.stability import STABILITY_LEVELS
from registry.schema import Difference, Effect, Pointers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.diff.declare import Spot
    from registry.formats.stability import Stability
    from registry.model.description import Description, Operation


def level(operation: Operation) -> Stability:
    """Return how stable an operation is: as it says, as the operation says whose callback it is, else stable."""
    if operation.stability is not None:
        return operation.stability
    return "stable" if operation.within is None else level(operation.within)


def below(description: Description, threshold: Stability) -> frozenset[str]:
    """Return the names of the operations that nobody was told to count on yet."""
    least = STABILITY_LEVELS.index(threshold)
    return frozenset(
        operation.name for operation in _all(description) if STABILITY_LEVELS.index(level(operation)) < least
    )


def _all(description: Description) -> Iterator[Operation]:
    waiting = [*description.webhooks, *description.operations]
    while waiting:
        operation = waiting.pop()
        yield operation
        waiting.extend(operation.callbacks)


def compare(base: Operation, revision: Operation, spot: Spot) -> Iterator[Found]:
    """Yield whether an operation now promises less, or more."""
    before, after = level(base), level(revision)
    if before == after:
        return
    lowered = STABILITY_LEVELS.index(after) < STABILITY_LEVELS.index(before)
    place = Pointers(base.pointer, revision.pointer)
    difference = Difference(
        "stability", "decreased" if lowered else "increased", Effect.NONE, before, after, at=place
    )
    yield Found(difference, base.name, (base.name,), spot)
