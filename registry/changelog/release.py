"""Freeze a version: what is refused, what is recorded, which files come of it; no file is written here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from registry.changelog import ledger, render
from registry.changelog.announcement import announcement_path, content, outstanding
from registry.changelog.bump import Bump, bump
from registry.changelog.entry import Accepted, Affected, Entry, Happening
from registry.changelog.frozen import freeze
from registry.changelog.integrity import recorded, refuse_altered
from registry.changelog.judging import settings
from registry.changelog.notice import refuse_early
from registry.diff import compare, waivers
from registry.errors import WrongUse
from registry.flow.impact import impact
from registry.flow.indirect import indirect
from registry.model.semantics.drafts import without
from registry.source.store import api_folder, release_path
from registry.source.versions import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from registry.changelog.announcement import Announcement
    from registry.changelog.entry import Frozen
    from registry.diff.change import Comparison
    from registry.flow.impact import Impact
    from registry.flow.indirect import Indirect
    from registry.model.description import Description
    from registry.model.registry import Api, Registry

FILE_NAME = re.compile(r"[vV]?[0-9][0-9A-Za-z.+_-]*")
FIRST = Bump("first", "first")


@dataclass(frozen=True, slots=True)
class Release:
    """A release made ready: its entry, and every file that it needs, by path, in the order to write them.

    The frozen description comes first and the index last: a run that is cut short leaves a frozen file
    that the next run finds and completes.
    """

    entry: Entry
    files: Mapping[str, bytes]


def prepare(
    registry: Registry,
    api: Api,
    entries: Iterable[Entry],
    announced: Iterable[Announcement] = (),
    *,
    today: date,
    note: str | None = None,
    previous_until: date | None = None,
) -> Release:
    """Return what releasing the working copy of ``api`` today would write.

    ``entries`` is the ledger so far, ``announced`` what people were told of before; ``previous_until`` the day until
    which the version before keeps working beside the new one.

    Raises:
        WrongUse: The version is frozen with other content, is not greater than the newest, cannot be a
            file name, does not say by its number that it breaks somebody, or breaks somebody before the notice is
            over; or an older release was edited.
    """
    announced = tuple(announced)
    description = api.description()
    version = version_of(description)
    entries = tuple(entries)
    known = {entry.version: entry for entry in entries if entry.api == api.id}
    refuse_altered(registry, known.values())
    refuse_other_content(api, version, description)
    refuse_older(api, version, description)
    entry = known.get(version) or replace(
        new_entry(registry, api, version, today), previous_until=previous_until
    )
    if version not in known:
        refuse_understated(registry, entry)
        refuse_early(registry, api, entry, announced)
    path, content = frozen_file(registry, api, entry, description)
    entry = replace(entry, note=entry.note if note is None else note, frozen=frozen(entry, path, content))
    others = [other for other in entries if (other.api, other.version) != (api.id, version)]
    return Release(entry, {path: content, **written(entry), **index([*others, entry], announced)})


def frozen(entry: Entry, path: str, content: bytes) -> Frozen:
    """Return what the ledger keeps of a frozen file; raises WrongUse if it kept something else before."""
    now = recorded(path, content)
    if entry.frozen is not None and entry.frozen.sha256 != now.sha256:
        raise WrongUse(
            f"{entry.api}@{entry.version} was released on {entry.date} with other content",
            f"restore {entry.frozen.path} from Git, or raise info.version",
        )
    return now


def regenerate(
    registry: Registry, entries: Iterable[Entry], announced: Iterable[Announcement] = ()
) -> dict[str, bytes]:
    """Return every file under ``changelog/`` as it should be: computed again, save what was recorded.

    A frozen version without an entry has no facts to write; `unrecorded` names those.

    Raises:
        WrongUse: An entry has no frozen file, or one that was edited: nothing can be computed from it.
    """
    entries = tuple(entries)
    refuse_altered(registry, entries)
    return regenerated(registry, entries, announced)


def regenerated(
    registry: Registry, entries: Iterable[Entry], announced: Iterable[Announcement]
) -> dict[str, bytes]:
    """Return the same files where it is known that no frozen file was edited."""
    files: dict[str, bytes] = {}
    again = [recomputed(registry, entry) for entry in entries]
    for entry in again:
        files |= written(entry)
    announced = tuple(announced)
    for each in announced:
        files |= announced_files(each)
    return files | index(again, announced)


def unrecorded(registry: Registry, entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the frozen versions that have no entry, as ``system/api@version``."""
    known = {(entry.api, entry.version) for entry in entries}
    return tuple(
        f"{api.id}@{version}"
        for api in registry.apis
        for version in api.versions
        if (api.id, version) not in known
    )


