"""The result of `diff` as text: a paragraph per change, in colour and wrapped on a terminal."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.changelog.render import example, named
from registry.cli.reports.findings import line as finding_line
from registry.cli.reports.report import remarks, summary, visible

if TYPE_CHECKING:
    from registry.cli.reports.report import Report
    from registry.diff.change import Change, Level
    from registry.workspace import RuleText

COLOURS: dict[Level, str] = {"breaking": "red", "risky": "yellow", "safe": "green"}
MARGIN = 10


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One change in words: its level, where, what is said of it, and a last line that stands back."""

    level: Level
    at: str
    said: tuple[str, ...]
    aside: str


def text(report: Report) -> str:
    """Return the report for people: for a terminal if there is one."""
    changes = report.explained(report.comparison.changes)
    paragraphs = [paragraph(report, change, rule) for change, rule in changes]
    told = terminal(paragraphs) if sys.stdout.isatty() else [plain(one) for one in paragraphs]
    return "\n\n".join([*told, *after(report), visible(summary(report))])


def paragraph(report: Report, change: Change, rule: RuleText | None) -> Paragraph:
    """Return how grave a change is, what it is, whom it reaches, and where it stands."""
    said = [change.message]
    if proof := example(change):
        said.append(proof.replace("`", ""))
    said += remarks(change)
    if len(change.operations) > 1:
        said.append(f"reaches {named(change.operations).replace('`', '')}")
    if rule is not None:
        said += [f"why: {rule.reason}", f"what to do: {rule.remedy}"]
    aside = f"{report.standing(change)} [{change.rule}]".lstrip()
    return Paragraph(change.level, visible(change.at), tuple(map(visible, said)), visible(aside))


def plain(one: Paragraph) -> str:
    """Return a paragraph as lines, the level in the margin of the first."""
    margin = " " * MARGIN
    lines = (f"{one.level:<{MARGIN}}{one.at}", *(margin + line for line in (*one.said, one.aside)))
    return "\n".join(lines)


def terminal(paragraphs: list[Paragraph]) -> list[str]:
    """Return the paragraphs as wide as the terminal; long lines go on under the place, not under the level."""
    from rich.console import Console  # noqa: PLC0415 - slow to import
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    console = Console()
    told = []
    for one in paragraphs:
        grid = Table.grid(padding=(0, 2))
        grid.add_column(width=MARGIN - 2, no_wrap=True)
        grid.add_column(overflow="fold")
        body = Text("\n").join([Text(one.at, "bold"), *map(Text, one.said), Text(one.aside, "dim")])
        grid.add_row(Text(one.level, f"bold {COLOURS[one.level]}"), body)
        with console.capture() as captured:
            console.print(grid)
        told.append(captured.get().rstrip("\n"))
    return told


def after(report: Report) -> list[str]:
    """Return what follows the changes: who must act, and waivers that do nothing."""
    found = []
    if report.acting:
        hit = [f"  {visible(impact.sentence)}" for impact in report.acting]
        found.append("\n".join(["Who must act:", *hit]))
    if report.findings:
        idle = [f"  {finding_line(finding)}" for finding in report.findings]
        found.append("\n".join(["Waivers:", *idle]))
    return found
