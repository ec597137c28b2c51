"""What people agree on about changes: ``waivers.yaml``, ``subscriptions.yaml``."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from registry.formats import IsoDate, Written

FilledIn = Annotated[str, Field(json_schema_extra={"pattern": r"\S"})]
"""Text that says something; while it is empty, what it stands in is a draft."""


class Waiver(Written):
    """A breaking or risky change that its owner accepts, by rule and place, until a day."""

    rule: str
    """The id of the rule: ``response-property-removed``, or for both directions ``property-removed``."""
    at: str
    """The place in words, as ``waybill diff`` prints it: ``GET /products 200 items[].legacyType``."""
    reason: FilledIn
    """Why it is acceptable."""
    owner: FilledIn
    """The team that accepts it."""
    until: IsoDate
    """The last day on which the waiver holds."""
    version: str | None = None
    """The version that makes the change."""

    @property
    def empty(self) -> tuple[str, ...]:
        """What is left to fill in: until nothing is, the waiver is a draft and counts for nothing."""
        said = {"reason": self.reason, "owner": self.owner}
        return tuple(key for key, text in said.items() if not text.strip())


def _severity(value: Any) -> Any:
    return "safe" if value == "everything" else value


class Wants(Written):
    """Of which changes a subscriber wants to hear: those that satisfy all of these keys."""

    severity: Annotated[
        Literal["breaking", "risky", "safe"],
        BeforeValidator(_severity, json_schema_input_type=Literal["breaking", "risky", "safe", "everything"]),
    ] = "breaking"
    """The least severe change worth a message; ``everything`` is the same as safe."""
    only: Literal["what-we-use"] | None = None
    """Only what flows of the subscriber use."""
    apis: tuple[str, ...] = ()
    """Only these APIs: ``catalog/products``."""
    fields: tuple[str, ...] = ()
    """Only these fields: ``catalog/products#Product.sku``."""


class Subscription(Written):
    """Who wants to be told of what, and where (one item of ``specs/subscriptions.yaml``)."""

    subscriber: str
    """The team, an id of ``registry.yaml``."""
    channels: tuple[str, ...]
    """The names of channels of ``registry.yaml``."""
    wants: Wants = Wants()
    """Of which changes."""
