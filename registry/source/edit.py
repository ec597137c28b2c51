"""One change of a file, as a value; `registry.source.edits` makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = "str | bool"


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to stand at a JSON Pointer of a file; with ``value`` None the item of a list there is to go."""

    pointer: str
    value: Value | None
