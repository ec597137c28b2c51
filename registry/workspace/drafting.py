"""Waivers drafted from a comparison, and put where they belong."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from registry.changelog.writing import write
from registry.diff.drafts import drafted, wanting
from registry.diff.waivers import matches
from registry.errors import UnreadableInput, WrongUse
from registry.source.tree import parse

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from registry.diff import Comparison
    from registry.model.registry import Registry
    from registry.workspace.targets import Side

NOTICE = timedelta(days=90)
"""How long a draft lasts where neither the API nor the registry states a notice period."""


def draft(
    registry: Registry | None, base: Side, revision: Side, comparison: Comparison, level: str, today: date
) -> str:
    """Return items of ``waivers.yaml``; they hold for the version of the revision only if it is a new one.

    What was drafted before, and is not filled in yet, is not drafted again.
    """
    version = revision.description.version
    agreed = registry.api(revision.api).waivers if registry is not None and revision.api is not None else ()
    drafts = [waiver for waiver in agreed if waiver.empty and waiver.version in (None, version)]
    wanted = wanting(comparison, level)
    return drafted(
        (change for change in wanted if not any(matches(waiver, change) for waiver in drafts)),
        owner=owner_of(registry, revision),
        until=end(registry, revision, today),
        version=version if version != base.description.version else None,
    )


def owner_of(registry: Registry | None, revision: Side) -> str:
    """Return the team of the API, else that of its system; empty, to be filled in, where neither is known."""
    if team := revision.description.meaning.team:
        return team
    if registry is None or revision.api is None:
        return ""
    return registry.system(registry.api(revision.api).system).team


def end(registry: Registry | None, revision: Side, today: date) -> date:
    """Return the day on which the notice period of the API, else of the registry, is over."""
    period = revision.description.meaning.notice_period
    if period is None and registry is not None:
        period = registry.config.policy.notice_period
    try:
        return today + ((period and period.timedelta) or NOTICE)
    except OverflowError:
        return today.max


def append(folder: Path, name: str, drafts: str) -> str:
    """Append drafts to a file and return its name.

    Raises:
        WrongUse: The result would be no list; nothing is written then.
    """
    file = folder / name
    present = file.read_bytes() if file.is_file() else b""
    gap = b"" if not present or present.endswith(b"\n") else b"\n"
    content = present + gap + drafts.encode()
    if not is_list(content, name):
        raise WrongUse(
            f"{name} is no list whose items begin with '- ', so nothing can be appended to it",
            "print the drafts with --write-waivers=- and put them where they belong",
        )
    write(folder, {name: content})
    return name


def is_list(content: bytes, name: str) -> bool:
    """Tell whether a text is a YAML list."""
    try:
        return isinstance(parse(content, name).data, list)
    except UnreadableInput:
        return False
