"""``waybill export`` as a person meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

from registry.cli.main import outcome
from registry.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from registry.workspace import Workspace


@pytest.fixture
def waybill(
    shop: Callable[..., Workspace], capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """The command in the small registry: arguments in; exit status, output and errors out."""
    root = shop().root

    def run(*arguments: str) -> tuple[int, str, str]:
        status = outcome(["-C", str(root), *arguments])
        written = capsys.readouterr()
        return status, written.out, written.err

    return run


def test_one_contract_is_one_document(waybill: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = waybill("export", "odcs", "catalog/products")
    assert (status, err) == (0, "")
    assert yaml.load(out, Loader=yaml.CSafeLoader)["version"] == "2.1.0"


def test_a_release_is_named_as_everywhere_else(waybill: Callable[..., tuple[int, str, str]]) -> None:
    assert (
        yaml.load(waybill("export", "odcs", "catalog/products@2.0.0")[1], Loader=yaml.CSafeLoader)["version"]
        == "2.0.0"
    )
    assert waybill("export", "odcs", "catalog/products", "--release", "2.0.0") == waybill(
        "export", "odcs", "catalog/products@2.0.0"
    )


def test_all_releases_are_a_stream_of_documents(waybill: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = waybill("export", "odcs", "--release", "all")
    assert [(each["id"], each["version"]) for each in yaml.load_all(out, Loader=yaml.CSafeLoader)] == [
        ("catalog/products", "2.0.0"),
        ("catalog/products", "2.1.0"),
        ("email/items", "1.0.0"),
    ]


def test_a_folder_gets_a_file_for_each_document_and_a_second_run_writes_nothing(
    waybill: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    status, out, _ = waybill("export", "odcs", "--output", "contracts")
    assert status == 0
    assert [line.rpartition("contracts/")[2] for line in out.splitlines()] == [
        "catalog/products/2.1.0.odcs.yaml",
        "email/items/working.odcs.yaml",
    ]
    assert (tmp_path / "contracts/catalog/products/2.1.0.odcs.yaml").is_file()
    assert waybill("export", "odcs", "--output", "contracts")[1] == ""


@pytest.mark.parametrize("standard", ["odcs", "openlineage", "arazzo", "backstage", "fields"])
def test_a_second_run_prints_the_same_bytes(
    waybill: Callable[..., tuple[int, str, str]], standard: str
) -> None:
    assert waybill("export", standard, "--as-of", "2026-11-23") == waybill(
        "export", standard, "--as-of", "2026-11-23"
    )


def test_events_are_lines_and_happen_as_of_a_day(waybill: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = waybill("export", "openlineage", "catalog", "--as-of", "2026-01-02")
    assert {json.loads(line)["eventTime"] for line in out.splitlines()} == {"2026-01-02T00:00:00Z"}


def test_what_a_standard_cannot_say_is_told_beside_the_output(
    waybill: Callable[..., tuple[int, str, str]],
) -> None:
    status, out, err = waybill("export", "arazzo", "email/items")
    assert status == 0
    assert yaml.load(out, Loader=yaml.CSafeLoader)["arazzo"] == "1.0.1"
    assert err.startswith("waybill: email/items: Arazzo cannot carry items[].price.amount -> price")


def test_a_target_without_anything_of_the_kind_is_told(waybill: Callable[..., tuple[int, str, str]]) -> None:
    assert waybill("export", "arazzo", "catalog") == (
        0,
        "",
        "waybill: there is nothing here to write as arazzo\n",
    )


def test_fields_are_csv_or_markdown(waybill: Callable[..., tuple[int, str, str]]) -> None:
    assert waybill("export", "fields")[1].startswith("api,version,field,name,")
    assert waybill("export", "fields", "--format", "markdown")[1].startswith("| api | version | field |")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("odcs", "catalog/product"),
            "no system, API or flow 'catalog/product'; did you mean 'catalog/products'?",
        ),
        (
            ("odcs", "catalog/products@9"),
            "catalog/products has no version '9'; frozen versions: 2.0.0, 2.1.0",
        ),
        (("odcs", "catalog/products", "--release", "9"), "has no version '9'"),
        (("odcs", "catalog/shoes@2.0.0"), "no system, API or flow 'catalog/shoes@2.0.0'"),
        (("odcs", "--format", "csv"), "odcs has one form of its own; leave out --format; it is for fields"),
        (("json",), "'json' is not one of"),
    ],
)
def test_what_does_not_exist_is_wrong_use(
    waybill: Callable[..., tuple[int, str, str]], arguments: tuple[str, ...], said: str
) -> None:
    status, out, err = waybill("export", *arguments)
    assert (status, out) == (2, "")
    assert said in err


def test_a_folder_that_cannot_be_written_is_told(
    waybill: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")
    status, _, err = waybill("export", "odcs", "--output", "taken")
    assert status == 3
    assert "taken" in err


def test_no_version_leads_out_of_the_folder(
    shop: Callable[..., Workspace], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = "specs/email/apis/items/openapi.yaml"
    text = (shop().root / path).read_text().replace("version: 1.0.0", "version: ../../../../out")
    root = shop({path: text}).root
    assert outcome(["-C", str(root), "export", "odcs", "--output", "a/b"]) == 0
    assert "a/b/email/items/working.odcs.yaml" in capsys.readouterr().out
    assert not list(tmp_path.rglob("out*"))


def test_a_script_that_asks_for_no_known_standard_is_told(shop: Callable[..., Workspace]) -> None:
    with pytest.raises(WrongUse, match="there is no export 'odc'; there are odcs, openlineage"):
        shop().export("odc")
