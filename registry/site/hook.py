"""What plain ``mkdocs build`` and ``mkdocs serve`` call: pages before, the rest of the site after, sources watched.

A registry's ``mkdocs.yml`` names ``site/hook.py``, which consists of ``from registry.site.hook import *``.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import event_priority

from registry.site.engine import PLAN, masthead, told
from registry.site.files import Folder, mirror
from registry.site.folders import SOURCES, Folders

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

__all__ = ["on_config", "on_post_build", "on_pre_build", "on_serve"]

THEME = Path(__file__).parent / "theme"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put our theme files, and the registry's own before them, in front of Material's."""
    theirs = Folders(root_of(config)).words / "theme"
    mine = [
        str(folder) for folder in (theirs, THEME) if folder.is_dir() and str(folder) not in config.theme.dirs
    ]
    config.theme.dirs[:0] = mine
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Write what the engine reads, unless `registry.site.build` has just done so."""
    if PLAN in config.extra:
        return
    from registry.site.plan import plan  # noqa: PLC0415 - the engine imports this file to read its settings

    with told():
        planned = plan(root_of(config), as_of(config), keep=False)
        planned.make(planned.open)
        planned.settle()
        mirror(planned.for_engine(), Path(config.docs_dir))
    config.extra[PLAN] = planned


@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    """Finish the site, unless `registry.site.build` is about to do so."""
    from registry.site.crew import Crew  # noqa: PLC0415 - as above
    from registry.site.finish import finished  # noqa: PLC0415 - as above
    from registry.site.plan import Plan  # noqa: PLC0415 - as above

    planned = config.extra.pop(PLAN)
    if isinstance(planned, Plan):
        rendered = Path(config.site_dir)
        folder = Folder.at(rendered)
        with told(), Crew(planned, folder, jobs=1) as crew:
            finished(planned, masthead(config), rendered, folder, crew)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Watch what people write instead of the pages made of it."""
    del builder
    server.unwatch(config.docs_dir)
    for name in SOURCES:
        if (root_of(config) / name).exists():
            server.watch(str(root_of(config) / name))
    return server


def root_of(config: MkDocsConfig) -> Path:
    """Return the folder of the registry: the one that holds ``mkdocs.yml``."""
    return Path(config.config_file_path).resolve().parent


def as_of(config: MkDocsConfig) -> date:
    """Return the day that "in 12 days" counts from: ``extra.as_of`` of ``mkdocs.yml``, else today."""
    written = config.extra.get("as_of")
    return date.fromisoformat(str(written)) if written else date.today()  # noqa: DTZ011 - the reader's own day
