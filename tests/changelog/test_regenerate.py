"""The changelog is what the frozen files and the recorded facts say, to the byte."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from registry.changelog.frozen import freeze
from registry.errors import WrongUse
from registry.source.tree import parse

if TYPE_CHECKING:
    from tests.changelog.conftest import Shop

SKU, NAME = "sku: {type: string}", "name: {type: string}"
ENTRY = "changelog/shop/products/2.0.0.json"


@pytest.fixture
def released(shop: Shop) -> Shop:
    shop.release("1.0.0", SKU, day="2026-01-01")
    shop.release("2.0.0", NAME, "name", day="2026-02-01", note="Names instead of numbers.")
    return shop


def test_what_was_released_is_up_to_date_on_any_later_day(released: Shop) -> None:
    assert released.open("2030-01-01").check_changelog() == ()
    assert released.open("2030-01-01").write_changelog() == ()


@pytest.mark.parametrize("path", ["README.md", "shop/products/1.0.0.md", "shop/products/2.0.0.json"])
def test_a_byte_changed_by_hand_is_noticed_and_mended(released: Shop, path: str) -> None:
    before = released.files()
    file = released.root / "changelog" / path
    file.write_text(
        file.read_text().replace("2.0.0", "2.0.0 ", 1) if path == "README.md" else file.read_text() + "\n"
    )
    assert released.open().check_changelog() == (
        f"changelog/{path}: is not up to date; run 'waybill changelog' and commit the result",
    )
    assert released.open().write_changelog() == (f"changelog/{path}",)
    assert released.files() == before


def test_facts_of_the_day_are_kept_and_changes_computed_again(released: Shop) -> None:
    file = released.root / ENTRY
    file.write_text(file.read_text().replace('"2026-02-01"', '"2026-03-03"').replace('"removed"', '"added"'))
    released.open().write_changelog()
    assert '"date": "2026-03-03"' in file.read_text()
    assert '"note": "Names instead of numbers."' in file.read_text()
    assert '"removed"' in file.read_text()


def test_a_frozen_file_without_an_entry_is_named_with_the_way_out(released: Shop) -> None:
    (released.root / ENTRY).unlink()
    problems = released.open().check_changelog()
    assert (
        "shop/products@2.0.0: is frozen and has no entry; restore it from Git, or run "
        "'waybill release shop/products'"
    ) in problems


def test_an_entry_without_a_frozen_file_is_refused(released: Shop) -> None:
    (released.root / "specs/shop/apis/products/releases/2.0.0.yaml").unlink()
    with pytest.raises(
        WrongUse, match=rf"{ENTRY}: nothing is frozen as shop/products@2.0.0; restore it from Git"
    ):
        released.open().check_changelog()


FILE = "specs/shop/apis/products/releases/1.0.0.yaml"
WORKING = "specs/shop/apis/products/openapi.yaml"


@pytest.fixture
def edited(released: Shop) -> Shop:
    """A shop in which somebody edited a release."""
    file = released.root / FILE
    file.write_text(file.read_text().replace("title: Products", "title: Our products"))
    return released


def test_the_entry_of_a_release_keeps_the_digest_of_the_frozen_file(released: Shop) -> None:
    frozen = json.loads((released.root / ENTRY).read_text())["frozen"]
    content = (released.root / frozen["path"]).read_bytes()
    assert frozen["sha256"] == sha256(content).hexdigest()


def test_a_release_that_was_edited_is_found_by_every_check(edited: Shop) -> None:
    sentence = (
        "was changed after it was released on 2026-01-01; restore it with "
        f"'git checkout REVISION -- {FILE}', or release a new version"
    )
    assert edited.open().check_changelog() == (f"{FILE} {sentence}",)
    for target in (None, "shop/products@1.0.0"):
        (found,) = (one for one in edited.open().check(target) if one.rule == "frozen-release-changed")
        assert (str(found), found.severity) == (f"{FILE}:1:1: {sentence}", "error")


def test_nothing_is_computed_from_a_release_that_was_edited(edited: Shop) -> None:
    before = edited.files()
    with pytest.raises(WrongUse, match=rf"{FILE} was changed after it was released"):
        edited.open().write_changelog()
    with pytest.raises(WrongUse, match=rf"{FILE} was changed after it was released"):
        edited.release("3.0.0", NAME)
    assert edited.files().keys() == before.keys()


def test_a_release_that_was_deleted_is_not_frozen_again_with_other_content(released: Shop) -> None:
    (released.root / "specs/shop/apis/products/releases/2.0.0.yaml").unlink()
    with pytest.raises(
        WrongUse, match=r"shop/products@2\.0\.0 was released on 2026-02-01 with other content"
    ):
        released.release("2.0.0", SKU)
    released.release("2.0.0", NAME, "name")
    assert released.open().check_changelog() == ()


def test_a_release_that_was_deleted_comes_back_as_it_was_written_then(released: Shop) -> None:
    before = released.files()
    (released.root / "specs/shop/apis/products/releases/2.0.0.yaml").unlink()
    released.turn_to_json()
    assert released.release().files == ("specs/shop/apis/products/releases/2.0.0.yaml",)
    assert before.items() - released.files().items() == {(WORKING, before[WORKING])}


def test_a_release_that_was_turned_to_json_is_found_with_the_file_that_it_was(released: Shop) -> None:
    file = released.root / FILE
    data = parse(file.read_bytes(), FILE).data
    file.unlink()
    file.with_suffix(".json").write_bytes(freeze(data, "json")[1])
    other = FILE.replace(".yaml", ".json")
    (sentence,) = released.open().check_changelog()
    assert sentence == (
        f"{other} stands where {FILE} was released on 2026-01-01; "
        f"remove it, and restore the other with 'git checkout REVISION -- {FILE}'"
    )


def test_a_release_in_json_that_was_edited_is_found(shop: Shop) -> None:
    shop.describe("1.0.0")
    shop.turn_to_json()
    shop.release(day="2026-01-01")
    file = shop.root / FILE.replace(".yaml", ".json")
    file.write_text(file.read_text().replace('"title": "Products"', '"title": "Our products"'))
    (sentence,) = shop.open().check_changelog()
    assert sentence.startswith(f"{FILE.replace('.yaml', '.json')} was changed after it was released")
    assert any(found.rule == "frozen-release-changed" for found in shop.open().check())


def test_line_ends_that_git_turned_in_json_are_no_edit(shop: Shop) -> None:
    shop.describe("1.0.0")
    shop.turn_to_json()
    shop.release(day="2026-01-01")
    file = shop.root / FILE.replace(".yaml", ".json")
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert shop.open().check_changelog() == ()


def test_line_ends_that_git_turned_are_no_edit(released: Shop) -> None:
    file = released.root / FILE
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert released.open().check_changelog() == ()


def test_an_entry_of_an_earlier_version_of_waybill_gets_its_digest(released: Shop) -> None:
    file = released.root / ENTRY
    before = file.read_bytes()
    written = json.loads(before)
    del written["frozen"]
    file.write_text(json.dumps(written))
    assert released.open().write_changelog() == (ENTRY,)
    assert file.read_bytes() == before
