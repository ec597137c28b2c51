"""All that a pending change means: what it changes, whom that hits, what stops fitting, whom a release would tell."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from registry.changelog.announcement import announcements
from registry.changelog.notice import Early, earliest, notice_period, too_early
from registry.changelog.release import new_entry
from registry.changelog.telling import of_release
from registry.check import check, check_registry
from registry.check.finding import Finding
from registry.errors import Place, UnreadableInput, UnreadableInputs, WaybillError, WrongUse
from registry.model.registry import load
from registry.notify.selection import notices
from registry.source.git import Repository
from registry.source.store import Store
from registry.workspace.checking import of_flow, told_once
from registry.workspace.rulebook import settable
from registry.workspace.targets import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from registry.changelog.entry import Entry
    from registry.diff.change import Change, Comparison
    from registry.flow.impact import Impact
    from registry.model.registry import Api, Registry
    from registry.notify.selection import Notice
    from registry.workspace.asking import Asking

API = re.compile(r"specs/(?P<system>[^/]+)/apis/(?P<api>[^/]+)/(?!releases/).+")
FROZEN = re.compile(r"specs/[^/]+/apis/[^/]+/releases/[^/]+|changelog/[^/]+/[^/]+/(announced/)?[^/]+\.json")

SHORT = 12
"""Digits of a commit's id: enough to be the only one, and short enough to be read."""


