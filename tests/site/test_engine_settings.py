"""The settings of this repository, and the engine's own commands."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.exceptions import Abort

from registry.errors import WrongUse
from registry.site.engine import told

CHECKOUT = Path(__file__).parents[2]


def settings() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((CHECKOUT / "mkdocs.yml").read_text("utf-8"))
    return found


def test_the_engine_reads_and_writes_below_the_build_folder() -> None:
    assert settings()["docs_dir"] == ".build/pages"
    assert settings()["site_dir"] == ".build/site"


def test_no_font_is_asked_of_another_host() -> None:
    assert settings()["theme"]["font"] is False


def test_the_starting_point_of_new_registries_has_the_same_settings() -> None:
    starter = CHECKOUT / "registry" / "cli" / "starter" / "mkdocs.yml"
    theirs = yaml.safe_load(starter.read_text("utf-8"))
    own = {"site_name", "site_url", "site_description", "nav"}
    assert {key: value for key, value in theirs.items() if key not in own} == {
        key: value for key, value in settings().items() if key not in own
    }
    assert [list(each.values()) for each in theirs["nav"]] == [
        list(each.values()) for each in settings()["nav"]
    ]


def test_the_engine_alone_builds_the_whole_site(tmp_path: Path) -> None:
    """Plain ``mkdocs build`` on a fresh clone, where only the placeholder of the build folder is there."""
    for name in ("mkdocs.yml", "site/hook.py", ".build/pages/.gitignore"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / name, tmp_path / name)
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "registry.yaml").write_text("registry: 1\ntitle: Shoes\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
        env={"NO_MKDOCS_2_WARNING": "true", "PATH": "/usr/bin:/bin"},
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert (tmp_path / ".build" / "site" / "rules" / "index.html").is_file()
    assert (tmp_path / ".build" / "site" / "rules" / "index.md").is_file()


@pytest.mark.parametrize(
    "error", [WrongUse("no such thing", "name one"), OSError(28, "No space left on device")]
)
def test_what_goes_wrong_on_the_way_is_told_in_a_sentence(error: Exception) -> None:
    with pytest.raises(Abort) as ended, told():
        raise error
    assert str(ended.value) == str(error)
