"""How the documents people write become frozen values, and how their mistakes are told.

Names are imported when they are first used: a command that meets no such document does not pay for pydantic.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from registry.formats.spelling import nearest
    from registry.formats.values import Duration, IsoDate, Unfit
    from registry.formats.written import Written, read

__all__ = ["Duration", "IsoDate", "Unfit", "Written", "nearest", "read"]

_HOMES = {
    "Duration": "registry.formats.values",
    "IsoDate": "registry.formats.values",
    "Unfit": "registry.formats.values",
    "Written": "registry.formats.written",
    "nearest": "registry.formats.spelling",
    "read": "registry.formats.written",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used (PEP 562)."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
