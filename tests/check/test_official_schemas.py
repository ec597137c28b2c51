"""The schemas of the OpenAPI Initiative, held against its own tests and its own examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registry.check import check
from registry.check.official import VERSIONS, official, supported, validator
from registry.check.structure import structure, version_of
from registry.model.description import Description
from registry.source.store import read_file
from registry.source.tree import parse

if TYPE_CHECKING:
    from pathlib import Path

    from registry.check import Finding

STRUCTURAL = {"invalid-structure", "invalid-header-name", "path-parameter-not-required"}
"""What the Initiative's schema of 3.2 says, and two rules say better."""


def refused(file: Path) -> list[Finding]:
    return [finding for finding in check(Description(read_file(file))) if finding.rule in STRUCTURAL]


@pytest.mark.corpus
@pytest.mark.parametrize("version", ["3.1", "3.2"])
def test_what_the_initiative_accepts_is_accepted(version: str, corpus: Path) -> None:
    found: dict[str, list[str]] = {}
    for file in sorted((corpus / f"_examples/oai-{version}-schema-tests/tests/schema/pass").glob("*.yaml")):
        document = parse(file.read_bytes(), file.name)
        hits = structure(document.data, version_of(document.data, document.place))
        found[file.name] = [hit.message for hit in hits]
    assert len(found) > 10
    assert found == {name: [] for name in found}


@pytest.mark.corpus
@pytest.mark.parametrize("version", ["3.1", "3.2"])
def test_what_the_initiative_refuses_is_reported(version: str, corpus: Path) -> None:
    folder = corpus / f"_examples/oai-{version}-schema-tests/tests/schema/fail"
    files = sorted(folder.glob("*.yaml"))
    assert [file.name for file in files if not refused(file)] == []
    assert len(files) > 10


@pytest.mark.corpus
def test_the_examples_of_the_specification_are_accepted(corpus: Path) -> None:
    found: dict[str, list[str]] = {}
    for file in sorted((corpus / "_examples/oai-spec-examples").rglob("*.*")):
        if file.suffix in {".json", ".yaml"} and b"openapi" in file.read_bytes()[:300]:
            found[file.name] = [str(finding) for finding in refused(file)]
    assert len(found) > 5
    assert found == {name: [] for name in found}


@pytest.mark.parametrize("version", VERSIONS)
def test_there_is_a_schema_for_every_version(version: str) -> None:
    assert official(version)["properties"]
    assert not validator(version).is_valid({})


@pytest.mark.parametrize(
    ("declared", "version"),
    [("2.0", "2.0"), ("3.0.4", "3.0"), ("3.1.1", "3.1"), ("3.2.0", "3.2"), ("3.3.0", None), ("1.2", None)],
)
def test_the_minor_version_chooses_the_schema(declared: str, version: str | None) -> None:
    assert supported(declared) == version
