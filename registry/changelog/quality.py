"""The four questions about quality, answered for each API and each flow from what the registry and its ledger say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from registry.changelog.notice import keeps_working, notice_period
from registry.errors import Place, WrongUse
from registry.flow.api_quality import api_grades
from registry.flow.ends import ends
from registry.flow.evidence import Grade, Quality, judged
from registry.flow.flow_quality import flow_grades
from registry.flow.known import Known
from registry.formats import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from registry.changelog.announcement import Announcement
    from registry.changelog.entry import Entry
    from registry.diff.change import Change
    from registry.flow.evidence import Check
    from registry.formats import Duration
    from registry.model.flow import Flow
    from registry.model.registry import Api, Registry

E = TypeVar("E", "Entry", "Announcement")

COUNTED = {
    "api": "changes that break somebody were announced in time",
    "flow": "conditions for hearing of changes in time are met",
}


def quality(
    registry: Registry,
    entries: Iterable[Entry],
    announced: Iterable[Announcement] = (),
    *,
    as_of: date,
    subject: str | None = None,
) -> tuple[Quality, ...]:
    """Return the four answers for each API, then for each flow; or for the one called ``subject``.

    ``entries`` and ``announced`` are the ledger; what is dated after ``as_of`` is left out.

    Raises:
        WrongUse: There is no API and no flow called ``subject``.
    """
    past = Past(Known(registry, as_of), entries, announced)
    apis = [api for api in registry.apis if subject in (None, api.id)]
    flows = [flow for flow in registry.flows if subject in (None, flow.id)]
    if subject is not None and not apis and not flows:
        raise unknown(registry, subject)
    return (
        *(of_api(past, api) for api in apis),
        *(of_flow(past, flow) for flow in flows),
    )


def unknown(registry: Registry, subject: str) -> WrongUse:
    """Return what to say of a name that is neither of an API nor of a flow."""
    known = [*(api.id for api in registry.apis), *(flow.id for flow in registry.flows)]
    meant = nearest(subject, known)
    remedy = f"did you mean '{meant}'?" if meant else "leave it out to see all of them"
    return WrongUse(f"there is no API and no flow '{subject}'", remedy)


class Past:
    """What was released and announced until the day of what is known, by API."""

    def __init__(self, known: Known, entries: Iterable[Entry], announced: Iterable[Announcement]) -> None:
        self.known = known
        self._entries = by_api(entry for entry in entries if entry.date <= known.today)
        self._announced = by_api(
            each for each in announced if each.announced <= known.today and each.withdrawn is None
        )
        self._records: dict[str, Record] = {}

    def of(self, api: Api) -> Record:
        """Return the releases of one API, and what was announced of them."""
        if api.id not in self._records:
            entries, announced = self._entries.get(api.id, ()), self._announced.get(api.id, ())
            self._records[api.id] = Record(self.known, api, tuple(entries), tuple(announced))
        return self._records[api.id]


def by_api(of_all: Iterable[E]) -> Mapping[str, list[E]]:
    """Return entries or announcements by the id of their API, in their order."""
    found: defaultdict[str, list[E]] = defaultdict(list)
    for each in of_all:
        found[each.api].append(each)
    return found


def of_api(past: Past, api: Api) -> Quality:
    """Return the four answers about an API as it is being worked on, and about all its releases."""
    description = api.description()
    record = past.of(api)
    checks = tuple(check for entry in record.entries for check in record.notices(entry))
    nothing = f"no release has broken anything yet; {record.promise.in_words} of notice is promised"
    grade = Grade("announced", COUNTED["api"], checks, nothing)
    return Quality(api.id, "api", description.title, (*api_grades(past.known, description), grade))


def of_flow(past: Past, flow: Flow) -> Quality:
    """Return the four answers about a flow: those it gives itself, and whether its owner hears of changes in time."""
    both = ends(past.known.registry, flow)
    apis = {end.api.id: end.api for end in (both.producer, both.consumer) if end is not None}
    records = [past.of(api) for api in apis.values()]
    checks = (*channels(past.known, flow), *(check for record in records for check in record.of_flow(flow)))
    grade = Grade("announced", COUNTED["flow"], checks)
    return Quality(flow.id, "flow", flow.title, (*flow_grades(past.known, flow), grade))


def channels(known: Known, flow: Flow) -> Iterator[Check]:
    """Yield whether anybody is told of what breaks the flow, and of what is to go."""
    for level, named in (("breaking", flow.notify.breaking), ("deprecation", flow.notify.deprecation)):
        where = known.in_flow(flow).at(f"/notify/{level}")
        lost = [name for name in named if name not in known.registry.config.channels]
        problems = [f"there is no channel '{name}'" for name in lost]
        if not named:
            problems.append("nobody is told")
        fine = f"told through {', '.join(named)}"
        yield judged(f"notify.{level}", problems, fine, "name channels of specs/registry.yaml", where)


@dataclass(frozen=True, eq=False)
class Record:
    """The releases of one API and what was announced of them."""

    known: Known
    api: Api
    ledger: tuple[Entry, ...]
    announced: tuple[Announcement, ...]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The releases that came after another, and are still there."""
        later = (entry for entry in self.ledger if entry.base is not None)
        return tuple(entry for entry in later if entry.version in self.api.versions)

    @property
    def promise(self) -> Duration:
        """The notice that the working copy promises, else policy."""
        return notice_period(self.known.registry, self.api, None)

    def of_flow(self, flow: Flow) -> Iterator[Check]:
        """Yield whether notice is promised to a flow, and was given for each release that broke it."""
        where = self.known.in_description(self.api.description()).at("/info/x-registry/noticePeriod")
        lacks = () if self.promise.seconds else ("promises no notice",)
        remedy = "write info.x-registry.noticePeriod"
        yield judged(self.api.id, lacks, f"promises {self.promise.in_words} of notice", remedy, where)
        for entry in self.entries:
            if any(hit.flow == flow.id and hit.level == "breaking" for hit in entry.affected):
                yield self.release(entry)

    def release(self, entry: Entry) -> Check:
        """Return whether all that a release broke was announced in time."""
        notices = tuple(self.notices(entry))
        met = sum(check.outcome == "met" for check in notices)
        subject = f"{entry.api} {entry.version}"
        said = f"broke it on {entry.date}; {met} of {len(notices)} changes that broke somebody were announced in time"
        remedy = next((check.remedy for check in notices if check.remedy), "")
        place = Place(self.api.path(entry.version))
        return judged(subject, () if met == len(notices) else (said,), said, remedy, place)

    def notices(self, entry: Entry) -> Iterator[Check]:
        """Yield for each change that broke somebody, or took something away, whether it was known long before."""
        for change in entry.changes:
            if change.level == "breaking" or change.rule.endswith("-after-sunset"):
                yield self.notice(entry, change)

    def notice(self, entry: Entry, change: Change) -> Check:
        """Return how many days of notice there were of one change, against those promised."""
        promised = notice_period(self.known.registry, self.api, entry.base).timedelta.days
        days, how = self.known_for(entry, change)
        said = f"{change.message}; {how}: {_days(days)} of notice, {_days(promised)} promised"
        if change.waived is not None and days < promised:
            said += f"; accepted by {change.waived.owner}: {change.waived.reason}"
        remedy = f"announce the next one {promised} days before it is made: waybill announce {self.api.id}"
        place = Place(self.api.path(entry.version))
        subject = f"{entry.version} {change.at}"
        return judged(subject, () if days >= promised else (said,), said, remedy, place)

    def known_for(self, entry: Entry, change: Change) -> tuple[int, str]:
        """Return how long people had, in days, and by what they knew: the best of all that is recorded."""
        known = [(0, "nothing announced it")]
        known += [
            ((entry.date - each.announced).days, f"announced on {each.announced}, made on {entry.date}")
            for each in self.announced
            if each.announced <= entry.date and each.covers(change)
        ]
        known += [
            (
                (entry.date - earlier.date).days,
                f"deprecated by {earlier.version} on {earlier.date}, gone on {entry.date}",
            )
            for earlier in self.entries
            if earlier.date < entry.date and any(deprecates(one, change) for one in earlier.changes)
        ]
        if change.rule.endswith("-after-sunset"):  # the base announced it, if no release before did
            known += [
                (
                    (entry.date - base.date).days,
                    f"deprecated in {base.version} of {base.date}, gone on {entry.date}",
                )
                for base in self.ledger
                if base.version == entry.base
            ]
        until = keeps_working(self.api, entry)
        if until > entry.date:
            known.append(((until - entry.date).days, f"{entry.base} works until {until}"))
        return max(known, key=lambda one: one[0])


def deprecates(earlier: Change, change: Change) -> bool:
    """Tell whether an earlier change deprecated what a later one broke."""
    same = earlier.at == change.at or (earlier.revision is not None and earlier.revision == change.base)
    return earlier.rule.endswith("deprecated") and same


def _days(number: int) -> str:
    return f"{number} {'day' if number == 1 else 'days'}"
