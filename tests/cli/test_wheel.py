"""What `pip install` of the wheel gives away from this repository: a registry, checked, built."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, folder: Path) -> str:
    ran = subprocess.run(
        [str(part) for part in command], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command ``waybill`` in an environment that has the wheel, and the libraries of this one."""
    folder = tmp_path_factory.mktemp("wheel")
    build = (
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        ".",
        ROOT,
    )
    run(*build, folder=folder)
    (wheel,) = folder.glob("api_waybill-*.whl")
    venv.create(folder / "env", with_pip=False, symlinks=True)
    python = folder / "env/bin/python"
    own = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder).strip()
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        wheel,
        folder=folder,
    )
    Path(own, "libraries.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "env/bin/waybill"


def test_the_wheel_is_what_is_imported(installed: Path, tmp_path: Path) -> None:
    where = run(
        installed.parent / "python", "-c", "import registry; print(registry.__file__)", folder=tmp_path
    )
    assert Path(where.strip()).is_relative_to(installed.parents[1])


def test_a_new_registry_is_written_checked_released_and_built(installed: Path, tmp_path: Path) -> None:
    run(installed, "init", folder=tmp_path)
    assert (tmp_path / ".build/pages/.gitignore").is_file()
    assert (
        run(installed, "check", "--fail-on", "warning", folder=tmp_path)
        == "1 API, 0 releases, 1 flow: sound\n"
    )
    run(installed, "release", "shop/products", "--as-of", "2026-11-23", folder=tmp_path)
    assert "Look at" in run(installed, "build", "--as-of", "2026-11-23", folder=tmp_path)
    pages = {
        path.relative_to(tmp_path / ".build/site").as_posix()
        for path in (tmp_path / ".build/site").rglob("*.html")
    }
    assert "index.html" in pages
    assert any(page.startswith("apis/shop/products/") for page in pages)
    assert any(page.startswith("flows/newsletter/product-news/") for page in pages)
