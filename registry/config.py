"""``specs/registry.yaml`` as a frozen value: title, teams, policy, severities, channels."""

from __future__ import annotations

import re
from collections.abc import Mapping  # noqa: TC003 - pydantic reads the annotations
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Field

from registry.formats import Duration, Unfit, Written, read
from registry.formats.stability import Stability  # noqa: TC001 - pydantic reads the annotations

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.errors import Place

Severity: TypeAlias = Literal["breaking", "risky", "safe", "error", "warning", "info", "off"]

_REVIEWER = re.compile(r"@[A-Za-z0-9][\w./-]*|[^\s@#]+@[^\s@#]+")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]+)?", re.IGNORECASE)


def _host(text: str) -> str:
    """Let a host name pass, and no address with scheme or path."""
    if not _HOST.fullmatch(text):
        raise Unfit("a host name such as schemas.example.com, without scheme and path")
    return text.lower()


def _reviewer(text: str) -> str:
    """Let the name of a user or team pass, or an e-mail address: one word that cannot end a line of CODEOWNERS."""
    if not _REVIEWER.fullmatch(text):
        raise Unfit("a name such as @acme/commerce, or an e-mail address")
    return text


class Team(Written):
    """A group of people who answer for systems, APIs and flows."""

    title: str
    """The name as people say it."""
    contact: str | None = None
    """An e-mail address or a page where the team can be reached."""
    channel: str | None = None
    """The chat channel, as people write it."""
    reviewers: tuple[Annotated[str, AfterValidator(_reviewer)], ...] = ()
    """Who reviews its files, as the host of the repository names them: ``@acme/commerce``, or an e-mail address."""
    description: str | None = None
    """What the team answers for."""


class Policy(Written):
    """What this registry lets pass."""

    fail_on: Literal["breaking", "risky", "safe", "never", "none"] = "breaking"
    """The least severe change that makes a command exit with status 1; ``none`` is an older word for never."""
    profile: Literal["wire", "sdk"] = "wire"
    """Judge what travels, or also what generated clients notice."""
    notice_period: Duration = Field(default_factory=lambda: Duration.parse("P0D"))
    """The least time between announcing a breaking change and making it."""
    stability: Stability = "beta"
    """The least stable level that is held to the policy."""
    breaking_without_major: Literal["error", "warning", "allow"] = "error"
    """What to say of a breaking change under an unchanged major version."""


class RegistryConfig(Written):
    """The settings of one registry."""

    registry: Literal[1]
    """The version of this format."""
    title: str
    """The name of the registry, on every page."""
    url: str | None = None
    """Where the built site is published; links in feeds and notices begin with it."""
    description: str | None = None
    """One or two sentences for the first page."""
    teams: Mapping[str, Team] = Field(default_factory=dict)
    """The teams by id."""
    policy: Policy = Policy()
    """What this registry lets pass."""
    rules: Mapping[str, Severity] = Field(default_factory=dict)
    """Severities by rule id, where they differ from the catalogue's."""
    channels: Mapping[str, str] = Field(default_factory=dict)
    """Apprise URLs by name; ``${NAME}`` stands for a variable of the environment."""
    remote_references: tuple[Annotated[str, AfterValidator(_host)], ...] = ()
    """The hosts from which ``$ref`` may read."""


def read_config(data: Any, place: Callable[[str], Place]) -> RegistryConfig:
    """Read the data of ``specs/registry.yaml``; raises UnreadableInputs with every problem."""
    return read(RegistryConfig, data, place)
