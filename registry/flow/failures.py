"""The ways in which an operation fails, as far as its description says: which answer, and what to do then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from registry.model.description import Operation
    from registry.model.parts import Response
    from registry.model.semantics import ErrorMeaning


@dataclass(frozen=True, eq=False, slots=True)
class Failure:
    """One way to fail: a documented ``response``, a listed ``error``, or both.

    ``status`` is a code ("404"), a range ("4XX"), "default", or empty for an error listed without one.
    """

    operation: Operation
    status: str
    response: Response | None
    errors: tuple[ErrorMeaning, ...]

    @property
    def subject(self) -> str:
        """What a person calls it: ``GET /products 404``."""
        status = self.status.replace("DEFAULT", "default")
        return f"{self.operation.name} {status or ' '.join(error.code for error in self.errors)}"

    @property
    def pointer(self) -> str:
        """Where it is written: the response, else the operation."""
        return self.operation.pointer if self.response is None else self.response.pointer

    @property
    def recognisable(self) -> bool:
        """Whether the answer carries a described body, by which a program and a log can tell it from others."""
        return self.response is not None and any(
            one.schema not in (None, {}, True) for one in self.response.content
        )

    @property
    def actions(self) -> tuple[str, ...]:
        """What the caller is told to do."""
        return tuple(error.action for error in self.errors if error.action)

    @property
    def is_retried(self) -> bool:
        """Whether the operation says that the same request is to be tried again."""
        retry = self.operation.meaning.retry
        return retry is not None and retry.strategy != "none" and covers(retry.status_codes, self.status)


def failures(operation: Operation) -> Iterator[Failure]:
    """Yield the ways to fail that an operation documents: its responses from 400 on, and its listed errors."""
    listed = operation.meaning.errors
    answers = {answer.status.upper(): answer for answer in operation.responses if is_failure(answer)}
    for status, answer in answers.items():
        yield Failure(operation, status, answer, tuple(e for e in listed if answered(e, answers) == status))
    for error in listed:
        if answered(error, answers) is None:
            status = str(error.status) if error.status is not None else ""
            yield Failure(operation, status, None, (error,))


def is_failure(answer: Response) -> bool:
    """Tell whether an answer says that the request failed."""
    return answer.status[:1] in "45" or answer.status.lower() == "default"


def answered(error: ErrorMeaning, answers: dict[str, Response]) -> str | None:
    """Return the documented status under which an error arrives: exact over range over default."""
    if error.status is None:
        return None
    likely = (str(error.status), f"{str(error.status)[0]}XX", "DEFAULT")
    return next((status for status in likely if status in answers), None)


def covers(statuses: tuple[str, ...], status: str) -> bool:
    """Tell whether a list of statuses, ranges among them, contains a status."""
    return bool(status) and (status in statuses or f"{status[0]}XX" in statuses)
