"""How fast a command is: whole processes, started cold, in turn with other tools; see ``python -m tests.benchmarks``.

What is compared by ``diff``:

* GitHub's description, when ``--github OLD NEW`` names two versions: files, or folders of the npm package
  ``@octokit/openapi`` (``npm install @octokit/openapi@19.0.0``; the file is ``generated/api.github.com.json``);
* three pairs from the corpus (``WAYBILL_CORPUS``, else ``../shared/corpus`` beside the checkout): Stripe's is large
  and recursive, Klaviyo's large and not recursive, Twilio's small;
* a generated description of 458 schemas that all reach each other, one of them changed;
* growth: 10, 100, 1,000 operations that share one recursive schema with one change deep down, and
  10, 100, 1,000 changed schemas behind ten operations. ``unchanged`` is the CPU time of comparing the revision
  with itself: the price of starting and reading. What is above it should follow the pairs of schemas that
  differ, not the operations that use them.

``check`` looks at the newer description of each of these pairs, ``validity`` asks of it only whether it is valid
OpenAPI, as the tools beside it do, and ``start`` at what a command costs before it has
anything to do: the version, and two descriptions of one operation.

All tools take turns, so that what else the machine does falls on all alike; compare the ratios of one run, never
times of two. A tool that fails or takes longer than ``--limit`` seconds is tried no more on that case, and the table
says so. Memory is the most that a process and those it started held at a time, each counted with what it shares.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.benchmarks.generated import growing_operations, growing_schemas, recursive
from tests.benchmarks.peers import PEERS, ready

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping, Sequence

CHECKOUT = Path(__file__).parents[2]
IN_PACKAGE = Path("generated") / "api.github.com.json"

WAYBILL = "waybill"
KIBI = 1024
GLANCE = 0.1
"""Seconds between two looks at how much memory is held."""

FINE = frozenset({0, 1})
"""The exit statuses of a comparison that was made; the other tools give 1 also where they failed."""

PATH = re.compile(r"(?<!\w)/[\w.-]+/\S*")
"""A path of the machine on which this runs, of no use to anybody else."""

NEIGHBOURS = (
    ("Stripe", "stripe/2018-03-06", "stripe/2018-07-26"),
    ("Klaviyo", "klaviyo/2023-06-15", "klaviyo/2023-07-15"),
    ("Twilio Messaging", "twilio/twilio-messaging-v1/1.9.0", "twilio/twilio-messaging-v1/1.10.0"),
)
"""Pairs of the corpus."""


class Case(NamedTuple):
    """Two files to compare; ``peers`` tells whether other tools are tried, ``floor`` whether unchanged is, too."""

    name: str
    base: Path
    revision: Path
    peers: bool = True
    floor: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds of the clock, seconds of CPU, and mebibytes at most; or why it failed."""

    wall: float
    cpu: float
    memory: float
    failure: str = ""


def measured(tool: str, command: Sequence[str], limit: float, fine: frozenset[int] = FINE) -> Run:
    """Run a command to its end, or until the limit, and return what it took with all its children.

    ``fine`` are the exit statuses of a run that did what was asked.
    """
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(  # its parts share a group, so that all of them end at the limit
            command, stdout=output, stderr=output, start_new_session=True
        )
        status, usage, most = ended(process.pid, start + limit)
        wall = time.perf_counter() - start
        process.returncode = status
        output.seek(0)
        said = output.read().decode(errors="replace")
    failure = (
        f"no end within {limit:.0f} s" if status == -signal.SIGKILL else failed(tool, status, said, fine)
    )
    return Run(wall, usage.ru_utime + usage.ru_stime, max(most, usage.ru_maxrss / KIBI), failure)


