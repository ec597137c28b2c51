"""Published extensions that stand on schemas, parameters and operations alike."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from registry.formats.stability import STABILITY_LEVELS
from registry.model import lenient
from registry.model.semantics import drafts, tolerant

if TYPE_CHECKING:
    from registry.formats.stability import Stability
    from registry.model.semantics.field_form import Classification


_CLASSIFYING = ("x-data-classification", "x-pii")


def sunset(node: dict[str, Any]) -> date | None:
    """Return the day from which the thing may be gone: ``x-sunset``, a date or a time of RFC 3339."""
    try:
        return date.fromisoformat(lenient.text(node.get("x-sunset"))[:10])
    except ValueError:
        return None


def stability(node: dict[str, Any]) -> Stability | None:
    """Return ``x-stability-level``, or beta for ``x-beta: true``."""
    written = node.get("x-stability-level")
    if written is None:
        return "beta" if node.get("x-beta") is True else None
    return next((level for level in STABILITY_LEVELS if level == written), None)


def deprecated(node: dict[str, Any]) -> bool | None:
    """Return ``deprecated`` if it is stated."""
    written = node.get("deprecated")
    return written if isinstance(written, bool) else None


def unit(node: dict[str, Any]) -> str | None:
    """Return ``x-ogc-unit``."""
    return drafts.text(node.get("x-ogc-unit")) or None


def classification(node: dict[str, Any]) -> Classification | None:
    """Return ``x-data-classification``; a bare word is sensitivity or category; ``x-pii: true`` is PII."""
    if node.keys().isdisjoint(_CLASSIFYING):
        return None
    from registry.model.semantics.field_form import SENSITIVITIES, Classification  # noqa: PLC0415 - slow

    written = drafts.without(node.get("x-data-classification"))
    if isinstance(written, str):
        known = written.lower() in SENSITIVITIES
        return tolerant.read(
            Classification, {"sensitivity": written.lower()} if known else {"category": written}
        )
    if isinstance(written, dict):
        return tolerant.read(Classification, written)
    return Classification(category="PII") if node.get("x-pii") is True else None
