"""The container ``x-operation``: how an operation behaves when called twice, too often, or in vain."""

from typing import Annotated, Literal

from pydantic import Field

from registry.formats import Duration, Written
from registry.model.semantics.spelled import StatusCode

Milliseconds = Annotated[int, Field(ge=0)]
Status = Annotated[int, Field(ge=100, le=599)]


class Idempotency(Written):
    """What happens when the same request comes twice."""

    class_: Literal["idempotent", "replayable", "not_idempotent"] = Field(alias="class")
    """The same effect however often; the same answer to the same key; or a second effect."""
    header: str | None = None
    """The header that carries the key."""
    key_lifetime: Duration | None = None
    """How long a key is remembered, an ISO 8601 duration."""
    on_conflict: Status | None = None
    """The status that answers a key used again with another request."""
    description: str | None = None
    """What else there is to know."""


class Backoff(Written):
    """How long to wait between attempts; all times in milliseconds."""

    initial_interval: Milliseconds | None = None
    """The first wait."""
    max_interval: Milliseconds | None = None
    """The longest wait."""
    max_elapsed_time: Milliseconds | None = None
    """When to give up."""
    exponent: Annotated[float, Field(ge=1)] | None = None
    """What each wait is multiplied with for the next."""


class Retry(Written):
    """How to try again, in the shape of ``x-speakeasy-retries``."""

    strategy: Literal["backoff", "none"] = "backoff"
    """Wait longer each time, or do not try again."""
    backoff: Backoff | None = None
    """How long to wait."""
    status_codes: tuple[StatusCode, ...] = ()
    """The answers after which to try again, such as "429" or "5XX"."""
    retry_connection_errors: bool | None = None
    """Whether to try again when there was no answer."""


class RateLimit(Written):
    """How many requests are let through."""

    name: str = "default"
    """The name of the limit."""
    quota: Annotated[int, Field(ge=0)]
    """How many in one window."""
    window: Annotated[int, Field(ge=1)]
    """The length of the window, in seconds."""
    unit: str = "requests"
    """What is counted."""
    description: str | None = None
    """Who shares the limit."""


class Objective(Written):
    """What the operation is meant to achieve."""

    property: str
    """What is measured: latency, errorRate, throughput, availability."""
    percentile: Annotated[float, Field(gt=0, le=100)] | None = None
    """The part of the requests that keeps to the value."""
    value: int | float
    """The value aimed at."""
    unit: str | None = None
    """The unit of the value: ms, percent, 1/s."""
    description: str | None = None
    """How it is measured."""


class ErrorMeaning(Written):
    """One way to fail."""

    code: str
    """The code that the answer carries."""
    status: Status | None = None
    """The HTTP status."""
    retryable: bool | None = None
    """Whether the same request may succeed later."""
    meaning: str | None = None
    """What happened."""
    action: str | None = None
    """What the caller does now."""


class OperationMeaning(Written):
    """The container ``x-operation`` of an operation."""

    idempotency: Idempotency | None = None
    """What happens when the same request comes twice."""
    retry: Retry | None = None
    """How to try again."""
    rate_limit: tuple[RateLimit, ...] = ()
    """How many requests are let through."""
    timeout: Annotated[int, Field(ge=1)] | None = None
    """When the caller may give up waiting, in milliseconds."""
    objectives: tuple[Objective, ...] = ()
    """What the operation is meant to achieve."""
    errors: tuple[ErrorMeaning, ...] = ()
    """The ways to fail, and what to do then."""
