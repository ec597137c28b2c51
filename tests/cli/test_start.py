"""What a command loads before it does anything: each pays for what it needs, and for nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = frozenset(
    {
        *(
            "git",
            "jinja2",
            "jsonpath_rfc9535",
            "jsonschema_rs",
            "markdown_it",
            "mkdocs",
            "nh3",
            "pydantic",
            "rich",
        ),
        *("openapi_spec_validator", "urllib.request", "yaml", "zoneinfo"),
        *("registry.check.catalogue", "registry.flow.rules", "registry.model.registry", "registry.site"),
    }
)
"""Modules that take long to import, of other projects and of this one."""

OUTSIDE_DIFF = HEAVY | {"registry.diff.engine", "registry.schema", "orjson"}

RUN = """
import sys
from registry.cli.main import outcome
status = outcome(sys.argv[1:])
print(status, *sorted(sys.modules), file=sys.stderr)
"""


def loaded(folder: Path, *arguments: str) -> tuple[int, set[str]]:
    """Run a command in a process of its own; return its exit status and what is loaded at its end."""
    ran = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    status, *modules = ran.stderr.split()
    return int(status), set(modules)


def description(**schema: object) -> str:
    answer = {"description": "Yes", "content": {"application/json": {"schema": schema}}}
    paths = {"/shoes": {"get": {"responses": {"200": answer}}}}
    return json.dumps({"openapi": "3.1.1", "info": {"title": "Shoes", "version": "1"}, "paths": paths})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.json").write_text(description(type="integer"), encoding="utf-8")
    (tmp_path / "safe.json").write_text(description(type="integer", minimum=0), encoding="utf-8")
    (tmp_path / "breaking.json").write_text(description(type="string"), encoding="utf-8")
    (tmp_path / "old.yaml").write_text(
        description(type="integer").replace("{", "# YAML\n{", 1), encoding="utf-8"
    )
    return tmp_path


def test_the_version_is_told_without_loading_what_compares(tmp_path: Path) -> None:
    status, modules = loaded(tmp_path, "--version")
    assert status == 0
    assert not modules & OUTSIDE_DIFF


def test_two_files_are_compared_without_loading_what_reads_a_registry(folder: Path) -> None:
    status, modules = loaded(folder, "diff", "old.json", "safe.json")
    assert status == 0
    assert "registry.diff.engine" in modules
    assert not modules & HEAVY


@pytest.mark.parametrize(
    ("base", "revision", "needed"),
    [("old.json", "breaking.json", "jsonschema_rs"), ("old.yaml", "safe.json", "yaml")],
)
def test_what_a_comparison_needs_is_loaded_and_nothing_else(
    folder: Path, base: str, revision: str, needed: str
) -> None:
    _, modules = loaded(folder, "diff", base, revision)
    assert modules & HEAVY == {needed}
