"""The same API written for OpenAPI 2.0, 3.0 and 3.1 is the same API."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from registry.diff import compare
from registry.model.description import Description
from registry.source.store import read_bytes

FOLDER = Path(__file__).parent / "dialects"
APIS = sorted(folder.name for folder in FOLDER.iterdir())

PAIRS = [
    pytest.param(api, old.stem, new.stem, id=f"{api}-{old.stem}-{new.stem}")
    for api in APIS
    for old, new in permutations(sorted((FOLDER / api).glob("[23].*.yaml")), 2)
]


def described(api: str, version: str) -> Description:
    file = FOLDER / api / f"{version}.yaml"
    return Description(read_bytes(file.read_bytes(), file.name))


@pytest.mark.parametrize(("api", "old", "new"), PAIRS)
def test_the_same_api_in_another_version_of_openapi_has_not_changed(api: str, old: str, new: str) -> None:
    found = compare(described(api, old), described(api, new)).changes
    assert [f"{change.rule}: {change.at}" for change in found] == []
