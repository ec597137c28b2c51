"""What the machine refuses is said as such: no defect of Waybill, and nothing half done stays."""

from __future__ import annotations

import errno
import socket
from shutil import rmtree
from typing import TYPE_CHECKING

import pytest

from registry.cli.environment import refused
from registry.cli.main import waybill as group

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Waybill


@pytest.fixture
def starter(waybill: Waybill) -> Waybill:
    assert waybill("init").status == 0
    return waybill


def test_a_port_that_is_taken_is_named_with_one_that_is_free(starter: Waybill) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = starter("serve", "--address", f"127.0.0.1:{port}")
    assert ran.status == 2
    assert ran.err.startswith(f"waybill: port {port} is taken; ")
    assert "try waybill serve --address 127.0.0.1:" in ran.err or port == 65535


@pytest.mark.parametrize("address", ["foo", "foo:8000", "127.0.0.1:99999", "127.0.0.1:0", "127.0.0.1:", ":1"])
def test_what_is_no_address_is_refused_before_anything_is_built(starter: Waybill, address: str) -> None:
    ran = starter("serve", "--address", address)
    assert ran.status == 2
    assert "Invalid value for '--address'" in ran.err


def test_an_address_of_another_machine_is_refused(starter: Waybill) -> None:
    ran = starter("serve", "--address", "192.0.2.1:8000")
    assert ran.status == 2
    assert ran.err.startswith("waybill: nothing can be served at 192.0.2.1:8000: ")


@pytest.mark.parametrize(
    ("command", "name"), [(("build",), ".build"), (("release", "shop/products"), "changelog")]
)
def test_a_file_where_a_folder_belongs_is_named_and_nothing_is_left(
    starter: Waybill, tmp_path: Path, command: tuple[str, ...], name: str
) -> None:
    if (tmp_path / name).is_dir():
        rmtree(tmp_path / name)
    (tmp_path / name).write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    ran = starter(*command)
    assert ran.status == 3
    assert ran.err.startswith(f"waybill: {name}: ")
    assert ran.err.endswith("a file is where a folder belongs: move it away\n")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_directory_that_must_not_be_written_is_no_defect(
    waybill: Waybill, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_arguments: object, **_options: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "specs/registry.yaml")

    monkeypatch.setattr(group, "invoke", refuses)
    ran = waybill("init")
    assert ran.status == 3
    assert ran.err.startswith("waybill: specs/registry.yaml: permission denied; check who may")


def test_a_full_disk_has_no_path_and_is_a_refusal_all_the_same() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    assert refused(full) == "no space left on device; make room on the disk"
    assert refused(OSError("a defect that looks like one")) is None
