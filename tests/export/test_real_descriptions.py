"""Descriptions that companies publish: every export is valid and no larger than a few times the description."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
import yaml

from registry import workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import jsonschema_rs

pytestmark = pytest.mark.corpus

DESCRIPTIONS = [
    "stripe/2018-07-26/openapi.json",
    "klaviyo/2023-07-15/openapi.json",
    "intercom/2.13/openapi.yaml",
    "adyen-webhooks-v1/2021-08-07/openapi.json",
]
SYSTEM = {"system": 1, "title": "Vendor", "kind": "vendor", "team": "buyers"}


@pytest.mark.parametrize("path", DESCRIPTIONS)
def test_a_real_description_is_exported_whole(
    corpus: Path,
    path: str,
    write_registry: Callable[[Mapping[str, str]], Path],
    published: Callable[[str], jsonschema_rs.Validator],
) -> None:
    root = write_registry({"specs/vendor/system.yaml": json.dumps(SYSTEM)})
    written = root / "specs/vendor/apis/all" / path.rpartition("/")[2]
    written.parent.mkdir(parents=True)
    shutil.copy(corpus / path, written)
    here = workspace.open(root)
    (contract,) = here.export("odcs").documents
    data = yaml.load(contract.text, Loader=yaml.CSafeLoader)
    published("odcs-v3.1.0.schema.json").validate(data)
    declared = here.api("vendor/all").description().schemas
    assert {name for name, schema in declared.items() if schema.get("properties")} <= {
        table["name"] for table in data["schema"]
    }
    (events,) = here.export("openlineage").documents
    assert all(json.loads(line)["dataset"] for line in events.text.splitlines())
    size = written.stat().st_size
    assert max(len(contract.text), len(events.text)) < 3 * size
