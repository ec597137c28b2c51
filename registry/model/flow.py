"""Flows: what data moves from where to where, what for, and who answers for it (``flows/<flow>.yaml``)."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from registry.errors import WrongUse
from registry.formats import Duration, Unfit, Written
from registry.model.semantics import Freshness, Retry
from registry.model.semantics.spelled import Timezone
from registry.source.versions import satisfies


def _range(expression: str) -> str:
    try:
        satisfies("0", expression)
    except WrongUse:
        raise Unfit("a range of versions such as '>=2.1 <3'") from None
    return expression


VersionRange = Annotated[str, AfterValidator(_range)]
"""A range of versions: ``>=2.1 <3``, or ``*`` for any."""
ApiId = Annotated[str, Field(pattern=r"^[^/#\s]+/[^/#\s]+$")]
"""An API: ``catalog/products``."""
Cron = Annotated[str, Field(pattern=r"^\S+( \S+){4}$")]
"""Five fields: minute, hour, day of the month, month, day of the week."""


class Producer(Written):
    """Where the data comes from."""

    api: ApiId
    """The API: ``catalog/products``."""
    version: VersionRange = "*"
    """The versions that the flow can read."""
    operation: str
    """The operation that is called, by its operationId or as ``GET /products``."""


class Consumer(Written):
    """Where the data goes: into an API, or into a system that has none."""

    operation: Annotated[str, Field(pattern=r"^[^/#\s]+/[^/#\s]+#\S.*$")] | None = None
    """The operation that is called: ``email/items#upsertCatalogItem``."""
    version: VersionRange = "*"
    """The versions that the flow can write to."""
    store: str | None = None
    """The table or screen, for a system without an API."""

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if (self.operation is None) == (self.store is None):
            raise Unfit("either an operation or a store")
        return self

    @property
    def api(self) -> str | None:
        """The API that is written to: ``email/items``."""
        return self.operation.partition("#")[0] if self.operation else None

    @property
    def operation_name(self) -> str | None:
        """The operation within that API: ``upsertCatalogItem``."""
        return self.operation.partition("#")[2] if self.operation else None


class Capabilities(Written):
    """What the consumer can do with the data."""

    can: tuple[str, ...] = ()
    """What becomes possible."""
    cannot: tuple[str, ...] = ()
    """What people might expect, and does not."""


class Trigger(Written):
    """When the data moves."""

    type: Literal["batch", "event", "manual"]
    """At set times, when something happens, or when somebody asks for it."""
    every: Duration | None = None
    """The time between two runs, an ISO 8601 duration such as PT15M."""
    cron: Cron | None = None
    """When a run begins, as five cron fields."""
    timezone: Timezone | None = None
    """The time zone of the cron fields (IANA)."""

    @model_validator(mode="after")
    def _timed(self) -> Self:
        timed = (self.every is not None) + (self.cron is not None)
        if self.type == "batch" and timed != 1:
            raise Unfit("a batch with either 'every' or 'cron'")
        if self.type != "batch" and timed:
            raise Unfit("of type batch to have 'every' or 'cron'")
        return self


class Volume(Written):
    """How much data moves."""

    records: Annotated[int, Field(ge=0)]
    """How many records."""
    per: str = "run"
    """In which time: run, hour, day."""


class Convert(Written):
    """The arithmetic between two numbers, in the order of these keys."""

    multiply: int | float | None = None
    """Multiply by this."""
    divide: int | float | None = None
    """Divide by this."""
    add: int | float | None = None
    """Add this."""
    round: Annotated[int, Field(ge=0)] | None = None
    """Round to so many digits after the point."""


class Substitute(Written):
    """What is sent instead."""

    value: Any
    """The value."""


class MappingRow(Written):
    """One field of the producer, and the field of the consumer it goes into."""

    from_: str = Field(alias="from")
    """The path in what the producer answers: ``items[].sizes[].availability``."""
    to: str
    """The path in what the consumer takes, or the column or label of its store."""
    required: bool = False
    """Whether a record without it is of no use."""
    values: Mapping[str, Any] | None = None
    """What each value becomes."""
    convert: Convert | None = None
    """The arithmetic in between."""
    on_null: Literal["skip", "reject", "send"] | Substitute | None = None
    """What happens when there is no value: skip the field, reject the record, send null, or send another."""
    on_stale: Literal["skip", "reject", "send"] | None = None
    """What happens when the value is older than the flow can bear."""
    on_misfit: Literal["skip", "reject", "truncate"] | None = None
    """What happens to a value that the consumer would refuse: skip the field, reject the record, cut it to length."""
    description: str | None = None
    """Why it is mapped so."""


class Delivery(Written):
    """How the data gets there although things fail."""

    retry: Retry | None = None
    """How to try again, as in ``x-operation``."""
    idempotency_key: str | None = None
    """What makes a request the same one: ``{sku}:{stockCheckedAt}``."""
    on_exhausted: Literal["dead-letter", "drop", "stop", "alert"] | None = None
    """What happens to a record that cannot be delivered."""
    dead_letter: str | None = None
    """Where such records wait."""


class PersonalData(Written):
    """Why data about people may move."""

    legal_basis: Literal[
        "contract",
        "consent",
        "legitimate-interests",
        "legal-obligation",
        "vital-interests",
        "public-interest",
    ]
    """The ground of article 6 GDPR."""
    data_use: str
    """What it is used for."""


class Notify(Written):
    """Who is told of changes: names of channels of ``registry.yaml``."""

    breaking: tuple[str, ...] = ()
    """Of changes that break the flow."""
    risky: tuple[str, ...] = ()
    """Of changes that may break it."""
    safe: tuple[str, ...] = ()
    """Of all other changes to what it uses."""
    deprecation: tuple[str, ...] = ()
    """When something it uses is to go."""


class FlowForm(Written):
    """One producer operation, one consumer, one purpose (``specs/<consumer>/flows/<flow>.yaml``)."""

    flow: Literal[1]
    """The version of this format."""
    title: str
    """What the flow is called."""
    answer: str
    """What moves, how often, and what for: the first sentence of its page."""
    producer: Producer
    """Where the data comes from."""
    consumer: Consumer
    """Where it goes."""
    purpose: str
    """What for."""
    capabilities: Capabilities = Capabilities()
    """What the consumer can and cannot do with it."""
    trigger: Trigger | None = None
    """When it moves."""
    freshness_needed: Freshness | None = None
    """How old the data may be."""
    volume: Volume | None = None
    """How much moves."""
    mapping: Annotated[tuple[MappingRow, ...], Field(min_length=1)]
    """Which field goes into which."""
    delivery: Delivery | None = None
    """How it gets there although things fail."""
    personal_data: PersonalData | None = None
    """Why data about people may move, if there is any."""
    owner: str
    """The team that answers for the flow, an id of ``registry.yaml``."""
    notify: Notify = Notify()
    """Who is told of changes."""


class Flow(FlowForm):
    """A flow of the registry; ``id`` is the consuming system and the name of the file."""

    id: str
    """The flow: ``email/size-availability``."""
    path: str
    """Its file, from the root of the registry."""

    @property
    def consumer_system(self) -> str:
        """The system that takes the data."""
        return self.id.partition("/")[0]

    @property
    def producer_system(self) -> str:
        """The system that offers the data."""
        return self.producer.api.partition("/")[0]

    @classmethod
    def named(cls, flow_id: str, path: str, form: FlowForm) -> "Flow":
        """Return the flow that the form describes, under its id."""
        values = {name: getattr(form, name) for name in type(form).model_fields}
        return cls.model_validate({**values, "id": flow_id, "path": path})