def failed(tool: str, status: int, said: str, fine: frozenset[int]) -> str:
    """Return why a run failed, from its exit status and the first line that tells; nothing where it did not."""
    lines = said.splitlines()
    pattern = PEERS[tool].failed if tool in PEERS else ""
    telling = [line for line in lines if pattern and re.search(pattern, line)]
    if status in fine and not telling:
        return ""
    first = PATH.sub("…", [*telling, *lines, "no message"][0].strip().replace("|", "/"))
    return f"exit {status}: {first[:120]}"


def ended(process: int, deadline: float) -> tuple[int, Any, float]:
    """Wait for a process, ending it with its group at the deadline; return status, usage, and the most memory."""
    most = looked = 0.0
    while True:
        found, status, usage = os.wait4(process, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status), usage, most
        if time.perf_counter() > deadline:
            os.killpg(process, signal.SIGKILL)
            _, status, usage = os.wait4(process, 0)
            return os.waitstatus_to_exitcode(status), usage, most
        if time.perf_counter() > looked + GLANCE:
            looked = time.perf_counter()
            most = max(most, sum(map(resident, family(process))))
        time.sleep(0.005)


def family(process: int) -> Iterator[int]:
    """Yield a process and those it started, as far as the system tells (Linux, proc(5))."""
    yield process
    with suppress(OSError):
        for listed in Path(f"/proc/{process}/task").glob("*/children"):
            for child in listed.read_text("ascii").split():
                yield from family(int(child))


def resident(process: int) -> float:
    """Return the mebibytes that a process holds in memory; none where it has just ended."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / KIBI**2


def waybill(*arguments: str | Path) -> list[str]:
    """Return a command of the waybill beside this interpreter."""
    return [str(Path(sys.executable).with_name(WAYBILL)), *map(str, arguments)]


def commands(case: Case, peers: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Return the command of each tool for a pair of files."""
    found: dict[str, Sequence[str]] = {WAYBILL: waybill("diff", case.base, case.revision)}
    if case.floor:
        found["unchanged"] = waybill("diff", case.revision, case.revision)
    if case.peers:
        for name, command in peers.items():
            found[name] = [*command, str(case.base), str(case.revision)]
    return found


def taken(commands: Mapping[str, Sequence[str]], runs: int, limit: float) -> dict[str, list[Run]]:
    """Let all tools do the same in turn; one that failed once is left out of the later turns."""
    found: dict[str, list[Run]] = {}
    for _ in range(runs):
        for tool, command in commands.items():
            before = found.setdefault(tool, [])
            if not (before and before[-1].failure):
                before.append(measured(tool, command, limit))
    return found


def middle(runs: Sequence[Run]) -> Run:
    """Return the medians of some runs, or the one that failed."""
    failed = next((run for run in runs if run.failure), None)
    return failed or Run(*(median(getattr(run, name) for run in runs) for name in ("wall", "cpu", "memory")))


def cases(arguments: argparse.Namespace, folder: Path) -> Iterator[Case]:
    """Yield what there is to compare; generated descriptions are written into a folder."""
    if arguments.github:
        old, new = map(in_package, arguments.github)
        yield Case("GitHub", old, new)
    corpus = Path(os.environ.get("WAYBILL_CORPUS") or CHECKOUT.parent / "shared" / "corpus")
    for name, *folders in NEIGHBOURS:
        if corpus.is_dir():
            one, other = (corpus / version / "openapi.json" for version in folders)
            yield Case(name, one, other)
    yield written("458 recursive schemas", folder, (recursive(changed=False), recursive(changed=True)))
    for count in (10, 100, 1000):
        pair = growing_operations(count, changed=False), growing_operations(count, changed=True)
        yield written(f"{count:,} operations, one schema", folder, pair, peers=False, floor=True)
    for count in (10, 100, 1000):
        pair = growing_schemas(count, changed=False), growing_schemas(count, changed=True)
        yield written(f"ten operations, {count:,} schemas", folder, pair, peers=False, floor=True)


