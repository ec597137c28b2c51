"""Much work: the same bytes here, in processes, on a cluster that loses a worker, and from what is kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import registry
from registry.cli.main import waybill
from registry.errors import WrongUse
from registry.source.cache import Cache, key
from registry.workspace import at, executors
from registry.workspace.executors import BATCH, Means, Way, batches, done
from tests.conftest import write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future

    from registry.source.files import Files

EXAMPLE = Path(__file__).parents[2]
PATIENCE = 120
"""Seconds that a busy machine may take to check three files."""
DESCRIPTION = """
    openapi: 3.1.0
    info: {title: NAME, version: 1.0.0}
    paths:
      /things:
        get: {responses: {"200": {$ref: "#/components/responses/Nowhere"}}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty descriptions with mistakes, one that cannot be read, and files that are none."""
    files = {
        f"apis/{number:02}/openapi.yaml": DESCRIPTION.replace("NAME", f"N{number}") for number in range(40)
    }
    broken = {"apis/40/openapi.json": '{"openapi": "3.1.0", "info": ', "apis/package.json": '{"name": "x"}'}
    return write_files(tmp_path, files | broken | {"apis/.hidden/openapi.yaml": "openapi: 9"})


def check(folder: Path, *options: str) -> tuple[int, str]:
    arguments = ["-C", str(folder), "check", "apis", "--format", "json", "--as-of", "2026-11-23", *options]
    result = CliRunner().invoke(waybill, arguments, standalone_mode=False, catch_exceptions=False)
    return result.return_value, result.output


def test_a_folder_is_checked_whole_and_what_cannot_be_read_is_among_the_findings(folder: Path) -> None:
    status, said = check(folder, "--no-cache")
    told = json.loads(said)
    assert (status, told["checked"]) == (3, "41 files, 1 of them unreadable")
    files = {finding["file"].partition("apis/")[2] for finding in told["findings"]}
    assert files == {*(f"{number:02}/openapi.yaml" for number in range(40)), "40/openapi.json"}
    assert [finding["rule"] for finding in told["findings"] if finding["file"].endswith("json")] == [
        "unreadable"
    ]


def test_processes_give_the_same_bytes_as_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "BATCH", 1)  # small files are sent one by one, not all in one batch
    assert check(folder, "--no-cache", "--jobs", "3") == check(folder, "--no-cache", "--jobs", "1")


def test_a_command_that_several_processes_helped_ends_with_them(tmp_path: Path) -> None:
    large = DESCRIPTION + f"# {'much ' * (BATCH // 6)}\n"
    folder = write_files(tmp_path, {f"apis/{name}.yaml": large for name in "abc"})
    said = []
    for jobs in ("1", "2"):
        run = "from registry.cli.main import run; run()"
        command = [sys.executable, "-c", run, "check", "apis", "--no-cache", "--jobs", jobs]
        # Whoever reads its output waits for every process that could still write.
        ended = subprocess.run(command, cwd=folder, capture_output=True, timeout=PATIENCE, check=False)
        said.append((ended.returncode, ended.stdout, ended.stderr))
    assert said[0] == said[1]
    assert said[0][0] == 1


def test_who_interrupts_is_not_outlived_by_processes_at_work() -> None:
    waiting: list[Future[None]] = []

    def interrupted() -> None:
        with executors.submitting(None, 2) as (submit, _):
            waiting.extend(submit(time.sleep, 10 * PATIENCE) for _ in range(8))
            raise KeyboardInterrupt

    theirs = get_context("spawn").Process(target=time.sleep, args=(10 * PATIENCE,))
    theirs.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert active_children() == [theirs]  # which is not ours to end
        assert all(promise.done() for promise in waiting)
    finally:
        theirs.terminate()
        theirs.join()


def test_what_is_kept_gives_the_same_bytes_as_what_is_not(folder: Path) -> None:
    fresh = check(folder, "--no-cache")
    assert not (folder / ".build").exists()
    assert check(folder) == fresh
    kept = {path: path.stat().st_mtime_ns for path in (folder / ".build").rglob("*") if path.is_file()}
    assert check(folder) == fresh
    assert {path for path in (folder / ".build").rglob("*") if path.is_file()} == set(kept)


def test_whichever_result_is_lost_the_bytes_are_the_same(tmp_path: Path) -> None:
    write_files(tmp_path, {"apis/a.yaml": DESCRIPTION, "apis/b.yaml": DESCRIPTION})
    fresh = check(tmp_path, "--no-cache")
    assert check(tmp_path) == fresh
    kept = [path for path in (tmp_path / ".build").rglob("*") if path.is_file()]
    assert len(kept) == 4  # what its files said, and what was found, of each
    for path in kept:
        path.unlink()
        assert check(tmp_path) == fresh


def test_what_was_edited_is_looked_at_again_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(folder)
    file = folder / "apis/07/openapi.yaml"
    file.write_text(file.read_text().replace("title: N7", "title: Other"))
    asked: list[str] = []
    from registry.workspace import jobs  # noqa: PLC0415 - to watch what is done

    genuine = jobs.checked

    def watched(job: jobs.Job, name: str, files: Files) -> jobs.Outcome:
        asked.append(job.path)
        return genuine(job, name, files)

    monkeypatch.setattr(jobs, "checked", watched)
    assert check(folder) == check(folder, "--no-cache", "--jobs", "1")
    assert [Path(path).parent.name for path in asked[:1]] == ["07"]
    assert len(asked) == 1 + 41


def test_a_description_is_looked_at_again_when_a_file_that_it_refers_to_changes_or_appears(
    tmp_path: Path,
) -> None:
    write_files(
        tmp_path,
        {
            "apis/openapi.yaml": """
                openapi: 3.1.0
                info: {title: N, version: 1.0.0}
                paths: {}
                components: {schemas: {A: {$ref: parts.yaml}}}
            """
        },
    )
    assert check(tmp_path)[0] == 3
    (tmp_path / "apis/parts.yaml").write_text("type: string\n")
    status, said = check(tmp_path)
    assert (status, "unreadable" in said) == (0, False)
    (tmp_path / "apis/parts.yaml").write_text("type: strong\n")
    assert check(tmp_path)[0] == 1


def test_a_result_that_was_damaged_is_made_again(folder: Path) -> None:
    fresh = check(folder)
    for path in (folder / ".build").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-7])
    assert check(folder) == fresh


def test_a_result_that_lies_where_another_belongs_is_made_again(folder: Path) -> None:
    fresh = check(folder)
    paths = sorted(path for path in (folder / ".build").rglob("*") if path.is_file())
    contents = [path.read_bytes() for path in paths]
    for path, content in zip(paths, contents[1:] + contents[:1], strict=True):
        path.write_bytes(content)
    assert check(folder) == fresh


def test_a_registry_is_checked_alike_in_processes_and_from_what_is_kept(tmp_path: Path) -> None:
    import shutil  # noqa: PLC0415 - only here

    for name in ("specs", "changelog"):
        shutil.copytree(EXAMPLE / name, tmp_path / name)
    path = tmp_path / "specs/catalog/apis/products/openapi.yaml"
    path.write_text(path.read_text().replace("type: integer", "type: intger", 1))
    ways = [Way(Means(1), keep=False), Way(Means(2), keep=False), Way(Means(2)), Way(Means(2))]
    found = [registry.open(tmp_path).check(way=way) for way in ways]
    assert found[0] == found[1] == found[2] == found[3]
    assert any("intger" in finding.message for finding in found[0])


def test_a_change_of_severity_is_seen_at_once(write_registry: Callable[[Mapping[str, str]], Path]) -> None:
    home = {
        "specs/shop/system.yaml": "system: 1\ntitle: Shop\nkind: own\nteam: shop\n",
        "specs/shop/apis/things/openapi.yaml": DESCRIPTION,
    }
    settings = "registry: 1\ntitle: Shoes\nrules: {operation-without-id: SEVERITY}\n"
    for severity in ("error", "warning"):
        root = write_registry({**home, "specs/registry.yaml": settings.replace("SEVERITY", severity)})
        found = registry.open(root).check(way=Way(Means(2)))
        assert {finding.severity for finding in found if finding.rule == "operation-without-id"} == {severity}


def test_results_are_safe_for_many_at_once(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    keys = [key((str(number % 5),)) for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: cache.put(name, name.encode() * 1000), keys))
    assert {cache.get(name) == name.encode() * 1000 for name in keys} == {True}
    assert not list(tmp_path.rglob("*.unfinished"))


def test_results_stay_within_their_limit_and_the_oldest_go_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=10_000)
    names = [key((str(number),)) for number in range(20)]
    for age, name in enumerate(names):
        cache.put(name, bytes(968))
        os.utime(cache._path(name), (age, age))
    cache.trim()
    assert [cache.get(name) is not None for name in names] == [False] * 12 + [True] * 8


def test_work_is_cut_where_it_is_worth_sending() -> None:
    assert batches("abcdef", [10, 10, 3_000_000, 10, 2_097_142, 10]) == [["a", "b"], ["c"], ["d", "e"], ["f"]]


def test_what_is_no_cluster_is_said_with_its_remedy() -> None:
    with pytest.raises(WrongUse, match=r"write dask://host:port"):
        list(done(lengths, ["a"], [1], Means(address="spark://x:1")))


def lengths(items: Sequence[str]) -> list[int]:
    return [len(item) for item in items]


def test_a_cluster_gives_the_same_bytes_also_when_a_worker_is_killed(folder: Path) -> None:
    distributed = pytest.importorskip("distributed")
    files = {f"apis/more{number:03}.yaml": DESCRIPTION.replace("NAME", "x" * 400_000) for number in range(20)}
    write_files(folder, files)
    here = check(folder, "--no-cache", "--jobs", "1")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        address = f"dask://{cluster.scheduler_address.removeprefix('tcp://')}"
        assert check(folder, "--no-cache", "--executor", address) == here
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(check, folder, "--no-cache", "--executor", address)
            victim = next(iter(cluster.workers.values()))
            while not cluster.scheduler.workers[victim.worker_address].processing and not running.done():
                time.sleep(0.005)
            os.kill(victim.pid, signal.SIGKILL)
            assert running.result() == here


@pytest.mark.parametrize(
    ("way", "times"), [(Way(Means(1), keep=False), 1), (Way(Means(2), keep=False), 1), (Way(Means(1)), 2)]
)
def test_what_is_only_counted_is_what_is_found(folder: Path, way: Way, times: int) -> None:
    here = at(folder)
    for _ in range(times):
        counted = {one.file: one.outcome for one in here.count_files([str(folder)], way=way)}
    found = {one.file: one.outcome for one in here.check_files([str(folder)], way=Way(keep=False))}
    assert counted.keys() == found.keys()
    assert any(outcome.found for outcome in counted.values())
    for file, outcome in counted.items():
        keys = [(one.severity, one.rule, one.place.file) for one in found[file].findings]
        assert outcome.found == Counter(keys)
        assert [str(one) for one in outcome.problems] == [str(one) for one in found[file].problems]
