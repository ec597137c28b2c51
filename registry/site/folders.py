"""Where a build keeps what: all under ``.build/``, which is never committed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PAGES = ".build/pages"
SITE = ".build/site"


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of the build of the registry at ``root``."""

    root: Path

    @property
    def pages(self) -> Path:
        """Markdown pages and downloads, which the engine reads."""
        return self.root / PAGES

    @property
    def twins(self) -> Path:
        """The plain Markdown of each page, laid beside its HTML after the engine has run."""
        return twins_beside(self.pages)

    @property
    def site(self) -> Path:
        """The finished site."""
        return self.root / SITE

    @property
    def words(self) -> Path:
        """The hand-written part of the site: ``guides/``, ``assets/``, ``templates/`` and ``theme/``."""
        return self.root / "site"


def twins_beside(pages: Path) -> Path:
    """Return where the twins of the pages in this folder are kept."""
    return pages.parent / "twins"
