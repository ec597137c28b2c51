"""``waybill check``: is what people wrote sound?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from registry.check.finding import UNREADABLE, unreadable
from registry.cli.options import FINDINGS, as_of, fail_on, output_format, reaches, way_of, work_options
from registry.cli.progress import progress
from registry.cli.reports.findings import (
    FORMATS,
    SEVERITIES,
    Tally,
    by_rule,
    counted,
    counts,
    render,
    shown,
)
from registry.errors import UnreadableInput, WrongUse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from registry.check.finding import Finding
    from registry.cli.main import Invocation
    from registry.workspace import Workspace
    from registry.workspace.executors import Way
    from registry.workspace.fixing import Fixed

FOR_PEOPLE = ("text", "markdown")

EPILOG = """\b
Examples:
  waybill check                                 the whole registry
  waybill check catalog/products                one API as it is being worked on
  waybill check catalog/products@2.1.0          one frozen release
  waybill check openapi.yaml                    a file, inside a registry or not
  waybill check a.yaml b.yaml descriptions/     many files, and all descriptions of a folder
  waybill check descriptions/ --summary         how often each rule found something
  waybill check --show error                    errors alone
  waybill check openapi.yaml --only validity    is it valid OpenAPI? quick, for before each commit
  waybill check --only number-without-unit      what one rule finds
  waybill check --format github --fail-on warning
  waybill check --fix --dry-run                 show how what can be mended would be
  waybill check --coverage                      how much of its meaning each API says

\b
Severities are set in specs/registry.yaml, by the ids in brackets:
  rules: {number-without-unit: warning, operation-without-errors: "off"}

`waybill rules ID` explains a rule, and says whether --fix mends what it finds. Where only you know the answer, --fix
writes "FILL IN: …" in its place; comments and layout stay as they are.

\b
Much work is shared among processes (--jobs), and its results are kept in .build/cache by what they were made of.
On a cluster whose machines see the same files:
  dask scheduler                                on one machine
  dask worker tcp://HOST:8786                   on every other
  waybill check --executor dask://HOST:8786
