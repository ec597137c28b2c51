"""A page in a list of pages: all that the site map and the guide for assistants ask of it."""

from __future__ import annotations

from typing import NamedTuple


class Card(NamedTuple):
    """A page as lists of pages show it; ``modified`` is the moment of its last change (RFC 3339), empty if unknown."""

    url: str
    kind: str
    title: str
    description: str
    modified: str
