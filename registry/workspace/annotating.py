"""Drafts of what an API leaves unsaid, put into its overlay."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from registry.changelog.writing import write
from registry.check.annotation import entries
from registry.check.catalogue import CATALOGUE
from registry.check.needs import ASKED
from registry.errors import WrongUse
from registry.model.semantics.drafts import GUESS
from registry.workspace.overlay_text import begun, extended

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from registry.check.annotation import Entry, Gap
    from registry.check.needs import Aspect
    from registry.workspace.opened import Opened
    from registry.workspace.targets import Side


STANDARD_OUTPUT = "-"
OVERLAY = "overlay.yaml"


@dataclass(frozen=True, slots=True)
class Annotation:
    """The drafts for one description.

    ``entries`` are those that were made, ``left`` how many more there would be without a limit. ``content`` is the
    whole overlay, empty where there is nothing to add, and ``file`` its name, None if it is to be printed.
    """

    label: str
    entries: tuple[Entry, ...]
    left: int
    content: bytes
    file: str | None

    @property
    def asked(self) -> Mapping[Aspect, int]:
        """How many drafts there are of each aspect."""
        return Counter(gap.aspect for gap in self._gaps)

    @property
    def guessed(self) -> Mapping[Aspect, int]:
        """How many of the drafts hold a guess."""
        return Counter(gap.aspect for gap in self._gaps if GUESS in str(gap.draft))

    @property
    def _gaps(self) -> list[Gap]:
        return [gap for entry in self.entries for gap in entry.gaps]


def annotate(
    here: Opened,
    target: str,
    aspects: Collection[Aspect],
    fields: str,
    limit: int | None,
    output: str | None,
) -> Annotation:
    """Draft what a description leaves unsaid, see `Workspace.annotate`, and write it unless it is to be printed."""
    side = here.side(target)
    file = destination(here, side, output)
    found = [
        entry for entry in entries(side.description, aspects or ASKED) if fnmatchcase(entry.subject, fields)
    ]
    wanted = tuple(found[:limit])
    content = overlay(side, file, wanted) if wanted else b""
    if content and file is not None:
        write(file.parent, {file.name: content})
    name = None if file is None else output or file.relative_to(here.root).as_posix()
    return Annotation(target, wanted, len(found) - len(wanted), content, name)


def destination(here: Opened, side: Side, output: str | None) -> Path | None:
    """Return the file that drafts belong in, None for standard output.

    Raises:
        WrongUse: No overlay is ever applied to the description, or the file is there and is another one.
    """
    if output == STANDARD_OUTPUT:
        return None
    own = None if side.api is None or side.version is not None else own_overlay(here, side.api)
    if output is not None and (file := here.directory / output) != own:
        if file.exists():
            raise WrongUse(
                f"{output} exists already, and nothing is ever overwritten", "name another file, or -"
            )
        return file
    if own is None:
        what = "a frozen release" if side.version is not None else "no API of a registry"
        raise WrongUse(
            f"'{side.label}' is {what}, so no overlay is read with it",
            "say where the drafts go: --output FILE, or --output - for standard output",
        )
    return own


def own_overlay(here: Opened, api: str) -> Path:
    """Return the file of the overlay of an API, whether it is there or not."""
    beside = (here.root / here.store.description_path(api)).parent
    present = here.store.overlay_path(api)
    return beside / OVERLAY if present is None else here.root / present


def overlay(side: Side, file: Path | None, wanted: tuple[Entry, ...]) -> bytes:
    """Return an overlay with the entries: what the file holds and these, or these alone."""
    reasons = {rule.id: rule.reason for rule in CATALOGUE}
    data = side.description.bundle.data
    if file is None or not file.is_file():
        return begun(wanted, data, reasons)
    return extended(file.read_bytes(), file.name, wanted, data, reasons)
