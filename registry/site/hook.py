"""What plain ``mkdocs build`` and ``mkdocs serve`` call: pages before, twins after, sources watched.

A registry's ``mkdocs.yml`` names ``site/hook.py``, which consists of ``from registry.site.hook import *``.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import event_priority

from registry.site import offline
from registry.site.folders import Folders, twins_beside

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.pages import Page

__all__ = ["on_config", "on_post_build", "on_post_page", "on_pre_build", "on_serve"]

THEME = Path(__file__).parent / "theme"
_SOURCES = ("specs", "site", "changelog")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put our theme files, and the registry's own before them, in front of Material's."""
    theirs = Folders(root_of(config)).words / "theme"
    mine = [
        str(folder) for folder in (theirs, THEME) if folder.is_dir() and str(folder) not in config.theme.dirs
    ]
    config.theme.dirs[:0] = mine
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Write the pages, unless `registry.site.build` has just done so."""
    if "waybill" in config.extra:
        return
    from registry.model.registry import load  # noqa: PLC0415 - the engine imports this file to read its settings
    from registry.site.build import write_pages  # noqa: PLC0415 - as above
    from registry.source.store import Store  # noqa: PLC0415 - as above

    root = root_of(config)
    write_pages(load(Store.open(root)), Path(config.docs_dir), as_of=as_of(config), root=root)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Let links work when the page is opened as a file."""
    del page
    return offline.with_files(output) if config.use_directory_urls else output


@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    """Lay the plain Markdown of each page beside its HTML, and a search index that files can load."""
    twins = twins_beside(Path(config.docs_dir))
    if twins.is_dir():
        shutil.copytree(twins, config.site_dir, dirs_exist_ok=True)
    offline.write_index(Path(config.site_dir))


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Watch what people write instead of the pages made of it."""
    del builder
    server.unwatch(config.docs_dir)
    for name in _SOURCES:
        folder = root_of(config) / name
        if folder.is_dir():
            server.watch(str(folder))
    return server


def root_of(config: MkDocsConfig) -> Path:
    """Return the folder of the registry: the one that holds ``mkdocs.yml``."""
    return Path(config.config_file_path).resolve().parent


def as_of(config: MkDocsConfig) -> date:
    """Return the day that "in 12 days" counts from: ``extra.as_of`` of ``mkdocs.yml``, else today."""
    written = config.extra.get("as_of")
    return date.fromisoformat(str(written)) if written else date.today()  # noqa: DTZ011 - the reader's own day
