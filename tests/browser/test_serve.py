"""The site while one works on it: a real server, a real browser, a file that changes."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

CHECKOUT = Path(__file__).parents[2]
PATIENCE = 90
"""Seconds that a busy machine may take to build a small site."""
FILE = "specs/catalog/apis/products/openapi.yaml"
PAGE = "apis/catalog/products/fields/"
API = """\
openapi: 3.1.0
info: {title: Products, version: 1.0.0}
paths: {}
components:
  schemas:
    Product:
      type: object
      properties:
        sku: {type: string, description: The number of the shoe.}
"""


@contextmanager
def serving(root: Path) -> Iterator[tuple[str, Path]]:
    """Run ``waybill serve`` on a free port; gives the address and the file that holds what it says."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    said = root / "said.txt"
    run = "from registry.cli.main import run; run()"
    command = [sys.executable, "-c", run, "serve", "--address", address]
    with said.open("w") as output:
        process = subprocess.Popen(command, cwd=root, stdout=output, stderr=output)
    try:
        answer(f"http://{address}/", process, said)
        yield f"http://{address}/", said
    finally:
        process.terminate()
        process.wait(PATIENCE)


def answer(url: str, process: subprocess.Popen[bytes], said: Path) -> None:
    """Wait for the server to answer."""
    deadline = time.monotonic() + PATIENCE
    while True:
        assert process.poll() is None, said.read_text()
        assert time.monotonic() < deadline, said.read_text()
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return


def holds(file: Path, words: str) -> None:
    """Wait for a file to hold some words."""
    deadline = time.monotonic() + PATIENCE
    while words not in file.read_text():
        assert time.monotonic() < deadline, file.read_text()
        time.sleep(0.2)


@pytest.fixture
def root(write_registry: Callable[[Mapping[str, str]], Path]) -> Path:
    found = write_registry(
        {FILE: API, "specs/catalog/system.yaml": "system: 1\ntitle: Catalogue\nkind: own\nteam: commerce\n"}
    )
    (found / "site").mkdir()
    for name in ("mkdocs.yml", "site/hook.py"):
        shutil.copy(CHECKOUT / name, found / name)
    return found


def test_the_address_is_told_and_a_page_shows_a_changed_description_by_itself(
    browser: Browser, root: Path
) -> None:
    with serving(root) as (base, said):
        assert f"The site is at {base} " in said.read_text()
        page = browser.new_page()
        page.goto(base + PAGE)
        expect(page.get_by_text("The number of the shoe.")).to_be_visible()
        (root / FILE).write_text(API.replace("The number of the shoe.", "The number on the box."), "utf-8")
        expect(page.get_by_text("The number on the box.")).to_be_visible(timeout=PATIENCE * 1000)
        assert "The site is built again: " in said.read_text()
        page.close()


def test_a_mistake_is_told_and_the_server_goes_on_when_it_is_mended(browser: Browser, root: Path) -> None:
    with serving(root) as (base, said):
        page = browser.new_page()
        page.goto(base + PAGE)
        (root / FILE).write_text("openapi: [3.1.0\n", "utf-8")
        holds(said, FILE)
        assert "Traceback" not in said.read_text()
        (root / FILE).write_text(API.replace("The number of the shoe.", "Mended."), "utf-8")
        expect(page.get_by_text("Mended.")).to_be_visible(timeout=PATIENCE * 1000)
        page.close()
