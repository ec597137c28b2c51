"""Run Zensical on the same pages with the same ``mkdocs.yml``: another engine, to which Material moves on.

It knows no hooks and no folder of a theme outside of its settings, so it gets settings that inherit those of the
registry and name a folder in which our theme and that of the registry lie together. It looks for everything below
the folder of its settings, which is ``.build/``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from registry.errors import WrongUse
from registry.site import engine
from registry.site.files import mirror
from registry.site.folders import Folders
from registry.site.hook import THEME
from registry.site.written import contents

if TYPE_CHECKING:
    from pathlib import Path

    from registry.site.masthead import Masthead

_SETTINGS = """\
INHERIT: ../mkdocs.yml
docs_dir: pages
site_dir: rendered
theme: {custom_dir: theme, variant: classic}
"""


def render(root: Path, *, strict: bool = True) -> Masthead:
    """Render the pages written before, and return what the settings say of the site.

    Raises:
        WrongUse: Zensical is not installed, or the registry has no ``mkdocs.yml``.
        SiteNotRendered: It failed; or it warned, and ``strict`` is on.
    """
    if find_spec("zensical") is None:
        raise WrongUse("Zensical is not installed", "run 'pip install api-waybill[zensical]'")
    site = engine.masthead(engine.load(root))
    folders = Folders(root)
    shutil.rmtree(folders.rendered, ignore_errors=True)
    both = contents(THEME) | contents(folders.words / "theme")
    mirror(both.items(), folders.build / "theme")
    settings = folders.build / "zensical.yml"
    settings.write_text(_SETTINGS, encoding="utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--config-file", str(settings)]
    done = subprocess.run(  # noqa: S603 - the interpreter that runs this
        [*command, *(["--strict"] if strict else [])],
        cwd=folders.build,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise engine.SiteNotRendered(tuple(line for line in _told(done) if line))
    return site


def _told(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return what was said, without the way through the program that said it."""
    lines = f"{done.stdout}\n{done.stderr}".splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith(("  ", "Traceback"))]
