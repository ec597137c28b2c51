"""How fast Waybill is: one command for every benchmark. No test measures time; this does.

``python -m tests.benchmarks [NAME...]``, from the root of the checkout, runs the benchmarks of these names, or all of
them, prints a table of each, and keeps the figures in ``tests/benchmarks/results.json``, with the machine and the day.
From these it writes the page "How fast" (``site/guides/how-fast.md``); ``--page`` does only that. What is measured is
told by the module of each:

* ``start``, ``validity``, ``check``, ``diff``: `tests.benchmarks.run`, other tools in `tests.benchmarks.peers`;
* ``many``, ``workers``: `tests.benchmarks.many`;
* ``build``: `tests.benchmarks.site`;
* ``lineage``: `tests.benchmarks.lineage`.

A benchmark without what it needs (``--many``, for two) is passed over, and the output says so. Run nothing else
meanwhile: how busy the machine was is kept with the figures.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.lineage import lineage
from tests.benchmarks.many import many, workers
from tests.benchmarks.page import page
from tests.benchmarks.peers import absent
from tests.benchmarks.run import CHECKOUT, check, diff, say, start, validity
from tests.benchmarks.site import build

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

RESULTS = Path(__file__).with_name("results.json")
PAGE = CHECKOUT / "site" / "guides" / "how-fast.md"

BENCHMARKS: Mapping[str, Callable[[argparse.Namespace], Any]] = {
    "start": start,
    "validity": validity,
    "check": check,
    "diff": diff,
    "many": many,
    "workers": workers,
    "build": build,
    "lineage": lineage,
}
ONCE = frozenset({"many", "build"})
NEED_MANY = frozenset({"many", "workers"})


def machine() -> dict[str, Any]:
    """Return what the figures depend on, and how busy it was when they were taken."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": processor(),
        "cores": os.cpu_count(),
        "memory": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3),
        "system": platform.system(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }


def processor() -> str:
    """Return the name of the processor, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", choices=(*BENCHMARKS, []), metavar="NAME")
    parser.add_argument("--github", nargs=2, type=Path, metavar=("OLD", "NEW"))
    parser.add_argument("--many", type=Path, metavar="FOLDER")
    parser.add_argument("--peers", nargs="*", type=Path, default=[], metavar="FOLDER")
    parser.add_argument("--scales", nargs="+", type=float, default=[0.1, 1])
    parser.add_argument("--engine", choices=("mkdocs", "zensical"), default="mkdocs")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--limit",
        type=float,
        default=120,
        help="seconds; ten times as many for all of --many, and for the site of a large registry",
    )
    parser.add_argument("--only", default="", metavar="TEXT", help="only cases whose name holds this")
    parser.add_argument("--page", action="store_true", help="only write the page anew")
    return parser.parse_args()


def figures_kept() -> dict[str, Any]:
    """Return the figures of earlier runs, by benchmark."""
    return json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}


def as_installed() -> None:
    """Compile the modules of this checkout, as pip compiles what it installs: no command is to do so each time."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(CHECKOUT / "registry", quiet=1)


def main() -> None:
    """Measure, keep the figures, and write the page."""
    arguments = options()
    as_installed()
    for name in () if arguments.page else arguments.names or BENCHMARKS:
        if name in NEED_MANY and arguments.many is None:
            say([f"{name}: passed over, --many names no folder"])
            continue
        missing = absent(name, arguments.peers)
        say([f"{name}: not installed: {', '.join(missing)}" if missing else name])
        about = machine()
        figures = BENCHMARKS[name](arguments)
        kept = figures_kept()
        before = kept.get(name, {}).get("figures", {}) if arguments.only else {}
        both = {**before, **figures} if isinstance(figures, dict) else figures
        runs = 1 if name in ONCE else arguments.runs
        kept[name] = {"machine": about, "runs": runs, "missing": missing, "figures": both}
        RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(figures_kept()), encoding="utf-8")


if __name__ == "__main__":
    main()
