"""The container ``info.x-registry``: who stands behind an API, for how long, and what they promise."""

from typing import Literal

from registry.formats import Duration, IsoDate, Written
from registry.model.semantics.support import Support


class SlaProperty(Written):
    """One promise, an item of ODCS ``slaProperties``."""

    property: str
    """What is promised: availability, latency, retention, frequency, support."""
    value: int | float | str
    """How much."""
    unit: str | None = None
    """The unit of the value."""
    element: str | None = None
    """The part that the promise is about."""
    driver: str | None = None
    """Why it is promised: regulatory, analytics, operational."""
    description: str | None = None
    """What else there is to know."""


class VerifiedStatement(Written):
    """A question people ask, with an answer that somebody answers for (ODCS 3.2)."""

    question: str
    """The question, in the words of those who ask."""
    answer: str
    """The answer, complete in itself."""


class ApiMeaning(Written):
    """The container ``x-registry`` in ``info``."""

    team: str | None = None
    """The team that answers for the API; the system's if not given."""
    support: tuple[Support, ...] = ()
    """Where to get help."""
    release_status: Literal["beta", "active", "deprecated"] | None = None
    """Where the API stands in its life (Open Resource Discovery)."""
    deprecation_date: IsoDate | None = None
    """From when nobody new should use it; published as the Deprecation header, RFC 9745."""
    sunset_date: IsoDate | None = None
    """From when it may be gone; published as the Sunset header, RFC 8594."""
    successors: tuple[str, ...] = ()
    """What to use instead: ids of APIs."""
    notice_period: Duration | None = None
    """The least time between announcing a breaking change and making it."""
    compatibility: Literal["backward", "forward", "full", "none"] | None = None
    """What new versions must keep."""
    sla_properties: tuple[SlaProperty, ...] = ()
    """What is promised, items of ODCS ``slaProperties``."""
    verified_statements: tuple[VerifiedStatement, ...] = ()
    """Questions and answers; shown and published as such."""
