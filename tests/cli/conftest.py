"""The command line, run in this process: arguments in; exit status, output and errors out."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pytest

from registry.cli.main import outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str


class Waybill(Protocol):
    """Runs ``waybill`` with these arguments; ``stdin`` is what it may read."""

    def __call__(self, *arguments: str, stdin: str = "") -> Ran: ...


@pytest.fixture
def waybill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Waybill:
    """The command, started in the temporary folder that `write_registry` writes into."""

    def run(*arguments: str, stdin: str = "") -> Ran:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        status = outcome(arguments)
        return Ran(status, *capsys.readouterr())

    return run


SMALL = """
openapi: 3.1.0
info: {title: Things, version: VERSION}
paths:
  /things:
    get:
      operationId: listThings
      responses:
        "200":
          description: Things
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Thing"}
components:
  schemas:
    Thing: {type: object, required: [id], properties: {id: {type: ID}}}
"""


@pytest.fixture
def small() -> Callable[..., str]:
    """A function that returns a small description."""

    def described(version: str = "1.0.0", kind: str = "integer") -> str:
        return SMALL.replace("VERSION", version).replace("ID", kind)

    return described


@pytest.fixture
def shop(
    write_registry: Callable[[Mapping[str, str]], Path], small: Callable[..., str], waybill: Waybill
) -> Path:
    """A registry whose API is released once and has since changed the type of an id."""
    home = "specs/shop/apis/things"
    root = write_registry(
        {
            "specs/shop/system.yaml": "system: 1\ntitle: Shop\nkind: own\nteam: shop\n",
            f"{home}/openapi.yaml": small(),
        }
    )
    assert waybill("release", "shop/things", "--as-of", "2026-01-01").status == 0
    (root / home / "openapi.yaml").write_text(small("2.0.0", "string"))
    return root
