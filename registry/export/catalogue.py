"""The formats by name; of a list of fields there are two."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from registry.errors import WrongUse
from registry.export import arazzo, backstage, dictionary, headers, odcs, openlineage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from registry.export.document import Export
    from registry.export.subject import Subject

FORMATS: Mapping[str, Callable[[Subject], Export]] = MappingProxyType(
    {
        "odcs": odcs.export,
        "openlineage": openlineage.export,
        "arazzo": arazzo.export,
        "backstage": backstage.export,
        "headers": headers.export,
        "fields": dictionary.export,
        "fields-markdown": partial(dictionary.export, form="markdown"),
    }
)


def written(standard: str, subject: Subject) -> Export:
    """Return what is chosen, as a standard has it.

    Raises:
        WrongUse: There is no such standard.
    """
    if standard not in FORMATS:
        raise WrongUse(f"there is no export '{standard}'", f"there are {', '.join(FORMATS)}")
    return FORMATS[standard](subject)