"""


@click.command(epilog=EPILOG)
@click.argument("targets", metavar="[TARGET]...", nargs=-1)
@output_format(*FORMATS)
@fail_on(*SEVERITIES, default="error")
@click.option(
    "--show",
    "least",
    type=click.Choice(SEVERITIES),
    help="Show what is as grave as this.  [default: warning; what programs read is always whole]",
)
@click.option("--all", "infos", is_flag=True, help="Show infos, too, as --show info does.")
@click.option(
    "--coverage", is_flag=True, help="Show how much of its meaning each API says, instead of findings."
)
@click.option("--fix", is_flag=True, help="Mend what is shown and can be mended, then check again.")
@click.option("--dry-run", is_flag=True, help="With --fix: print the changes as a diff, and write nothing.")
@click.option(
    "--only",
    multiple=True,
    metavar="RULE",
    help="Ask this rule alone; 'validity' stands for all that tell whether it is valid OpenAPI. Repeatable.",
)
@click.option("--summary", is_flag=True, help="Show how often each rule found something, instead of where.")
@work_options
@as_of
@click.pass_obj
def command(
    invocation: Invocation,
    targets: tuple[str, ...],
    form: str,
    fail_on: str | None,
    least: str | None,
    infos: bool,  # noqa: FBT001
    coverage: bool,  # noqa: FBT001
    fix: bool,  # noqa: FBT001
    dry_run: bool,  # noqa: FBT001
    only: tuple[str, ...],
    summary: bool,  # noqa: FBT001
    jobs: int,
    executor: str | None,
    no_cache: bool,  # noqa: FBT001
    as_of: date,
) -> int:
    """Check descriptions, flows and everything else that people write.

    TARGET is a file, an API (system/api), or a release (system/api@version). Without it the whole registry
    is checked: every API as it is being worked on, every frozen release, flows, teams and glossary. Several
    files, or a folder, are checked one by one as if outside any registry. What cannot be read is an error, and
    keeps nothing else from being checked; what could not be checked for it is named at the end.
    """
    if only and coverage:
        raise WrongUse("--only names rules, and --coverage asks none", "leave one of them out")
    if dry_run and not fix:
        raise WrongUse("--dry-run goes with --fix", "give both")
    from registry import workspace  # noqa: PLC0415 - slow to import

    here = workspace.at(invocation.directory, as_of=as_of)
    way = way_of(jobs, executor, no_cache)
    whole = fail_on == "info" or bool(only)  # who names a rule wants to see what it finds
    shown_from = least_shown(least, infos=infos, whole=whole)
    wanted = Shown(form, shown_from, summary, fail_on or "error", tuple(dict.fromkeys(only)))
    if len(targets) == 1 and here.is_whole(targets[0]):
        targets = ()
    if len(targets) > 1 or any((invocation.directory / target).is_dir() for target in targets):
        if fix or coverage:
            raise WrongUse(
                "--fix and --coverage look at one thing", "name one file, one API, or none for the registry"
            )
        return (summary_of_many if summary else many)(here, targets, way, wanted)
    target = targets[0] if targets else None
    if coverage:
        click.echo(figures(here, target, form))
        return 0
    examined = here.examine(target, way=way, only=only)
    if fix:
        made = here.fixes(shown(examined.findings, wanted.least))
        if dry_run:
            click.echo("".join(fixed.diff for fixed in made), nl=False)
            if not any(fixed.made for fixed in made):
                click.echo("nothing to mend", err=True)
            return FINDINGS if any(fixed.made for fixed in made) else 0
        mend(made)
        examined = workspace.at(invocation.directory, as_of=as_of).examine(target, only=only)
    checked = target or (here.extent if form in FOR_PEOPLE else "the registry")
    told(examined.findings, checked, wanted, examined.unchecked)
    unread = sum(finding.rule == UNREADABLE for finding in examined.findings)
    return status_of(counts(examined.findings), unread, wanted)


@dataclass(frozen=True, slots=True)
class Shown:
    """Which rules are asked, how findings are to be written, down to which severity, and from which on they fail."""

    form: str
    least: str
    summary: bool
    fail_on: str
    only: tuple[str, ...] = ()

    def of(self, checked: str) -> str:
        """Return what was checked, and by which rules if not by all."""
        return f"{checked}, only {', '.join(self.only)}" if self.only else checked


def least_shown(least: str | None, *, infos: bool, whole: bool) -> str:
    """Return the least grave severity that people are shown."""
    if infos and least not in {None, "info"}:
        raise WrongUse(f"--all shows infos, and --show {least} does not", "leave one of them out")
    return least or ("info" if infos or whole else "warning")


def told(findings: Sequence[Finding], checked: str, wanted: Shown, unchecked: tuple[str, ...] = ()) -> None:
    """Print the findings, or how often each rule found something, and what could not be checked."""
    if wanted.summary:
        tally = Tally()
        tally.count(findings)
        written = by_rule(tally, wanted.form, wanted.of(checked), unchecked)
    else:
        written = render(findings, wanted.form, wanted.of(checked), wanted.least, unchecked)
    click.echo(written, nl=bool(written))


def many(here: Workspace, targets: tuple[str, ...], way: Way, wanted: Shown) -> int:
    """Check many files and return the exit status; what cannot be read is an error among the findings."""
    findings: list[Finding] = []
    files = unread = 0
    with progress("checking") as show:
        for checked in here.check_files(targets, way=way, only=wanted.only):
            findings += (*checked.outcome.findings, *map(unreadable, checked.outcome.problems))
            files += 1
            unread += bool(checked.outcome.problems)
            show(f"{files} files, {checked.file}")
    told(findings, all_of(files, unread), wanted)
    return status_of(counts(findings), unread, wanted)


def summary_of_many(here: Workspace, targets: tuple[str, ...], way: Way, wanted: Shown) -> int:
    """Check many files, print how often each rule found something, and return the exit status.

    Findings are only counted: a folder may have millions.
    """
    tally = Tally()
    files = unread = 0
    with progress("checking") as show:
        for checked in here.count_files(targets, way=way, only=wanted.only):
            tally.add(checked.outcome.found)
            tally.count(map(unreadable, checked.outcome.problems))
            files += 1
            unread += bool(checked.outcome.problems)
            show(f"{files} files, {checked.file}")
    click.echo(by_rule(tally, wanted.form, checked=wanted.of(all_of(files, unread))))
    return status_of(tally.counts, unread, wanted)


def all_of(files: int, unread: int) -> str:
    """Say how many files were checked."""
    return counted(files, "file") + (f", {unread} of them unreadable" if unread else "")


def status_of(found: Mapping[str, int], unread: int, wanted: Shown) -> int:
    """Return the exit status: of what cannot be read before that of findings."""
    if unread:
        return UnreadableInput.exit_status
    return FINDINGS if reaches(found, wanted.fail_on) else 0


def mend(made: Sequence[Fixed]) -> None:
    """Write the files that are mended, and say which."""
    from registry.workspace.fixing import write_fixes  # noqa: PLC0415 - slow to import

    write_fixes(made)
    for fixed in made:
        drafts = f", {fixed.drafted} of them to be filled in" if fixed.drafted else ""
        left = f"; {len(fixed.left)} cannot be made without touching something else" if fixed.left else ""
        changes = "1 change" if len(fixed.made) == 1 else f"{len(fixed.made)} changes"
        click.echo(f"{fixed.name}: {changes}{drafts}{left}", err=True)


def figures(here: Workspace, target: str | None, form: str) -> str:
    """Return how much of its meaning each description says."""
    from registry.cli.reports import coverage  # noqa: PLC0415 - slow to import

    if form not in coverage.FORMATS:
        raise WrongUse(f"the coverage cannot be written as {form}", f"choose {', '.join(coverage.FORMATS)}")
    return coverage.render(here.coverage(target), form)
