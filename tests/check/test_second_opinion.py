"""Whatever openapi-spec-validator reports, the rules about validity alone report too, at the same place.

It accepts more: examples that do not fit, broken references in bodies, unknown security schemes, paths that
are the same, arrays without items; these are reported here on purpose.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from registry.check import check
from registry.check.validity import VALIDITY
from registry.model.description import Description
from registry.source.pointer import join
from registry.source.store import Store, read_file

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGE = 1_000_000
"""Bytes; it needs minutes for more. WAYBILL_FULL=1 takes these too."""
SPECS = Path(__file__).parents[2] / "specs"


def opinions(description: Description) -> Iterator[tuple[str, str]]:
    """Yield pointer and message of what openapi-spec-validator reports."""
    import openapi_spec_validator as other  # noqa: PLC0415 - heavy

    validators = {
        "2.0": other.OpenAPIV2SpecValidator,
        "3.0": other.OpenAPIV30SpecValidator,
        "3.1": other.OpenAPIV31SpecValidator,
        "3.2": other.OpenAPIV32SpecValidator,
    }
    for error in validators[description.declared[:3]](description.bundle.data).iter_errors():
        yield join("", *error.absolute_path), error.message


def unseen(description: Description) -> list[str]:
    """Return what the other one reports at places where nothing is reported here."""
    ours = {finding.pointer for finding in check(description, rules=VALIDITY) if finding.severity == "error"}
    try:
        theirs = [*opinions(description)]
    except Exception as crash:  # noqa: BLE001 - it ends in all sorts of errors on what it cannot read
        return [] if ours else [f"it cannot read this: {crash!r}"]
    return [
        f"{pointer}: {message}"
        for pointer, message in theirs
        if not any(found.startswith(pointer) or pointer.startswith(found) for found in ours)
    ]


def of_corpus(corpus: Path) -> Iterator[Path]:
    """Yield the descriptions to try: the newest of each API, and those that are known to be invalid."""
    rows = json.loads((corpus / "MANIFEST.json").read_bytes())
    newest = {row["api"]: row["path"] for row in rows}
    for row in rows:
        telling = not row["valid"] or row["path"] == newest[row["api"]]
        if os.environ.get("WAYBILL_FULL") or (telling and row["bytes"] < LARGE):
            yield corpus / row["path"]


@pytest.mark.corpus
def test_nothing_that_another_validator_reports_in_real_descriptions_goes_unreported(corpus: Path) -> None:
    files = [*of_corpus(corpus)]
    found = {str(file): unseen(Description(read_file(file))) for file in files}
    assert {file: problems for file, problems in found.items() if problems} == {}
    assert len(files) > 20


def working_copies() -> list[str]:
    return list(Store.open(SPECS.parent).apis()) if (SPECS / "registry.yaml").exists() else []


@pytest.mark.parametrize("api", working_copies())
def test_the_worked_example_is_valid_in_the_opinion_of_both(api: str) -> None:
    description = Description(Store.open(SPECS.parent).description(api))
    assert [*opinions(description)] == []
    errors = [str(finding) for finding in check(description) if finding.severity == "error"]
    assert errors == []
