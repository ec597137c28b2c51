"""The JSON Schemas of what the commands print as JSON: contracts with other programs."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

NAMES = (
    "annotate",
    "announcement",
    "check",
    "coverage",
    "diff",
    "impact",
    "notice",
    "quality",
    "release",
    "retire",
    "review",
    "trace",
)


def contract(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an output; ``name`` is one of `NAMES`."""
    text = files(__name__).joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
