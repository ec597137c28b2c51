"""Changes times flows: who is hit by a new version, through which field, and what happens to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from registry.diff.change import LEVELS, Change, Level
from registry.flow.effects import Case, family, tell
from registry.flow.ends import Ends, consumer_of, operation_of, producer_of, rows, rows_of
from registry.flow.touch import Way, header_of, is_demand, is_within_schema
from registry.flow.wording import counted, distinct
from registry.formats import Duration
from registry.model.fields import Field
from registry.source.versions import satisfies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from registry.diff.change import Comparison
    from registry.flow.ends import End
    from registry.flow.touch import Position
    from registry.model.description import Description
    from registry.model.flow import Flow
    from registry.model.registry import Registry

    Ways: TypeAlias = tuple[tuple[int, Way, Way | None], ...]
    Reached: TypeAlias = list[tuple[Change, Mapping[int, Position]]]

TOLD = 3
"""How many things that happen a sentence tells."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one change does to one flow: a sentence, and what to do; ``handled`` if the flow foresaw it.

    ``row`` counts from 0 and is None where the operation as a whole is concerned; ``path`` is the path of the row at
    the API that changes.
    """

    change: Change
    row: int | None
    path: str | None
    sentence: str
    action: str
    handled: bool = False


@dataclass(frozen=True, slots=True)
class Impact:
    """One flow that a new version hits, at one of its ends.

    ``changes`` are those that reach it, their level raised where this flow has more to lose; ``fields`` the
    references of the mapped fields they concern, none where the operation as a whole is concerned. ``effects`` say
    what happens, gravest first.
    """

    flow: Flow
    changes: tuple[Change, ...]
    fields: tuple[str, ...]
    paths: tuple[str, ...]
    api: str
    reads: bool
    effects: tuple[Effect, ...]

    @property
    def level(self) -> Level:
        """The gravest level among the effects that the flow did not foresee; safe if it foresaw all of them."""
        levels = (effect.change.level for effect in self.effects if not effect.handled)
        return min(levels, key=LEVELS.index, default="safe")

    @property
    def sentence(self) -> str:
        """Who is hit, and what happens to them: the gravest things, and how many more there are."""
        unforeseen = [effect for effect in self.effects if not effect.handled]
        told = tuple(distinct(effect.sentence for effect in unforeseen or self.effects))
        more = (
            f". {counted(len(told) - TOLD, 'more thing')} {'happens' if len(told) == TOLD + 1 else 'happen'}"
        )
        happens = ". ".join(capital(one) for one in told[:TOLD]) + (more if len(told) > TOLD else "")
        return f"{self.flow.title} ({self.flow.owner}): {happens}"

    @property
    def actions(self) -> tuple[str, ...]:
        """What has to be done, in the order of the effects; nothing where the flow foresaw everything."""
        return tuple(distinct(effect.action for effect in self.effects if not effect.handled))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why changes are graver for this flow than for others, each a sentence about the flow."""
        said = (more_to_lose(change, self.flow) for change in self.changes)
        return tuple(dict.fromkeys(one for one in said if one is not None))


def impact(
    registry: Registry,
    api_id: str,
    comparison: Comparison,
    *,
    base: str | None = None,
    against: Description | None = None,
    revision: Description | None = None,
) -> tuple[Impact, ...]:
    """Return the flows that the changes of an API hit, those that break first.

    ``base`` is the version that was compared with: a flow counts if its range allows it, for it runs against
    it now. Without it every flow through the API counts. ``against`` is the description of that version where it is
    not frozen in the registry. With ``revision``, the description that brings the changes, a schema that is used in
    several places of one body and replaced in one of them hits only who uses it there.
    """
    changes = tuple(change for change in comparison.changes if change.level != "safe" or is_gone(change))
    if not changes:
        return ()
    found = [
        hit
        for flow in registry.flows_at(api_id)
        for end in ends_at(registry, flow, api_id, base, against)
        if (hit := end.after(revision).by(registry, changes)) is not None
    ]
    return tuple(sorted(found, key=lambda hit: (LEVELS.index(hit.level), hit.flow.id)))


