"""Who stands behind an API, from ``info.x-registry``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.model import lenient
from registry.model.semantics import tolerant

if TYPE_CHECKING:
    from registry.model.semantics.api_form import ApiMeaning


def api_meaning(root: dict[str, Any]) -> ApiMeaning:
    """Return what the document ``root`` says of the API as a whole."""
    from registry.model.semantics.api_form import ApiMeaning  # noqa: PLC0415 - slow to import

    info = lenient.mapping(root.get("info"))
    return tolerant.read(ApiMeaning, info.get("x-registry")) or ApiMeaning()
