"""How long everyday commands take in a large registry; see ``python -m tests.benchmarks``.

``lineage`` writes registries of 20 systems, 100 APIs and 500 flows, and of ten times as much (``--scales 0.1 1``; 10
is ten times more again), and measures whole processes, started cold. ``growth`` is how many times the CPU time of the
smallest registry it takes, by how many times as large it is: 1 is linear.

What is measured:

* ``load``: ``registry.open(…).registry``, all written documents without the descriptions;
* ``trace a field``: the field that most flows carry, over all hops, and over one;
* ``trace an API``: the API that most flows read, over one hop;
* ``impact``: what the working copy of that API changes, whom it hits, directly and further on;
* ``lineage``: every row of every flow as an edge, which reads every release;
* ``diff``: what the working copy of that API changes;
* ``check`` and ``build``: everything, with nothing kept from before; a build may take ten times the limit.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.lineage_registry import Size, write
from tests.benchmarks.run import CHECKOUT, measured, middle, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence

    from tests.benchmarks.lineage_registry import Written
    from tests.benchmarks.run import Run

FULL = Size(200, 1000, 5000)
AT_LENGTH = 10
"""How many times the limit a build may take: of 1,000 APIs there are 75,000 pages."""

LOAD = "import registry; len(registry.open(%r).registry.flows)"
EDGES = """\
import registry
from registry.flow.lineage import Lineage
len(Lineage(registry.open(%r).registry).edges)
"""


def commands(root: Path, written: Written) -> Mapping[str, Sequence[str]]:
    """Return what is measured in one registry."""
    waybill = [str(Path(sys.executable).with_name("waybill")), "-C", str(root)]
    python = [sys.executable, "-c"]
    field = f"{written.hub}#E0.f1"
    return {
        "load": [*python, LOAD % str(root)],
        "trace a field, one hop": [*waybill, "trace", field, "--depth", "1", "--format", "json"],
        "trace a field": [*waybill, "trace", field, "--format", "json"],
        "trace an API, one hop": [*waybill, "trace", written.hub, "--depth", "1"],
        "impact": [*waybill, "impact", written.hub, "--format", "json", "--as-of", "2026-11-23"],
        "lineage": [*python, EDGES % str(root)],
        "diff": [*waybill, "diff", f"{written.hub}@1.0.0", written.hub, "--format", "json"],
        "check": [*waybill, "check", "--no-cache", "--summary"],
        "build": [*waybill, "build", "--no-cache", "--as-of", "2026-11-23"],
    }


def taken(size: Size, runs: int, limit: float, only: str) -> dict[str, list[Run]]:
    """Write a registry and measure everything in it, in turn."""
    found: dict[str, list[Run]] = {}
    with tempfile.TemporaryDirectory() as folder:
        written = write(Path(folder), size)
        for name in ("mkdocs.yml", "site/hook.py"):
            (Path(folder) / name).parent.mkdir(exist_ok=True)
            shutil.copy(CHECKOUT / name, Path(folder) / name)
        for _ in range(runs):
            for name, command in commands(Path(folder), written).items():
                if only in name:
                    patience = limit * (AT_LENGTH if name == "build" else 1)
                    found.setdefault(name, []).append(measured(name, command, patience))
    return found


def rows(
    size: Size, found: Mapping[str, Run], before: tuple[Size, Mapping[str, Run]] | None
) -> Iterator[str]:
    """Yield a line of the table for each thing that was measured."""
    for name, run in found.items():
        if run.failure:
            yield f"| {size.flows:,} | {name} | {run.failure} | | | |"
            continue
        growth = (
            "" if before is None else f"{run.cpu / before[1][name].cpu / (size.flows / before[0].flows):.2f}"
        )
        yield f"| {size.flows:,} | {name} | {run.wall:.2f} | {run.cpu:.2f} | {run.memory:.0f} | {growth} |"


def lineage(arguments: argparse.Namespace) -> Any:
    """Measure registries of each size, print the table, and return what each run took, by size and command."""
    say(["| flows | what | wall, s | CPU, s | memory, MiB | growth |", "|--:|---|--:|--:|--:|--:|"])
    kept = {}
    before: tuple[Size, Mapping[str, Run]] | None = None
    for scale in sorted(arguments.scales):
        size = FULL.times(scale)
        runs = taken(size, arguments.runs, arguments.limit, arguments.only)
        median = {name: middle(group) for name, group in runs.items()}
        say(rows(size, median, before))
        kept[str(size.flows)] = {
            "size": asdict(size),
            "runs": {name: list(map(asdict, group)) for name, group in runs.items()},
        }
        before = before or (size, median)
    return kept
