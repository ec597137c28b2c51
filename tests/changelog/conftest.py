"""A registry with one API whose working copy is changed and released again and again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import registry
from registry.source.tree import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from registry.workspace import Released, Workspace

API = "shop/products"
HOME = "specs/shop/apis/products"

DESCRIPTION = """
openapi: 3.1.0
info: {title: Products, version: VERSION}
paths:
  /products:
    get:
      operationId: listProducts
      responses:
        "200":
          description: Products
          content:
            application/json:
              schema:
                type: object
                required: [REQUIRED]
                properties: {PROPERTIES}
"""


@dataclass(frozen=True, slots=True)
class Shop:
    """A registry on disk."""

    root: Path
    write: Callable[[Mapping[str, str]], Path]

    def describe(self, version: str, properties: str = "sku: {type: string}", required: str = "sku") -> None:
        """Write the working copy."""
        text = DESCRIPTION.replace("VERSION", f'"{version}"').replace("PROPERTIES", properties)
        self.write({f"{HOME}/openapi.yaml": text.replace("REQUIRED", required)})

    def turn_to_json(self) -> None:
        """Write the working copy as JSON from now on."""
        file = self.root / HOME / "openapi.yaml"
        data = parse(file.read_bytes(), file.name).data
        file.with_suffix(".json").write_text(json.dumps(data), encoding="utf-8")
        file.unlink()

    def open(self, day: str = "2026-11-23") -> Workspace:
        """Open it as if it were a day."""
        return registry.open(self.root, as_of=date.fromisoformat(day))

    def release(self, *description: str, day: str = "2026-11-23", **facts: Any) -> Released:
        """Write the working copy and release it."""
        if description:
            self.describe(*description)
        return self.open(day).release(API, **facts)

    def files(self) -> dict[str, bytes]:
        """Return the content of every file."""
        found = (path for path in self.root.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def shop(write_registry: Callable[[Mapping[str, str]], Path]) -> Shop:
    root = write_registry({"specs/shop/system.yaml": "system: 1\ntitle: Shop\nkind: own\nteam: shop\n"})

    def write(files: Mapping[str, str]) -> Path:
        return write_registry({"specs/registry.yaml": (root / "specs/registry.yaml").read_text(), **files})

    return Shop(root, write)
