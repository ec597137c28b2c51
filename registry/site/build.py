"""From a registry to a finished site: plan it, let the engine render its part, finish the rest."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from registry.site import engine
from registry.site.files import Written, mirror
from registry.site.finish import finished
from registry.site.folders import Folders
from registry.site.plan import plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from registry.site.masthead import Masthead


Engine: TypeAlias = Literal["mkdocs", "zensical"]
"""What renders the hubs, the guides, and the shells of all other pages."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """A finished site: how many pages, where it begins, which files differed, and the seconds it took.

    ``seconds_ours`` is what planning and finishing took, ``seconds_engine`` what the engine did.
    """

    pages: int
    index: Path
    files: Written
    seconds_ours: float
    seconds_engine: float


def build(
    root: Path,
    *,
    as_of: date,
    by: Engine = "mkdocs",
    strict: bool = True,
    progress: Callable[[str], None] | None = None,
) -> BuildReport:
    """Make the site of the registry at ``root``; ``progress`` is told what is being done.

    Files that would not change are not touched, files of pages that are gone are removed. The same registry
    and day give the same bytes.

    Raises:
        WrongUse: There is no registry, it has no ``mkdocs.yml``, or the engine is not installed.
        UnreadableInputs: A document of the registry cannot be read.
        SiteNotRendered: The engine failed; or it warned, and ``strict`` is on.
        ShellBroken: The theme leaves out a part that pages are stamped into.
    """
    say = progress or _silently
    folders = Folders(root)
    began = time.perf_counter()
    say("reading the registry")
    planned = plan(root, as_of)
    mirror(planned.for_engine(), folders.pages)
    before = time.perf_counter()
    say("rendering hubs and guides")
    site = _render(root, by, strict=strict)
    after = time.perf_counter()
    say(f"writing {len(planned.known)} pages")
    files = mirror(finished(planned, folders.rendered, site), folders.site)
    ours = before - began + time.perf_counter() - after
    return BuildReport(len(planned.known), folders.site / "index.html", files, ours, after - before)


def _render(root: Path, by: Engine, *, strict: bool) -> Masthead:
    if by == "mkdocs":
        return engine.render(root, strict=strict)
    from registry.site import zensical  # noqa: PLC0415 - an engine that few use

    return zensical.render(root, strict=strict)


def serve(root: Path, address: str = "127.0.0.1:8000", *, open_in_browser: bool = False) -> None:
    """Serve the site at ``address`` until interrupted; rebuild and reload when a source changes."""
    engine.serve(root, address, open_in_browser=open_in_browser)


def _silently(_: str) -> None:
    return None
