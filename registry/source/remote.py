"""Descriptions read over HTTP, from the hosts that ``remoteReferences`` names and from no other."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from registry.errors import Place, UnreadableInput
from registry.source.text import MAX_BYTES, refuse_size

if TYPE_CHECKING:
    from email.message import Message

TIMEOUT = 20
"""Seconds to wait for a host."""


def fetch(url: str, hosts: tuple[str, ...]) -> bytes:
    """Return what a URL of an allowed host answers; raises UnreadableInput for everything else."""
    refuse_host(url, hosts)
    opener = urllib.request.build_opener(_SameHost(hosts), urllib.request.ProxyHandler())
    request = urllib.request.Request(url, headers={"Accept": "application/yaml, application/json, */*;q=0.1"})  # noqa: S310 - refuse_host lets only http and https pass
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            content: bytes = answer.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # URLError and time-outs are OSErrors
        raise UnreadableInput(
            Place(url), f"cannot be read: {error}", "check the address, or keep a copy beside the description"
        ) from None
    refuse_size(len(content), url)
    return content


def refuse_host(url: str, hosts: tuple[str, ...]) -> None:
    """Raise UnreadableInput unless a URL is http or https on an allowed host."""
    parts = urlsplit(url)
    host = parts.netloc.lower()
    if parts.scheme not in ("http", "https") or host not in hosts:
        raise UnreadableInput(
            Place(url),
            f"is on {host!r}, a host that is not allowed",
            f"add {host!r} to remoteReferences in specs/registry.yaml, or keep a copy beside the description",
        )


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows redirects only where a reference could have pointed itself."""

    def __init__(self, hosts: tuple[str, ...]) -> None:
        self.hosts = hosts

    def redirect_request(  # noqa: PLR0917 - the base class's signature
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> urllib.request.Request | None:
        refuse_host(newurl, (req.host.lower(),))
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type,unused-ignore]
