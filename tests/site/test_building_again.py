"""Building again: what has not changed is kept, whoever builds, however the build before ended."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from registry.errors import WaybillError, WrongUse
from registry.site import build
from registry.site.asked import Asked
from registry.site.build import Way
from registry.site.crew import Hand, HelpLost
from registry.site.table import Known, Table, as_json, from_json
from tests.site.conftest import TODAY, copied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from registry.site.build import BuildReport

PATIENCE = 120
"""Seconds that a busy machine may take until a build writes."""


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, built once by two processes."""
    root = copied(tmp_path_factory.mktemp("again"))
    build(root, as_of=TODAY, way=Way(jobs=2))
    return root


@pytest.fixture
def built(registry: Path, tmp_path: Path) -> Path:
    """A copy of it with all that the build left, times of change included."""
    return Path(shutil.copytree(registry, tmp_path / "registry"))


def again(root: Path, way: Way | None = None) -> BuildReport:
    return build(root, as_of=TODAY, way=way)


def files(root: Path) -> dict[str, bytes]:
    folder = root / ".build" / "site"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def from_nothing(root: Path, folder: Path) -> dict[str, bytes]:
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns(".build"))
    again(folder, Way(jobs=1, keep=False))
    return files(folder)


def swap(root: Path, name: str, before: str, after: str) -> None:
    text = (root / name).read_text("utf-8")
    assert before in text
    (root / name).write_text(text.replace(before, after), "utf-8")


def test_where_nothing_has_changed_nothing_is_made(built: Path) -> None:
    report = again(built)
    assert report.made == 0
    assert report.files.changed == 0
    assert report.files.removed == 0


def test_a_word_of_a_flow_makes_the_pages_that_show_it(built: Path, tmp_path: Path) -> None:
    swap(built, "specs/email/flows/size-availability.yaml", "Every ten minutes", "Every 10 minutes")
    report = again(built)
    assert 0 < report.made < report.pages / 3
    assert files(built) == from_nothing(built, tmp_path / "anew")


def test_the_pages_of_the_next_day_are_all_made(built: Path) -> None:
    report = build(built, as_of=TODAY + timedelta(days=1))
    assert report.made == report.pages


def test_another_template_makes_every_page_anew(built: Path) -> None:
    template = built / "site" / "templates" / "system.md.j2"
    template.parent.mkdir()
    template.write_text("{% extends 'waybill/system.md.j2' %}")
    report = again(built)
    assert report.made == report.pages


def test_what_somebody_did_to_the_site_is_put_right(built: Path) -> None:
    before = files(built)
    site = built / ".build" / "site"
    (site / "flows/email/size-availability/index.html").write_text("theirs")
    (site / "apis/catalog/products/index.md").unlink()
    (site / "search/words/si.js").unlink()
    (site / "llms-full.txt").write_text("theirs")
    (site / "robots.txt").unlink()
    (site / "robots.txt").symlink_to(built / "README.md")
    (built / "README.md").write_text("theirs")
    shutil.move(site / "apis", built / "moved")
    (site / "apis").symlink_to(built / "moved")
    os.mkfifo(site / "pipe")
    (site / "theirs").mkdir()
    (site / "theirs/theirs.html").write_text("theirs")
    again(built)
    assert files(built) == before
    assert not (site / "theirs").exists()
    assert not (site / "pipe").exists()
    assert (built / "README.md").read_text() == "theirs"