@dataclass(frozen=True, slots=True)
class Pending:
    """What would come after the newest release of an API if it were released as it is now.

    ``entry`` is what the changelog would say, ``strict`` whether policy refuses a number that says too little,
    ``taken`` whether that number is frozen already. ``early`` are the breaking changes whose notice has not run,
    which ends on ``due`` if it begins today. ``notices`` are what subscribers would be told.
    """

    entry: Entry
    strict: bool
    taken: bool
    early: tuple[Early, ...]
    due: date
    notices: tuple[Notice, ...]

    @property
    def understated(self) -> bool:
        """Whether the version number announces less than the changes do."""
        breaking = (change for change in self.entry.changes if change.level == "breaking")
        return self.entry.bump.understates and any(change.waived is None for change in breaking)

    def is_ready(self, change: Change) -> bool:
        """Tell whether a breaking change is one that may be released: by its number, and by the notice given."""
        waiting = any(each.change.rule == change.rule and each.change.at == change.at for each in self.early)
        return not (self.strict and self.understated) and not self.taken and not waiting


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One API that the change touches; ``base`` and ``revision`` are None where it does not exist on that side."""

    api: str
    base: Side | None
    revision: Side | None
    comparison: Comparison | None
    impacts: tuple[Impact, ...] = ()
    pending: Pending | None = None
    drafts: str = ""

    @property
    def failing(self) -> Iterator[Change]:
        """The breaking changes that nobody accepted and that may not be released as they are."""
        for change in self.comparison.changes if self.comparison else ():
            released = self.pending is not None and self.pending.is_ready(change)
            if change.level == "breaking" and change.waived is None and not released:
                yield change


@dataclass(frozen=True, slots=True)
class Review:
    """The pending change as a whole; ``base`` says what it is held against, ``limits`` what could not be seen.

    ``findings`` are those of the files that changed, of flows and of settings, as far as the base has not got them;
    ``mended`` counts those of the base that are gone.
    """

    base: str
    apis: tuple[Reviewed, ...]
    findings: tuple[Finding, ...]
    mended: int
    limits: tuple[str, ...]

    @property
    def fails(self) -> bool:
        """Whether somebody must act before this is merged."""
        grave = any(finding.severity == "error" for finding in self.findings)
        return grave or any(True for each in self.apis for _ in each.failing)


def review(here: Asking, base: str) -> Review:
    """Return what the working tree changes since it left ``base``, a Git revision.

    Other hosts are asked only where the base allows it: whoever proposes a change may not decide that.

    Raises:
        WrongUse: This is no Git repository, or it has no such revision.
        UnreadableInputs: The working tree cannot be read.
    """
    repository = Repository.find(here.root)
    if repository is None:
        raise WrongUse(f"{here.root} is in no Git repository", "a review compares with a Git revision")
    start, limits = beginning(repository, base)
    start = start[:SHORT]
    inner = repository.inner(here.root)
    changed = {
        path.removeprefix(f"{inner}/" if inner else ""): how
        for path, how in repository.changed(start, inner).items()
    }
    older, unread = at_base(here, start)
    limits += unread
    here = here.reaching(older.config.remote_references if older else ())
    try:
        found = held_against(here, older, changed, start)
    except (UnreadableInput, UnreadableInputs) as problem:
        if older is None or not is_of_base(problem, start):
            raise here.with_all_others(problem) from None
        found = held_against(here, None, changed, start)
        limits.append(unreadable(start, problem))
    return replace(found, base=f"{base} ({start})", limits=tuple(limits))


def held_against(here: Asking, older: Registry | None, changed: Mapping[str, str], start: str) -> Review:
    """Return what the working tree changes in a registry as it was; raises UnreadableInputs for either."""
    findings, mended = told(here, older, changed)
    return Review(
        base=start,
        apis=tuple(reviewed(here, older, changed, start)),
        findings=(*frozen(changed, here, older), *findings),
        mended=mended,
        limits=(),
    )


def is_of_base(problem: UnreadableInput | UnreadableInputs, start: str) -> bool:
    """Tell whether all that cannot be read stands in the commit that is compared with: this change may mend it."""
    several = problem.problems if isinstance(problem, UnreadableInputs) else (problem,)
    return all(each.place.file.startswith(f"{start}:") for each in several)


def beginning(repository: Repository, base: str) -> tuple[str, list[str]]:
    """Return the commit to compare with, and what the clone does not let us see."""
    tip = repository.resolve(base)
    common = repository.merge_base(base)
    if common is not None:
        return common, []
    why = "the clone is shallow" if repository.is_shallow else "the two have no history in common"
    remedy = "; fetch more of it (fetch-depth: 0, or git fetch --unshallow)" if repository.is_shallow else ""
    said = (
        f"Where this branch left {base} is not known, for {why}: compared with its newest commit, so what came there "
        f"since shows here as taken back{remedy}."
    )
    return tip, [said]


def at_base(here: Asking, start: str) -> tuple[Registry | None, list[str]]:
    """Return the registry as it was, None where it was not there or cannot be read."""
    try:
        return load(Store.open(here.root, start)), []
    except WaybillError as problem:
        return None, [unreadable(start, problem)]


def unreadable(start: str, problem: WaybillError) -> str:
    """Say that there is nothing to compare with."""
    first = str(problem).splitlines()[0]
    return f"The registry at {start} cannot be read, so nothing is compared with it: {first}"


def reviewed(
    here: Asking, older: Registry | None, changed: Mapping[str, str], start: str
) -> Iterator[Reviewed]:
    """Yield the APIs whose working copies differ, by name."""
    before = {api.id: api for api in older.apis} if older else {}
    now = {api.id: api for api in here.registry.apis}
    for name in sorted(before.keys() | now.keys()):
        if is_touched(name, changed):
            base, revision = side(before.get(name), f"{start}:"), side(now.get(name))
            if base is None or revision is None or base.description.data != revision.description.data:
                yield of_api(here, name, base, revision)


def is_touched(api: str, changed: Mapping[str, str]) -> bool:
    """Tell whether an API may differ: a file of its own changed, or one that belongs to nothing else."""
    for path in changed:
        own = API.fullmatch(path)
        if own is not None and f"{own['system']}/{own['api']}" == api:
            return True
        if path.startswith("specs/") and own is None and not is_elsewhere(path):
            return True
    return False


def is_elsewhere(path: str) -> bool:
    """Tell whether a file is one that no description refers to."""
    known = r"specs/([^/]+/(system\.ya?ml|flows/.*|apis/[^/]+/releases/.*)|(registry|glossary|subscriptions)\.ya?ml)"
    return re.fullmatch(known, path) is not None


def side(api: Api | None, label: str = "") -> Side | None:
    """Return the working copy of an API as one side of a comparison."""
    if api is None:
        return None
    return Side(f"{label}{api.id}", api.description(), api.id)


def of_api(here: Asking, name: str, base: Side | None, revision: Side | None) -> Reviewed:
    """Return what a change does to one API."""
    if revision is None:
        return Reviewed(name, base, None, None)
    pending = coming(here, here.registry.api(name))
    if base is None:
        return Reviewed(name, None, revision, None, pending=pending)
    comparison = here.diff(base, revision)
    found = Reviewed(name, base, revision, comparison, here.impact(base, revision, comparison), pending)
    failing = replace(comparison, changes=tuple(found.failing))
    return replace(
        found, drafts=here.draft_waivers(base, revision, failing, "breaking") if failing.changes else ""
    )


def coming(here: Asking, api: Api) -> Pending | None:
    """Return what releasing the working copy would mean; None where there is nothing to release after."""
    if api.latest is None:
        return None
    registry, today = here.registry, here.as_of
    version = api.description().version
    taken = version in api.versions
    entry = new_entry(registry, api, version, today, since=api.latest)
    due = earliest(today, notice_period(registry, api, entry.base))
    own = registry.system(api.system).own and due > today
    early = too_early(entry, announcements(here.root)) if own else ()
    news = of_release(registry, api, entry)
    told_to = tuple(notices(registry, [news])) if entry.changes else ()
    strict = registry.config.policy.breaking_without_major == "error"
    return Pending(entry, strict, taken and bool(entry.changes), early, due, told_to)


def frozen(changed: Mapping[str, str], here: Asking, older: Registry | None) -> Iterator[Finding]:
    """Yield the frozen files and facts of the ledger that were edited or removed since the base."""
    for path, how in changed.items():
        if FROZEN.fullmatch(path) is None or how == "A":
            continue
        if how == "M" and path.startswith("changelog/") and not is_rewritten(path, here, older):
            continue
        done = "removed" if how == "D" else "edited"
        message = f"was {done}, and what is released or announced stays as it was told"
        place = Place(path, None if how == "D" else 1, None if how == "D" else 1)
        remedy = "restore it with 'git checkout' from the base branch, or release a new version"
        yield Finding("frozen-release-changed", "error", message, remedy, "", place, path)


def is_rewritten(path: str, here: Asking, older: Registry | None) -> bool:
    """Tell whether an entry of the ledger tells other facts than before; what is computed may be computed again."""
    if older is None:
        return False
    facts = (
        "date",
        "note",
        "frozen",
        "accepted",
        "affected",
        "previousUntil",
        "announced",
        "effective",
        "base",
    )
    was, now = (told_in(registry.store.files.read(path)) for registry in (older, here.registry))
    return any(was.get(fact) != now.get(fact) and was.get(fact) is not None for fact in facts)


def told_in(content: bytes) -> Mapping[str, object]:
    """Return what an entry of the ledger tells; nothing where it is damaged."""
    try:
        entry = json.loads(content)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}


def told(here: Asking, older: Registry | None, changed: Mapping[str, str]) -> tuple[tuple[Finding, ...], int]:
    """Return the findings that the change brings, and how many it takes away."""
    now = told_once(everywhere(here.registry, changed, here.as_of))
    if older is None:
        return now, 0
    was = Counter(map(identity, told_once(everywhere(older, changed, here.as_of))))
    fresh: list[Finding] = []
    for finding in now:
        if was[identity(finding)]:
            was[identity(finding)] -= 1
        else:
            fresh.append(finding)
    return tuple(fresh), was.total()


def everywhere(registry: Registry, changed: Mapping[str, str], today: date) -> list[Finding]:
    """Return what is to be found in one state: of the descriptions that a change touches, of all flows and settings.

    A flow may lose the API that it reads, or a subscription its team, though nobody touched their files.
    """
    settings = check_registry(registry, settable())
    return [*of_files(registry, changed, today), *settings, *of_flows(registry, today)]


def of_files(registry: Registry, changed: Mapping[str, str], today: date) -> Iterator[Finding]:
    """Yield the findings of the descriptions that a change touches."""
    for api in registry.apis:
        if is_touched(api.id, changed):
            yield from check(api.description(), severities=registry.config.rules, today=today)


def of_flows(registry: Registry, today: date) -> Iterator[Finding]:
    """Yield the findings of all flows: one may stop fitting though nobody touched it."""
    for flow in registry.flows:
        yield from of_flow(registry, flow, today)


def identity(finding: Finding) -> tuple[str, str, str]:
    """Return what makes two findings the same, wherever lines have moved to."""
    path = finding.place.file.rpartition(":")[2]
    return finding.rule, path, f"{finding.subject} {finding.message}"
