"""Announcing: what is told before it is made, and what a release must wait for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from registry.changelog.announcement import announcements, outstanding
from registry.changelog.ledger import ledger
from registry.errors import UnreadableInput, WrongUse

if TYPE_CHECKING:
    from datetime import date

    from registry.workspace import Announced
    from tests.changelog.conftest import Shop

API = "shop/products"
SKU, NAME = "sku: {type: string}", "name: {type: string}"
POLICY = "registry: 1\ntitle: Shoes\nteams: {shop: {title: Shop}}\npolicy: {noticePeriod: P90D}\n"
ANNOUNCED = "changelog/shop/products/announced/2026-01-10.json"


@pytest.fixture
def promising(shop: Shop) -> Shop:
    """A shop that promises 90 days of notice and has released its first version."""
    (shop.root / "specs/registry.yaml").write_text(POLICY)
    shop.release("1.0.0", f"{SKU}, {NAME}", "sku, name", day="2026-01-01")
    return shop


def announce(shop: Shop, day: str, **facts: date | str | None) -> Announced:
    shop.describe("2.0.0", NAME, "name")
    return shop.open(day).announce(API, **facts)  # type: ignore[arg-type]


def test_a_breaking_change_that_nobody_was_told_of_is_refused_with_the_ways_out(promising: Shop) -> None:
    with pytest.raises(WrongUse) as refused:
        promising.release("2.0.0", NAME, "name", day="2026-02-01")
    said = str(refused.value)
    assert "2.0.0 breaks somebody before the notice of 90 days is over" in said
    assert "GET /products 200 sku" in said
    assert "(not announced)" in said
    assert "release from 2026-05-02 on" in said
    assert "--previous-until 2026-05-02" in said
    assert "; announce it" not in said
    assert len(ledger(promising.root)) == 1


def test_what_is_announced_may_be_released_on_its_day_and_not_before(promising: Shop) -> None:
    made = announce(promising, "2026-01-10", note="Use *name*.")
    assert made.files == (ANNOUNCED, ANNOUNCED.replace(".json", ".md"), "changelog/README.md")
    assert str(made.announcements[0].effective) == "2026-04-10"
    with pytest.raises(WrongUse, match="announced for 2026-04-10") as refused:
        promising.release(day="2026-04-09")
    assert "Release it from 2026-04-10 on; or keep 1.0.0 working" in str(refused.value)
    assert promising.release(day="2026-04-10").entry.version == "2.0.0"
    assert outstanding(announcements(promising.root), ledger(promising.root)) == ()


def test_only_what_was_announced_may_be_released_on_the_day(promising: Shop) -> None:
    announce(promising, "2026-01-10")
    with pytest.raises(WrongUse) as refused:
        promising.release("2.0.0", "title: {type: string}", "title", day="2026-04-10")
    assert "200 name" in str(refused.value)
    assert "200 sku" not in str(refused.value)


def test_a_version_that_keeps_working_beside_the_new_one_gives_the_notice(promising: Shop) -> None:
    promising.describe("2.0.0", NAME, "name")
    here = promising.open("2026-02-01")
    with pytest.raises(WrongUse, match="before the notice"):
        here.release(API, previous_until=promising.open("2026-05-01").as_of)
    entry = here.release(API, previous_until=promising.open("2026-05-02").as_of).entry
    assert json.loads((promising.root / "changelog/shop/products/2.0.0.json").read_text())["previousUntil"]
    text = (promising.root / "changelog/shop/products/2.0.0.md").read_text()
    assert "1.0.0 keeps working until 2 May 2026." in text
    assert entry in ledger(promising.root)


def test_a_day_before_the_notice_is_over_is_refused_at_once(promising: Shop) -> None:
    with pytest.raises(WrongUse, match=r"2026-04-09 is too early: .* promises 90 days of notice"):
        announce(promising, "2026-01-10", on=promising.open("2026-04-09").as_of)


def test_what_stands_announced_is_not_announced_again(promising: Shop) -> None:
    announce(promising, "2026-01-10")
    with pytest.raises(WrongUse, match="all of it is announced already, for 2026-04-10"):
        announce(promising, "2026-01-11")


def test_a_second_announcement_of_a_day_stands_beside_the_first_with_its_own_words_and_day(
    promising: Shop,
) -> None:
    announce(promising, "2026-01-10", note="First.", on=promising.open("2026-06-01").as_of)
    promising.describe("2.0.0", "title: {type: string}", "title")
    second = promising.open("2026-01-10").announce(API)
    assert second.files[0] == ANNOUNCED.replace("10.json", "10-2.json")
    one, other = announcements(promising.root)
    assert (str(one.effective), one.note, [change.at for change in one.changes]) == (
        "2026-06-01",
        "First.",
        ["GET /products 200 sku"],
    )
    assert (str(other.effective), other.number) == ("2026-04-10", 2)
    assert [change.at for change in other.changes] == ["GET /products 200 name"]
    assert promising.open().check_changelog() == ()


def test_what_is_called_off_and_announced_again_on_one_day_keeps_both_on_record(promising: Shop) -> None:
    announce(promising, "2026-01-10")
    promising.open("2026-01-10").withdraw(API)
    announce(promising, "2026-01-10", on=promising.open("2026-06-01").as_of)
    told = [
        (each.name, str(each.effective), each.withdrawn is None) for each in announcements(promising.root)
    ]
    assert told == [("2026-01-10", "2026-04-10", False), ("2026-01-10-2", "2026-06-01", True)]
    called_off = promising.open("2026-01-11").withdraw(API).announcements
    assert [each.name for each in called_off] == ["2026-01-10-2"]


def test_what_comes_later_is_announced_by_itself_with_a_day_of_its_own(promising: Shop) -> None:
    announce(promising, "2026-01-10")
    promising.describe("2.0.0", "title: {type: string}", "title")
    later = promising.open("2026-02-01").announce(API).announcements[0]
    assert [change.at for change in later.changes] == ["GET /products 200 name"]
    assert str(later.effective) == "2026-05-02"


def test_nothing_that_breaks_means_nothing_to_announce(promising: Shop) -> None:
    promising.describe("1.1.0", f"{SKU}, {NAME}, size: {{type: string}}", "sku, name")
    with pytest.raises(WrongUse, match="breaks anybody; there is nothing to announce"):
        promising.open().announce(API)


def test_an_api_without_a_release_has_nobody_to_tell(shop: Shop) -> None:
    shop.describe("1.0.0")
    with pytest.raises(WrongUse, match="has no release"):
        shop.open().announce(API)


def test_what_was_called_off_counts_no_more_and_stays_on_record(promising: Shop) -> None:
    announce(promising, "2026-01-10")
    called_off = promising.open("2026-01-20").withdraw(API).announcements
    assert [str(each.withdrawn) for each in called_off] == ["2026-01-20"]
    assert "Called off on 20 January 2026" in (promising.root / ANNOUNCED.replace("json", "md")).read_text()
    with pytest.raises(WrongUse, match="not announced"):
        promising.release(day="2026-04-10")
    with pytest.raises(WrongUse, match="nothing is announced"):
        promising.open("2026-01-21").withdraw(API)


def test_the_index_lists_what_is_announced_until_it_is_made(promising: Shop) -> None:
    announce(promising, "2026-01-10")
    index = promising.root / "changelog/README.md"
    line = "| 10 April 2026 | shop/products | 1 | [10 January 2026](shop/products/announced/2026-01-10.md) |"
    assert line in index.read_text()
    assert promising.open().check_changelog() == ()
    promising.release(day="2026-04-10")
    assert "## Announced" not in index.read_text()


def test_a_vendor_that_gives_no_notice_is_recorded_all_the_same(promising: Shop) -> None:
    vendor = "system: 1\ntitle: Shop\nkind: vendor\nteam: shop\nvendor: {name: Others}\n"
    promising.write({"specs/shop/system.yaml": vendor, "specs/registry.yaml": POLICY})
    assert promising.release("2.0.0", NAME, "name", day="2026-02-01").entry.version == "2.0.0"


def test_a_damaged_announcement_is_named_with_its_remedy(promising: Shop) -> None:
    announce(promising, "2026-01-10")
    (promising.root / ANNOUNCED).write_text("{}")
    with pytest.raises(UnreadableInput, match=r"announced/2026-01-10.json: this is no announcement"):
        announcements(promising.root)


def test_what_a_branch_would_break_can_be_announced_before_it_is_merged(promising: Shop) -> None:
    promising.write({"plan.yaml": (promising.root / "specs/shop/apis/products/openapi.yaml").read_text()})
    plan = promising.root / "plan.yaml"
    plan.write_text(plan.read_text().replace("required: [sku, name]", "required: [sku]"))
    (told,) = promising.open("2026-01-10").announce(API, str(plan)).announcements
    assert [change.at for change in told.changes] == ["GET /products 200 name"]
