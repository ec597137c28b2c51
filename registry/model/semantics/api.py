"""Who stands behind an API, from ``info.x-registry``."""

from __future__ import annotations

from typing import Any

from registry.model import lenient
from registry.model.semantics import tolerant
from registry.model.semantics.api_form import ApiMeaning


def api_meaning(root: dict[str, Any]) -> ApiMeaning:
    """Return what the document ``root`` says of the API as a whole."""
    info = lenient.mapping(root.get("info"))
    return tolerant.read(ApiMeaning, info.get("x-registry")) or ApiMeaning()