def ends_at(
    registry: Registry, flow: Flow, api_id: str, base: str | None, against: Description | None
) -> Iterator[Struck]:
    """Yield each end of a flow at an API, as the version ``base`` describes it; none that does not use that version."""
    looks = ((flow.producer.api, producer_of), (flow.consumer.api, consumer_of))
    for end in (look(registry, flow) for named, look in looks if named == api_id):
        if end is None or (base is not None and not satisfies(base, end.wanted)):
            continue
        if base is None:
            yield Struck(flow, end)
        else:
            version = base if base in end.api.versions else None
            operation = operation_of(against or end.api.description(version), end.name)
            yield Struck(flow, replace(end, version=version, operation=operation))


@dataclass(frozen=True, eq=False, slots=True)
class Struck:
    """A flow and the one of its ends that changes; ``later`` is that end in the new version, where that is known."""

    flow: Flow
    end: End
    later: End | None = None

    def ends(self, registry: Registry) -> Ends:
        """Return both ends: the one that changes as it was, and the other, which is looked up only for who is hit."""
        if self.reads:
            return Ends(self.flow, self.end, consumer_of(registry, self.flow))
        return Ends(self.flow, producer_of(registry, self.flow), self.end)

    def after(self, revision: Description | None) -> Struck:
        """Return the same with the end as a new version describes it."""
        if revision is None:
            return self
        return replace(self, later=replace(self.end, operation=operation_of(revision, self.end.name)))

    @property
    def reads(self) -> bool:
        """Whether the flow reads from the API that changes, rather than writes into it."""
        return self.end.role == "producer"

    def by(self, registry: Registry, changes: Iterable[Change]) -> Impact | None:
        """Return how the changes hit the flow, None if they pass it by."""
        paths = rows_of(self.flow, self.end)
        ways = tuple((number, Way.of(self.end, path)) for number, path in enumerate(paths))
        known = tuple((number, way, self._later(way)) for number, way in ways if way is not None)
        reached = [(change, hit) for change in changes if (hit := self._reached(change, known)) is not None]
        if not reached:
            return None
        return self._impact(tuple(change for change, _ in reached), tuple(self._effects(registry, reached)))

    def _reached(self, change: Change, ways: Ways) -> Mapping[int, Position] | None:
        """Return the rows that a change touches, none of them where it concerns the operation; None if it misses."""
        if self.end.operation is None or (
            change.operations and self.end.operation.name not in change.operations
        ):
            return None
        if not is_within_schema(change):
            return self._called(change)
        if change.direction not in (None, "response" if self.reads else "request") and not self.is_pushed:
            return None
        touched = {
            number: position
            for number, way, later in ways
            if (position := way.position(change, later)) is not None
        }
        return touched if touched or self._is_demanded(change, ways) else None

    def _later(self, way: Way) -> Way | None:
        """Return the same way in the new version, None where that is not known or there is none."""
        return None if self.later is None else Way.of(self.later, way.path)

    @property
    def is_pushed(self) -> bool:
        """Whether the operation is a webhook, which no flow calls."""
        return self.end.operation is not None and self.end.operation.kind != "operation"

    def _called(self, change: Change) -> Mapping[int, Position] | None:
        """Return the rows that fill or read a parameter or header; the operation is hit by all else beside schemas."""
        place = change.at.rpartition(" ")[2]
        header = header_of(change)
        paths = rows_of(self.flow, self.end)
        wanted = place if header is None else f"header.{header}"
        mapped: dict[int, Position] = {
            number: "at" for number, path in enumerate(paths) if path.lower() == wanted.lower()
        }
        if mapped or header is not None:
            return mapped or None
        if "parameter-removed" in change.rule and (not self.reads or is_gone(change)):
            return None
        return {}

    def _is_demanded(self, change: Change, ways: Ways) -> bool:
        """Tell whether the flow must send a property that it does not: it sends the object that has to have it."""
        return is_demand(change) and not self.reads and any(way.asks(change, later) for _, way, later in ways)

    def _effects(self, registry: Registry, reached: Reached) -> Iterator[Effect]:
        """Yield what each change does to each row that it touches, or to the flow as a whole."""
        both = self.ends(registry)
        mapped = rows(both)
        taker, giver = (
            title(registry, system) for system in (self.flow.consumer_system, self.flow.producer_system)
        )
        for change, hit in reached:
            judged = for_flow(change, self.flow)
            whole: Mapping[int | None, Position] = {None: "at"}
            for number, position in (hit or whole).items():
                row = None if number is None else mapped[number]
                path = None if number is None else rows_of(self.flow, self.end)[number]
                said = tell(Case(change, both, row, taker, giver, self.reads, position))
                yield Effect(judged, number, path, said.sentence, said.action, said.handled)

    def _impact(self, changes: tuple[Change, ...], effects: tuple[Effect, ...]) -> Impact:
        flow = self.flow
        ranked = sorted(
            (for_flow(change, flow) for change in changes), key=lambda change: LEVELS.index(change.level)
        )
        told = sorted(effects, key=weight)
        numbers = tuple(dict.fromkeys(effect.row for effect in effects if effect.row is not None))
        paths = rows_of(flow, self.end)
        found = {paths[number]: self.end.find(paths[number]) for number in sorted(numbers)}
        fields = (f"{self.end.api.id}#{field.id}" for field in found.values() if isinstance(field, Field))
        return Impact(
            flow,
            tuple(ranked),
            tuple(distinct(fields)),
            tuple(found),
            self.end.api.id,
            reads=self.reads,
            effects=tuple(told),
        )


