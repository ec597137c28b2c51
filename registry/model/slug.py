"""Names fit for URLs and files."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def kebab(name: str) -> str:
    """Return ``listProducts`` and ``GET /products/{id}`` as ``list-products`` and ``get-products-id``."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name)
    return re.sub(r"[^a-z0-9]+", "-", apart.lower()).strip("-")


def unique(named: Iterable[tuple[str, str | None]]) -> Mapping[str, str]:
    """Return a slug for each pair of name and preferred name, by name, no two alike."""
    slugs: dict[str, str] = {}
    taken: set[str] = set()
    for name, preferred in named:
        slugs[name] = next(slug for slug in _candidates(name, preferred) if slug not in taken)
        taken.add(slugs[name])
    return slugs


def _candidates(name: str, preferred: str | None) -> Iterator[str]:
    if by_preference := kebab(preferred or ""):
        yield by_preference
    by_name = kebab(name) or "operation"
    yield by_name
    yield from (f"{by_name}-{number}" for number in count(2))
