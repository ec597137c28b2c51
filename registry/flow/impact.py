"""Changes times flows: who is hit by a new version, through which field."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from registry.diff.change import LEVELS, Change, Level
from registry.flow.ends import ends as ends_of
from registry.flow.ends import operation_of, rows_of
from registry.flow.touch import Way, is_within_schema
from registry.formats import Duration
from registry.source.versions import satisfies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from registry.diff.change import Comparison
    from registry.flow.ends import End, Ends
    from registry.model.fields import Field
    from registry.model.flow import Flow
    from registry.model.registry import Registry


NAMED = 3
"""How many fields a sentence names."""


@dataclass(frozen=True, slots=True)
class Impact:
    """One flow that a new version hits, at one of its ends.

    ``changes`` are those that reach it, their level raised where this flow has more to lose; ``fields`` the
    references of the mapped fields they concern, none where the operation as a whole is concerned.
    """

    flow: Flow
    changes: tuple[Change, ...]
    fields: tuple[str, ...]
    paths: tuple[str, ...]
    api: str
    reads: bool

    @property
    def level(self) -> Level:
        """The gravest level among the changes."""
        return min((change.level for change in self.changes), key=LEVELS.index)

    @property
    def sentence(self) -> str:
        """Who is hit, through what, how gravely, and why that is graver than for others."""
        verb, preposition = ("reads", "from") if self.reads else ("writes", "into")
        through = ", ".join(self.paths[:NAMED]) if self.paths else "records"
        if len(self.paths) > NAMED:
            through += f" and {len(self.paths) - NAMED} more"
        counts = {level: sum(change.level == level for change in self.changes) for level in LEVELS}
        grave = " and ".join(
            f"{count} {level} {'change' if count == 1 else 'changes'}"
            for level, count in counts.items()
            if count
        )
        who = f"{self.flow.title} ({self.flow.owner}) {verb} {through} {preposition} {self.api}"
        return "; ".join([f"{who}: {grave}", *self.reasons])

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why changes are graver for this flow than for others, each a sentence about the flow."""
        return tuple(
            dict.fromkeys(
                said for change in self.changes if (said := more_to_lose(change, self.flow)) is not None
            )
        )


def impact(
    registry: Registry, api_id: str, comparison: Comparison, *, base: str | None = None
) -> tuple[Impact, ...]:
    """Return the flows that breaking and risky changes of an API hit, those that break first.

    ``base`` is the version that was compared with: a flow counts if its range allows it, for it runs against
    it now. Without it every flow through the API counts.
    """
    changes = tuple(change for change in comparison.changes if change.level != "safe")
    found = [
        hit
        for flow in registry.flows
        for end in ends_at(ends_of(registry, flow), api_id, base)
        if (hit := struck(flow, end, changes)) is not None
    ]
    return tuple(sorted(found, key=lambda hit: (LEVELS.index(hit.level), hit.flow.id)))


def ends_at(ends: Ends, api_id: str, base: str | None) -> Iterator[End]:
    """Yield the ends of a flow at an API, as the version ``base`` describes it if that is frozen."""
    for end in (ends.producer, ends.consumer):
        if end is None or end.api.id != api_id:
            continue
        if base is None:
            yield end
        elif satisfies(base, end.wanted):
            version = base if base in end.api.versions else None
            yield replace(
                end, version=version, operation=operation_of(end.api.description(version), end.name)
            )


def struck(flow: Flow, end: End, changes: tuple[Change, ...]) -> Impact | None:
    """Return how the changes hit a flow at one end, None if they pass it by."""
    if end.operation is None:
        return None
    ways = [(path, Way.of(end, path)) for path in rows_of(flow, end)]
    reached: list[Change] = []
    through: dict[str, Field] = {}
    for change in changes:
        if change.operations and end.operation.name not in change.operations:
            continue
        touched = {path: way.field for path, way in ways if way is not None and way.is_touched_by(change)}
        if touched or concerns_operation(change, end):
            reached.append(for_flow(change, flow))
            through |= touched
    if not reached:
        return None
    ranked = tuple(sorted(reached, key=lambda change: LEVELS.index(change.level)))
    fields = tuple(dict.fromkeys(f"{end.api.id}#{field.id}" for field in through.values()))
    return Impact(flow, ranked, fields, tuple(through), end.api.id, reads=end.role == "producer")


def concerns_operation(change: Change, end: End) -> bool:
    """Tell whether a change is about the request as a whole, whatever fields are mapped.

    So is everything beside schemas, and a property of the request that became required.
    """
    if not is_within_schema(change):
        return True
    demanded = change.level == "breaking" and "required" in change.rule
    return demanded and change.direction == "request" and end.role == "consumer"


def for_flow(change: Change, flow: Flow) -> Change:
    """Return the change with its level raised where this flow has more to lose than others."""
    return change if more_to_lose(change, flow) is None else replace(change, level="breaking")


def more_to_lose(change: Change, flow: Flow) -> str | None:
    """Say why a change breaks this flow whatever it does to others, None if it does not.

    Freshness relaxed beyond what the flow needs, or promised no more, does; so does a raised classification where no
    legal basis is written.
    """
    needed = flow.freshness_needed
    if needed is not None and "freshness-relaxed" in change.rule:
        offered = Duration.parse(change.after) if isinstance(change.after, str) else None
        if offered is None or offered > needed.threshold:
            now = f"this may now be {offered.in_words} old" if offered else "nothing promises that any more"
            return f"it needs data at most {needed.threshold.in_words} old, and {now}"
    if "classification" in change.rule and flow.personal_data is None:
        return "it states no legal basis for personal data"
    return None


def raised(comparison: Comparison, impacts: Iterable[Impact]) -> Comparison:
    """Return the comparison with each change as grave as it is for the flow that it hits hardest."""
    broken = {identity(change) for hit in impacts for change in hit.changes if change.level == "breaking"}
    return replace(
        comparison,
        changes=tuple(
            replace(change, level="breaking") if identity(change) in broken else change
            for change in comparison.changes
        ),
    )


def identity(change: Change) -> tuple[str, str, str | None, str | None]:
    """Return what tells a change from the others of its comparison, whatever its level."""
    return change.rule, change.at, change.base, change.revision
