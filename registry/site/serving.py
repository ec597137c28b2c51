"""The site while one works on it: served from this machine, made again after every change, the browser reloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.site import engine
from registry.site.build import Way, build
from registry.site.folders import SOURCES, Folders

if TYPE_CHECKING:
    from pathlib import Path


def serve(root: Path, address: str = "127.0.0.1:8000", *, open_in_browser: bool = False) -> None:
    """Serve the site at ``address`` until interrupted; make what a change touches anew, and reload.

    Raises:
        WrongUse: The registry has no ``mkdocs.yml``.
        WaybillError: Something is wrong from the start; what goes wrong later is told, and waited on.
    """
    from mkdocs.livereload import LiveReloadServer  # noqa: PLC0415 - imported when a site is wanted

    from registry.site.hook import as_of  # noqa: PLC0415 - as above

    settings = engine.load(root)

    def make(jobs: int = 1) -> None:
        """Make the site; where threads serve it, no process may be forked."""
        build(root, as_of=as_of(settings), strict=False, way=Way(jobs))

    def again() -> None:
        with engine.told():
            make()

    make(jobs=0)
    host, _, port = address.rpartition(":")
    site = Folders(root).site
    server = LiveReloadServer(again, host.strip("[]"), int(port), str(site))
    server.error_handler = lambda code: _page(site / f"{code}.html")
    for name in SOURCES:
        if (root / name).exists():
            server.watch(str(root / name))
    try:
        server.serve(open_in_browser=open_in_browser)  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        return
    finally:
        server.shutdown()


def _page(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
