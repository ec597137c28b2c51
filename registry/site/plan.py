"""A site before the engine has run: which pages there are, those to be made as values, and the files for the engine."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from registry.changelog.announcement import announcements
from registry.changelog.ledger import ledger
from registry.model.registry import load
from registry.site import catalogue, links, shell, written
from registry.site.arrange import Templates, environment
from registry.site.asked import Asked
from registry.site.book import Book
from registry.site.folders import Folders
from registry.site.made import Made
from registry.site.memory import Memory
from registry.site.packs import Entry
from registry.site.paging import Divided, divided
from registry.site.redirects import Redirects
from registry.site.table import as_json
from registry.site.untouched import Untouched
from registry.site.watched import WatchedFiles
from registry.source.files import WorkingTree
from registry.source.recorded import digest
from registry.source.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from registry.site.catalogue import Batch
    from registry.site.files import Folder
    from registry.site.packs import Packs
    from registry.site.page import Page
    from registry.site.table import Key


@dataclass(frozen=True, slots=True)
class Outline:
    """What the rest of a site must know of the pages of a batch: where they are, and where anchors of theirs went."""

    urls: tuple[str, ...]
    moved: Mapping[str, str]


@dataclass(eq=False)
class Plan:
    """The pages of a registry's site on one day.

    The home page, the hubs and the guides go through the engine; every other page is stamped from a shell. ``kept``
    is what was made before and holds still, by batch; of all others the pages are ``fresh`` until their files are
    made, here or ``elsewhere``.
    """

    root: Path
    book: Book
    memory: Memory
    untouched: Untouched
    batches: Mapping[Key, Batch]
    kept: dict[Key, Made] = field(default_factory=dict)
    fresh: dict[Key, Divided] = field(default_factory=dict)
    elsewhere: dict[Key, Outline] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    """Where the anchors went that stand on a further part of their page."""

    @property
    def asked(self) -> Asked:
        """What was asked for this site."""
        return self.book.asked

    def remember(self, folder: Folder) -> None:
        """Keep the batches that need not be made again, as far as their pages tell and their files lie in a folder."""
        for key in self.batches:
            if self.asked.holds(("pages", *key)):
                content = self.packs.get(_entry(key, self.asked.before))
                made = None if content is None else Made.from_bytes(content)
                if made is not None and folder.holds(made.files):
                    self.kept[key] = made

    def make(self, keys: Iterable[Key]) -> None:
        """Make the pages of some batches."""
        for key in keys:
            self.fresh[key] = self.asked.work(("pages", *key), partial(_divided, self.batches[key]))

    def keep(self, new: Mapping[Key, bytes]) -> None:
        """Keep what was made of all batches for the next build, some of it ``new``."""
        entries = {key: _entry(key, self.asked.digest) for key in self.batches}
        self.packs.keep(entries.values(), {entries[key].name: made for key, made in new.items()})

    def keep_known(self) -> None:
        """Keep what was learned for the next build."""
        parts = ((part, *key) for key in self.batches for part in ("pages", "made"))
        states = self.untouched.states(path for _, path in self.asked.inputs("read"))
        self.memory.keep_known(self.asked.written(parts), states)

    @cached_property
    def packs(self) -> Packs:
        """What was made of batches before."""
        return self.memory.packs

    @property
    def open(self) -> tuple[Key, ...]:
        """The batches whose pages are still to be made."""
        return tuple(
            key
            for key in self.batches
            if not (key in self.kept or key in self.fresh or key in self.elsewhere)
        )

    @cached_property
    def outlines(self) -> Mapping[Key, Outline]:
        """What each batch tells the rest; asked for once all pages are made."""
        return {
            **{
                key: Outline(tuple(card.url for card in made.cards), made.moved)
                for key, made in self.kept.items()
            },
            **{key: outline(found) for key, found in self.fresh.items()},
            **self.elsewhere,
        }

    def urls_of(self, key: Key) -> tuple[str, ...]:
        """Return where the pages of a batch are; none of one that another process is making."""
        known = self.outlines.get(key)
        return known.urls if known else ()

    @cached_property
    def urls(self) -> frozenset[str]:
        """Where all pages are."""
        return frozenset(url for each in self.outlines.values() for url in each.urls)

    @cached_property
    def redirects(self) -> Redirects:
        """Where people and anchors are sent that come to an address of the past; asked for once anchors are settled."""
        return Redirects.of(self.root, self.urls, self.moved)

    def settle(self) -> None:
        """Have all links lead to where their targets are, once all pages are made, here or elsewhere.

        What goes through the engine must be right before that runs, and a mistake is told before it.

        Raises:
            UnreadableInput: ``site/redirects.yaml`` is wrong.
        """
        each = (outline.moved for outline in self.outlines.values())
        self.lead({old: new for found in each for old, new in found.items()})
        self.redirects  # noqa: B018 - read now
        here = (key for key in self.kept if self.batches[key].is_here)
        self.reopen(key for key in here if not self.asked.hold_of(("made", *key), "moved"))

    def lead(self, moved: Mapping[str, str]) -> None:
        """Have all links lead to where anchors went."""
        self.moved = moved
        self.asked.of_input("moved", lambda url: moved.get(url, url))

    def reopen(self, keys: Iterable[Key]) -> None:
        """Make the pages of some batches after all that were kept."""
        for key in tuple(keys):
            del self.kept[key]
            self.make((key,))

    @cached_property
    def templates(self) -> Templates:
        """What arranges pages."""
        return Templates(environment(self.root), self.where)

    def where(self, url: str) -> str:
        """Return where the target of a link is now."""
        if "#" in url:
            self.asked.note("moved", url)
        return self.moved.get(url, url)

    def for_engine(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files that the engine reads, by path: Markdown, and what is handed on as it is."""
        words = Folders(self.root).words
        for made in self.kept.values():
            yield from ((name, text.encode()) for name, text in made.engine.items())
        for key, found in self.fresh.items():
            yield from ((name, text.encode()) for name, text in self.hubs(key, found.pages))
        for name, content in written.contents(words / "guides").items():
            yield f"{links.GUIDES}{name}", content
        for name, content in written.contents(words / "assets").items():
            yield f"assets/{name}", content
        for hub in sorted({shell.hub_of(url) for url in self.urls if not shell.is_hub(url)}):
            yield f"{shell.address(hub)}index.md", shell.markdown(hub)

    def hubs(self, key: Key, pages: Iterable[Page]) -> Iterator[tuple[str, str]]:
        """Yield those of the pages of a batch that go through the engine, as it reads them."""
        for page in pages:
            if shell.is_hub(page.url) and not self.batches[key].guides:
                yield f"{page.url}index.md", self.templates.for_engine(page)


