"""The container ``x-field``: what a field means beyond JSON Schema and the published extensions.

Inner names are those of ODCS 3.1 and the Data Contract Specification where these have one.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from registry.formats import Duration, Written
from registry.model.semantics.spelled import CurrencyCode, Timezone


class FromField(Written):
    """A value that another field of the same record carries."""

    field: str
    """The path of that field, from the object that holds this one."""

    def __str__(self) -> str:
        """Return the words for a table: ``as in currencyCode``."""
        return f"as in {self.field}"


class SourceOfTruth(Written):
    """Which system decides the value."""

    system: str
    """The id of the system, or its name if it is not in the registry."""
    field: str | None = None
    """Where the value stands there."""
    description: str | None = None
    """How it comes from there."""


class Freshness(Written):
    """How old the value may be."""

    threshold: Duration
    """The greatest age, an ISO 8601 duration such as PT15M."""
    timestamp_field: str | None = None
    """The field that says when the value was true, from the object that holds this one."""
    description: str | None = None
    """What happens when the value is older."""


class Retention(Written):
    """How long the value is kept."""

    period: Duration
    """The time it is kept, an ISO 8601 duration such as P2Y."""
    timestamp_field: str | None = None
    """The field from whose date the time counts."""
    description: str | None = None
    """What happens afterwards."""


class Relationship(Written):
    """What the value refers to."""

    type: str = "foreignKey"
    """The kind of relationship; ODCS knows foreignKey."""
    to: str
    """The field referred to: ``catalog/products#Product.sku``."""
    description: str | None = None
    """What the relationship means."""


class Derivation(Written):
    """How the value is computed from others."""

    from_: tuple[str, ...] = Field(default=(), alias="from")
    """The fields it is computed from."""
    description: str | None = None
    """The computation, in words."""


Bound = int | float
Range = tuple[Bound, Bound]


class Quality(Written):
    """One check of quality, an item of ODCS ``quality``."""

    id: str | None = None
    """A stable id of the check."""
    name: str | None = None
    """A short name."""
    description: str | None = None
    """What the check is for."""
    type: Literal["text", "library", "sql", "custom"] | None = None
    """How the check is written; library if there is a metric."""
    metric: str | None = None
    """What is measured: nullValues, missingValues, invalidValues, duplicateValues, rowCount."""
    arguments: Mapping[str, Any] | None = None
    """What the metric needs to know."""
    must_be: Any = None
    """The one value allowed."""
    must_not_be: Any = None
    """The one value refused."""
    must_be_greater_than: Bound | None = None
    """The measure is above this."""
    must_be_greater_or_equal_to: Bound | None = None
    """The measure is this or above."""
    must_be_less_than: Bound | None = None
    """The measure is below this."""
    must_be_less_or_equal_to: Bound | None = None
    """The measure is this or below."""
    must_be_between: Range | None = None
    """The measure lies between these two."""
    must_not_be_between: Range | None = None
    """The measure does not lie between these two."""
    unit: str | None = None
    """What the measure counts: rows, or percent of the rows."""
    dimension: (
        Literal[
            "accuracy", "completeness", "conformity", "consistency", "coverage", "timeliness", "uniqueness"
        ]
        | None
    ) = None
    """The dimension of quality."""
    severity: str | None = None
    """How bad a failure is: error, warning, info."""
    business_impact: str | None = None
    """What a failure costs."""
    method: str | None = None
    """How it is measured: reconciliation, for example."""
    schedule: str | None = None
    """When it is measured, a cron expression."""
    query: str | None = None
    """The query of a check of type sql."""


def _meanings(value: Any) -> Any:
    return {"null": value} if isinstance(value, str) else value


class FieldForm(Written):
    """The container ``x-field`` of a schema."""

    business_name: str | None = None
    """What people call it."""
    source_of_truth: SourceOfTruth | None = None
    """Which system decides the value."""
    freshness: Freshness | None = None
    """How old the value may be."""
    null_meaning: Annotated[
        Mapping[str, str], BeforeValidator(_meanings, json_schema_input_type=str | dict[str, str])
    ] = Field(default_factory=dict)
    """What it means when the value is ``null``, or ``absent``, or another value that stands for none."""
    default_meaning: str | None = None
    """What it means when nobody set the value."""
    currency: CurrencyCode | FromField | None = None
    """The currency of an amount (ISO 4217), or the field that carries it."""
    timezone: Timezone | FromField | None = None
    """The time zone of a local time (IANA), if the format has no offset, or the field that carries it."""
    retention: Retention | None = None
    """How long the value is kept."""
    relationships: tuple[Relationship, ...] = ()
    """What the value refers to."""
    derivation: Derivation | None = None
    """How the value is computed from others."""
    quality: tuple[Quality, ...] = ()
    """What is checked about the values, items of ODCS ``quality``."""
    normalization: str | None = None
    """How the value was brought into one form."""
    critical: bool | None = None
    """Whether a wrong value does harm at once."""


class Masking(Written):
    """How tools redact the value, as the OpenAPI extension registry has it."""

    strategy: Literal["full", "partial", "regex", "hash", "remove", "tokenize"]
    """The way of redaction."""
    keep: Any = None
    """What a partial redaction leaves."""
    pattern: str | None = None
    """What the regular expression redacts."""
    replacement: str | None = None
    """What stands in its place."""
    algorithm: str | None = None
    """The hash function."""
    mask_char: str | None = None
    """The character that hides others."""

    def __str__(self) -> str:
        """Return the strategy."""
        return self.strategy


CATEGORIES = ("PII", "financial", "government-id", "health", "secret", "credential", "contact", "other")
"""The categories of ``x-data-classification`` in the OpenAPI extension registry."""
SENSITIVITIES = ("public", "internal", "confidential", "restricted")
"""The sensitivities of ``x-data-classification``, least first."""


def _category(value: Any) -> Any:
    return next((category for category in CATEGORIES if str(value).lower() == category.lower()), value)


def _masking(value: Any) -> Any:
    return {"strategy": value} if isinstance(value, str) else value


class Classification(Written):
    """The extension ``x-data-classification``: what harm the value can do."""

    category: (
        Annotated[
            Literal[
                "PII", "financial", "government-id", "health", "secret", "credential", "contact", "other"
            ],
            BeforeValidator(_category),
        ]
        | None
    ) = None
    """The kind of data."""
    sensitivity: Literal["public", "internal", "confidential", "restricted"] = "confidential"
    """Who may see it; confidential if nothing is said."""
    masking: Annotated[
        Masking | None, BeforeValidator(_masking, json_schema_input_type=Masking | str | None)
    ] = None
    """How tools redact it, such as ``{strategy: partial}``."""

    @property
    def personal(self) -> bool:
        """Whether the value says something of a person."""
        return self.category in {"PII", "government-id", "health", "contact"}
