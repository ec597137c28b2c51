"""Descriptions read over HTTP, from the hosts that ``remoteReferences`` names and from no other."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from registry.errors import Place, UnreadableInput
from registry.source.text import MAX_BYTES, refuse_size

if TYPE_CHECKING:
    from http.client import HTTPMessage

TIMEOUT = 20
"""Seconds to wait for a host."""


def fetch(url: str, hosts: tuple[str, ...]) -> bytes:
    """Return what a URL of an allowed host answers; raises UnreadableInput for everything else."""
    refuse_host(url, hosts)
    opener = urllib.request.build_opener(_SameHost(hosts), urllib.request.ProxyHandler())
    headers = {"Accept": "application/yaml, application/json, */*;q=0.1"}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - refuse_host: http and https only
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            content: bytes = answer.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # URLError and time-outs are OSErrors
        if isinstance(error, urllib.error.HTTPError):
            error.close()
        remedy = "check the address, or keep a copy beside the description"
        raise UnreadableInput(Place(url), f"cannot be read: {error}", remedy) from None
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

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        try:
            refuse_host(newurl, (req.host.lower(),))
        except UnreadableInput:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)
