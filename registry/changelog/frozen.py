"""A description as the bytes of a frozen release: the same bytes for the same description, always."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.formats.yaml_text import as_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADER = (
    "# Frozen by `waybill release`: self-contained, overlay applied. Never edit it; release a new version.\n"
)


def freeze(description: Mapping[str, Any]) -> bytes:
    """Return the description as YAML in UTF-8, readable by YAML 1.1 and 1.2 alike."""
    return (HEADER + as_yaml(dict(description))).encode()
