"""Waivers written for changes that nobody accepts yet: all but the reason, which only a person knows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from registry.diff.change import Change, Comparison


def wanting(comparison: Comparison, level: str) -> tuple[Change, ...]:
    """Return the changes that would need a waiver where a comparison fails from ``level`` on.

    Those that break somebody are always among them, those that are safe never.
    """
    levels = ("breaking", "risky") if level in ("risky", "safe") else ("breaking",)
    return tuple(change for change in comparison.changes if change.level in levels and not change.waived)


def drafted(changes: Iterable[Change], *, owner: str, until: date, version: str | None) -> str:
    """Return items of ``waivers.yaml``, one a rule and place; drafts until their reasons are filled in."""
    firsts: dict[tuple[str, str], Change] = {}
    for change in changes:
        firsts.setdefault((change.rule, change.at), change)
    return "".join(_item(change, owner, until, version) for change in firsts.values())


def _item(change: Change, owner: str, until: date, version: str | None) -> str:
    lines = [
        f"# {change.level}: {_on_one_line(change.message)}",
        f"- rule: {change.rule}",
        f"  at: {json.dumps(change.at)}",
        '  reason: "" # say why: the waiver counts for nothing while this is empty',
        f"  owner: {json.dumps(owner)}",
        f"  until: {until.isoformat()}",
        *([f"  version: {json.dumps(version)}"] if version else []),
    ]
    return "\n".join(lines) + "\n"


def _on_one_line(message: str) -> str:
    """Return words that cannot end a comment, nor hold what YAML refuses in one."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in message).split())
