"""A real browser on the finished site, served from this computer."""

from __future__ import annotations

import functools
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

from registry.site import build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from playwright.sync_api import Browser, Page

CHECKOUT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
)


class Silent(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the library's
        del format, args


@dataclass(frozen=True)
class Visit:
    """An open page, and what went wrong on it."""

    page: Page
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def width(self) -> tuple[int, int]:
        """How wide the page is, and how wide the window."""
        found = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        return found[0], found[1]


@dataclass(frozen=True)
class Reader:
    """Opens pages of one site."""

    browser: Browser
    base: str

    @contextmanager
    def open(
        self, url: str, *, width: int = 1280, dark: bool = False, scripts: bool = True
    ) -> Iterator[Visit]:
        """Open a page in a window of its own."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",  # a colour on its way to another is neither
        )
        visit = Visit(context.new_page())
        page = visit.page
        page.on("console", lambda told: visit.errors.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: visit.errors.append(str(error)))
        page.on("request", lambda asked: self._note(visit, asked.url))
        page.goto(self.base + url, wait_until="networkidle")
        yield visit
        context.close()

    def _note(self, visit: Visit, url: str) -> None:
        if not url.startswith((self.base, "data:", "blob:", "about:")):
            visit.foreign.append(url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium; the tests are skipped where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no chromium on this computer: install the package of that name")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield started
        started.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Silent, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def example_folder(example_root: Path) -> Path:
    """The finished site of the worked example."""
    return example_root / ".build" / "site"


@pytest.fixture(scope="session")
def reader(browser: Browser, example_folder: Path) -> Iterator[Reader]:
    """A reader of the worked example, from a server."""
    with served(example_folder) as base:
        yield Reader(browser, base)


@pytest.fixture(scope="session")
def reader_of_files(browser: Browser, example_folder: Path) -> Reader:
    """A reader who opens the files of the worked example."""
    return Reader(browser, f"{example_folder.as_uri()}/")


@pytest.fixture
def read_registry(
    browser: Browser, write_registry: Callable[[Mapping[str, str]], Path]
) -> Iterator[Callable[[Mapping[str, str]], Reader]]:
    """A function that builds the site of a small registry and opens it."""
    open_servers: list[Any] = []

    def make(files: Mapping[str, str]) -> Reader:
        settings = (CHECKOUT / "mkdocs.yml").read_text("utf-8")
        hook = (CHECKOUT / "site" / "hook.py").read_text("utf-8")
        root = write_registry({"mkdocs.yml": settings, "site/hook.py": hook, **files})
        build(root, as_of=TODAY)
        server = served(root / ".build" / "site")
        base = server.__enter__()
        open_servers.append(server)
        return Reader(browser, base)

    yield make
    for server in open_servers:
        server.__exit__(None, None, None)
