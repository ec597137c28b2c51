"""Releasing: what is written, what is refused, what a run that was cut short leaves behind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from registry.changelog import writing
from registry.changelog.ledger import ledger
from registry.errors import UnreadableInput, UnreadableInputs, WrongUse

if TYPE_CHECKING:
    from pathlib import Path

    from tests.changelog.conftest import Shop

SKU, NAME = "sku: {type: string}", "name: {type: string}"
FROZEN = "specs/shop/apis/products/releases/"
WAIVERS = "specs/shop/apis/products/waivers.yaml"

BESIDE = {
    "specs/shop/apis/products/schemas.yaml": "Sku: {type: string, maxLength: 9}",
    "specs/shop/apis/products/overlay.yaml": """
        overlay: 1.0.0
        info: {title: Meaning, version: 1.0.0}
        actions: [{target: $.info, update: {summary: What the shop sells.}}]
    """,
}
"""A file that the description refers to, and its overlay."""


def test_a_release_writes_the_frozen_file_the_entry_its_text_and_the_index(shop: Shop) -> None:
    released = shop.release("1.0.0", day="2026-01-02", note="The *first* one.")
    assert released.files == (
        f"{FROZEN}1.0.0.yaml",
        "changelog/shop/products/1.0.0.json",
        "changelog/shop/products/1.0.0.md",
        "changelog/README.md",
    )
    entry = json.loads((shop.root / "changelog/shop/products/1.0.0.json").read_text())
    assert (entry["api"], entry["version"], entry["date"]) == ("shop/products", "1.0.0", "2026-01-02")
    assert (entry["base"], entry["note"]) == (None, "The *first* one.")


def test_a_frozen_file_is_self_contained_and_has_the_overlay_applied(shop: Shop) -> None:
    shop.describe("1.0.0", "sku: {$ref: 'schemas.yaml#/Sku'}")
    shop.write(BESIDE)
    shop.release()
    description = shop.open().api("shop/products").description("1.0.0")
    assert description.summary == "What the shop sells."
    assert b"schemas.yaml" not in (shop.root / f"{FROZEN}1.0.0.yaml").read_bytes()
    assert description.data == shop.open().api("shop/products").description().data


def test_a_description_in_json_is_frozen_as_json_with_its_overlay_applied(shop: Shop) -> None:
    shop.describe("1.0.0", "sku: {$ref: 'schemas.yaml#/Sku'}, least: {const: 1.0}")
    shop.turn_to_json()
    shop.write(BESIDE)
    released = shop.release()
    assert released.files[0] == f"{FROZEN}1.0.0.json"
    assert released.entry.frozen is not None
    assert released.entry.frozen.path == f"{FROZEN}1.0.0.json"
    api = shop.open().api("shop/products")
    assert repr(api.description("1.0.0").data) == repr(api.description().data)
    assert api.description("1.0.0").summary == "What the shop sells."
    assert shop.release().files == ()


def test_releases_in_yaml_and_in_json_follow_one_another(shop: Shop) -> None:
    shop.release("1.0.0", SKU)
    shop.describe("1.1.0", f"{SKU}, {NAME}")
    shop.turn_to_json()
    entry = shop.release().entry
    assert (entry.base, [change.rule for change in entry.changes]) == ("1.0.0", ["response-property-added"])
    (shop.root / "specs/shop/apis/products/openapi.json").unlink()
    assert shop.release("2.0.0", NAME, "name").entry.base == "1.1.0"
    frozen = sorted(path.name for path in (shop.root / FROZEN).iterdir())
    assert frozen == ["1.0.0.yaml", "1.1.0.json", "2.0.0.yaml"]
    assert shop.open().check_changelog() == ()


def test_turning_a_released_description_to_json_releases_nothing_again(shop: Shop) -> None:
    shop.release("1.0.0", SKU)
    shop.turn_to_json()
    before = shop.files()
    assert shop.release().files == ()
    assert shop.files() == before


def test_a_version_that_is_frozen_in_both_is_refused_with_the_names_of_both(shop: Shop) -> None:
    shop.release("1.0.0", SKU)
    shop.write({f"{FROZEN}1.0.0.json": "{}"})
    with pytest.raises(
        UnreadableInputs, match=r"1\.0\.0\.yaml: is for the same thing as 1\.0\.0\.json beside it"
    ):
        shop.release()


def test_an_entry_tells_what_changed_since_the_version_before(shop: Shop) -> None:
    shop.release("1.0.0", SKU)
    shop.release("1.1.0", f"{SKU}, {NAME}")
    entry = shop.release("2.0.0", NAME, "name").entry
    assert (entry.base, entry.bump.stated, entry.bump.needed) == ("1.1.0", "major", "major")
    assert {change.kind for change in entry.changes if change.level == "breaking"} == {"removed"}


def test_releasing_twice_writes_nothing(shop: Shop) -> None:
    shop.release("1.0.0")
    before = shop.files()
    assert shop.release(day="2026-12-24").files == ()
    assert shop.files() == before


def test_a_version_that_is_frozen_with_other_content_is_refused(shop: Shop) -> None:
    shop.release("1.0.0", SKU)
    with pytest.raises(
        WrongUse, match=r"openapi.yaml:3:25: shop/products@1.0.0 is frozen already, with other"
    ):
        shop.release("1.0.0", NAME)


def test_a_version_that_is_not_above_the_newest_is_refused(shop: Shop) -> None:
    shop.release("1.10.0")
    with pytest.raises(
        WrongUse, match=r"1.9.0 is not above 1.10.0, the newest release; write an info.version"
    ):
        shop.release("1.9.0")


@pytest.mark.parametrize("version", ["", "../1", "a b", "1/2"])
def test_a_version_that_cannot_name_a_file_is_refused(shop: Shop, version: str) -> None:
    with pytest.raises(WrongUse, match=r"write info.version as 1.2.3 or 2026-07-15"):
        shop.release(version)


def test_a_breaking_change_without_a_major_version_is_refused_and_every_one_is_named(shop: Shop) -> None:
    shop.release("1.0.0", SKU)
    with pytest.raises(WrongUse) as refused:
        shop.release("1.1.0", NAME, "name")
    assert "shop/products 1.1.0 breaks somebody and is only a minor version after 1.0.0:" in str(
        refused.value
    )
    assert "GET /products 200 sku" in str(refused.value)
    assert not (shop.root / f"{FROZEN}1.1.0.yaml").exists()


def test_a_policy_may_let_a_breaking_change_pass_and_the_text_says_so(shop: Shop) -> None:
    policy = "registry: 1\ntitle: Shoes\npolicy: {breakingWithoutMajor: warning}\n"
    (shop.root / "specs/registry.yaml").write_text(policy)
    shop.release("1.0.0", SKU)
    assert shop.release("1.1.0", NAME, "name").entry.bump.understates
    text = (shop.root / "changelog/shop/products/1.1.0.md").read_text()
    assert "a minor version, though its changes need a major one" in text


def test_a_waiver_that_holds_lets_its_change_pass_and_is_recorded(shop: Shop) -> None:
    shop.release("1.0.0", SKU)
    shop.describe("1.1.0", NAME, "name")
    comparison = shop.open().diff("shop/products@1.0.0", "shop/products")
    (breaking,) = (change for change in comparison.changes if change.level == "breaking")
    place = f'rule: {breaking.rule}, at: "{breaking.at}"'
    shop.write({WAIVERS: f"- {{{place}, reason: Nobody read it., owner: shop, until: 2026-12-31}}\n"})
    with pytest.raises(WrongUse, match="breaks somebody"):
        shop.release(day="2027-01-01")
    entry = shop.release(day="2026-12-31").entry
    assert [accepted.reason for accepted in entry.accepted] == ["Nobody read it."]


def test_what_was_accepted_stays_in_the_changelog_when_the_waiver_goes(shop: Shop) -> None:
    shop.release("1.0.0", SKU)
    shop.describe("1.1.0", NAME, "name")
    found = shop.open().diff("shop/products@1.0.0", "shop/products").changes
    (at,) = (change.at for change in found if change.level == "breaking")
    facts = f'rule: required-property-removed, at: "{at}", reason: Nobody read it., owner: shop'
    shop.write({WAIVERS: f"- {{{facts}, until: 2026-12-31}}\n"})
    made = shop.release(day="2026-12-31").entry
    (shop.root / WAIVERS).unlink()
    assert shop.open("2027-06-01").check_changelog() == ()
    (entry,) = (one for one in ledger(shop.root) if one.version == "1.1.0")
    assert entry == made
    (waived,) = (change.waived for change in entry.changes if change.waived)
    assert (waived.owner, waived.reason, str(waived.until)) == ("shop", "Nobody read it.", "2026-12-31")


def test_an_entry_of_an_earlier_waybill_is_read_and_written_in_the_new_shape(shop: Shop) -> None:
    shop.release("1.0.0", SKU)
    shop.release("2.0.0", NAME, "name")
    file = shop.root / "changelog/shop/products/2.0.0.json"
    written = json.loads(file.read_text())
    first = written["changes"][0]
    accepted = {"rule": first["rule"], "at": first["at"], "reason": "Agreed.", "owner": "shop"}
    for change in written["changes"]:
        for key in ("witness", "unwitnessed", "waived"):
            del change[key]
    file.write_text(json.dumps({**written, "accepted": [accepted]}))
    shop.open().write_changelog()
    again = json.loads(file.read_text())
    assert again["accepted"] == [{**accepted, "until": None}]
    assert again["changes"][0]["waived"] == {"owner": "shop", "reason": "Agreed.", "until": None}


def test_versions_that_are_dates_announce_nothing_and_may_break(shop: Shop) -> None:
    shop.release("2026-01-15", SKU)
    entry = shop.release("2026-07-15", NAME, "name").entry
    assert (entry.bump.stated, entry.bump.needed) == ("n/a", "major")


@pytest.mark.parametrize("files_written", [0, 1, 2, 3])
def test_a_run_that_was_cut_short_is_completed_by_the_next(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, files_written: int
) -> None:
    shop.release("1.0.0", SKU)
    appear, left = writing.appear, [files_written]

    def killed(path: Path) -> None:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        appear(path)

    shop.describe("1.1.0", f"{SKU}, {NAME}")
    with monkeypatch.context() as patch:
        patch.setattr(writing, "appear", killed)
        with pytest.raises(KeyboardInterrupt):
            shop.release(day="2026-11-23")
    shop.release(day="2026-11-23")
    resumed = shop.files()
    assert shop.open().check_changelog() == ()
    for path in ("changelog/shop/products/1.1.0.json", f"{FROZEN}1.1.0.yaml"):
        (shop.root / path).unlink()
    shop.release(day="2026-11-23")
    assert shop.files() == resumed


def test_what_a_killed_write_left_beside_a_file_is_overwritten(shop: Shop) -> None:
    shop.describe("1.0.0")
    left = shop.root / FROZEN / ".1.0.0.yaml.unfinished"
    left.parent.mkdir(parents=True)
    left.write_text("half a fi")
    shop.release()
    assert not left.exists()


def test_an_entry_reads_back_as_it_was_written(shop: Shop) -> None:
    shop.release("1.0.0", SKU)
    made = shop.release("2.0.0", NAME, "name", note="Names.").entry
    assert ledger(shop.root)[-1] == made


def test_a_file_in_the_changelog_that_is_no_entry_is_named(shop: Shop) -> None:
    shop.release("1.0.0")
    (shop.root / "changelog/shop/products/1.0.0.json").write_text("{}")
    with pytest.raises(
        UnreadableInput, match=r"changelog/shop/products/1.0.0.json: this is no changelog entry"
    ):
        shop.release()
