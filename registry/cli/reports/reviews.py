"""The result of `review` in each format: one page for a pull request, and what other programs read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from registry.changelog.render import code, day
from registry.changelog.render import text as escaped
from registry.cli.reports import github, junit, sarif
from registry.cli.reports.annotation import of_change, of_finding
from registry.cli.reports.changes import as_json as diff_as_json
from registry.cli.reports.changes import markdown as diff_as_markdown
from registry.cli.reports.findings import finding_as_json
from registry.cli.reports.findings import line as finding_line
from registry.cli.reports.places import located
from registry.cli.reports.prose import text as diff_as_text
from registry.cli.reports.report import Report, visible
from registry.source.store import api_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.cli.reports.annotation import Annotation
    from registry.errors import WaybillError
    from registry.workspace.review import Pending, Review, Reviewed

FORMATS = ("text", "json", "markdown", "github", "sarif", "junit")
MARK = "<!-- waybill review -->"
"""By which a comment is found again, to be written anew instead of beside it."""

LONGEST = 60_000
"""Characters; GitHub refuses comments of more than 65,536."""

FENCED = re.compile(r"(```.*?```)", re.DOTALL)


def render(review: Review, form: str) -> str:
    """Return the review in one of `FORMATS`."""
    match form:
        case "json":
            return json.dumps(as_json(review), indent=2, ensure_ascii=False)
        case "markdown":
            return markdown(review)
        case "text":
            return text(review)
    annotations = list(annotated(review))
    match form:
        case "github":
            return github.render(annotations)
        case "sarif":
            return sarif.render(annotations)
    return junit.render(annotations, "waybill review")


def unreadable(problem: WaybillError) -> str:
    """Return the comment where the working tree cannot be read."""
    listed = [f"- {escaped(visible(line))}" for line in str(problem).splitlines() if line.strip()]
    head = f"{MARK}\n## Not yet: the registry cannot be read"
    return unmentioned(fitted([head, "\n".join(listed)]))


def annotated(review: Review) -> Iterator[Annotation]:
    """Yield a remark for each change of an API that is still there, and for each finding."""
    for each in review.apis:
        if (report := report_of(each)) is not None:
            for change in report.comparison.changes:
                yield of_change(change, report.places)
    yield from map(of_finding, review.findings)


def report_of(each: Reviewed) -> Report | None:
    """Return the changes of one API as `diff` reports them; None where there is nothing to compare."""
    if each.comparison is None or each.base is None or each.revision is None:
        return None
    places = located(each.comparison, each.base.places, each.revision.places)
    return Report(each.comparison, places, each.impacts)


def verdict(review: Review) -> str:
    """Say in a line whether this can be merged, and what it is about."""
    counts = [sum(any(True for _ in each.failing) for each in review.apis)]
    errors = sum(finding.severity == "error" for finding in review.findings)
    broken = sum(impact.level == "breaking" for each in review.apis for impact in each.impacts)
    said = [
        f"{number} {one if number == 1 else many}"
        for number, one, many in (
            (len(review.apis), "API changes", "APIs change"),
            (
                counts[0],
                "of them breaks somebody and is not ready",
                "of them break somebody and are not ready",
            ),
            (broken, "flow breaks", "flows break"),
            (errors, "error", "errors"),
        )
        if number
    ]
    return f"{'Not yet' if review.fails else 'Ready'}: {', '.join(said) or 'nothing that users of an API could notice'}"


def steps(each: Reviewed) -> Iterator[str]:
    """Yield what is to be done about an API before it is merged or released, and what is already in order."""
    if each.revision is None:
        yield "The API is removed, with everything that it offered."
    elif each.base is None:
        yield "The API is new."
    if each.pending is not None:
        yield from of_pending(each.pending)
    if each.drafts:
        yield "Or accept what breaks: the waivers below, each with its reason."


def of_pending(pending: Pending) -> Iterator[str]:
    """Yield what stands between the working copy and its release."""
    entry = pending.entry
    needed = entry.bump.needed
    if pending.taken:
        yield f"Version {entry.version} is released already: raise info.version, to a {needed} version at least."
    elif pending.understated:
        yield f"{entry.version} is a {entry.bump.stated} version after {entry.base}; its changes need a {needed} one."
    if pending.early:
        announced = [each.effective for each in pending.early if each.effective is not None]
        if len(announced) == len(pending.early):
            yield f"Announced for {day(max(announced))}: not to be released before."
        else:
            yield (
                f"Users are promised notice: announce it (waybill announce {entry.api}) and release from "
                f"{day(pending.due)} on, or keep {entry.base} working until then (--previous-until)."
            )


def told(each: Reviewed) -> list[str]:
    """Return whom a release would tell, and through which channels."""
    channels: dict[str, list[str]] = {}
    for notice in each.pending.notices if each.pending else ():
        channels.setdefault(notice.subscriber, []).append(notice.channel)
    return [f"{subscriber} by {', '.join(names)}" for subscriber, names in channels.items()]


def owners(each: Reviewed) -> list[str]:
    """Return the teams to ask: those whose flows are hit."""
    return list(dict.fromkeys(impact.flow.owner for impact in each.impacts))


def text(review: Review) -> str:
    """Return the review for a terminal."""
    blocks = []
    for each in review.apis:
        report = report_of(each)
        head = [f"== {each.api}", *(f"   {step}" for step in steps(each))]
        head += [f"   Ask: {', '.join(owners(each))}"] if each.impacts else []
        head += [f"   A release would tell: {'; '.join(told(each))}"] if told(each) else []
        blocks.append("\n".join(map(visible, head)))
        if report is not None:
            blocks.append(diff_as_text(report))
    if review.findings:
        blocks.append("\n".join(["== Found", *(finding_line(finding) for finding in review.findings)]))
    if review.limits:
        blocks.append("\n".join(["== Not seen", *map(visible, review.limits)]))
    return "\n\n".join([*blocks, f"{verdict(review)} (since {review.base})"])


def markdown(review: Review) -> str:
    """Return the comment for a pull request; it is cut where it would be longer than a comment may be."""
    blocks = [f"{MARK}\n## {escaped(verdict(review))}", f"<sub>Since {escaped(review.base)}.</sub>"]
    for each in review.apis:
        blocks += of_api(each)
    if review.findings:
        found = [
            f"- **{finding.severity}** `{code(str(finding.place))}`: {escaped(finding.message)}; "
            f"{escaped(finding.remedy)} ({finding.rule})"
            for finding in review.findings
        ]
        blocks.append("\n".join(["### Found", "", *found]))
    if review.limits:
        blocks.append("\n".join(["### Not seen", "", *(f"- {escaped(limit)}" for limit in review.limits)]))
    return unmentioned(fitted(blocks))


def of_api(each: Reviewed) -> Iterator[str]:
    """Yield the part of one API."""
    yield f"## `{code(each.api)}`"
    listed = [escaped(step) for step in steps(each)]
    if each.impacts:
        listed.append(f"Ask: {escaped(', '.join(owners(each)))}.")
    if to := told(each):
        listed.append(f"A release would tell: {escaped('; '.join(to))}.")
    if listed:
        yield "\n".join(f"- {item}" for item in listed)
    if (report := report_of(each)) is not None:
        yield diff_as_markdown(report)
    if each.drafts:
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", each.drafts)), default=0))
        path = f"{api_folder(each.api)}/waivers.yaml"
        yield (
            f"<details><summary>Waivers, to accept what breaks</summary>\n\nIn `{code(path)}`:\n\n"
            f"{fence}yaml\n{visible_lines(each.drafts)}{fence}\n\n</details>"
        )


def visible_lines(written: str) -> str:
    """Return a text whose lines hold no control characters."""
    return "".join(f"{visible(line)}\n" for line in written.splitlines())


def fitted(blocks: list[str]) -> str:
    """Return the blocks, as many as a comment holds, and say if some are left out."""
    kept: list[str] = []
    length = 0
    for block in blocks:
        length += len(block) + 2
        if length > LONGEST:
            return "\n\n".join(
                [*kept, "*The rest is too long for a comment: run `waybill review` to read it.*"]
            )
        kept.append(block)
    return "\n\n".join(kept)


def unmentioned(written: str) -> str:
    """Return Markdown that calls nobody: a description that says ``@somebody`` must not send a message."""
    parts = FENCED.split(written)
    return "".join(part if part.startswith("```") else part.replace("@", "@\u200b") for part in parts)


def as_json(review: Review) -> dict[str, Any]:
    """Return the published shape (``waybill schema review``)."""
    return {
        "waybill": 1,
        "base": review.base,
        "ready": not review.fails,
        "apis": [api_as_json(each) for each in review.apis],
        "findings": [finding_as_json(finding) for finding in review.findings],
        "mended": review.mended,
        "limits": list(review.limits),
    }


def api_as_json(each: Reviewed) -> dict[str, Any]:
    """Return one API in the published shape; ``diff`` is what `waybill diff` prints."""
    report = report_of(each)
    pending = each.pending
    return {
        "api": each.api,
        "status": "removed" if each.revision is None else "added" if each.base is None else "changed",
        "ready": not any(True for _ in each.failing),
        "steps": list(steps(each)),
        "ask": owners(each),
        "release": pending
        and {
            "after": pending.entry.base,
            "version": pending.entry.version,
            "taken": pending.taken,
            "bump": {"stated": pending.entry.bump.stated, "needed": pending.entry.bump.needed},
            "notGivenNotice": [{"rule": each.change.rule, "at": each.change.at} for each in pending.early],
            "earliest": pending.due.isoformat(),
            "tells": [
                {"subscriber": notice.subscriber, "channel": notice.channel} for notice in pending.notices
            ],
        },
        "diff": diff_as_json(report) if report else None,
        "waivers": each.drafts or None,
    }
