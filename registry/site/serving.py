"""The site while one works on it: served from this machine, made again after every change, the browser reloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.site import engine
from registry.site.build import BuildReport, Way, build
from registry.site.folders import SOURCES, Folders

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def serve(
    root: Path,
    address: str,
    *,
    tell: Callable[[str], None],
    progress: Callable[[str], None] | None = None,
) -> None:
    """Serve the site at ``address`` until interrupted; make what a change touches anew, and reload.

    ``tell`` is given a sentence for people when the site can be seen, and after each time it was made again;
    ``progress`` what is being done meanwhile, the first time.

    Raises:
        WrongUse: The registry has no ``mkdocs.yml``.
        WaybillError: Something is wrong from the start; what goes wrong later is told, and waited on.
    """
    from mkdocs.livereload import LiveReloadServer  # noqa: PLC0415 - imported when a site is wanted

    from registry.site.hook import as_of  # noqa: PLC0415 - as above

    settings = engine.load(root)

    def make(jobs: int = 1, progress: Callable[[str], None] | None = None) -> BuildReport:
        """Make the site; where threads serve it, no process may be forked."""
        return build(root, as_of=as_of(settings), strict=False, way=Way(jobs), progress=progress)

    def again() -> None:
        with engine.told():
            made = make()
        tell(f"The site is built again: {made.made:,} of {made.pages:,} pages made anew.")

    make(jobs=0, progress=progress)
    host, _, port = address.rpartition(":")
    site = Folders(root).site
    server = LiveReloadServer(again, host.strip("[]"), int(port), str(site))
    server.error_handler = lambda code: _page(site / f"{code}.html")
    for name in SOURCES:
        if (root / name).exists():
            server.watch(str(root / name))
    tell(f"The site is at http://{address}/ and built again after every change. Ctrl+C ends it.")
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        return
    finally:
        server.shutdown()


def _page(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
