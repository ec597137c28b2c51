"""From a registry to a finished site: pages first, then the engine."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from registry.changelog.ledger import ledger
from registry.model.forms import FORMS, json_schema
from registry.model.registry import load
from registry.site import catalogue, engine, links
from registry.site.book import Book
from registry.site.files import Written, mirror
from registry.site.folders import Folders, twins_beside
from registry.site.stamp import Stamp
from registry.source.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from registry.model.registry import Api, Registry


@dataclass(frozen=True, slots=True)
class PageSet:
    """The pages that were written: their URLs in order, and what it took."""

    urls: tuple[str, ...]
    files: Written


@dataclass(frozen=True, slots=True)
class BuildReport:
    """A finished site: how many pages, where it begins, and the seconds that we and the engine took."""

    pages: int
    index: Path
    seconds_ours: float
    seconds_engine: float


def build(
    root: Path, *, as_of: date, strict: bool = True, progress: Callable[[str], None] | None = None
) -> BuildReport:
    """Write and render the site of the registry at ``root``; ``progress`` is told what is being done.

    Raises:
        WrongUse: There is no registry, or it has no ``mkdocs.yml``.
        UnreadableInputs: A document of the registry cannot be read.
        SiteNotRendered: The engine failed; or it warned, and ``strict`` is on.
    """
    say = progress or _silently
    began = time.perf_counter()
    say("writing pages")
    written = write_pages(load(Store.open(root)), Folders(root).pages, as_of=as_of, root=root)
    between = time.perf_counter()
    say(f"rendering {len(written.urls)} pages")
    index = engine.render(root, strict=strict)
    return BuildReport(len(written.urls), index, between - began, time.perf_counter() - between)


def write_pages(registry: Registry, destination: Path, *, as_of: date, root: Path) -> PageSet:
    """Make ``destination`` hold the pages of the registry, and a folder beside it their plain twins.

    Files that would not change are not touched, files of pages that are gone are removed. The same registry
    and day give the same bytes.

    Raises:
        UnreadableInput: A description or an entry of the changelog cannot be read.
    """
    guides = _contents(Folders(root).words / "guides")
    stamp = Stamp.for_registry(root)
    book = Book(registry, ledger(root), as_of)
    pages = {page.url: page for page in catalogue.pages(book, guides)}
    for_engine = {f"{url}index.md": stamp.for_engine(page).encode() for url, page in pages.items()}
    for_engine |= {f"{links.GUIDES}{name}": content for name, content in guides.items()}
    for_engine |= {
        f"assets/{name}": content for name, content in _contents(Folders(root).words / "assets").items()
    }
    for_engine |= dict(_downloads(registry)) | dict(_schemas())
    twins = {f"{url}index.md": stamp.for_programs(page).encode() for url, page in pages.items()}
    twins |= {_twin_of_guide(name): content for name, content in guides.items() if name.endswith(".md")}
    written = mirror(for_engine, destination)
    mirror(twins, twins_beside(destination))
    return PageSet(tuple(pages), written)


def serve(root: Path, address: str = "127.0.0.1:8000", *, open_in_browser: bool = False) -> None:
    """Serve the site at ``address`` until interrupted; rebuild and reload when a source changes."""
    engine.serve(root, address, open_in_browser=open_in_browser)


def _downloads(registry: Registry) -> Iterator[tuple[str, bytes]]:
    for api in registry.apis:
        for version in api.versions or (None,):
            yield from _download(registry, api, version)


def _download(registry: Registry, api: Api, version: str | None) -> Iterator[tuple[str, bytes]]:
    """A release is offered as it was frozen; a working copy, which may be several files, bundled."""
    data = api.description(version).bundle.data
    label = version or "pending"
    path = api.path(version)
    as_json = orjson.dumps(data, option=orjson.OPT_INDENT_2)
    frozen = version is not None and path.endswith((".yaml", ".yml"))
    yield links.download(api.id, label, "yaml"), registry.store.files.read(path) if frozen else as_json
    yield links.download(api.id, label, "json"), as_json


def _schemas() -> Iterator[tuple[str, bytes]]:
    for name in FORMS:
        yield links.schema(name), orjson.dumps(json_schema(name), option=orjson.OPT_INDENT_2)


def _contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a hand-written folder by path; none if there is no such folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def _twin_of_guide(name: str) -> str:
    stem = name.removesuffix(".md")
    return (
        f"{links.GUIDES}index.md"
        if stem == "index"
        else f"{links.GUIDES}{stem.removesuffix('/index')}/index.md"
    )


def _silently(_: str) -> None:
    return None
