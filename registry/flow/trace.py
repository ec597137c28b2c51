"""The way of a value through all systems: steps from field to field, nearest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from registry.flow.edges import Edge
    from registry.flow.subject import SubjectKind

Direction: TypeAlias = Literal["up", "down", "both"]


@dataclass(frozen=True, slots=True)
class Step:
    """One edge on the way, so many hops from the start.

    ``before`` is the number of the step that first led here, None for one that begins at the start. ``onward`` are
    the numbers of all steps that carry on from here, also those that another way reached first. ``cut`` tells that
    the way may go on beyond the limit.
    """

    edge: Edge
    hops: int
    before: int | None
    onward: tuple[int, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a field, or all of an API, a system or a flow, gets its values from and where they go.

    Each edge is one step in each direction, breadth first, however many ways lead to it; so a circle ends.
    """

    subject: str
    kind: SubjectKind
    upstream: tuple[Step, ...]
    downstream: tuple[Step, ...]


def walked(
    begin: Iterable[Edge],
    beyond: Callable[[Edge], Iterable[Edge]],
    depth: int | None = None,
    goes_on: Callable[[Edge], bool] = lambda _: False,
) -> tuple[Step, ...]:
    """Return all steps that can be made from some edges, breadth first; ``beyond`` yields what follows an edge.

    ``goes_on`` tells of an edge at the limit, without looking there, whether the way may go on.
    """
    steps = [Step(one, 1, None) for one in dict.fromkeys(begin)]
    numbers = {step.edge: number for number, step in enumerate(steps)}
    onward: dict[int, tuple[int, ...]] = {}
    number = 0
    while number < len(steps):  # grows while it is walked
        step = steps[number]
        if depth is not None and step.hops >= depth:
            steps[number] = replace(step, cut=goes_on(step.edge))
        else:
            following = tuple(beyond(step.edge))
            for one in following:
                if one not in numbers:
                    numbers[one] = len(steps)
                    steps.append(Step(one, step.hops + 1, number))
            onward[number] = tuple(numbers[one] for one in following)
        number += 1
    return tuple(numbered(steps, onward))


def numbered(steps: Iterable[Step], onward: Mapping[int, tuple[int, ...]]) -> Iterable[Step]:
    """Yield the steps with the numbers of those that carry on from each."""
    return (replace(step, onward=onward.get(number, ())) for number, step in enumerate(steps))
