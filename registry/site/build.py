"""From a registry to a finished site: plan it, let the engine render its part, finish the rest."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

from registry.errors import WrongUse
from registry.site import engine
from registry.site.beside import Beside
from registry.site.crew import Crew
from registry.site.files import Folder, Written, found_in, mirror
from registry.site.finish import finished
from registry.site.folders import Folders
from registry.site.plan import plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from registry.site.masthead import Masthead


Engine: TypeAlias = Literal["mkdocs", "zensical"]
"""What renders the hubs, the guides, and the shells of all other pages."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """A finished site: how many pages, where it begins, which files differed, and the seconds it took.

    ``made`` is how many pages were made anew; all others were kept from the build before. ``seconds_ours`` is what
    planning and finishing took, ``seconds_engine`` what the engine did.
    """

    pages: int
    made: int
    index: Path
    files: Written
    seconds_ours: float
    seconds_engine: float


@dataclass(frozen=True, slots=True)
class Way:
    """How to go about a build: ``jobs`` processes (0: as many as are worth it); ``keep`` results for the next one."""

    jobs: int = 0
    keep: bool = True


def build(
    root: Path,
    *,
    as_of: date,
    by: Engine = "mkdocs",
    strict: bool = True,
    way: Way | None = None,
    progress: Callable[[str], None] | None = None,
) -> BuildReport:
    """Make the site of the registry at ``root``; ``progress`` is told what is being done.

    Pages that rest on nothing that has changed since the last build are kept; files that would not change are not
    touched, files of pages that are gone are removed. The same registry and day give the same bytes.

    Raises:
        WrongUse: There is no registry, it has no ``mkdocs.yml``, the engine is not installed, or a link stands where
            a folder is to be written.
        UnreadableInputs: A document of the registry cannot be read.
        UnreadableInput: ``site/redirects.yaml`` is wrong.
        SiteNotRendered: The engine failed; or it warned, and ``strict`` is on.
        ShellBroken: The theme leaves out a part that pages are stamped into.
        HelpLost: A process that made pages was ended.
    """
    say = progress or _silently
    folders = Folders(root)
    _refuse_links(folders)
    with _alone(folders, say):
        return _built(root, as_of, by, strict=strict, way=way or Way(), say=say)


def _refuse_links(folders: Folders) -> None:
    for folder in (folders.pages, folders.rendered, folders.site):
        if folder.is_symlink():
            name = folder.relative_to(folders.root).as_posix()
            raise WrongUse(
                f"{name} is a link, and a build removes what it did not write",
                "remove the link; copy the finished site to where it led, or link from there to here",
            )


@contextmanager
def _alone(folders: Folders, say: Callable[[str], None]) -> Iterator[None]:
    """Wait until no other build of the same registry is at work: they would write into the same folders."""
    import filelock  # noqa: PLC0415 - only a build needs it

    folders.build.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(folders.build / "building.lock")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        say("waiting for another build to end")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _built(
    root: Path, as_of: date, by: Engine, *, strict: bool, way: Way, say: Callable[[str], None]
) -> BuildReport:
    folders = Folders(root)
    began = time.perf_counter()
    say("reading the registry")
    with Beside(partial(found_in, folders.site)) as lying:
        planned = plan(root, as_of, keep=way.keep)
        folder = Folder.at(folders.site, lying.result())
    planned.remember(folder)
    say(f"making the pages of {len(planned.open)} of {len(planned.batches)} parts")
    with Crew(planned, folder, way.jobs) as crew:
        crew.make()
        planned.settle()
        mirror(planned.for_engine(), folders.pages)
        before = time.perf_counter()
        say("rendering hubs and guides")
        site = _render(root, by, strict=strict)
        after = time.perf_counter()
        say(f"writing {len(planned.urls)} pages")
        files = finished(planned, site, folders.rendered, folder, crew)
    ours = before - began + time.perf_counter() - after
    made = sum(len(found.urls) for key, found in planned.outlines.items() if key not in planned.kept)
    return BuildReport(len(planned.urls), made, folders.site / "index.html", files, ours, after - before)


def _render(root: Path, by: Engine, *, strict: bool) -> Masthead:
    if by == "mkdocs":
        return engine.render(root, strict=strict)
    from registry.site import zensical  # noqa: PLC0415 - an engine that few use

    return zensical.render(root, strict=strict)


def _silently(_: str) -> None:
    return None
