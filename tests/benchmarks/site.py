"""How long a site takes, and how heavy it is: whole processes, started cold; see ``python -m tests.benchmarks``.

``build`` makes the site of each registry from nothing, and again after one word has changed in the description of a
field, and in a flow. Registries:

* the example of this repository;
* 100 APIs in 10 versions each, with 40 operations: about 10,000 pages;
* GitHub's description, the newer one of ``--github OLD NEW``: one page for each of its operations;
* the same, released: pages are of the release, and a change of what is being worked on is to come.

``ours`` is what planning and finishing took, ``engine`` what rendering hubs and guides did; both are part of the wall
time, with starting. ``work`` is our part in processor time, of all processes. ``made`` are the pages that were not kept
from the build before, ``written`` the files that the build touched, ``heaviest`` is the largest page; ``search`` is all
files of the index, ``one file`` the largest of them: a search loads a few.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from registry import workspace
from tests.benchmarks import site_registry
from tests.benchmarks.run import CHECKOUT, in_package, measured, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Mapping

BUILD = """\
import gc, json, os, sys
from registry import workspace
from registry.cli.main import COLLECTION
gc.set_threshold(*COLLECTION)
started = sum(os.times()[:4])
report = workspace.open(sys.argv[1]).build(by=sys.argv[3])
said = {"pages": report.pages, "made": report.made, "ours": report.seconds_ours, "engine": report.seconds_engine}
said |= {"written": report.files.changed, "work": sum(os.times()[:4]) - started - report.seconds_engine}
with open(sys.argv[2], "w") as output:
    json.dump(said, output)
"""
"""What ``waybill build`` does, and what it reports."""

SETTINGS = "mkdocs.yml"
KILO = 1024


@dataclass(frozen=True, slots=True)
class Case:
    """A registry to build: how it is written into a folder, and what is changed then, by name."""

    name: str
    write: Callable[[Path], None]
    changes: Mapping[str, Callable[[Path], None]]


@dataclass(frozen=True, slots=True)
class Built:
    """What one build took: seconds, mebibytes at most, and kibibytes of what it made."""

    case: str
    turn: str
    pages: int
    made: int
    written: int
    wall: float
    cpu: float
    ours: float
    work: float
    engine: float
    memory: float
    page: float
    heaviest: float
    search: float
    one_file: float


def built(case: Case, turn: str, root: Path, engine: str, limit: float) -> Built:
    """Build the site in a process of its own and weigh it."""
    report = root / "report.json"
    run = measured("waybill", [sys.executable, "-c", BUILD, str(root), str(report), engine], limit)
    if run.failure:
        raise SystemExit(f"{case.name}: {run.failure}")
    said = json.loads(report.read_text("utf-8"))
    site = root / ".build" / "site"
    pages = [path.stat().st_size for path in site.rglob("index.html")]
    index = [path.stat().st_size for path in (site / "search").rglob("*.js")]
    return Built(
        case.name,
        turn,
        said["pages"],
        said["made"],
        said["written"],
        run.wall,
        run.cpu,
        said["ours"],
        said["work"],
        said["engine"],
        run.memory,
        sum(pages) / len(pages) / KILO,
        max(pages) / KILO,
        sum(index) / KILO,
        max(index) / KILO,
    )


def cases(arguments: argparse.Namespace) -> Iterator[Case]:
    """Yield the registries."""
    flow, field = "specs/email/flows/size-availability.yaml", "specs/catalog/apis/products/schemas/size.yaml"
    yield Case(
        "example",
        _example,
        {
            "one field": _change(field, "businessName: Shoe size", "businessName: Size of a shoe"),
            "one flow": _change(flow, "Every ten minutes", "Every 10 minutes"),
        },
    )
    flow, field = "specs/system-050/flows/flow-0.yaml", "specs/system-050/apis/main/openapi.json"
    yield Case(
        "100 APIs x 10 versions",
        lambda root: site_registry.write(root, apis=100, versions=10, operations=40),
        {
            "one field": _change(field, "Value 3 of thing 0", "Worth 3 of thing 0"),
            "one flow": _change(flow, "Every hour", "Each hour"),
        },
    )
    if arguments.github:
        newer = in_package(arguments.github[1])
        change = _change("specs/github/apis/rest/openapi.json", "Get a repository", "Read a repository")
        yield Case("GitHub", lambda root: _github(root, newer), {"one field": change})
        yield Case("GitHub, released", lambda root: _released_github(root, newer), {"one field": change})


def _example(root: Path) -> None:
    for name in ("specs", "site", "changelog"):
        shutil.copytree(CHECKOUT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))


def _github(root: Path, file: Path) -> None:
    folder = root / "specs" / "github" / "apis" / "rest"
    folder.mkdir(parents=True)
    shutil.copy(file, folder / "openapi.json")
    (root / "specs" / "registry.yaml").write_text("registry: 1\ntitle: GitHub\n", encoding="utf-8")
    system = "system: 1\ntitle: GitHub\nkind: vendor\nteam: github\n"
    (root / "specs" / "github" / "system.yaml").write_text(system, encoding="utf-8")


def _released_github(root: Path, file: Path) -> None:
    _github(root, file)
    workspace.open(root).release("github/rest")


def _nothing(_: Path) -> None:
    """Leave everything as it was written."""


def _change(name: str, before: str, after: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / name).read_text("utf-8")
        (root / name).write_text(text.replace(before, after, 1), encoding="utf-8")

    return change


def rows(found: Built) -> Iterator[str]:
    """Yield the line of the table."""
    seconds = (found.wall, found.cpu, found.engine, found.ours, found.work)
    sizes = (found.memory, found.page, found.heaviest, found.search, found.one_file)
    cells = (
        found.case,
        found.turn,
        *(f"{count:,}" for count in (found.pages, found.made, found.written)),
        *(f"{each:.1f}" for each in seconds),
        *(f"{each:,.0f}" for each in sizes),
    )
    yield f"| {' | '.join(cells)} |"


def build(arguments: argparse.Namespace) -> Any:
    """Build every registry twice, print the table, and return a row for each build."""
    columns = ("pages", "made", "written", "wall, s", "CPU, s", "engine, s", "ours, s", "ours, CPU s")
    sizes = ("memory, MiB", "a page, KiB", "heaviest, KiB", "search, KiB", "one file, KiB")
    say(
        [
            f"| registry | build | {' | '.join((*columns, *sizes))} |",
            f"|---|---|{'--:|' * len((*columns, *sizes))}",
        ]
    )
    kept = []
    for case in cases(arguments):
        if arguments.only in case.name:
            with tempfile.TemporaryDirectory() as folder:
                root = Path(folder)
                case.write(root)
                shutil.copy(CHECKOUT / SETTINGS, root / SETTINGS)
                (root / "site").mkdir(exist_ok=True)
                shutil.copy(CHECKOUT / "site" / "hook.py", root / "site" / "hook.py")
                for turn, change in {"first": _nothing, **case.changes}.items():
                    change(root)
                    found = built(case, turn, root, arguments.engine, arguments.limit)
                    kept.append(asdict(found))
                    say(rows(found))
    return kept