def weight(effect: Effect) -> tuple[bool, int, bool]:
    """Return how early an effect is told: foreseen ones last, wider limits after all that is as grave."""
    return effect.handled, LEVELS.index(effect.change.level), bool(family(effect.change.rule))


def title(registry: Registry, system: str) -> str:
    """Return what people call a system."""
    found = registry.find_system(system)
    return system if found is None else found.title


def for_flow(change: Change, flow: Flow) -> Change:
    """Return the change with its level raised where this flow has more to lose than others."""
    return change if more_to_lose(change, flow) is None else replace(change, level="breaking")


def more_to_lose(change: Change, flow: Flow) -> str | None:
    """Say why a change breaks this flow whatever it does to others, None if it does not.

    Freshness relaxed beyond what the flow needs, or promised no more, does; so does a raised classification where no
    legal basis is written, and the end of what was announced to end.
    """
    needed = flow.freshness_needed
    if needed is not None and "freshness-relaxed" in change.rule:
        offered = Duration.parse(change.after) if isinstance(change.after, str) else None
        if offered is None or offered > needed.threshold:
            now = f"this may now be {offered.in_words} old" if offered else "nothing promises that any more"
            return f"it needs data at most {needed.threshold.in_words} old, and {now}"
    if "classification-raised" in change.rule and flow.personal_data is None:
        return "it states no legal basis for personal data"
    return "it still uses what was announced to end" if is_gone(change) else None


def is_gone(change: Change) -> bool:
    """Tell whether something went on the day that was announced: safe for all but those who still use it."""
    return change.rule.endswith("-removed-after-sunset")


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


def unused(comparison: Comparison, impacts: Iterable[Impact]) -> tuple[Change, ...]:
    """Return the breaking changes that reach no recorded flow."""
    used = {identity(change) for hit in impacts for change in hit.changes}
    return tuple(
        change for change in comparison.changes if change.level == "breaking" and identity(change) not in used
    )


def identity(change: Change) -> tuple[str, str, str | None, str | None]:
    """Return what tells a change from the others of its comparison, whatever its level."""
    return change.rule, change.at, change.base, change.revision


def capital(sentence: str) -> str:
    """Return a sentence that begins with a capital letter; what is quoted or written as code stays as it is."""
    return sentence[:1].upper() + sentence[1:]
