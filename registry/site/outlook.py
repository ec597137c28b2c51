"""What comes next: what stops working, what is announced, what working copies would change, how good today is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from registry.changelog.announcement import outstanding
from registry.changelog.endings import endings
from registry.changelog.quality import quality
from registry.changelog.release import settings
from registry.diff import compare, waivers
from registry.flow.impact import impact

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from registry.changelog.announcement import Announcement
    from registry.changelog.endings import Ending
    from registry.changelog.entry import Entry
    from registry.diff.change import Change, Comparison
    from registry.flow.evidence import Quality
    from registry.flow.impact import Impact
    from registry.model.registry import Api, Registry


@dataclass(frozen=True)
class Outlook:
    """What a registry, its ledger and what is announced say about the days from ``as_of`` on."""

    registry: Registry
    entries: tuple[Entry, ...]
    announced: tuple[Announcement, ...]
    as_of: date

    @cached_property
    def endings(self) -> tuple[Ending, ...]:
        """What stops working from today on, soonest first."""
        return endings(self.registry, self.entries, self.announced, as_of=self.as_of)

    @cached_property
    def announcements(self) -> tuple[Announcement, ...]:
        """What is announced and not made yet, soonest first."""
        found = outstanding(self.announced, self.entries, as_of=self.as_of)
        return tuple(sorted(found, key=lambda each: (each.effective, each.api, each.announced)))

    @cached_property
    def qualities(self) -> tuple[Quality, ...]:
        """The four answers about each API, then about each flow."""
        return quality(self.registry, self.entries, self.announced, as_of=self.as_of)

    def quality(self, subject: str, kind: Literal["api", "flow"]) -> Quality:
        """Return the four answers about one API or flow."""
        return self._qualities[kind, subject]

    @cached_property
    def _qualities(self) -> Mapping[tuple[str, str], Quality]:
        return {(each.kind, each.subject): each for each in self.qualities}

    def pending_changes(self, api: Api) -> tuple[Change, ...]:
        """Return what the working copy changes since the newest release."""
        return self._comparison(api).changes if api.latest else ()

    def pending_operations(self, api: Api) -> frozenset[str]:
        """Return the names of the operations that the working copy changes."""
        if api.id not in self._touched:
            self._touched[api.id] = frozenset(
                name for change in self.pending_changes(api) for name in change.operations
            )
        return self._touched[api.id]

    @cached_property
    def _touched(self) -> dict[str, frozenset[str]]:
        return {}

    def pending_impact(self, api: Api) -> tuple[Impact, ...]:
        """Return the flows that these changes would hit, and whose owners would have to act."""
        if not self.pending_changes(api):
            return ()
        comparison, newer = self._comparison(api), api.description()
        hits = impact(self.registry, api.id, comparison, base=api.latest, revision=newer)
        return tuple(hit for hit in hits if hit.level != "safe")

    def _comparison(self, api: Api) -> Comparison:
        if api.id not in self._pending:
            judged = settings(self.registry, self.as_of)
            newer = api.description()
            self._pending[api.id] = waivers.judged(
                api.description(api.latest), newer, api.waivers, settings=judged
            )
        return self._pending[api.id]

    @cached_property
    def _pending(self) -> dict[str, Comparison]:
        return {}

    def comparison(self, api: Api, base: str, revision: str) -> Comparison:
        """Return what changed between two versions of an API."""
        judged = settings(self.registry, self.as_of)
        return compare(api.description(base), api.description(revision), settings=judged)

    def impact(self, api: Api, base: str, found: Comparison) -> tuple[Impact, ...]:
        """Return the flows that work with the version ``base`` and are hit by what was found."""
        return impact(self.registry, api.id, found, base=base)
