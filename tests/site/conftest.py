"""Fixtures for the tests of the site: the example, built once; any small registry, built on demand."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from registry.site import build

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from registry.site.build import Engine

CHECKOUT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Outline(HTMLParser):
    """What a page links to, loads, names and says, in the order of the page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.unclosed: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.unclosed.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.unclosed:
            while self.unclosed.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.unclosed[-1:] not in (["script"], ["style"]):
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    @cached_property
    def ids(self) -> set[str]:
        """Every anchor."""
        return {attributes["id"] for _, attributes in self.elements if "id" in attributes}

    @property
    def text(self) -> str:
        """All words, on one line."""
        return " ".join(" ".join(self.words).split())


@dataclass(frozen=True)
class Site:
    """A finished site."""

    root: Path
    pages: int

    @property
    def folder(self) -> Path:
        """Where the HTML lies."""
        return self.root / ".build" / "site"

    @cached_property
    def urls(self) -> tuple[str, ...]:
        """The URL of every page, relative to the root."""
        found = (path.parent.relative_to(self.folder).as_posix() for path in self.folder.rglob("index.html"))
        return tuple(sorted("" if url == "." else f"{url}/" for url in found))

    def html(self, url: str) -> str:
        """The HTML of one page."""
        return (self.folder / url / "index.html").read_text("utf-8")

    def outline(self, url: str) -> Outline:
        """The outline of one page."""
        return Outline(self.html(url))

    def twin(self, url: str) -> str:
        """The plain Markdown of one page."""
        return (self.folder / url / "index.md").read_text("utf-8")

    @cached_property
    def outlines(self) -> Mapping[str, Outline]:
        """The outlines of all pages."""
        return {url: self.outline(url) for url in self.urls}


def copied(root: Path) -> Path:
    """The worked example, copied into a folder."""
    for name in ("specs", "site", "changelog"):
        shutil.copytree(CHECKOUT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "mkdocs.yml", root)
    return root


@pytest.fixture(scope="session")
def example(example_root: Path) -> Site:
    """The site of the worked example, built once for all tests that look at it."""
    return Site(example_root, sum(1 for _ in (example_root / ".build" / "site").rglob("index.html")))


@pytest.fixture(scope="session")
def example_by_zensical(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The same, rendered by Zensical."""
    root = copied(tmp_path_factory.mktemp("zensical"))
    return Site(root, build(root, as_of=TODAY, by="zensical").pages)


@pytest.fixture
def build_in() -> Callable[..., Site]:
    """A function that builds the site of the registry in a folder, with the settings of the example if it has none."""

    def make(root: Path, by: Engine = "mkdocs") -> Site:
        for name in ("mkdocs.yml", "site/hook.py"):
            if not (root / name).is_file():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(CHECKOUT / name, root / name)
        return Site(root, build(root, as_of=TODAY, by=by).pages)

    return make


@pytest.fixture
def build_site(
    write_registry: Callable[[Mapping[str, str]], Path], build_in: Callable[..., Site]
) -> Callable[[Mapping[str, str]], Site]:
    """A function that writes a registry from texts by path and builds its site."""

    def make(files: Mapping[str, str]) -> Site:
        return build_in(write_registry(files))

    return make
