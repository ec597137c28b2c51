"""Options that several commands share, so that one word means one thing everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from registry.workspace.executors import Way

FINDINGS = 1
"""The exit status when there is something at or above ``--fail-on``."""

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def today() -> date:
    """Return the current day in UTC, so that two machines agree on it."""
    return datetime.now(UTC).date()


def given_day(ctx: click.Context, option: click.Parameter, given: str | None) -> date:
    """Return the day that was given, else today."""
    return perhaps_day(ctx, option, given) or today()


def perhaps_day(_ctx: click.Context, _option: click.Parameter, given: str | None) -> date | None:
    """Return the day that was given, if one was."""
    if given is None:
        return None
    try:
        return datetime.strptime(given, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time
    except ValueError:
        raise click.BadParameter(f"'{given}' is no date; write it like 2026-11-23") from None


def as_of(command: Decorated) -> Decorated:
    """Add ``--as-of DATE``: the clock is an input."""
    return click.option(
        "--as-of",
        callback=given_day,
        metavar="DATE",
        help="Take this day for today, so that the result can be repeated.  [default: today]",
    )(command)


def day_option(name: str, explained: str) -> Callable[[Decorated], Decorated]:
    """Add an option that takes a day and may be left out."""

    def add(command: Decorated) -> Decorated:
        return click.option(name, callback=perhaps_day, metavar="DATE", help=explained)(command)

    return add


def commit_option(command: Decorated) -> Decorated:
    """Add ``--commit``: commit the files that were written, and only those."""
    return click.option("--commit", is_flag=True, help="Commit the files written, and only those, with Git.")(
        command
    )


def output_format(*names: str) -> Callable[[Decorated], Decorated]:
    """Add ``--format``; the first name is the default."""

    def add(command: Decorated) -> Decorated:
        return click.option(
            "--format",
            "form",
            type=click.Choice(names),
            default=names[0],
            show_default=True,
            help="How to write the result.",
        )(command)

    return add


def fail_on(*levels: str, default: str) -> Callable[[Decorated], Decorated]:
    """Add ``--fail-on``: from which level on the exit status is 1."""

    def add(command: Decorated) -> Decorated:
        return click.option(
            "--fail-on",
            type=click.Choice((*levels, "never")),
            help=f"Exit with 1 from this level on.  [default: {default}]",
        )(command)

    return add


def reaches(counts: Mapping[Any, int], level: str) -> bool:
    """Tell whether anything was counted at ``level`` or worse; ``counts`` has the worst level first."""
    for known, count in counts.items():
        if count and level != "never":
            return True
        if known == level:
            return False
    return False


jobs = click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=0),
    default=0,
    help="Processes to share the work among.  [default: as many as are worth it]",
)
executor = click.option("--executor", metavar="dask://HOST:PORT", help="Do the work on a Dask cluster.")
no_cache = click.option("--no-cache", is_flag=True, help="Keep no results, and use none that are kept.")


def work_options(command: Decorated) -> Decorated:
    """Add ``--jobs``, ``--executor`` and ``--no-cache``: where much work is done, and whether results are kept."""
    return jobs(executor(no_cache(command)))


def way_of(jobs: int, executor: str | None, no_cache: bool) -> Way:  # noqa: FBT001 - as click gives it
    """Return how to go about the work."""
    from registry.workspace.executors import Means, Way  # noqa: PLC0415 - only where there is work

    return Way(Means(jobs, executor), keep=not no_cache)
