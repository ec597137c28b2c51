"""A description as the bytes of a frozen release: the same bytes for the same description, always."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.errors import UnreadableInput
from registry.formats.json_text import as_json
from registry.formats.yaml_text import as_yaml
from registry.source import json_text
from registry.source.tree import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.source.tree import Syntax

HEADER = (
    "# Frozen by `waybill release`: self-contained, overlay applied. Never edit it; release a new version.\n"
)


def freeze(description: Mapping[str, Any], syntax: Syntax) -> tuple[Syntax, bytes]:
    """Return how a description is frozen that is written in ``syntax``, and the bytes of the frozen file in UTF-8.

    JSON stays JSON, in the layout of `as_json` and with a line break at its end: it is read several times as fast as
    YAML, and whoever keeps his description in it sees it again. It has no room for the line that tells people to leave
    the file alone; the ledger's digest guards both alike. YAML can be read by YAML 1.1 and 1.2.

    What is frozen reads as exactly what was given, numbers and the order of keys included. Reading JSON refuses
    infinities, NaN, texts that are no Unicode and numbers beyond 1.8e308, so of these only an integer of over 308
    digits can be there, brought in by an overlay or a neighbour in YAML: such a description is frozen as YAML.
    """
    data = dict(description)
    if syntax == "json":
        content = as_json(data) + b"\n"
        if _reads_as(content, data):
            return "json", content
    return "yaml", (HEADER + as_yaml(data)).encode()


def is_same(one: bytes, other: bytes) -> bool:
    """Tell whether two frozen files say the same, be it one in JSON and one in YAML; raises UnreadableInput."""
    return one == other or bool(parse(one, "").data == parse(other, "").data)


def _reads_as(content: bytes, data: Any) -> bool:
    try:
        return bool(json_text.load(content, "")[0] == data)
    except UnreadableInput:
        return False
