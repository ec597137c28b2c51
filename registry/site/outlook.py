"""What comes next: what stops working, what is announced, what working copies would change, how good today is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from registry.changelog.announcement import outstanding
from registry.changelog.endings import Ending, endings
from registry.changelog.judging import settings
from registry.changelog.quality import Past, of_api, of_flow
from registry.diff import compare, waivers
from registry.flow.impact import impact
from registry.flow.known import Known
from registry.site import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from registry.changelog.announcement import Announcement
    from registry.changelog.endings import Kind
    from registry.diff.change import Change, Comparison
    from registry.flow.evidence import Answer, Grade, Quality, Question
    from registry.flow.impact import Impact
    from registry.model.flow import Flow
    from registry.model.registry import Api, Registry
    from registry.site.asked import Asked
    from registry.site.watched import WatchedLedger

_MOST = 3
"""How many things a sentence tells that happen to a flow."""

Subject: TypeAlias = Literal["api", "flow"]


class Mark(NamedTuple):
    """One of four answers without its evidence; ``counted`` tells that there was something to count."""

    question: Question
    answer: Answer
    met: int
    total: int
    counted: bool


class Ahead(NamedTuple):
    """What would break a flow: of which API, what happens, and when (an announcement by its name; else both empty)."""

    api: str
    sentence: str
    announced: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The four answers about one API or flow, without the evidence."""

    kind: Subject
    subject: str
    title: str
    marks: tuple[Mark, ...]

    def mark(self, question: Question) -> Mark:
        """Return the answer to one question."""
        return next(mark for mark in self.marks if mark.question == question)