def new_entry(registry: Registry, api: Api, version: str, today: date, *, since: str | None = None) -> Entry:
    """Return the entry of a version that is released today, after ``since``, by default the release below it."""
    base = since or predecessor(api, version)
    if base is None:
        return Entry(api.id, version, today, None, FIRST, ())
    wanted = settings(registry.config, today)
    comparison = waivers.judged(api.description(base), api.description(), api.waivers, settings=wanted)
    hits = impact(registry, api.id, comparison, base=base, revision=api.description())
    return Entry(
        api.id,
        version,
        today,
        base,
        bump(base, version, comparison),
        comparison.changes,
        accepted=tuple(accepted(comparison)),
        affected=tuple(record(hit) for hit in hits if hit.level != "safe"),
        foreseen=tuple(record(hit) for hit in hits if hit.level == "safe"),
        indirect=tuple(map(record_indirect, indirect(registry, api.id, hits, comparison.changes))),
    )


def recomputed(registry: Registry, entry: Entry) -> Entry:
    """Return an entry with what the frozen files say, and the facts that were recorded."""
    api = registry.api(entry.api)
    if entry.version not in api.versions:
        path = ledger.entry_path(entry.api, entry.version)
        raise WrongUse(f"{path}: nothing is frozen as {entry.api}@{entry.version}", "restore it from Git")
    if entry.frozen is None:
        path = api.path(entry.version)
        entry = replace(entry, frozen=recorded(path, registry.store.files.read(path)))
    base = predecessor(api, entry.version)
    if base is None:
        return replace(entry, base=None, bump=FIRST, changes=())
    revision = api.description(entry.version)
    found = compare(api.description(base), revision, settings=settings(registry.config, entry.date))
    agreed = {(each.rule, each.at): each.waived for each in entry.accepted}
    comparison = waivers.marked(found, lambda change: agreed.get((change.rule, change.at)))
    return replace(entry, base=base, bump=bump(base, entry.version, comparison), changes=comparison.changes)


def predecessor(api: Api, version: str) -> str | None:
    """Return the newest frozen version below ``version``."""
    below = [known for known in api.versions if sort_key(known) < sort_key(version)]
    return below[-1] if below else None


def accepted(comparison: Comparison) -> Iterator[Accepted]:
    """Yield who accepts which change of this release: waivers come and go, what they let pass does not."""
    for change in comparison.changes:
        if (waived := change.waived) is not None:
            yield Accepted(change.rule, change.at, waived.reason, waived.owner, waived.until)


def affected(
    registry: Registry, api: Api, base: str, comparison: Comparison, revision: Description
) -> Iterator[Affected]:
    """Yield the flows that changes hit: those that use the version before them and did not foresee them."""
    hits = impact(registry, api.id, comparison, base=base, revision=revision)
    yield from (record(hit) for hit in hits if hit.level != "safe")


def record(hit: Impact) -> Affected:
    """Return what the ledger keeps of a flow that is hit."""
    flow = hit.flow
    effects = tuple(
        Happening(
            effect.change.rule,
            effect.change.at,
            effect.change.level,
            effect.path,
            effect.sentence,
            effect.action,
            effect.handled,
        )
        for effect in hit.effects
    )
    return Affected(flow.id, flow.title, flow.owner, hit.level, hit.fields, hit.sentence, effects)


