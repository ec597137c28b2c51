"""What all pages of a site share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Masthead:
    """What all pages of a site share: its name, its description, and its address, which ends with a slash.

    The address is empty where ``mkdocs.yml`` has no ``site_url``: then nothing states where a page is.
    """

    name: str
    description: str
    address: str

    def at(self, url: str) -> str:
        """Return the address of a page or file by its URL within the site."""
        return f"{self.address}{url}"
