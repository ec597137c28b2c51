"""Where a description is kept that is written elsewhere: ``source.yaml`` beside it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from registry.formats import Written


class OriginForm(Written):
    """The repository that a description is pulled from (``specs/<system>/apis/<api>/source.yaml``)."""

    repository: Annotated[str, Field(min_length=1)]
    """A folder (from the root of the registry), or an https or ssh URL."""
    path: Annotated[str, Field(min_length=1)] = "openapi.yaml"
    """The description in it, from its root."""
    ref: Annotated[str, Field(min_length=1)] = "main"
    """The branch or tag to follow."""
