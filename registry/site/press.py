"""From the pages of a batch to its files: every page complete, its plain twin beside it, its words for the search."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from registry.site import frame, offline, search
from registry.site.card import Card
from registry.site.content import converted
from registry.site.machines.dates import Dates
from registry.site.machines.head import TWIN, head
from registry.site.machines.structured import Structured
from registry.site.machines.subjects import Subjects
from registry.site.made import Found, Made
from registry.site.redirects import SCRIPT
from registry.site.shell import Sheet, Shells, hub_of, is_hub

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from registry.site.content import Content
    from registry.site.files import Folder, State
    from registry.site.masthead import Masthead
    from registry.site.page import Page
    from registry.site.plan import Plan
    from registry.site.search import Document
    from registry.site.table import Key


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a site once all pages are made and the engine has run.

    ``rendered`` is the folder in which the engine wrote, ``moved`` tells where anchors went that stand on a further
    part of their page, and ``lost`` the URLs of the pages that have lost anchors.
    """

    site: Masthead
    rendered: Path
    moved: Mapping[str, str]
    lost: frozenset[str]


@dataclass(frozen=True)
class Press:
    """Makes the pages of a site."""

    plan: Plan
    setting: Setting

    def __post_init__(self) -> None:
        asked, lost = self.plan.asked, self.setting.lost
        asked.of_input("site", lambda: repr(self.setting.site))
        asked.of_input("shell", self.shells.digest)
        asked.of_input("lost", lambda *key: " ".join(url for url in self.plan.urls_of(key) if url in lost))
        self.dates  # noqa: B018 - they are an input, too

    def made(self, key: Key, folder: Folder) -> Made:
        """Make the files of a batch whose pages are made, and put them into a folder; the pages are let go.

        Raises:
            ShellBroken: The theme leaves out a part that pages are stamped into.
        """
        made = self.plan.asked.work(("made", *key), lambda: self._made(key, folder))
        del self.plan.fresh[key]
        return made

    def _made(self, key: Key, folder: Folder) -> Made:
        asked, batch, divided = self.plan.asked, self.plan.batches[key], self.plan.fresh[key]
        asked.note("site")
        asked.note("lost", *key)
        files: dict[str, State] = {}
        cards: list[Card] = []
        heads: dict[str, str] = {}
        found: list[Document] = []
        for page in divided.pages:
            guide = batch.guides.get(page.url)
            twin = guide.twin if guide else self.plan.templates.for_programs(page)
            files[f"{page.url}{TWIN}"] = folder.put(f"{page.url}{TWIN}", twin.encode())
            if guide or is_hub(page.url):
                heads[page.url] = self._head(page)
            else:
                name = f"{page.url}{offline.INDEX}"
                files[name] = folder.put(name, self._stamped(page).encode())
            cards.append(self._card(page))
            found += search.portion(page, twin, self.subjects)
        for name, content in batch.files(self.setting.site):
            files[name] = folder.put(name, content)
        engine = dict(self.plan.hubs(key, divided.pages))
        return Made(tuple(cards), divided.moved, files, engine, heads, Found.of(search.weighed(found)))

    def _card(self, page: Page) -> Card:
        modified = self.dates.modified(page)
        when = modified.isoformat() if modified else ""
        return Card(page.url, page.kind, page.full_title, page.description, when)

    def _stamped(self, page: Page) -> str:
        hub = hub_of(page.url)
        self.plan.asked.note("shell", hub)
        return self.shells.of(hub).stamped(self._sheet(page))

    def _sheet(self, page: Page) -> Sheet:
        write = self.plan.templates.web(page)
        content = converted(self.plan.templates.for_people(page))
        return Sheet(
            url=page.url,
            title=page.full_title,
            head=self._head(page, content),
            content=content,
            above=frame.above(write, page),
            sidebar=frame.sidebar(write, page),
        )

    def _head(self, page: Page, content: Content | None = None) -> str:
        moved = SCRIPT if page.url in self.setting.lost else ""
        return head(self.setting.site, page, self._told.graph(page, content), moved)

    @cached_property
    def shells(self) -> Shells:
        """What pages are stamped from."""
        return Shells(lambda url: (self.setting.rendered / url / offline.INDEX).read_text("utf-8"))

    @cached_property
    def subjects(self) -> Subjects:
        """What pages are about."""
        return Subjects(self.plan.book)

    @cached_property
    def dates(self) -> Dates:
        """When pages were last changed."""
        return Dates.of(self.plan.root, self.subjects)

    @cached_property
    def _told(self) -> Structured:
        return Structured(self.setting.site, self.dates)