def in_package(path: Path) -> Path:
    """Return the description in the folder of a package; a file is the description itself."""
    return (path / IN_PACKAGE if path.is_dir() else path).resolve()


def written(
    name: str, folder: Path, pair: tuple[Any, Any], *, peers: bool = True, floor: bool = False
) -> Case:
    """Write two descriptions to files."""
    base, revision = (folder / f"{name}, {side}.json" for side in ("old", "new"))
    for file, document in zip((base, revision), pair, strict=True):
        file.write_text(json.dumps(document), encoding="utf-8")
    return Case(name, base, revision, peers, floor)


def rows(name: str, found: Mapping[str, Run]) -> Iterator[str]:
    """Yield a line of the table for each tool; the ratio is to waybill's CPU time in the same turns."""
    ours = found[WAYBILL]
    for tool, run in found.items():
        if run.failure:
            yield f"| {name} | {tool} | {run.failure} | | | |"
        else:
            ratio = "" if tool == WAYBILL else f"{run.cpu / ours.cpu:.2f}"
            yield f"| {name} | {tool} | {run.wall:.2f} | {run.cpu:.2f} | {run.memory:.0f} | {ratio} |"


def diff(arguments: argparse.Namespace) -> Any:
    """Measure ``diff`` on every case."""
    with tempfile.TemporaryDirectory() as folder:
        peers = ready("diff", arguments.peers, Path(folder))
        told = ((case.name, commands(case, peers)) for case in cases(arguments, Path(folder)))
        return measure(told, arguments)


def check(arguments: argparse.Namespace) -> Any:
    """Measure ``check`` on the newer description of every case."""
    return checked("check", arguments)


def validity(arguments: argparse.Namespace) -> Any:
    """Measure ``check --only validity`` on the newer description of every case."""
    return checked("validity", arguments, "--only", "validity")


def checked(does: str, arguments: argparse.Namespace, *options: str) -> Any:
    """Measure ``check`` with some options beside the tools that do the same."""

    def asked(case: Case, peers: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
        others = {name: [*command, str(case.revision)] for name, command in peers.items() if case.peers}
        # The folder holds no registry: its settings would be read too.
        return {WAYBILL: waybill("-C", folder, "check", *options, case.revision), **others}

    with tempfile.TemporaryDirectory() as folder:
        peers = ready(does, arguments.peers, Path(folder))
        told = ((case.name, asked(case, peers)) for case in cases(arguments, Path(folder)))
        return measure(told, arguments)


def start(arguments: argparse.Namespace) -> Any:
    """Measure what a command costs before it has anything to do."""
    with tempfile.TemporaryDirectory() as folder:
        pair = growing_operations(1, changed=False), growing_operations(1, changed=True)
        smallest = written("two small files", Path(folder), pair)
        told = {
            "--version": waybill("--version"),
            "diff": waybill("diff", smallest.base, smallest.revision),
            "check": waybill("-C", folder, "check", smallest.revision),
        }
        return measure(((name, {WAYBILL: command}) for name, command in told.items()), arguments)


def measure(
    told: Iterable[tuple[str, Mapping[str, Sequence[str]]]], arguments: argparse.Namespace
) -> dict[str, Any]:
    """Run the commands of every case, print the table, and return what each run took, by case and tool."""
    say(["| what | tool | wall, s | CPU, s | memory, MiB | CPU to waybill's |", "|---|---|--:|--:|--:|--:|"])
    kept: dict[str, Any] = {}
    for name, by_tool in told:
        if arguments.only in name:
            runs = taken(by_tool, arguments.runs, arguments.limit)
            say(rows(name, {tool: middle(group) for tool, group in runs.items()}))
            kept[name] = {tool: [asdict(run) for run in group] for tool, group in runs.items()}
    return kept


def say(lines: Iterable[str]) -> None:
    """Print lines at once: the next ones may take minutes."""
    for line in lines:
        print(line, flush=True)  # noqa: T201 - this is a command
