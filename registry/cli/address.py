"""Where to serve: ``host:port`` read from the command line, and whether it is free."""

from __future__ import annotations

import errno
import ipaddress
import socket
from dataclasses import dataclass

import click

from registry.errors import WrongUse

LOCAL = "localhost"
LARGEST = 65535
TRIED = 20
FORM = "write it as 127.0.0.1:8000, localhost:8000 or [::1]:8000"


@dataclass(frozen=True, slots=True)
class Address:
    """An address of this machine, without brackets, and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def given_address(_ctx: click.Context, _option: click.Parameter, given: str) -> Address:
    """Return the address that was given as ``HOST:PORT``; the host is an IP address or localhost."""
    host, colon, port = given.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not colon or not is_host(host):
        raise click.BadParameter(f"'{given}' is no IP address and port; {FORM}")
    if not (port.isascii() and port.isdecimal() and 0 < int(port) <= LARGEST):
        raise click.BadParameter(f"'{port}' is no port; write a number from 1 to {LARGEST}")
    return Address(host, int(port))


def is_host(text: str) -> bool:
    """Tell whether a site can be served there: at an IP address or at localhost."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return text == LOCAL
    return True


def refuse_taken(address: Address) -> None:
    """Raise WrongUse where nothing can be served at the address, before a site is built in vain."""
    error = bind(address)
    if error is None:
        return
    others = (Address(address.host, port) for port in range(address.port + 1, LARGEST + 1)[:TRIED])
    free = next((other for other in others if bind(other) is None), None)
    remedy = f"try waybill serve --address {free}" if free else FORM
    if error.errno == errno.EADDRINUSE:
        raise WrongUse(f"port {address.port} is taken", remedy)
    if error.errno == errno.EACCES:
        raise WrongUse(f"port {address.port} is reserved for the system", "choose one above 1023")
    raise WrongUse(f"nothing can be served at {address}: {error.strerror}", FORM)


def bind(address: Address) -> OSError | None:
    """Try to listen at an address for a moment and return what the system says against it."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address.host, address.port))
    except OSError as error:
        return error
    return None