def test_a_kept_page_leads_to_where_a_row_has_moved(
    write_registry: Callable[[Mapping[str, str]], Path],
    build_in: Callable[[Path], object],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    system = "system: 1\ntitle: Shop\nkind: own\nteam: shop\n"
    files_of = {"specs/shop/system.yaml": system, "specs/shop/apis/shoes/openapi.json": shoes(words=60)}
    root = write_registry(files_of)
    build_in(root)
    coming = root / ".build" / "site" / "coming" / "index.html"
    assert "apis/shop/shoes/fields/more/1/index.html#Shoe.last" in coming.read_text("utf-8")
    (root / "specs/shop/apis/shoes/openapi.json").write_text(shoes(words=3))
    again(root)
    assert "apis/shop/shoes/fields/index.html#Shoe.last" in coming.read_text("utf-8")
    assert files(root) == from_nothing(root, tmp_path_factory.mktemp("nothing") / "anew")


def shoes(words: int) -> str:
    """A description of very many fields, each explained in so many words; the last of them ends."""
    said = {"type": "string", "description": "word " * words}
    fields: dict[str, Any] = {f"value{number:03}": said for number in range(380)}
    fields["last"] = {**said, "deprecated": True, "x-sunset": "2027-06-30"}
    schemas = {"Shoe": {"type": "object", "properties": fields}}
    info = {"title": "Shoes", "version": "1.0.0"}
    return json.dumps({"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}})


@pytest.mark.parametrize("name", ["pages", "rendered", "site"])
def test_a_folder_that_is_a_link_is_refused_and_nothing_behind_it_is_lost(tmp_path: Path, name: str) -> None:
    root = copied(tmp_path)
    (root / ".build").mkdir()
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "theirs.html").write_text("theirs")
    (root / ".build" / name).symlink_to(tmp_path / "theirs")
    with pytest.raises(WrongUse, match=rf"^\.build/{name} is a link, .*; remove the link"):
        again(root)
    assert [path.name for path in (tmp_path / "theirs").iterdir()] == ["theirs.html"]


def test_damaged_results_are_made_anew(built: Path) -> None:
    before = files(built)
    for path in (built / ".build" / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1])
    report = again(built)
    assert report.made == report.pages
    assert files(built) == before


def test_without_a_cache_every_page_is_made_and_nothing_kept(built: Path) -> None:
    before = files(built)
    shutil.rmtree(built / ".build" / "cache")
    report = again(built, Way(jobs=1, keep=False))
    assert report.made == report.pages
    assert files(built) == before
    assert not (built / ".build" / "cache").exists()


def test_nothing_is_kept_where_another_host_has_a_say(built: Path) -> None:
    swap(built, "specs/registry.yaml", "remoteReferences: []", "remoteReferences: [example.com]")
    for _ in range(2):
        report = again(built)
        assert report.made == report.pages


def test_any_number_of_processes_gives_the_same_bytes(built: Path) -> None:
    before = files(built)
    shutil.rmtree(built / ".build")
    again(built, Way(jobs=3))
    assert files(built) == before


@pytest.mark.parametrize("moment", ["pages", "rendered", "site/flows"])
def test_a_build_that_was_killed_leaves_nothing_wrong(built: Path, moment: str) -> None:
    before = files(built)
    shutil.rmtree(built / ".build")
    process = started(built)
    wait_until(lambda: process.poll() is not None or (built / ".build" / moment).is_dir())
    process.kill()
    process.wait()
    wait_until(lambda: is_gone(process.pid))  # those that helped, too
    again(built)
    assert files(built) == before


def test_builds_side_by_side_wait_for_each_other(built: Path) -> None:
    before = files(built)
    shutil.rmtree(built / ".build")
    assert [each.wait(PATIENCE) for each in (started(built), started(built))] == [0, 0]
    assert files(built) == before


def started(root: Path) -> subprocess.Popen[bytes]:
    """Build with two processes, in a group of their own."""
    run = "from registry.cli.main import run; run()"
    command = [sys.executable, "-c", run, "build", "--jobs", "2", "--as-of", TODAY.isoformat()]
    return subprocess.Popen(
        command, cwd=root, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_gone(group: int) -> bool:
    """Tell whether no process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_description_that_cannot_be_read_is_told_by_whichever_process_meets_it(built: Path) -> None:
    (built / "specs/email/apis/items/openapi.yaml").write_text("openapi: [")
    for jobs in (1, 2):
        with pytest.raises(WaybillError, match=r"specs/email/apis/items/openapi\.yaml"):
            again(built, Way(jobs=jobs, keep=False))


def test_a_mistake_in_old_addresses_is_told_before_anything_is_rendered(built: Path) -> None:
    shutil.rmtree(built / ".build")
    (built / "site" / "redirects.yaml").write_text("old/: nowhere/\n")
    with pytest.raises(WaybillError, match=r"site/redirects\.yaml"):
        again(built)
    assert not (built / ".build" / "rendered").exists()


def test_a_process_that_is_gone_is_told_with_a_remedy() -> None:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=os._exit, args=(9,))
    process.start()
    theirs.close()
    with pytest.raises(HelpLost, match="--jobs 1"):
        Hand(process, ours).heard()
    process.join()
    with pytest.raises(HelpLost, match="--jobs 1"):
        Hand(process, ours).tell("go on")


class Shop:
    """Two inputs, and questions that rest on them."""

    def __init__(self, prices: dict[str, int], asked: Asked) -> None:
        self.prices = prices
        self.asked = asked
        self.worked: list[str] = []
        asked.of_input("price", lambda name: str(prices[name]))
        asked.of_question("dear", self.dear)

    def price(self, name: str) -> int:
        self.asked.note("price", name)
        return self.prices[name]

    def dear(self, name: str) -> bool:
        return self.asked.plain(("dear", name), lambda: self._is_dear(name))

    def page(self) -> str:
        return self.asked.work(("page",), lambda: " ".join(self._dear()))

    def _dear(self) -> Iterator[str]:
        yield from (name for name in ("shoe", "sock") if self.dear(name))

    def _is_dear(self, name: str) -> bool:
        self.worked.append(f"dear {name}")
        return self.price(name) > 100


def known(shop: Shop) -> Table:
    return Table.read(shop.asked.written([("page",)]))


def next_run(shop: Shop, prices: dict[str, int]) -> Shop:
    """A shop that remembers what the one before knew, through bytes."""
    asked = Asked()
    asked.remember(known(shop))
    return Shop(prices, asked)


def test_work_holds_as_long_as_what_it_rests_on() -> None:
    first = Shop({"shoe": 120, "sock": 10}, Asked())
    assert first.page() == "shoe"
    same = next_run(first, {"shoe": 120, "sock": 10})
    assert same.asked.holds(("page",))
    assert same.worked == []
    assert not next_run(first, {"shoe": 120, "sock": 110}).asked.holds(("page",))


def test_an_answer_that_comes_out_the_same_ends_a_change() -> None:
    first = Shop({"shoe": 120, "sock": 10}, Asked())
    first.page()
    dearer = next_run(first, {"shoe": 150, "sock": 10})
    assert dearer.asked.holds(("page",))
    assert dearer.worked == ["dear shoe"]
    assert dearer.dear("sock") is False
    assert dearer.worked == ["dear shoe"]


def test_what_cannot_be_asked_again_does_not_hold() -> None:
    first = Shop({"shoe": 120, "sock": 10}, Asked())
    first.page()
    gone = Asked()
    gone.remember(known(first))
    Shop({"shoe": 120}, gone)
    gone.of_input("price", lambda name: {"shoe": "120"}.get(name, ""))
    assert not gone.holds(("page",))


def test_what_rests_on_an_input_that_nobody_states_does_not_hold() -> None:
    first = Shop({"shoe": 120, "sock": 10}, Asked())
    first.page()
    silent = Asked()
    silent.remember(known(first))
    assert not silent.holds(("page",))
    Shop({"shoe": 120, "sock": 10}, silent)
    assert silent.holds(("page",))


def test_what_changes_after_it_was_looked_at_is_never_taken_for_what_it_was() -> None:
    first = Shop({"shoe": 120, "sock": 10}, Asked())
    first.page()
    second = next_run(first, {"shoe": 120, "sock": 10})
    assert second.asked.holds(("page",))
    second.asked.known["price", "shoe"] = Known("90")  # as a file that is read a moment later
    assert not next_run(second, {"shoe": 90, "sock": 10}).asked.holds(("page",))


def test_what_nobody_needs_any_more_is_forgotten_in_time() -> None:
    shop = Shop({"shoe": 120, "sock": 10}, Asked())
    shop.page()
    sizes = []
    for number in range(40):
        name = f"hat {number}"
        shop = next_run(shop, {"shoe": 120 + number, "sock": 10, name: 5})
        assert shop.page() == "shoe"
        assert shop.dear(name) is False
        sizes.append(len(shop.asked.written([("page",)])))
    assert max(sizes) < 2 * min(sizes)


def test_texts_that_are_no_unicode_are_kept() -> None:
    assert from_json(as_json(["\ud800", "plain", (1, None)])) == ["\ud800", "plain", [1, None]]
