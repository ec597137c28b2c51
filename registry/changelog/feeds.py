"""What is worth telling as feeds: Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from registry.changelog.render import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import date

    from registry.changelog.telling import News
    from registry.model.registry import Registry

ATOM = "http://www.w3.org/2005/Atom"
LONGEST = 100
"""Items in one feed: readers keep what they have seen, and a feed must not grow without end."""

NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (section 2.2)."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A selection of news, newest first, under a ``path`` of names: ``("apis", "catalog", "products")``."""

    path: tuple[str, ...]
    title: str
    items: tuple[News, ...]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things are on the published site: the page of one item, the file of a feed, the page of all changes.

    Each gives an absolute URL, or one from the root of the site where nobody said where that is published.
    ``identity`` is what this registry is called by in ids that must never change: its address or its title.
    """

    identity: str
    item: Callable[[News], str]
    feed: Callable[[Feed, str], str]
    home: str


def feeds(registry: Registry, takers: Collection[str], found: Sequence[News]) -> Iterator[Feed]:
    """Yield every feed of a registry: all, breaking only, per API, per system, and per system that takes data.

    ``takers`` are the ids of the last.
    """
    title = registry.config.title
    yield Feed(("all",), f"{title}: all changes", newest(found))
    broken = (one for one in found if one.level == "breaking")
    yield Feed(("breaking",), f"{title}: breaking changes", newest(broken))
    for api in registry.apis:
        of_api = (one for one in found if one.api == api.id)
        yield Feed(("apis", *api.id.split("/")), f"{title}: {api.id}", newest(of_api))
    for system in registry.systems:
        offered = (one for one in found if one.api.partition("/")[0] == system.id)
        yield Feed(("systems", system.id), f"{title}: what {system.title} offers", newest(offered))
    for system in registry.systems:
        if system.id in takers:
            used = (
                one for one in found if any(each.flow.startswith(f"{system.id}/") for each in one.affected)
            )
            yield Feed(("consumers", system.id), f"{title}: what hits {system.title}", newest(used))


def newest(found: Iterable[News]) -> tuple[News, ...]:
    """Return as many as one feed holds."""
    return tuple(found)[:LONGEST]


def atom(feed: Feed, addresses: Addresses) -> bytes:
    """Return a feed as Atom; ids and order depend on nothing but what is told."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed")
    add(root, "id", urn(addresses.identity, f"feed:{'/'.join(feed.path)}"))
    add(root, "title", feed.title)
    add(root, "updated", moment(max((one.told for one in feed.items), default=None)))
    add(ET.SubElement(root, f"{{{ATOM}}}author"), "name", addresses.identity)
    link(root, "self", addresses.feed(feed, "atom"), "application/atom+xml")
    link(root, "alternate", addresses.home, "text/html")
    for one in feed.items:
        entry = ET.SubElement(root, f"{{{ATOM}}}entry")
        add(entry, "id", urn(addresses.identity, one.key))
        add(entry, "title", one.title)
        add(entry, "updated", moment(one.told))
        add(entry, "published", moment(one.told))
        link(entry, "alternate", addresses.item(one), "text/html")
        ET.SubElement(entry, f"{{{ATOM}}}category", term=one.level)
        ET.SubElement(entry, f"{{{ATOM}}}category", term=one.api)
        add(entry, "summary", one.sentence)
        add(entry, "content", html(one)).set("type", "html")
    ET.indent(root)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ET.tostring(root, encoding='unicode')}\n".encode()


def json_feed(feed: Feed, addresses: Addresses) -> bytes:
    """Return a feed as JSON Feed 1.1."""
    written: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": addresses.home,
        "feed_url": addresses.feed(feed, "json"),
        "items": [
            {
                "id": urn(addresses.identity, one.key),
                "url": addresses.item(one),
                "title": one.title,
                "summary": one.sentence,
                "content_html": html(one),
                "date_published": moment(one.told),
                "tags": [one.level, one.api],
            }
            for one in feed.items
        ],
    }
    return (json.dumps(written, indent=1, ensure_ascii=False) + "\n").encode(errors="replace")


def html(one: News) -> str:
    """Return what is told as HTML, whatever a description holds shown as text."""
    return environment().get_template("news.html.j2").render(news=one)


def urn(identity: str, key: str) -> str:
    """Return an id that stays the same for ever: a name-based UUID (RFC 9562, section 5.5) of registry and item."""
    return uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, identity), key).urn


def moment(day: date | None) -> str:
    """Return the beginning of a day as RFC 3339 wants it; the ledger knows days."""
    return f"{day.isoformat() if day else '1970-01-01'}T00:00:00Z"


def add(parent: ET.Element, name: str, said: str) -> ET.Element:
    """Add an element with text."""
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = NO_XML.sub("\ufffd", said)
    return element


def link(parent: ET.Element, relation: str, address: str, media_type: str) -> None:
    """Add a link."""
    ET.SubElement(parent, f"{{{ATOM}}}link", rel=relation, href=address, type=media_type)
