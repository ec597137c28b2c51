"""Where changes stand in the files of both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from registry.diff.change import Change, Comparison
    from registry.errors import Place

    Lookup = Callable[[Iterable[str]], Mapping[str, Place]]


@dataclass(frozen=True, slots=True)
class Places:
    """The places of all changes of a comparison, by JSON Pointer, for each side."""

    base: Mapping[str, Place]
    revision: Mapping[str, Place]

    def before(self, change: Change) -> Place | None:
        """Return where a change stands in the base, None for what was not there."""
        return None if change.base is None else self.base[change.base]

    def after(self, change: Change) -> Place | None:
        """Return where a change stands in the revision, None for what is gone."""
        return None if change.revision is None else self.revision[change.revision]

    def shown(self, change: Change) -> Place:
        """Return the place in the revision that a review shows: for what is gone, where it would stand."""
        return self.revision[anchor(change)]

    def as_json(self, change: Change) -> dict[str, dict[str, str | int | None] | None]:
        """Return both places in the published shape."""
        return {"base": written(self.before(change)), "revision": written(self.after(change))}


def located(comparison: Comparison, base: Lookup, revision: Lookup) -> Places:
    """Return the places of all changes; each side is asked once, for all pointers."""
    older = {change.base for change in comparison.changes if change.base is not None}
    newer = {anchor(change) for change in comparison.changes}
    return Places(base(sorted(older)), revision(sorted(newer)))


def anchor(change: Change) -> str:
    """Return the pointer under which a change is looked for in the revision."""
    return next((at for at in (change.revision, change.base) if at is not None), "")


def written(place: Place | None) -> dict[str, str | int | None] | None:
    """Return a place as JSON."""
    return None if place is None else {"file": place.file, "line": place.line, "column": place.column}