@dataclass(frozen=True)
class Outlook:
    """What a registry, its ledger and what is announced say about the days from ``as_of`` on."""

    registry: Registry
    ledger: WatchedLedger
    as_of: date
    asked: Asked

    def __post_init__(self) -> None:
        self.asked.of_question("endings", self._endings)
        self.asked.of_question("titled", self.titled)
        self.asked.of_question("marks", self._marks)
        self.asked.of_question("flow names", lambda: self.names("flow"))
        self.asked.of_question("touched", self._touched)
        self.asked.of_question("ahead", self._ahead)

    @property
    def endings(self) -> tuple[Ending, ...]:
        """What stops working from today on, soonest first."""
        return tuple(
            Ending(date.fromisoformat(day), kind, api, name, flows)
            for day, kind, api, name, flows in self._endings()
        )

    def _endings(self) -> tuple[tuple[str, Kind, str, str, tuple[str, ...]], ...]:
        return self.asked.plain(("endings",), lambda: tuple(map(_as_plain, self._ending())))

    def _ending(self) -> tuple[Ending, ...]:
        return endings(self.registry, self.ledger.entries, self.ledger.announced, as_of=self.as_of)

    @property
    def announcements(self) -> tuple[Announcement, ...]:
        """What is announced and not made yet, soonest first."""
        found = outstanding(self.ledger.announced, self.ledger.entries, as_of=self.as_of)
        return tuple(sorted(found, key=lambda each: (each.effective, each.api, each.announced)))

    @property
    def judged(self) -> Iterator[tuple[Subject, str]]:
        """The APIs, then the flows, of which the four questions are asked."""
        yield from (("api", name) for name in self.names("api"))
        yield from (("flow", name) for name in self.names("flow"))

    def names(self, kind: Subject) -> tuple[str, ...]:
        """Return the ids of all APIs or flows."""
        if kind == "api":
            return self._api_names
        return self.asked.plain(("flow names",), lambda: tuple(flow.id for flow in self.registry.flows))

    @cached_property
    def _api_names(self) -> tuple[str, ...]:
        return tuple(api.id for api in self.registry.apis)

    def quality(self, kind: Subject, subject: str) -> Quality:
        """Return the four answers about one API or flow, with the evidence."""
        return self.asked.answer(("quality", kind, subject), lambda: self._quality(kind, subject))

    def titled(self, kind: Subject, subject: str) -> str:
        """Return what an API or flow is called where its quality is told."""
        return self.asked.plain(("titled", kind, subject), lambda: self.quality(kind, subject).title)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """The four answers about each API, then about each flow, without the evidence."""
        return tuple(
            Standing(
                kind,
                subject,
                self.titled(kind, subject),
                tuple(Mark(*mark) for mark in self._marks(kind, subject)),
            )
            for kind, subject in self.judged
        )

    def _marks(self, kind: Subject, subject: str) -> tuple[Mark, ...]:
        return self.asked.plain(
            ("marks", kind, subject), lambda: tuple(map(_mark, self.quality(kind, subject).grades))
        )

    def _quality(self, kind: Subject, subject: str) -> Quality:
        entries = (entry for api in self._apis(kind, subject) for entry in self.ledger.of(api))
        past = Past(self._known, entries, self.ledger.announced)
        if kind == "api":
            return of_api(past, self.registry.api(subject))
        return of_flow(past, self.registry.flow(subject))

    @cached_property
    def _known(self) -> Known:
        """What is worked out once of a description or a flow that is at hand, so that nothing is noted there."""
        return Known(self.registry, self.as_of)

    def _apis(self, kind: Subject, subject: str) -> tuple[str, ...]:
        """Return the APIs on whose releases the answers rest."""
        if kind == "api":
            return (subject,)
        flow = self.registry.flow(subject)
        return tuple(filter(None, dict.fromkeys((flow.producer.api, flow.consumer.api))))

    def pending_changes(self, api: Api) -> tuple[Change, ...]:
        """Return what the working copy changes since the newest release."""
        return self._comparison(api).changes if api.latest and self._touched(api.id) is not None else ()

    def pending_operations(self, api: Api) -> frozenset[str]:
        """Return the names of the operations that the working copy changes."""
        return frozenset(self._touched(api.id) or ())

    def _touched(self, api: str) -> tuple[str, ...] | None:
        """Return the names of the operations that the working copy changes, None if it changes nothing at all."""
        return self.asked.plain(("touched", api), lambda: self._touching(self.registry.api(api)))

    def _touching(self, api: Api) -> tuple[str, ...] | None:
        changes = self._comparison(api).changes if api.latest else ()
        named = {name for change in changes for name in change.operations}
        return tuple(sorted(named)) if changes else None

    def pending_impact(self, api: Api) -> tuple[Impact, ...]:
        """Return the flows that these changes would hit, and whose owners would have to act."""
        return self.asked.answer(("pending impact", api.id), lambda: self._hit(api))

    def _hit(self, api: Api) -> tuple[Impact, ...]:
        if not self.pending_changes(api):
            return ()
        comparison, newer = self._comparison(api), api.description()
        hits = impact(self.registry, api.id, comparison, base=api.latest, revision=newer)
        return tuple(hit for hit in hits if hit.level != "safe")

    def ahead(self, flow: Flow) -> tuple[Ahead, ...]:
        """Return what is announced, and of APIs without announcement what is written, that would break a flow."""
        return tuple(Ahead(*each) for each in self._ahead(flow.id))

    def _ahead(self, flow: str) -> tuple[tuple[str, str, str, str], ...]:
        def look() -> tuple[tuple[str, str, str, str], ...]:
            return tuple((one.api, one.sentence, one.announced, one.day) for one in self._looming(flow))

        return self.asked.plain(("ahead", flow), look)

    def _looming(self, flow: str) -> Iterator[Ahead]:
        used = self._apis("flow", flow)
        told = [(each, hit) for each in self.announcements for hit in each.affected if hit.flow == flow]
        for each, affected in told:
            said = _said([one.sentence for one in affected.effects if not one.handled]) or affected.sentence
            yield Ahead(each.api, said, each.name, each.effective.isoformat())
        for api in used:
            if api not in {each.api for each, _ in told}:
                for hit in self.pending_impact(self.registry.api(api)):
                    if hit.flow.id == flow and hit.level == "breaking":
                        yield Ahead(api, _said([one.sentence for one in hit.effects if not one.handled]))

    def _comparison(self, api: Api) -> Comparison:
        return self.asked.answer(("pending", api.id), lambda: self._judged(api))

    def _judged(self, api: Api) -> Comparison:
        judged = settings(self.registry.config, self.as_of)
        return waivers.judged(api.description(api.latest), api.description(), api.waivers, settings=judged)

    def comparison(self, api: Api, base: str, revision: str) -> Comparison:
        """Return what changed between two versions of an API."""
        judged = settings(self.registry.config, self.as_of)
        return compare(api.description(base), api.description(revision), settings=judged)

    def impact(self, api: Api, base: str, found: Comparison) -> tuple[Impact, ...]:
        """Return the flows that work with the version ``base`` and are hit by what was found."""
        return impact(self.registry, api.id, found, base=base)


def _said(sentences: Iterable[str]) -> str:
    """Return what happens, each thing once; of many the gravest."""
    found = tuple(dict.fromkeys(map(words.sentence, sentences)))
    return " ".join((*found[:_MOST], *(["And more."] if len(found) > _MOST else [])))


def _as_plain(ending: Ending) -> tuple[str, Kind, str, str, tuple[str, ...]]:
    return ending.day.isoformat(), ending.kind, ending.api, ending.name, ending.flows


def _mark(grade: Grade) -> Mark:
    return Mark(grade.question, grade.answer, grade.met, grade.total, bool(grade.checks))
