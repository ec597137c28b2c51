"""The changelog is what the frozen files and the recorded facts say, to the byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registry.errors import WrongUse

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
    assert released.open().check_changelog() == (f"changelog/{path}: is not up to date",)
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
    assert "shop/products@2.0.0: is frozen and has no entry; run 'waybill release shop/products'" in problems


def test_an_entry_without_a_frozen_file_is_refused(released: Shop) -> None:
    (released.root / "specs/shop/apis/products/releases/2.0.0.yaml").unlink()
    with pytest.raises(
        WrongUse, match=rf"{ENTRY}: nothing is frozen as shop/products@2.0.0; restore it from Git"
    ):
        released.open().check_changelog()
