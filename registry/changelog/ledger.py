"""The folder ``changelog/``: one JSON entry per release, read back as values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from registry.changelog.entry import Entry
from registry.errors import Place, UnreadableInput
from registry.source.versions import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER = "changelog"


def entry_path(api: str, version: str) -> str:
    """Return where the entry of a release is kept, as JSON; its Markdown stands beside it."""
    return f"{FOLDER}/{api}/{version}.json"


def text_path(api: str, version: str) -> str:
    """Return where the entry of a release is kept as Markdown."""
    return text_of(entry_path(api, version))


def text_of(path: str) -> str:
    """Return where the Markdown of a JSON file of the changelog stands."""
    return f"{path.removesuffix('.json')}.md"


def ledger(root: Path) -> tuple[Entry, ...]:
    """Return every entry under ``changelog/``, by API, oldest version first.

    Raises:
        UnreadableInput: A file there is no entry.
    """
    return ordered(read(path, root) for path in (root / FOLDER).glob("*/*/*.json"))


def ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries by API, oldest version first."""
    return tuple(sorted(entries, key=lambda entry: (entry.api, sort_key(entry.version))))


def read(path: Path, root: Path) -> Entry:
    """Return the entry in a file."""
    place = Place(path.relative_to(root).as_posix())
    remedy = "restore it from Git; 'waybill release' is what writes it"
    try:
        entry = Entry.from_json(json.loads(path.read_bytes()))
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableInput(place, f"this is no changelog entry ({error!r})", remedy) from error
    if entry_path(entry.api, entry.version) != place.file:
        raise UnreadableInput(place, f"this is the entry of {entry.api} {entry.version}", remedy)
    return entry


def content(entry: Entry) -> bytes:
    """Return the entry as the bytes of its file."""
    return (json.dumps(entry.as_json(), indent=2, ensure_ascii=False) + "\n").encode()
