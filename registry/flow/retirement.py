"""Safe to retire? Of a field, an operation or a release: who still uses it, and what would have to happen first."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from registry.errors import WrongUse
from registry.flow.ends import operation_of
from registry.flow.lineage import Lineage
from registry.flow.uses import of_field, of_operation, of_release
from registry.formats import nearest
from registry.model.fields import NoSuchField, fields, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from registry.flow.uses import Use
    from registry.model.description import Description
    from registry.model.fields import Field
    from registry.model.registry import Api, Registry

Answer: TypeAlias = Literal["yes", "no", "unknown"]
Kind: TypeAlias = Literal["field", "operation", "release"]
NOTHING_SAID: Mapping[str, date] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Retirement:
    """Whether something may be taken away: ``subject`` is its reference, ``uses`` who still needs it.

    ``answer`` is no while somebody who is recorded uses it, yes where nobody does and the day has come on which it was
    announced to go, else unknown: somebody who is not recorded may use it, and was not told. ``because`` says which.
    ``holds`` are the releases that have it, ``sunset`` is the day from which it may be gone, if one is said.
    """

    subject: str
    kind: Kind
    answer: Answer
    because: str
    uses: tuple[Use, ...]
    holds: tuple[str, ...]
    sunset: date | None = None
    told: str = ""

    @property
    def first(self) -> tuple[str, ...]:
        """What has to happen before it goes, each with whose work it is."""
        steps = [f"{use.who} ({use.owner or 'no owner'}): {use.first}" for use in self.uses]
        return tuple(dict.fromkeys((*steps, *([self.told] if self.told else []))))

    def as_json(self) -> dict[str, Any]:
        """Return the published shape (``waybill schema retire``)."""
        return {
            "subject": self.subject,
            "kind": self.kind,
            "answer": self.answer,
            "because": self.because,
            "sunset": self.sunset and self.sunset.isoformat(),
            "releases": list(self.holds),
            "uses": [use.as_json() for use in self.uses],
            "first": list(self.first),
        }


def of_api(
    registry: Registry, api_id: str, today: date, until: Mapping[str, date] = NOTHING_SAID
) -> tuple[Retirement, ...]:
    """Return the answer for each operation of an API's newest release, then for each release, newest first.

    ``until`` says until which day releases work, as far as the ledger knows.

    Raises:
        WrongUse: There is no such API.
    """
    api = registry.api(api_id)
    newest = api.description(api.latest)
    operations = (one.operation_id or one.name for one in (*newest.operations, *newest.webhooks))
    return (
        *(operation(registry, api_id, name, today) for name in operations),
        *(release(registry, api_id, version, today, until) for version in reversed(api.versions)),
    )


def of_fields(registry: Registry, api_id: str, today: date) -> tuple[Retirement, ...]:
    """Return the answer for each field that the components of an API's newest release declare.

    Raises:
        WrongUse: There is no such API.
    """
    api = registry.api(api_id)
    lineage = Lineage(registry)
    return tuple(retired(registry, lineage, api, one, today) for one in fields(api.description(api.latest)))


def field(registry: Registry, api_id: str, name: str, today: date) -> Retirement:
    """Return the answer for a field, named as ``Product.sku``, in the newest release that has it.

    Raises:
        WrongUse: There is no such API, or no release and no working copy of it has the field.
    """
    api = registry.api(api_id)
    found = newest_with(api, name)
    return retired(registry, Lineage(registry), api, found, today)


def retired(registry: Registry, lineage: Lineage, api: Api, found: Field, today: date) -> Retirement:
    """Return the answer for a field that was found."""
    holds = tuple(version for version in api.versions if has_field(api.description(version), found.id))
    uses = tuple(of_field(registry, lineage, api, found))
    return judged(
        registry,
        api,
        f"{api.id}#{found.id}",
        "field",
        uses,
        holds,
        found.meaning.sunset if found.meaning.deprecated else None,
        today,
    )


def operation(registry: Registry, api_id: str, name: str, today: date) -> Retirement:
    """Return the answer for an operation, by its operationId or a name such as ``GET /products``.

    Raises:
        WrongUse: There is no such API, or no release and no working copy of it has the operation.
    """
    api = registry.api(api_id)
    versions: list[str | None] = [*api.versions]
    having = [v for v in (None, *reversed(versions)) if operation_of(api.description(v), name) is not None]
    if not having:
        raise WrongUse(f"{api_id} has no operation '{name}'", meant(name, operations_of(api)))
    newest = having[1] if having[0] is None and len(having) > 1 else having[0]
    found = operation_of(api.description(newest), name)
    assert found is not None
    return judged(
        registry,
        api,
        f"{api_id} {found.name}",
        "operation",
        tuple(of_operation(registry, api, name)),
        tuple(v for v in api.versions if operation_of(api.description(v), name) is not None),
        found.sunset if found.deprecated else None,
        today,
    )


def release(
    registry: Registry, api_id: str, version: str, today: date, until: Mapping[str, date] = NOTHING_SAID
) -> Retirement:
    """Return the answer for a frozen release of an API; ``until`` is as for `of_api`.

    Raises:
        WrongUse: There is no such API or release.
    """
    api = registry.api(api_id)
    if version not in api.versions:
        raise WrongUse(f"there is no release {api_id}@{version}", meant(version, api.versions))
    sunset = until.get(version) or api.description(version).meaning.sunset_date
    uses = tuple(of_release(registry, api, version, today))
    return judged(registry, api, f"{api_id}@{version}", "release", uses, (version,), sunset, today)


def judged(
    registry: Registry,
    api: Api,
    subject: str,
    kind: Kind,
    uses: tuple[Use, ...],
    holds: tuple[str, ...],
    sunset: date | None,
    today: date,
) -> Retirement:
    """Return the answer that uses and announcement lead to."""
    needed = [use for use in uses if use.blocking]
    gone = sunset is not None and sunset <= today
    told = "" if gone or not holds else announcement(registry, api, kind, sunset)
    answer: Answer
    if needed:
        answer, because = "no", f"{users(needed)} still {'uses' if len(set(who(needed))) == 1 else 'use'} it"
    elif not holds:
        answer, because = "yes", "it was never released"
    elif gone:
        answer, because = "yes", f"nobody who is recorded uses it, and it was announced to go on {sunset}"
    else:
        answer, because = (
            "unknown",
            f"nobody who is recorded uses it, but {unheard(registry, api, kind, sunset)}",
        )
    return Retirement(subject, kind, answer, because, uses, holds, sunset, told)


def unheard(registry: Registry, api: Api, kind: Kind, sunset: date | None) -> str:
    """Say why somebody who is not recorded may still use something."""
    if not registry.flows_at(api.id):
        return f"no flow through {api.id} is recorded at all"
    if sunset is not None:
        return f"it may be used until {sunset}"
    if kind == "release":
        return "nothing says until when it works"
    return "others may, and were not told that it goes"


def announcement(registry: Registry, api: Api, kind: Kind, sunset: date | None) -> str:
    """Return the step by which people hear of it in time."""
    if sunset is not None:
        return f"wait until {sunset}, as announced"
    notice = api.description(api.latest).meaning.notice_period or registry.config.policy.notice_period
    if kind == "release":
        where = "say until when it works, with `waybill release --previous-until`"
    else:
        where = "announce it with deprecated: true and x-sunset"
    ahead = f", at least {notice.in_words} ahead" if notice.seconds else ""
    return f"{team(registry, api)}: {where}{ahead}"


def team(registry: Registry, api: Api) -> str:
    """Return who answers for an API."""
    system = registry.find_system(api.system)
    return api.description().meaning.team or (system.team if system is not None else api.system)


def users(uses: Iterable[Use]) -> str:
    """Return who uses something, in words: ``2 flows and 1 field``."""
    uses = tuple(uses)
    flows = {use.who for use in uses if use.kind in ("flow", "idempotencyKey", "timestamp")}
    others = set(who(uses)) - flows
    counts = ((len(flows), "flow"), (len(others), "field"))
    return " and ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts if count)


def who(uses: Iterable[Use]) -> Iterator[str]:
    """Yield who uses something."""
    return (use.who for use in uses)


def newest_with(api: Api, name: str) -> Field:
    """Return a field in the newest release that has it, else in the working copy."""
    problem: NoSuchField | None = None
    for version in (*reversed(api.versions), None):
        try:
            return named(api.description(version), name)
        except NoSuchField as unknown:
            problem = problem or unknown
    assert problem is not None
    raise WrongUse(f"'{name}' is no field of {api.id}", problem.remedy)


def has_field(description: Description, name: str) -> bool:
    """Tell whether a description has a field."""
    try:
        named(description, name)
    except NoSuchField:
        return False
    return True


def operations_of(api: Api) -> Iterator[str]:
    """Yield what the operations of an API are called."""
    for one in api.description().operations:
        yield from filter(None, (one.operation_id, one.name))


def meant(name: str, known: Iterable[str]) -> str:
    """Return which of some names was probably meant."""
    names = tuple(known)
    close = nearest(name, names)
    return f"did you mean '{close}'?" if close else f"known: {', '.join(names) or 'none'}"
