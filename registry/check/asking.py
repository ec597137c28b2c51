"""Requests for what only a person knows, put where the answer belongs."""

from __future__ import annotations

from typing import Any

from registry.model.semantics.drafts import FILL_IN, holds_draft
from registry.source.edit import Edit
from registry.source.pointer import find, join


def ask(pointer: str, data: Any, steps: tuple[str | int, ...], what: str) -> tuple[str, tuple[Edit, ...]]:
    """Return where something is missing below ``pointer``, at which ``data`` stands, and the edit that asks for it.

    Where it has been asked for already, that is the place of the request, and there is no edit; nor is there one
    where something else stands.
    """
    at = join(pointer, *steps)
    try:
        present = find(data, map(str, steps))
    except KeyError:
        return pointer, (Edit(at, f"{FILL_IN} {what}"),)
    return (at if holds_draft(present) else pointer), ()
