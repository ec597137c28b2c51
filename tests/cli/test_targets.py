"""What is asked of something that is no description: 3 for an input that is not there, 2 for a name that is not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Waybill

pytestmark = pytest.mark.usefixtures("started")


@pytest.fixture
def started(waybill: Waybill, tmp_path: Path) -> None:
    assert waybill("init").status == 0
    os.mkfifo(tmp_path / "pipe")


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("nowhere.yaml", "nowhere.yaml: does not exist; mend the path"),
        ("mkdocs.yaml", "mkdocs.yaml: does not exist; did you mean 'mkdocs.yml' beside it?"),
        ("./nowhere", "./nowhere: does not exist; mend the path"),
        ("pipe", "pipe: is no regular file; name one, or - for standard input"),
        ("/dev/null", "/dev/null: is no regular file; name one, or - for standard input"),
    ],
)
def test_an_input_that_is_not_there_exits_with_3(waybill: Waybill, target: str, sentence: str) -> None:
    ran = waybill("check", target)
    assert (ran.status, ran.err) == (3, f"waybill: {sentence}\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["check", "shop/product"], "there is no description 'shop/product'; did you mean 'shop/products'?"),
        (["check", "shop/products@9"], "shop/products has no version '9'; frozen versions: none yet"),
        (
            ["check", "newsletter/product-new"],
            "there is no description 'newsletter/product-new'; did you mean 'newsletter/product-news'?",
        ),
        (
            ["diff", "newsletter/product-news", "shop/products"],
            "'newsletter/product-news' is a flow, no description; run 'waybill check newsletter/product-news'",
        ),
        (["rules", "no-such-thing"], "there is no rule 'no-such-thing'; run 'waybill rules' for the list"),
    ],
)
def test_a_name_that_is_not_known_exits_with_2(waybill: Waybill, arguments: list[str], sentence: str) -> None:
    ran = waybill(*arguments)
    assert (ran.status, ran.err) == (2, f"waybill: {sentence}\n")


@pytest.mark.parametrize(
    ("file", "what", "command"),
    [
        ("specs/registry.yaml", "the settings of the registry", "waybill check"),
        ("specs/glossary.yaml", "the glossary", "waybill check"),
        ("specs/shop/system.yaml", "what is said of the system shop", "waybill check"),
        (
            "specs/newsletter/flows/product-news.yaml",
            "the flow newsletter/product-news",
            "waybill check newsletter/product-news",
        ),
    ],
)
def test_a_file_of_another_kind_is_named_with_what_checks_it(
    waybill: Waybill, file: str, what: str, command: str
) -> None:
    ran = waybill("check", file)
    assert (ran.status, ran.err) == (
        2,
        f"waybill: {file} is {what}, no OpenAPI description; run '{command}'\n",
    )


def test_a_file_outside_the_registry_owes_it_nothing(
    waybill: Waybill, small: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "alone.yaml").write_text(small())
    ran = waybill("check", "alone.yaml", "--all")
    assert "no team owns this API" not in ran.out


def test_a_reference_to_a_file_that_is_not_there_names_it(
    waybill: Waybill, small: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "alone.yaml").write_text(small().replace("#/components/schemas/Thing", "nofile.yaml#/x"))
    ran = waybill("check", "alone.yaml")
    assert ran.status == 3
    assert (
        ran.err == "waybill: alone.yaml:13:24: nofile.yaml does not exist; write the file, or mend the path\n"
    )


def test_what_yaml_shares_is_told_once(waybill: Waybill, small: Callable[..., str], tmp_path: Path) -> None:
    shared = small().replace("Thing: {", "Thing: &thing {", 1) + "    Other: *thing\n"
    (tmp_path / "alone.yaml").write_text(shared.replace("required: [id]", "required: [id, name]"))
    lines = waybill("check", "alone.yaml", "--all").out.splitlines()
    assert len(set(lines)) == len(lines)


def test_a_day_that_is_no_date_is_refused_in_words(waybill: Waybill) -> None:
    ran = waybill("check", "--as-of", "tomorrow")
    assert ran.status == 2
    assert "Invalid value for '--as-of': 'tomorrow' is no date; write it like 2026-11-23" in ran.err


@pytest.mark.parametrize(("level", "status"), [("never", 0), ("none", 0), ("safe", 0), ("breaking", 0)])
def test_policy_takes_the_words_of_the_option(
    waybill: Waybill, tmp_path: Path, level: str, status: int
) -> None:
    (tmp_path / "specs/registry.yaml").write_text(f"registry: 1\ntitle: S\npolicy: {{failOn: {level}}}\n")
    assert waybill("diff", "shop/products", "shop/products").status == status


def test_a_version_that_is_neither_number_nor_date_is_not_released(waybill: Waybill, tmp_path: Path) -> None:
    file = tmp_path / "specs/shop/apis/products/openapi.yaml"
    file.write_text(file.read_text().replace("version: 1.0.0", "version: banana"))
    ran = waybill("release", "shop/products")
    assert ran.status == 2
    assert "the version 'banana' is no number or date; write info.version as 1.2.3 or 2026-07-15" in ran.err


def test_words_are_no_range_of_versions(waybill: Waybill, tmp_path: Path) -> None:
    file = tmp_path / "specs/newsletter/flows/product-news.yaml"
    file.write_text(file.read_text().replace('">=1 <2"', "about one"))
    ran = waybill("check")
    assert ran.status == 3
    assert "'version' must be a range of versions such as '>=2.1 <3'; found 'about one'" in ran.out
