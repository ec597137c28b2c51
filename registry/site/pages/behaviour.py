"""How an operation behaves when called twice, too often, or in vain, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.site import links, words
from registry.site.pages.bodies import is_failure
from registry.site.text import Badge, Code, Facts, Inline, Lines, Prose, Row, Small, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.description import Operation
    from registry.model.semantics import Backoff, ErrorMeaning, Idempotency, OperationMeaning, Retry

_REPEATED = {
    "idempotent": "Yes. Sending the same request again has the same effect as sending it once.",
    "replayable": "Yes, with a key: under the same key a request is answered again, not carried out again.",
    "not_idempotent": "No. Sending it again does it again; find out first whether it went through.",
}
_GOALS = {
    "latency": "Answers within",
    "errorRate": "Fails at most",
    "throughput": "Serves at least",
    "availability": "Available",
}


def failures(operation: Operation) -> Table | None:
    """Return the ways to fail: those with a code of their own, then the answers that have none."""
    coded = operation.meaning.errors
    told = {str(error.status) for error in coded}
    rows = [_coded(error) for error in coded]
    rows += [
        Row((_answer(answer.status), Prose(answer.text), "", ""), links.anchor("answer", answer.status))
        for answer in operation.responses
        if is_failure(answer) and answer.status not in told
    ]
    columns = ("Answer", "What happened", "Try again?", "What to do")
    return Table("When it fails", columns, tuple(rows), "changes") if rows else None


def retrying(said: OperationMeaning) -> Facts | str:
    """Return whether the operation may be repeated, and how."""
    found = [*(_repeating(said.idempotency) if said.idempotency else ())]
    if said.retry is not None:
        found.append(("When it fails", retry_sentence(said.retry)))
    return Facts(tuple(found)) if found else "The description does not say. Treat it as unsafe to repeat."


def limits(said: OperationMeaning) -> Facts | None:
    """Return rate limits, time-outs and objectives."""
    found: list[tuple[str, Inline]] = [
        ("Rate limit", f"{limit.quota:,} {limit.unit} in {words.milliseconds(limit.window * 1000)}")
        for limit in said.rate_limit
    ]
    if said.timeout is not None:
        found.append(("Give up waiting after", words.milliseconds(said.timeout)))
    for goal in said.objectives:
        part = f", {goal.percentile:g} of 100 requests" if goal.percentile is not None else ""
        amount = f"{goal.value:g} {goal.unit or ''}".strip().replace(" percent", " %")
        found.append((_GOALS.get(goal.property, goal.property), amount + part))
    return Facts(tuple(found)) if found else None


def retry_sentence(retry: Retry) -> str:
    """Return a rule of retry in words."""
    if retry.strategy == "none":
        return "It is not tried again."
    after = [f"the answer {words.listed(retry.status_codes, 'or')}"] if retry.status_codes else []
    after += ["no answer at all"] if retry.retry_connection_errors else []
    said = f"It is tried again{' after ' if after else ''}{words.listed(after, 'or')}"
    return said + "".join(f", {part}" for part in _backoff(retry.backoff)) + "."


def _backoff(backoff: Backoff | None) -> Iterator[str]:
    if backoff is None:
        return
    if backoff.initial_interval is not None:
        yield f"first after {words.milliseconds(backoff.initial_interval)}"
    if backoff.exponent is not None:
        yield f"waiting {backoff.exponent:g} times as long each time"
    if backoff.max_interval is not None:
        yield f"never longer than {words.milliseconds(backoff.max_interval)}"
    if backoff.max_elapsed_time is not None:
        yield f"and given up after {words.milliseconds(backoff.max_elapsed_time)}"


def _repeating(said: Idempotency) -> Iterator[tuple[str, Inline]]:
    yield "Same request twice", _REPEATED[said.class_]
    if said.header:
        lifetime = said.key_lifetime
        kept = f", remembered for {words.duration(str(lifetime))}" if lifetime else ""
        yield "Key", ("In the header ", Code(said.header), kept)
    if said.on_conflict:
        yield "Same key, other request", ("Answered with ", Code(str(said.on_conflict)))
    if said.description:
        yield "Note", said.description


def _coded(error: ErrorMeaning) -> Row:
    shown: Inline = _answer(str(error.status)) if error.status else "Any"
    again: Inline = ""
    if error.retryable is not None:
        again = Badge("yes", "good") if error.retryable else Badge("no", "quiet")
    cells = (Lines((shown, Small(Code(error.code)))), error.meaning or "", again, error.action or "")
    return Row(cells, links.anchor("error", error.code))


def _answer(status: str) -> Inline:
    return (Code(status), f" {words.status(status)}")
