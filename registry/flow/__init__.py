"""Two systems: which field goes where, whether it fits, and whom a change hits.

The rules are imported when they are first used: to follow a field to where it goes takes none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from registry.flow.rules import CATALOGUE

__all__ = ["CATALOGUE"]


def __getattr__(name: str) -> Any:
    """Import the rules when they are first used (PEP 562)."""
    if name == "CATALOGUE":
        from registry.flow.rules import CATALOGUE  # noqa: PLC0415 - slow to import

        return CATALOGUE
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
