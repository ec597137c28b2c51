"""Descriptions for the tests of this layer, written as YAML or as data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from registry.model.description import Description
from registry.source.store import read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping


class Describe(Protocol):
    """Makes a description from YAML text, or from data to which a version and an info are added."""

    def __call__(self, written: str | Mapping[str, Any], openapi: str = "3.1.0") -> Description: ...


@pytest.fixture(scope="session")
def describe() -> Describe:
    def made(written: str | Mapping[str, Any], openapi: str = "3.1.0") -> Description:
        if isinstance(written, str):
            return Description(read_bytes(written.encode(), "openapi.yaml"))
        data = {"openapi": openapi, "info": {"title": "Shop", "version": "1"}, **written}
        return Description(read_bytes(json.dumps(data).encode(), "openapi.json"))

    return made
