"""Fixtures that more than one layer's tests use: small registries, real Git repositories, the corpus."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CORPUS = "WAYBILL_CORPUS"
_CHECKOUT = Path(__file__).parents[1]
_TODAY = date(2026, 11, 23)


settings.register_profile("deterministic", derandomize=True, deadline=None)
settings.load_profile("deterministic")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real descriptions; a test that asks for it is skipped where there is none."""
    folder = Path(os.environ.get(_CORPUS) or _CHECKOUT.parent / "shared" / "corpus")
    if not (folder / "MANIFEST.json").is_file():
        pytest.skip(f"no corpus at {folder}: name its folder in {_CORPUS}")
    return folder


@pytest.fixture(scope="session")
def example_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the worked example with its finished site, built once for all tests that look at it."""
    from registry.site import build  # noqa: PLC0415 - most runs of tests build no site

    root = tmp_path_factory.mktemp("example")
    for name in ("specs", "site", "changelog"):
        shutil.copytree(_CHECKOUT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(_CHECKOUT / "mkdocs.yml", root)
    build(root, as_of=_TODAY)
    return root


@pytest.fixture
def write_registry(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """A function that writes files, texts by path, into a registry and returns its root."""

    def write(files: Mapping[str, str]) -> Path:
        return write_files(tmp_path, {"specs/registry.yaml": "registry: 1\ntitle: Shoes\n", **files})

    return write


@dataclass(frozen=True, slots=True)
class GitRepository:
    """A real repository in a temporary folder."""

    root: Path

    def git(self, *arguments: str) -> str:
        """Run git, away from the settings of whoever runs the tests, and return what it prints."""
        return run_git(self.root, *arguments)

    def commit(self, files: Mapping[str, str], message: str = "Change", *, date: str = "2026-01-01") -> str:
        """Write files, commit everything at noon of a date, and return the commit's id."""
        write_files(self.root, files)
        self.git("add", "--all")
        moment = f"{date}T12:00:00+00:00"
        run_git(self.root, "commit", "--quiet", "--allow-empty", "--message", message, when=moment)
        return self.git("rev-parse", "HEAD").strip()


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    """An empty repository whose branch is ``main``."""
    root = tmp_path / "repository"
    root.mkdir()
    run_git(root, "init", "--quiet", "--initial-branch=main")
    return GitRepository(root)


def write_files(root: Path, files: Mapping[str, str]) -> Path:
    """Write texts, freed of their common indentation, below a folder."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8")
    return root


def run_git(folder: Path, *arguments: str, when: str = "2026-01-01T12:00:00+00:00") -> str:
    """Run git in a folder with a fixed author and date; raises CalledProcessError."""
    alone = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.com",
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.com",
        "GIT_COMMITTER_DATE": when,
    }
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    completed = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment | alone, check=True, capture_output=True, text=True
    )
    return completed.stdout
