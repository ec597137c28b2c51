"""From what the engine has rendered to the finished site: every page complete, every other file beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.site import badges, frame, offline, search, shell
from registry.site.content import converted
from registry.site.downloads import downloads
from registry.site.machines import catalog, feeds, plaintext, records, sitemap
from registry.site.machines.dates import Dates
from registry.site.machines.head import TWIN, bare, head
from registry.site.machines.structured import Structured
from registry.site.machines.subjects import Subjects
from registry.site.redirects import SCRIPT
from registry.site.shell import HEAD, Sheet, ShellBroken, shells

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from registry.site.content import Content
    from registry.site.masthead import Masthead
    from registry.site.page import Page
    from registry.site.plan import Plan

_REPLACED = {"sitemap.xml", "sitemap.xml.gz", "search/search_index.json", "search.json"}
"""Files of the engine that stand for its own pages only."""


def finished(plan: Plan, rendered: Path, site: Masthead) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the site by path; ``rendered`` is the folder that the engine wrote.

    Raises:
        ShellBroken: The theme leaves out a part that pages are stamped into.
    """
    of_page = shells(lambda url: (rendered / url / offline.INDEX).read_text("utf-8"))
    dates = Dates.of(plan, Subjects(plan.book))
    told = Structured(site, dates)
    yield from _by_the_engine(plan, rendered, told)
    for page in plan.stamped:
        yield f"{page.url}{offline.INDEX}", of_page(page.url).stamped(_sheet(plan, page, told)).encode()
    twins = {page.url: plan.templates.for_programs(page) for page in plan.pages}
    twins |= {guide.page.url: guide.twin for guide in plan.guides}
    for url, text in twins.items():
        yield f"{url}{TWIN}", text.encode()
    yield from plan.redirects.files(site)
    pages = plan.known.values()
    yield from downloads(plan.book.registry)
    yield from badges.files(plan.book)
    yield from feeds.files(site, plan.book)
    yield from search.files(pages, twins, dates.subjects)
    yield from sitemap.files(site, pages, dates)
    yield from plaintext.files(site, pages, twins)
    yield from catalog.files(site, plan.book)
    yield from records.files(plan.book)


def _by_the_engine(plan: Plan, rendered: Path, told: Structured) -> Iterator[tuple[str, bytes]]:
    empty = tuple(shell.address(hub) for hub in plan.hubs)
    for path in sorted(rendered.rglob("*")):
        name = path.relative_to(rendered).as_posix()
        if not path.is_file() or name in _REPLACED or name.startswith(empty):
            continue
        content = path.read_bytes()
        yield name, _completed(plan, name, content, told) if name.endswith(".html") else content


def _completed(plan: Plan, name: str, content: bytes, told: Structured) -> bytes:
    """Return the HTML of a page of the engine with its head, and with links that name files."""
    text = content.decode("utf-8")
    page = plan.known.get(name.removesuffix(offline.INDEX))
    if page is None:
        said = bare(told.site, "Not found" if name == "404.html" else name)
    elif HEAD in text:
        said = _head(plan, page, told)
    else:
        raise ShellBroken("the head")
    return offline.with_files(text.replace(HEAD, said, 1)).encode()


def _head(plan: Plan, page: Page, told: Structured, content: Content | None = None) -> str:
    moved = SCRIPT if page.url in plan.redirects.anchors else ""
    return head(told.site, page, told.graph(page, content), moved)


def _sheet(plan: Plan, page: Page, told: Structured) -> Sheet:
    write = plan.templates.web(page)
    content = converted(plan.templates.for_people(page))
    return Sheet(
        url=page.url,
        title=page.full_title,
        head=_head(plan, page, told, content),
        content=content,
        above=frame.above(write, page),
        sidebar=frame.sidebar(write, page),
    )
