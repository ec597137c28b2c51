"""Where a build keeps what: all under ``.build/``, which is never committed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BUILD = ".build"
PAGES = ".build/pages"
RENDERED = ".build/rendered"
SITE = ".build/site"
SOURCES = ("specs", "site", "changelog", "mkdocs.yml")
"""What people write."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of the build of the registry at ``root``."""

    root: Path

    @property
    def build(self) -> Path:
        """All that a build makes."""
        return self.root / BUILD

    @property
    def pages(self) -> Path:
        """Markdown pages, which the engine reads."""
        return self.root / PAGES

    @property
    def rendered(self) -> Path:
        """What the engine has rendered, before it is finished."""
        return self.root / RENDERED

    @property
    def site(self) -> Path:
        """The finished site."""
        return self.root / SITE

    @property
    def words(self) -> Path:
        """The hand-written part of the site: ``guides/``, ``assets/``, ``templates/`` and ``theme/``."""
        return self.root / "site"
