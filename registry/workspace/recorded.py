"""What was written into the ledger, and which files that took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from registry.changelog.announcement import Announcement
    from registry.changelog.entry import Entry


@dataclass(frozen=True, slots=True)
class Released:
    """A release: its changelog entry, and the files that were written (none if it had been made before)."""

    entry: Entry
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Announced:
    """What was announced or called off, and the files that were written (none if nothing is new)."""

    announcements: tuple[Announcement, ...]
    files: tuple[str, ...]
