"""Channels: the addresses of ``registry.yaml`` with the secrets of the environment, and how each takes a message."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from registry.notify.webhook import SCHEMES, Webhook, webhook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.notify.message import Message

VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
SHORTEST_SECRET = 3
"""Characters; what is shorter hides nothing, and replacing it would garble the message."""


class NotDelivered(Exception):  # noqa: N818 - reads as the sentence it leads to
    """A message was not taken: why, and whether trying again may help. The reason holds no secret."""

    def __init__(self, reason: str, *, again: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again


class Channel(Protocol):
    """Whatever takes messages."""

    def send(self, message: Message) -> None:
        """Hand over a message and return once it is acknowledged; raises NotDelivered."""


def channel(name: str, address: str | None, environment: Mapping[str, str]) -> Channel:
    """Return the channel of a name; ``address`` is what ``registry.yaml`` says, secrets still as ``${NAME}``.

    Raises:
        NotDelivered: There is no such channel, a variable is not set, or the address means nothing.
    """
    if address is None:
        raise NotDelivered(f"registry.yaml has no channel '{name}'; add it under channels", again=False)
    missing = [variable for variable in VARIABLE.findall(address) if not environment.get(variable)]
    if missing:
        said = (
            f"not set in the environment: {', '.join(dict.fromkeys(missing))}; set what registry.yaml names"
        )
        raise NotDelivered(said, again=False)
    secrets = tuple(environment[variable] for variable in VARIABLE.findall(address))
    filled = VARIABLE.sub(lambda found: environment[found[1]], address)
    if filled.startswith(SCHEMES):
        return hooked(filled, secrets)
    return Service.named(filled, secrets)


def hooked(address: str, secrets: tuple[str, ...]) -> Channel:
    """Return a signed webhook as a channel."""
    try:
        return Hook(webhook(address), secrets)
    except ValueError as problem:
        raise NotDelivered(hidden(str(problem), secrets), again=False) from None


@dataclass(frozen=True, slots=True)
class Hook:
    """A program that listens: gets the payload as JSON, signed."""

    _webhook: Webhook = field(repr=False)
    _secrets: tuple[str, ...] = field(repr=False)

    def send(self, message: Message) -> None:
        """Post the payload; a status of 2xx acknowledges it."""
        import requests  # noqa: PLC0415 - slow to import

        try:
            status = self._webhook.post(message.id, message.payload)
        except requests.RequestException as error:
            said = hidden(type(error).__name__, self._secrets)
            raise NotDelivered(f"the receiver cannot be reached ({said})", again=True) from None
        if not 200 <= status < 300:  # noqa: PLR2004 - RFC 9110, section 15.3
            again = status in (408, 425, 429) or status >= 500  # noqa: PLR2004 - section 15.6
            raise NotDelivered(f"the receiver answered {status}", again=again)


@dataclass(frozen=True, slots=True)
class Service:
    """One of the services that Apprise knows: mail, chat, and a hundred more."""

    _service: Any = field(repr=False)
    _secrets: tuple[str, ...] = field(repr=False)

    @classmethod
    def named(cls, address: str, secrets: tuple[str, ...]) -> Service:
        """Return the service that an Apprise URL names; raises NotDelivered if it names none."""
        import apprise  # noqa: PLC0415 - slow to import

        service = apprise.Apprise.instantiate(address, suppress_exceptions=True)
        if service is None:
            raise NotDelivered(
                "the address is none that Apprise knows; see its list of services", again=False
            )
        return cls(service, secrets)

    def send(self, message: Message) -> None:
        """Hand the message over: as HTML where the service shows that, as plain text elsewhere."""
        import apprise  # noqa: PLC0415 - slow to import

        rich = self._service.notify_format == apprise.NotifyFormat.HTML
        capture: Any = apprise.LogCapture
        with capture(level=apprise.logging.WARNING) as log:
            taken = self._service.notify(
                title=message.subject,
                body=message.html if rich else message.text,
                body_format=apprise.NotifyFormat.HTML if rich else apprise.NotifyFormat.TEXT,
            )
            said = " ".join(log.getvalue().split())
        if not taken:
            raise NotDelivered(hidden(said, self._secrets) or "the service did not take it", again=True)


def hidden(said: str, secrets: tuple[str, ...]) -> str:
    """Return text without the values that came from the environment."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= SHORTEST_SECRET:
            said = said.replace(secret, "***")
    return said
