"""Keep every page light: what does not fit goes on, on further parts of the page.

A list of a thousand operations, or the fields of a body with thousands of them, is cut between rows and between
sections. Links to a row lead to the part that holds it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from registry.site import links
from registry.site.cutting import Cutter
from registry.site.page import Page
from registry.site.text import Board, Fold, Heading, Link, Panel, Section, Table, joined
from registry.site.web import Web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from registry.site.cutting import Part, Weighed
    from registry.site.text import Inline

MOST = 110_000
"""Bytes of HTML that the parts of a page may weigh; what stands around them takes about 20,000 more."""
_LEAST = 15_000
"""Bytes that a part keeps on the first page, however much there is."""
_FEW = 60
"""Rows that fit on any page; weighing is as much work as writing."""


@dataclass(frozen=True, slots=True)
class Divided:
    """Pages in parts, and where the anchors went: from ``url#anchor`` to that of the part that holds it."""

    pages: tuple[Page, ...]
    moved: Mapping[str, str]


def divided(pages: Iterable[Page]) -> Divided:
    """Return the pages, those that weigh too much as several."""
    found: list[Page] = []
    moved: dict[str, str] = {}
    for page in pages:
        parts = tuple(_parts(page))
        found += parts
        if len(parts) == 1:
            continue
        kept = set(_anchors(parts[0].parts))
        for further in parts[1:]:
            gone = (anchor for anchor in _anchors(further.parts) if anchor not in kept)
            moved |= {f"{page.url}#{anchor}": f"{further.url}#{anchor}" for anchor in gone}
    return Divided(tuple(found), moved)


def directions(now: Callable[[str], str], page: Page) -> Callable[[str], str]:
    """Return what tells the links of a page where their targets are; ``now`` says it of whole addresses."""
    home = page.continues or page.url

    def where(url: str) -> str:
        if not url.startswith("#"):
            return now(url)
        target = now(f"{home}{url}")
        return url if target.partition("#")[0] == page.url else target

    return where


def _parts(page: Page) -> Iterator[Page]:
    if _rows(page.parts) < _FEW:
        yield page
        return
    cutter = Cutter(Web(links.way_back(page.url)))
    weighed = {name: cutter.weighed(part) for name, part in page.parts.items()}
    total = sum(each.weight for each in weighed.values())
    if total <= MOST:
        yield page
        return
    kept, left = dict(page.parts), []
    for name, whole in sorted(weighed.items(), key=lambda each: -each[1].weight):
        if total <= MOST:
            break
        room = max(_LEAST, MOST - total + whole.weight)
        first, rest = cutter.cut(whole, room)
        if first is None or rest is None:
            continue
        total -= rest.weight
        kept[name] = _several(first)
        left.append((name, rest))
    bodies = [(name, body) for name, rest in left for body in _bodies(cutter, rest)]
    urls = [page.url, *(f"{page.url}more/{number}/" for number in range(1, len(bodies) + 1))]
    for name, _ in left:
        own = [urls[number] for number, (of, _) in enumerate(bodies, 1) if of == name]
        kept[name] = [*kept[name], _onward(own, len(bodies))]
    yield replace(page, parts=kept)
    for number, (_, body) in enumerate(bodies, 1):
        yield _further(page, urls, number, body)


def _further(page: Page, urls: list[str], number: int, body: Part) -> Page:
    return Page(
        url=urls[number],
        kind="more",
        title=f"{page.title}, continued ({number} of {len(urls) - 1})",
        owner=page.owner,
        sentence=f"What did not fit on the page {page.title}.",
        kicker=page.kicker,
        crumbs=(*page.crumbs, Link(page.title, page.url)),
        sidebar=page.sidebar,
        parts={"blocks": _several(body), "others": _others(urls, number)},
        searchable=page.searchable,
        continues=page.url,
    )


def _onward(urls: list[str], count: int) -> Inline:
    """Return where a part of the first page goes on."""
    numbered = tuple(Link(url.rstrip("/").rpartition("/")[2], url) for url in urls)
    return ("It goes on: ", joined(numbered), f" of {count}.")


def _others(urls: list[str], here: int) -> Inline:
    shown: list[Inline] = [Link("the first page", urls[0])]
    shown += [
        str(number) if number == here else Link(str(number), urls[number]) for number in range(1, len(urls))
    ]
    return ("All of it: ", joined(tuple(shown)), ".")


def _bodies(cutter: Cutter, rest: Weighed) -> Iterator[Part]:
    left: Weighed | None = rest
    while left is not None:
        body, more = cutter.cut(left, MOST)
        if body is None:  # it cannot be cut
            yield left.part
            return
        yield body
        left = more


def _inside(part: Part) -> Iterable[Part]:
    """Return the parts that a part is made of."""
    match part:
        case dict():
            return part.values()
        case list() | tuple():
            return part
        case Section() | Panel():
            return part.blocks
        case Board():
            return part.panels
        case Fold():
            return (part.block,)
    return ()


def _rows(part: Part) -> int:
    return len(part.rows) if isinstance(part, Table) else sum(map(_rows, _inside(part)))


def _anchors(part: Part) -> Iterator[str]:
    match part:
        case Table():
            yield from (anchor for anchor in (part.anchor, *(row.anchor for row in part.rows)) if anchor)
        case Section():
            yield part.heading.anchor
        case Heading() | Panel() | Fold():
            yield part.anchor
    for each in _inside(part):
        yield from _anchors(each)


def _several(part: Part) -> list[Part]:
    if part is None:
        return []
    return list(part) if isinstance(part, list) else [part]
