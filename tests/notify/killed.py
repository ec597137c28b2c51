"""Run as a program: send what is due again and again, each time killed at a point, and say how far each came.

Arguments: the registry, the day, a seed, how many times. Prints a line of JSON per run: where it was killed, and the
messages on record as acknowledged then. A run forks, so that none waits for the imports of the one before.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import requests

import registry
from registry.notify.deliveries import PATH

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_POINTS = 12


def main() -> None:
    root, day, seed, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    here = registry.open(root, as_of=date.fromisoformat(day))
    here.messages(since=here.as_of)  # whatever is read and compiled once is shared by all runs
    choice = random.Random(seed)
    for _ in range(times):
        point = choice.randrange(MOST_POINTS)
        child = os.fork()
        if child == 0:
            die_at(point)
            for _outcome in here.notify(since=here.as_of):
                pass
            os._exit(0)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        said = {"point": point, "killed": killed, "acknowledged": acknowledged(root)}
        sys.stdout.write(f"{json.dumps(said)}\n")


def die_at(point: int) -> None:
    """Kill this process by SIGKILL at the ``point``-th of the moments before and after each write and each request."""
    passed = -1

    def moment() -> None:
        nonlocal passed
        passed += 1
        if passed == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched(done: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            moment()
            answer = done(*arguments, **named)
            moment()
            return answer

        return call

    os.fsync = watched(os.fsync)
    requests.post = watched(requests.post)


def acknowledged(root: Path) -> list[str]:
    record = root / PATH
    lines = record.read_bytes().split(b"\n")[:-1] if record.exists() else []
    return [fact["message"] for fact in map(json.loads, lines) if fact.get("state") == "sent"]


if __name__ == "__main__":
    main()
