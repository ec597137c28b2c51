"""Where work is done: here, in processes of this machine, or on a cluster; the order of results is that of the work."""

from __future__ import annotations

import gc
import os
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from registry.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Submit = Callable[[Callable[[Any], Any], Any], Any]

T = TypeVar("T")
R = TypeVar("R")

BATCH = 2 * 1024 * 1024
"""Bytes of work sent at once: a cluster takes some milliseconds a task."""
AHEAD = 4
"""Batches a worker that wait, so that it never does."""
CLUSTER = "dask://"
ENOUGH = 8 * 1024 * 1024
"""Bytes of work from which on starting processes costs less than it saves."""


@dataclass(frozen=True, slots=True)
class Means:
    """How much to do at a time: ``jobs`` processes (0: as many as are worth it), or a cluster at an ``address``."""

    jobs: int = 0
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """How to go about much work: where it is done, and whether results are kept."""

    means: Means = field(default_factory=Means)
    keep: bool = True


def done(
    work: Callable[[Sequence[T]], list[R]], items: Sequence[T], sizes: Sequence[int], means: Means
) -> Iterator[R]:
    """Yield the result of every item, in their order; ``work`` does several at once, ``sizes`` are their bytes.

    Raises:
        WrongUse: There is no cluster at the address, or Dask is not installed.
    """
    cut = batches(items, sizes)
    workers = means.jobs or (cores() if sum(sizes) >= ENOUGH else 1)
    if means.address is None and min(workers, len(cut)) <= 1:
        for batch in cut:
            yield from work(batch)
        return
    with submitting(means.address, min(workers, len(cut))) as (submit, width):
        waiting: deque[Any] = deque()
        for batch in cut:
            waiting.append(submit(work, batch))
            if len(waiting) >= width * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def batches(items: Sequence[T], sizes: Sequence[int]) -> list[list[T]]:
    """Return the items in runs that are worth sending; what is large goes alone."""
    found: list[list[T]] = []
    room = 0
    for item, size in zip(items, sizes, strict=True):
        if size > room or not found:
            found.append([])
            room = BATCH
        found[-1].append(item)
        room -= size
    return found


@contextmanager
def submitting(address: str | None, workers: int) -> Iterator[tuple[Submit, int]]:
    """Yield what takes work and promises its result, and how many work at a time."""
    if address is not None:
        with cluster(address) as taken:
            yield taken
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - slow to import
    from multiprocessing import active_children, get_context  # noqa: PLC0415 - as above

    others = {*active_children()}
    # Garbage is looked for as seldom as here: to do so after every 700 new objects takes a quarter of the time.
    with ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=gc.set_threshold, initargs=gc.get_threshold()
    ) as pool:
        try:
            yield pool.submit, workers
        except BaseException:  # nobody asks for what is left: no process may outlive this one
            for process in {*active_children()} - others:
                process.terminate()
            raise


@contextmanager
def cluster(address: str) -> Iterator[tuple[Submit, int]]:
    """Yield the workers of a Dask cluster; a task whose worker dies is given to another."""
    if not address.startswith(CLUSTER):
        raise WrongUse(
            f"'{address}' is no cluster", f"write {CLUSTER}host:port, where 'dask scheduler' listens"
        )
    try:
        from distributed import Client  # noqa: PLC0415 - slow to import, and perhaps not there
    except ImportError:
        raise WrongUse("Dask is not installed", "pip install 'api-waybill[dask]'") from None
    try:
        connect: Any = Client
        client = connect(f"tcp://{address.removeprefix(CLUSTER)}", timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise WrongUse(
            f"no cluster answers at {address} ({error})", "start one: 'dask scheduler', then 'dask worker'"
        ) from None
    with client:
        width = max(1, sum(client.nthreads().values()))

        def submit(work: Callable[[Any], Any], batch: Any) -> Any:
            return client.submit(work, batch, pure=False, retries=3)

        yield submit, width


def cores() -> int:
    """Return how many processes this one may keep busy."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
