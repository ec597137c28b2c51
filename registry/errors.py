"""Every deliberate exception: facts as fields, the sentence in ``__str__``, the exit status on the class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file as the reader knows it; line and column count from 1."""

    file: str
    line: int | None = None
    column: int | None = None

    def __reduce__(self) -> tuple[type[Place], tuple[str, int | None, int | None]]:
        """Return how another process makes it again, which is sent thousands of places."""
        return Place, (self.file, self.line, self.column)

    def __str__(self) -> str:
        """Return ``file:line:column``, as far as it is known, in the form editors and terminals link."""
        if self.line is None:
            return self.file
        return f"{self.file}:{self.line}" if self.column is None else f"{self.file}:{self.line}:{self.column}"


class WaybillError(Exception):
    """What Waybill says instead of a traceback."""

    exit_status: ClassVar[int] = 2


class WrongUse(WaybillError):  # noqa: N818 - named after the exit status it leads to
    """The command line or a call asks for something that does not exist or does not go together."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.problem}; {self.remedy}" if self.remedy else self.problem


class UnreadableInput(WaybillError):  # noqa: N818 - named after the exit status it leads to
    """An input cannot be read: not YAML, a broken reference, an unknown key, a path that leaves the registry."""

    exit_status: ClassVar[int] = 3

    def __init__(self, place: Place, problem: str, remedy: str = "") -> None:
        super().__init__(place, problem, remedy)
        self.place = place
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        sentence = f"{self.place}: {self.problem}"
        return f"{sentence}; {self.remedy}" if self.remedy else sentence


class UnreadableInputs(WaybillError):  # noqa: N818 - the plural of UnreadableInput
    """Several problems of one input, gathered so that they can be mended in one go."""

    exit_status: ClassVar[int] = 3

    def __init__(self, problems: tuple[UnreadableInput, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def problems_of(unreadable: UnreadableInput | UnreadableInputs) -> tuple[UnreadableInput, ...]:
    """Return the problems of what cannot be read, be it for one reason or for several."""
    return unreadable.problems if isinstance(unreadable, UnreadableInputs) else (unreadable,)