def plan(root: Path, as_of: date, *, keep: bool) -> Plan:
    """Return the plan of the site of the registry at ``root``, nothing made yet; see `Plan.remember`, `Plan.make`.

    Raises:
        WrongUse: There is no registry.
        UnreadableInputs: A document of the registry cannot be read.
    """
    asked = Asked()
    store = Store.open(root)
    tree = WorkingTree(root)  # one for all: it knows where each folder really is
    untouched = Untouched(tree, time.time_ns())
    registry = load(replace(store, files=WatchedFiles.over(tree, asked, untouched)))
    memory = Memory.of(root, registry, as_of, asked, keep=keep)
    before, untouched.before = memory.known()
    asked.remember(before)
    guides = written.contents(Folders(root).words / "guides")
    asked.of_input("guides", lambda: digest(repr(guides).encode()))
    book = Book(registry, ledger(root), as_of, announcements(root), asked)
    found = catalogue.batches(book, guides)
    return Plan(root, book, memory, untouched, {batch.key: batch for batch in found})


def _entry(key: Key, digest_of: Callable[[Key], str]) -> Entry:
    home = as_json(key).decode()
    return Entry(home, " ".join((home, digest_of(("pages", *key)), digest_of(("made", *key)))))


def _divided(batch: Batch) -> Divided:
    return divided(batch.pages())


def outline(found: Divided) -> Outline:
    """Return the outline of pages that were made."""
    return Outline(tuple(page.url for page in found.pages), found.moved)