def record_indirect(hit: Indirect) -> Affected:
    """Return what the ledger keeps of a flow that is hit further on: nothing can be done there."""
    flow = hit.flow
    return Affected(flow.id, flow.title, flow.owner, "risky", (hit.way[-1].source,), hit.sentence)


def version_of(description: Description) -> str:
    """Return ``info.version``, which names the files of the release."""
    version = description.version
    if FILE_NAME.fullmatch(version):
        return version
    place = description.place("/info/version")
    problem = f"the version '{version}' is no number or date" if version else "there is no version"
    raise WrongUse(f"{place}: {problem}", "write info.version as 1.2.3 or 2026-07-15")


def refuse_other_content(api: Api, version: str, description: Description) -> None:
    """Refuse a version that is frozen already and says something else."""
    if version in api.versions and api.description(version).bundle.data != to_freeze(description):
        raise WrongUse(
            f"{description.place('/info/version')}: {api.id}@{version} is frozen already, with other content",
            "raise info.version; what is frozen never changes",
        )


def refuse_older(api: Api, version: str, description: Description) -> None:
    """Refuse a new version that is not greater than the newest."""
    newest = api.versions[-1] if api.versions else None
    if newest is not None and version not in api.versions and sort_key(version) <= sort_key(newest):
        raise WrongUse(
            f"{description.place('/info/version')}: {version} is not above {newest}, the newest release",
            f"write an info.version above {newest}",
        )


def refuse_understated(registry: Registry, entry: Entry) -> None:
    """Refuse a breaking change that the version number does not announce, unless policy or waivers let it."""
    breaking = [change for change in entry.changes if change.level == "breaking" and change.waived is None]
    if not breaking or not entry.bump.understates or registry.config.policy.breaking_without_major != "error":
        return
    listed = "".join(f"\n  {change.at}: {change.message} [{change.rule}]" for change in breaking)
    raise WrongUse(
        f"{entry.api} {entry.version} breaks somebody and is only a {entry.bump.stated} version after "
        f"{entry.base}:{listed}\n",
        f"make it a {entry.bump.needed} version, undo the changes, or waive them in "
        f"{api_folder(entry.api)}/waivers.yaml (`waybill diff --write-waivers` drafts them)",
    )


def frozen_file(registry: Registry, api: Api, entry: Entry, description: Description) -> tuple[str, bytes]:
    """Return path and content of the frozen description; what is frozen already stays as it is.

    What the ledger says was frozen, and is gone, comes back as it was written then.
    """
    if entry.version in api.versions:
        path = api.path(entry.version)
        return path, registry.store.files.read(path)
    syntax = description.bundle.syntax
    if entry.frozen is not None:
        syntax = "json" if entry.frozen.path.endswith(".json") else "yaml"
    syntax, content = freeze(to_freeze(description), syntax)
    return release_path(api.id, entry.version, syntax), content


def to_freeze(description: Description) -> Any:
    """Return what is frozen of a description: all but the drafts of meaning, which say nothing yet."""
    return without(description.bundle.data)


def written(entry: Entry) -> dict[str, bytes]:
    """Return the files of one entry; the facts first, for all else can be computed from them."""
    return {
        ledger.entry_path(entry.api, entry.version): ledger.content(entry),
        ledger.text_path(entry.api, entry.version): render.markdown(entry).encode(),
    }


def announced_files(each: Announcement) -> dict[str, bytes]:
    """Return the files of one announcement; the facts first."""
    path = announcement_path(each)
    return {path: content(each), ledger.text_of(path): render.announcement(each).encode()}


def index(entries: Iterable[Entry], announced: Iterable[Announcement] = ()) -> dict[str, bytes]:
    """Return the page that lists what is announced and every release."""
    entries = ledger.ordered(entries)
    coming = outstanding(announced, entries)
    return {f"{ledger.FOLDER}/README.md": render.index(entries, coming).encode()}
