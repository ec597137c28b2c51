"""Check many descriptions at once: those of a large registry, or all files of a folder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from registry.errors import UnreadableInput, UnreadableInputs, WrongUse
from registry.source.cache import Cache
from registry.workspace.checking import OUTSIDE, described
from registry.workspace.executors import ENOUGH, done
from registry.workspace.finding_files import descriptions
from registry.workspace.jobs import (
    Counted,
    Job,
    Outcome,
    answers_of,
    count_all,
    counted,
    kept_outcome,
    results_of,
    run,
    run_all,
)
from registry.workspace.selection import of_release, refuse_off

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from registry.check.finding import Finding
    from registry.model.registry import Api, Registry
    from registry.workspace.checking import Part
    from registry.workspace.executors import Means, Way
    from registry.workspace.opened import Opened
    from registry.workspace.selection import Names

R = TypeVar("R")

UNKNOWN_SIZE = 256 * 1024
"""Bytes; taken for the size of what is read from Git."""


def of_registry(
    registry: Registry, root: Path, revision: str | None, today: date, way: Way, only: Names = None
) -> Iterator[Part]:
    """Yield what found the findings of every working copy, and those about the structure of every release."""
    jobs: dict[str, Job] = {}
    for api, version in described(registry):
        try:
            jobs[api.called(version)] = job_of(registry, root, revision, today, way, only, api, version)
        except UnreadableInput as problem:
            yield api.called(version), partial(found_in, Outcome(problems=(problem,)))
    for name, outcome in zip(jobs, outcomes(tuple(jobs.values()), way.means), strict=True):
        yield name, partial(found_in, outcome)
    if way.keep:
        Cache(Path(results_of(root))).trim()


def found_in(outcome: Outcome) -> tuple[Finding, ...]:
    """Return what a job found; raises UnreadableInputs where its description cannot be read."""
    if outcome.problems:
        raise UnreadableInputs(outcome.problems)
    return outcome.findings


def outcomes(jobs: Sequence[Job], means: Means) -> Iterator[Outcome]:
    """Yield the outcome of each job, in their order; only what is not known yet is work."""
    return worked(jobs, means, run_all, lambda outcome: outcome)


def worked(
    jobs: Sequence[Job],
    means: Means,
    work: Callable[[Sequence[Job]], list[R]],
    of_kept: Callable[[Outcome], R],
) -> Iterator[R]:
    """Yield what ``work`` makes of each job, or ``of_kept`` of an outcome that is known."""
    known = [answers_of(job) for job in jobs]
    new = [job for job, answers in zip(jobs, known, strict=True) if answers is None]
    made = done(work, new, [size(job) for job in new], means)
    for job, answers in zip(jobs, known, strict=True):
        yield next(made) if answers is None else of_kept(kept_outcome(job, answers) or run(job))


def is_much(registry: Registry, root: Path, way: Way) -> bool:
    """Tell whether descriptions are to be checked apart from all else: asked for, or worth it by their size."""
    if way.means.jobs or way.means.address:
        return way.means.jobs != 1
    total = 0
    for api, version in described(registry):
        total += bytes_in(root, api, version)
        if total >= ENOUGH:
            return True
    return False


def bytes_in(root: Path, api: Api, version: str | None) -> int:
    """Return the size of a description; where there is none it is small."""
    try:
        return bytes_of(root / api.path(version))
    except UnreadableInput:
        return 0


def job_of(
    registry: Registry,
    root: Path,
    revision: str | None,
    today: date,
    way: Way,
    only: Names,
    api: Api,
    version: str | None,
) -> Job:
    """Return the job of a working copy or a release; raises UnreadableInput where no file, or two, are that."""
    registry.store.refuse_twice(api.id, version)
    return Job(
        str(root),
        revision,
        api.path(version),
        None if version else registry.store.overlay_path(api.id),
        registry.config.remote_references,
        as_pairs({} if version else registry.config.rules),
        today,
        results_of(root) if way.keep and revision is None else None,
        of_release(only) if version else only,
    )


@dataclass(frozen=True, slots=True)
class Checked(Generic[R]):
    """What was found in one file of many: an `Outcome`, or, where nobody asks for places, how often: `Counted`."""

    file: Path
    outcome: R


def check_files(here: Opened, targets: Sequence[str], way: Way, only: Names) -> Iterator[Checked[Outcome]]:
    """Yield what is found in each file, in their order; see `Workspace.check_files`."""
    jobs = jobs_of_files(here, targets, way, only)
    return of_files(jobs, outcomes(jobs, way.means))


def count_files(here: Opened, targets: Sequence[str], way: Way, only: Names) -> Iterator[Checked[Counted]]:
    """Yield how often something is found in each file, in their order; see `Workspace.count_files`."""
    jobs = jobs_of_files(here, targets, way, only)
    return of_files(jobs, worked(jobs, way.means, count_all, counted))


def of_files(jobs: Sequence[Job], found: Iterator[R]) -> Iterator[Checked[R]]:
    """Yield what was found beside its file; in the end, keep no more results than there is room for."""
    for job, outcome in zip(jobs, found, strict=True):
        yield Checked(Path(job.path), outcome)
    if jobs[0].cache is not None:
        Cache(Path(jobs[0].cache)).trim()


def jobs_of_files(here: Opened, targets: Sequence[str], way: Way, only: Names) -> list[Job]:
    """Return a job for each file that targets mean; raises WrongUse where there is none, or where a rule is off."""
    refuse_off(only, OUTSIDE)
    files, others = expanded(targets, here.directory)
    if not files:
        passed = f"; {others} YAML and JSON files in it declare no version of OpenAPI" if others else ""
        raise WrongUse(
            f"there is no description in {', '.join(targets)}{passed}", "name files or folders with some"
        )
    kept = results_of(here.directory) if way.keep else None
    severities = as_pairs(OUTSIDE)
    return [Job(None, None, str(file), None, (), severities, here.as_of, kept, only) for file in files]


def expanded(targets: Sequence[str], directory: Path) -> tuple[list[Path], int]:
    """Return the files that targets mean, folders with all descriptions in them, and how many were passed over."""
    files: list[Path] = []
    others = 0
    for target in targets:
        path = directory / target
        if path.is_dir():
            found = descriptions(path)
            files += found.files
            others += found.others
        else:
            files.append(path)
    return list(dict.fromkeys(files)), others


def as_pairs(severities: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return severities as another process can be told of them."""
    return tuple(sorted(severities.items()))


def size(job: Job) -> int:
    """Return the bytes of the description of a job."""
    return UNKNOWN_SIZE if job.revision is not None else bytes_of(Path(job.root or "") / job.path)


def bytes_of(path: Path) -> int:
    """Return the size of a file; what is not there is small."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
