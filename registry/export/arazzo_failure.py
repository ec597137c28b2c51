"""When a step went well, and what happens when it did not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from registry.export.document import plain, said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from registry.model.description import Operation
    from registry.model.flow import Delivery
    from registry.model.semantics import Backoff, Retry

_MOST = 1000


def success_criteria(operation: Operation) -> list[dict[str, str]]:
    """Return the statuses that the description calls a success."""
    statuses = [answer.status for answer in operation.responses if answer.success]
    return [{"condition": _any_of(statuses)}] if statuses else []


def failure_actions(retry: Retry | None, delivery: Delivery | None = None) -> list[dict[str, Any]]:
    """Return how to try again, and how it ends when that was in vain.

    A retry is written where it says after which answers and how long to wait; that waits grow, Arazzo cannot say.
    """
    actions: list[dict[str, Any]] = []
    backoff = retry.backoff if retry and retry.strategy == "backoff" else None
    if (
        retry is not None
        and backoff is not None
        and backoff.initial_interval is not None
        and retry.status_codes
    ):
        actions.append(
            {
                "name": "try-again",
                "type": "retry",
                "retryAfter": backoff.initial_interval / 1000,
                **said({"retryLimit": attempts(backoff)}),
                "criteria": [{"condition": _any_of(retry.status_codes)}],
                "x-retry": plain(retry),
            }
        )
    if delivery is not None and delivery.on_exhausted is not None:
        actions.append(
            {"name": delivery.on_exhausted, "type": "end", **said({"x-deadLetter": delivery.dead_letter})}
        )
    return actions


def attempts(backoff: Backoff) -> int | None:
    """Return how often there is time to try again; None where that is not said."""
    if None in (backoff.initial_interval, backoff.max_elapsed_time, backoff.exponent):
        return None
    wait, left = float(backoff.initial_interval or 0), float(backoff.max_elapsed_time or 0)
    for tried in range(_MOST):
        if wait > left or wait == 0:
            return tried
        left -= wait
        wait = min(wait * (backoff.exponent or 1), backoff.max_interval or float("inf"))
    return _MOST


def _any_of(statuses: Iterable[str]) -> str:
    return " || ".join(_is(status) for status in statuses)


def _is(status: str) -> str:
    if status.isdigit():
        return f"$statusCode == {status}"
    return f"($statusCode >= {status[0]}00 && $statusCode < {int(status[0]) + 1}00)"
