"""Feeds and calendars: read by other people's parsers, the same for ever."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import icalendar
import pytest

import registry
from registry.changelog import calendar, feeds
from registry.changelog.announcement import announcements
from registry.changelog.endings import Ending, endings
from registry.changelog.ledger import ledger
from registry.changelog.telling import News, news

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.changelog.feeds import Feed
    from tests.changelog.conftest import Shop

SKU, NAME = "sku: {type: string}", "name: {type: string}"
HOSTILE = "<script>alert(1)</script> ]]> & \x00\x1b \u202e"
POLICY = "registry: 1\ntitle: Shoes\nteams: {shop: {title: Shop}}\npolicy: {noticePeriod: P90D}\n"
FLOW = """
flow: 1
title: Prices for mails
answer: Mails show products.
producer: {api: shop/products, operation: listProducts}
consumer: {store: mails}
purpose: Sell.
trigger: {type: manual}
mapping: [{from: sku, to: article}]
owner: shop
"""
ADDRESSES = feeds.Addresses(
    identity="https://apis.example.com",
    item=lambda one: f"https://apis.example.com/{one.key}",
    feed=lambda feed, form: f"https://apis.example.com/feeds/{'/'.join(feed.path)}.{form}",
    home="https://apis.example.com/changes/",
)


@pytest.fixture
def story(shop: Shop) -> Shop:
    """A shop with two releases and an announcement, and a mailer that reads one field."""
    shop.write({"specs/mail/system.yaml": "system: 1\ntitle: Mail\nkind: own\nteam: shop\n"})
    shop.write({"specs/mail/flows/prices.yaml": FLOW})
    (shop.root / "specs/registry.yaml").write_text(POLICY)
    shop.release("1.0.0", SKU, day="2026-01-01")
    shop.release("1.1.0", f"{SKU}, {NAME}", day="2026-02-01", note=HOSTILE.replace("\x00", ""))
    shop.describe("2.0.0", NAME, "name")
    shop.open("2026-03-01").announce("shop/products")
    return shop


def told(shop: Shop) -> tuple[News, ...]:
    return news(shop.open().registry, ledger(shop.root), announcements(shop.root))


def made(shop: Shop) -> dict[tuple[str, ...], Feed]:
    registry = shop.open().registry
    takers = {flow.consumer_system for flow in registry.flows}
    return {feed.path: feed for feed in feeds.feeds(registry, takers, told(shop))}


def keys(items: Sequence[News]) -> list[str]:
    return [one.key for one in items]


def test_there_is_a_feed_for_all_for_what_breaks_per_api_per_system_and_per_taker_of_data(
    story: Shop,
) -> None:
    found = made(story)
    announced, later, first = (
        "announced:shop/products@2026-03-01",
        "release:shop/products@1.1.0",
        "release:shop/products@1.0.0",
    )
    assert {path: keys(feed.items) for path, feed in found.items()} == {
        ("all",): [announced, later, first],
        ("breaking",): [announced],
        ("apis", "shop", "products"): [announced, later, first],
        ("systems", "mail"): [],
        ("systems", "shop"): [announced, later, first],
        ("consumers", "mail"): [announced],
    }


def test_feedparser_reads_every_feed_without_complaint(story: Shop) -> None:
    for feed in made(story).values():
        read: Any = feedparser.parse(feeds.atom(feed, ADDRESSES))
        assert not read.bozo
        assert read.version == "atom10"
        assert read.feed.title == feed.title
        assert [entry.title for entry in read.entries] == [one.title for one in feed.items]
        assert len({entry.id for entry in read.entries}) == len(feed.items)


def test_an_entry_says_what_comes_when_whom_it_hits_and_where_to_read_on(story: Shop) -> None:
    read: Any = feedparser.parse(feeds.atom(made(story)["consumers", "mail"], ADDRESSES))
    (entry,) = read.entries
    assert entry.title == "Products changes on 30 May 2026: 1 breaking change"
    assert "for 30 May 2026. 1 flow is hit." in entry.summary
    assert "Act by 30 May 2026." in entry.content[0].value
    assert "Prices for mails" in entry.content[0].value
    assert entry.link == "https://apis.example.com/announced:shop/products@2026-03-01"
    assert entry.updated == "2026-03-01T00:00:00Z"
    assert {tag.term for tag in entry.tags} == {"breaking", "shop/products"}


def test_json_feed_says_the_same(story: Shop) -> None:
    feed = made(story)["all",]
    written = json.loads(feeds.json_feed(feed, ADDRESSES))
    assert written["version"] == "https://jsonfeed.org/version/1.1"
    assert written["feed_url"] == "https://apis.example.com/feeds/all.json"
    read: Any = feedparser.parse(feeds.atom(feed, ADDRESSES))
    assert [item["id"] for item in written["items"]] == [entry.id for entry in read.entries]
    assert [item["title"] for item in written["items"]] == [entry.title for entry in read.entries]


def test_ids_stay_whatever_is_told_later(story: Shop) -> None:
    def ids() -> dict[str, str]:
        read: Any = feedparser.parse(feeds.atom(made(story)["all",], ADDRESSES))
        return {entry.link: entry.id for entry in read.entries}

    before = ids()
    story.open("2026-03-02").withdraw("shop/products")
    story.release("1.2.0", f"{SKU}, {NAME}, size: {{type: string}}", day="2026-04-01")
    assert before.items() <= ids().items()
    assert len(ids()) == len(before) + 2


def test_the_same_ledger_gives_the_same_bytes(story: Shop) -> None:
    once, again = (
        {path: feeds.atom(feed, ADDRESSES) for path, feed in made(story).items()} for _ in range(2)
    )
    assert once == again


def test_what_a_note_holds_is_text_and_nothing_else(story: Shop) -> None:
    read: Any = feedparser.parse(feeds.atom(made(story)["all",], ADDRESSES), sanitize_html=False)
    content = next(entry for entry in read.entries if "1.1.0" in entry.title).content[0].value
    assert "<script" not in content
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content
    assert "\x1b" not in content


def test_an_announcement_that_is_called_off_is_told_as_that(story: Shop) -> None:
    story.open("2026-03-02").withdraw("shop/products")
    assert told(story)[0].title == "Products does not change on 30 May 2026"
    assert told(story)[0].due is None


def test_the_calendar_has_what_ends_and_what_is_announced_as_whole_days(story: Shop) -> None:
    story.describe("1.2.0", f"{SKU}, {NAME}", "sku, name")
    path = story.root / "specs/shop/apis/products/openapi.yaml"
    path.write_text(path.read_text().replace("operationId", "x-sunset: 2026-12-31\n      operationId"))
    story.open("2026-03-05").release("shop/products")
    here = story.open("2026-03-05")
    found = endings(here.registry, ledger(story.root), announcements(story.root), as_of=here.as_of)
    assert [(str(one.day), one.kind, one.name, one.flows) for one in found] == [
        ("2026-05-30", "announced", "2026-03-01", ("mail/prices",)),
        ("2026-12-31", "operation", "GET /products", ("mail/prices",)),
    ]
    events = read_calendar(found).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [
        "Products makes breaking changes",
        "GET /products of Products stops working",
    ]
    assert [event.start for event in events] == [date(2026, 5, 30), date(2026, 12, 31)]
    assert str(events[0]["description"]) == "Announced on 1 March 2026. Hits mail/prices."


def test_a_version_that_keeps_working_beside_the_next_ends_on_its_day(story: Shop) -> None:
    here = story.open("2026-03-01")
    here.release("shop/products", previous_until=date(2026, 7, 1))
    found = endings(here.registry, ledger(story.root), (), as_of=date(2026, 7, 1))
    assert found == (Ending(date(2026, 7, 1), "version", "shop/products", "1.1.0", ("mail/prices",)),)
    assert endings(here.registry, ledger(story.root), (), as_of=date(2026, 7, 2)) == ()


def test_an_event_keeps_its_id_when_its_day_is_moved() -> None:
    one = Ending(date(2026, 7, 1), "field", "shop/products", "Product.sku")
    moved = Ending(date(2026, 8, 1), "field", "shop/products", "Product.sku")
    other = Ending(date(2026, 7, 1), "field", "shop/products", "Product.name")
    ids = [str(read_calendar([each]).walk("VEVENT")[0]["uid"]) for each in (one, moved, other)]
    assert ids[0] == ids[1] != ids[2]


def test_hostile_names_break_neither_line_nor_calendar() -> None:
    name = "a\r\nEND:VEVENT\x00\x1b;,\\ " + "ü" * 500
    (event,) = read_calendar([Ending(date(2026, 7, 1), "operation", "shop/products", name)]).walk("VEVENT")
    assert "END:VEVENT" in str(event["summary"])


def read_calendar(found: Sequence[Ending]) -> Any:
    written = calendar.calendar(
        found,
        title="Coming changes",
        identity="https://apis.example.com",
        called=lambda _: "Products",
        address=lambda _: "https://apis.example.com/coming/",
    )
    return icalendar.Calendar.from_ical(written)


def test_the_example_story_is_told_whole() -> None:
    here = registry.open(Path(__file__).parents[2])
    found = news(here.registry, ledger(here.root), announcements(here.root))
    assert {one.api for one in found} == {api.id for api in here.registry.apis}
    assert [one.told for one in found] == sorted((one.told for one in found), reverse=True)
