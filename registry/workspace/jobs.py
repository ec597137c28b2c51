"""The unit of work that is done in parallel and kept: one description, checked; a function of files and settings."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from registry.check import check
from registry.check.finding import Finding
from registry.errors import Place, UnreadableInput, UnreadableInputs
from registry.model.description import Description
from registry.source.bundle import bundle
from registry.source.cache import FOLDER, Cache, key
from registry.source.edit import Edit
from registry.source.files import WorkingTree
from registry.source.recorded import Recorded, still_hold
from registry.source.store import outside
from registry.workspace.selection import rules_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from registry.source.files import Files
    from registry.workspace.selection import Names


@dataclass(frozen=True, slots=True)
class Job:
    """One description to check, as another process can be told of it.

    ``root`` is the folder of its registry and ``path`` leads from there; outside any registry ``root`` is None and
    ``path`` a file as the reader named it. ``severities`` differ from the catalogue's. ``cache`` is the folder of
    results, None where none are kept; ``only`` names the rules to ask.
    """

    root: str | None
    revision: str | None
    path: str
    overlay: str | None
    hosts: tuple[str, ...]
    severities: tuple[tuple[str, str], ...]
    today: date
    cache: str | None = None
    only: Names = None

    @property
    def is_kept(self) -> bool:
        """Whether its result is kept; what another host says today is not known before it is asked."""
        return self.cache is not None and not self.hosts

    @property
    def question(self) -> str:
        """Everything that the result depends on beside the files: what is asked."""
        about = (self.root, self.revision, self.path, self.overlay)
        return json.dumps((*about, self.severities, self.today.isoformat(), self.only))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job found, or why its description cannot be read."""

    findings: tuple[Finding, ...] = ()
    problems: tuple[UnreadableInput, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """How often a job found something, by severity, rule and file, or why its description cannot be read."""

    found: Mapping[tuple[str, str, str], int]
    problems: tuple[UnreadableInput, ...]


def count_all(jobs: Sequence[Job]) -> list[Counted]:
    """Return how often several jobs found something, in their order: what is sent where nobody asks for more."""
    return [counted(run(job)) for job in jobs]


def counted(outcome: Outcome) -> Counted:
    """Return how often something was found."""
    keys = ((finding.severity, finding.rule, finding.place.file) for finding in outcome.findings)
    return Counted(Counter(keys), outcome.problems)


def run_all(jobs: Sequence[Job]) -> list[Outcome]:
    """Return the outcomes of several jobs, in their order: what another process is sent."""
    return [run(job) for job in jobs]


def run(job: Job) -> Outcome:
    """Return the outcome of a job, and keep it by all that its files said."""
    name, files = place_of(job)
    if not job.is_kept:
        return checked(job, name, files)
    recorded = Recorded(files)
    made = checked(job, name, recorded)
    answers = recorded.written()
    results(job).put(key(("found", job.question, answers)), as_bytes(made))
    results(job).put(key(("check", job.question)), answers)
    return made


def answers_of(job: Job) -> bytes | None:
    """Return what the files of a job said when its outcome was kept, None if they would not say so now."""
    answers = results(job).get(key(("check", job.question))) if job.is_kept else None
    return None if answers is None or not still_hold(answers, place_of(job)[1]) else answers


def kept_outcome(job: Job, answers: bytes) -> Outcome | None:
    """Return the outcome that is kept for what `answers_of` returned, None if it is gone."""
    found = results(job).get(key(("found", job.question, answers)))
    return None if found is None else outcome_of(orjson.loads(found))


def results(job: Job) -> Cache:
    """Return where the outcome of a job is kept."""
    return Cache(Path(str(job.cache)))


def checked(job: Job, name: str, files: Files) -> Outcome:
    """Read the description and hold it against the rules."""
    try:
        read = bundle(name, files, overlay=job.overlay, remote_hosts=job.hosts)
        description, rules = Description(read), rules_of(job.only)
        found = check(description, severities=dict(job.severities), today=job.today, rules=rules)
        description.forget()
        return Outcome(found)
    except UnreadableInput as problem:
        return Outcome(problems=(problem,))
    except UnreadableInputs as several:
        return Outcome(problems=several.problems)


def place_of(job: Job) -> tuple[str, Files]:
    """Return the path of the description and the files that it belongs to."""
    if job.root is None:
        return outside(Path(job.path))
    return job.path, files_at(job.root, job.revision)


@cache
def files_at(root: str, revision: str | None) -> Files:
    """Return the files of a registry; a Git repository is opened once a process."""
    if revision is None:
        return WorkingTree(Path(root))
    from registry.source.store import at_revision  # noqa: PLC0415 - GitPython is slow to import

    return at_revision(Path(root), revision)


def as_bytes(outcome: Outcome) -> bytes:
    """Return an outcome as JSON: a kept result is data, and reading it runs nothing."""
    return orjson.dumps(
        {
            "findings": [written(finding) for finding in outcome.findings],
            "problems": [
                [place_as(problem.place), problem.problem, problem.remedy] for problem in outcome.problems
            ],
        }
    )


def written(finding: Finding) -> list[Any]:
    """Return a finding as a list, in the order of its fields."""
    return [
        finding.rule,
        finding.severity,
        finding.message,
        finding.remedy,
        finding.pointer,
        place_as(finding.place),
        finding.subject,
        finding.witness,
        [[file, edit.pointer, edit.value] for file, edit in finding.fixes],
    ]


def outcome_of(kept: dict[str, Any]) -> Outcome:
    """Return the outcome that `as_bytes` wrote."""
    return Outcome(
        tuple(
            Finding(
                rule,
                severity,
                message,
                remedy,
                pointer,
                Place(*place),
                subject,
                None if witness is None else tuple(witness),
                fixes=tuple((file, Edit(at, value)) for file, at, value in fixes),
            )
            for rule, severity, message, remedy, pointer, place, subject, witness, fixes in kept["findings"]
        ),
        tuple(UnreadableInput(Place(*place), problem, remedy) for place, problem, remedy in kept["problems"]),
    )


def place_as(place: Place) -> list[str | int | None]:
    """Return a place as a list."""
    return [place.file, place.line, place.column]


def results_of(root: Path) -> str:
    """Return the folder of the results of a registry."""
    return str(root / FOLDER)
