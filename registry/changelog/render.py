"""Ledger entries as Markdown: removed, changed, added; breaking first within each."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from registry.diff.change import LEVELS
from registry.formats.brief import fitted, way

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from jinja2 import Environment

    from registry.changelog.announcement import Announcement
    from registry.changelog.entry import Affected, Entry
    from registry.diff.change import Change, Witness

HEADINGS = {"removed": "Removed", "changed": "Changed", "added": "Added"}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SPECIAL = re.compile(r"(\\|\*|<|>|\||\[(?!\])|(?<!\[)\]|(?<!\w)_|_(?!\w))")
NAMED = 4
SHOWN = 300
"""Characters up to which an example is shown whole."""


def markdown(entry: Entry) -> str:
    """Return one release as a page of Markdown."""
    return environment().get_template("entry.md.j2").render(entry=entry)


def announcement(told: Announcement) -> str:
    """Return what is announced as a page of Markdown."""
    return environment().get_template("announcement.md.j2").render(announcement=told)


def index(entries: Iterable[Entry], coming: Iterable[Announcement] = ()) -> str:
    """Return the page that lists what is announced, and every release; ``entries`` as `ledger` orders them."""
    by_api = [(api, list(group)[::-1]) for api, group in groupby(entries, key=lambda entry: entry.api)]
    soonest = sorted(coming, key=lambda told: (told.effective, told.api))
    return environment().get_template("index.md.j2").render(apis=by_api, coming=soonest)


@cache
def environment() -> Environment:
    """Return the templates with the filters they use."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - slow to import

    templates = Environment(
        loader=PackageLoader("registry.changelog"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - this is Markdown; `text` escapes it, HTML in it included
    )
    for used in (accepted, actions, day, step, counts, groups, example, named, text, code):
        templates.filters[used.__name__] = used
    return templates


def day(when: date) -> str:
    """Return a date in words, whatever the locale: 16 February 2026."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def step(entry: Entry) -> str:
    """Say what the version number announces, and whether that is enough."""
    if entry.bump.stated == "n/a":
        return "its version number announces no kind of change"
    said = f"a {entry.bump.stated} version" if entry.bump.stated != "none" else "the same version number"
    return f"{said}, though its changes need a {entry.bump.needed} one" if entry.bump.understates else said


def counts(entry: Entry) -> str:
    """Say how many changes there are of each level."""
    if entry.base is None:
        return "There is nothing to compare it with."
    found = [f"{count} {level}" for level, count in entry.summary.items() if count]
    return f"Changes: {', '.join(found)}." if found else "Nothing that a client could notice changed."


def example(change: Change) -> str:
    """Show a value that proves a change: one that worked and no longer does; empty where there is none."""
    witness = change.witness
    if witness is None:
        return ""
    written = json.dumps(witness.value, ensure_ascii=False)
    if len(written) > SHOWN:
        return f"{sentence_of(witness)}: {_part_that_matters(change, witness.value)}"
    return f"{sentence_of(witness)}: `{code(written)}`"


def _part_that_matters(change: Change, value: Any) -> str:
    """Show of a long value the way to what changed, or of the whole what lies on top."""
    path = path_of(change.at)
    if not path and not isinstance(value, str):
        return f"`{code(fitted(value, SHOWN))}`"
    lacking = "required" in change.rule
    without = f" without `{code(path)}`" if lacking and path else ""
    return f"`{code(way(value, path, lacking=lacking))}`{without}"


def path_of(at: str) -> str:
    """Return the path of a field within the body that a place in words names, empty if it names none."""
    parts = at.split(" ", 3)
    whole = len(parts) == 4 and (parts[2] == "body" or bool(re.fullmatch(r"\d..|default", parts[2])))  # noqa: PLR2004 - method, path, body or status, field
    return parts[3] if whole else ""


def sentence_of(witness: Witness) -> str:
    """Say what a value shows: a request that worked, or an answer that nobody was told of."""
    return "worked before, fails now" if witness.works_with == "base" else "not seen before"


def actions(affected: Affected) -> tuple[str, ...]:
    """Return what the owner of a flow has to do, each thing once."""
    return tuple(dict.fromkeys(effect.action for effect in affected.effects if not effect.handled))


def accepted(change: Change) -> str:
    """Say who accepts a change and until when; empty where nobody does."""
    waived = change.waived
    if waived is None:
        return ""
    return f"accepted by {waived.owner}{f' until {day(waived.until)}' if waived.until else ''}"


def groups(found: Iterable[Change]) -> list[tuple[str, list[Change]]]:
    """Return the headings that have changes, each with its changes, worst first."""
    found = tuple(found)
    return [
        (heading, sorted(changes, key=lambda change: LEVELS.index(change.level)))
        for kind, heading in HEADINGS.items()
        if (changes := [change for change in found if change.kind == kind])
    ]


def named(operations: Sequence[str]) -> str:
    """Name operations; beyond a few, say how many more there are."""
    names = [f"`{code(operation)}`" for operation in operations[:NAMED]]
    more = len(operations) - NAMED
    if more > 0:
        return f"{', '.join(names)} and {more} more"
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"  # noqa: PLR2004


def text(written: str) -> str:
    """Return words as Markdown that shows them as they are, on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(written.split()))


def code(written: str) -> str:
    """Return words fit to stand between backticks."""
    return " ".join(written.replace("`", "'").split())
