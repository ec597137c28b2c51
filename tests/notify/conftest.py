"""A shop whose catalogue two others read, a real mail server, and a real program that listens to webhooks."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from standardwebhooks import Webhook

import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from aiosmtpd.smtp import SMTP, Envelope, Session

    from registry.workspace import Workspace

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

REGISTRY = """
registry: 1
title: Shoe waybills
url: https://apis.example.com/
teams: {shop: {title: The shop}, mails: {title: Mail marketing}, reports: {title: Reports}, ads: {title: Ads}}
policy: {noticePeriod: P90D}
channels:
  mail: "mailto://${SMTP_HOST}/?from=waybill@example.com&to=mails@example.com&mode=insecure"
  hook: "webhook+http://${HOOK_HOST}/in?secret=${HOOK_SECRET}"
  lost: "mailto://${NOWHERE}/?from=waybill@example.com&to=ads@example.com&mode=insecure"
"""
SUBSCRIPTIONS = """
- {subscriber: mails, channels: [mail], wants: {severity: breaking, only: what-we-use}}
- {subscriber: reports, channels: [hook], wants: {severity: breaking, only: what-we-use}}
- {subscriber: ads, channels: [hook, mail], wants: {severity: breaking, only: what-we-use}}
"""
DESCRIPTION = """
openapi: 3.1.0
info: {title: Products, version: "VERSION"}
paths:
  /products/{id}:
    get:
      operationId: getProduct
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: One product
          content: {application/json: {schema: {$ref: "#/components/schemas/Product"}}}
components:
  schemas:
    Product:
      type: object
      required: [REQUIRED]
      properties: {PROPERTIES}
"""
FLOW = """
flow: 1
title: TITLE
answer: They read products.
producer: {api: shop/products, operation: getProduct, version: ">=1 <2"}
consumer: {store: theirs}
purpose: Sell.
trigger: {type: manual}
mapping: [{from: FIELD, to: theirs}]
owner: OWNER
"""
SIZE, COLOUR = "size: {type: string}", "colour: {type: string}"


@dataclass(frozen=True, slots=True)
class Story:
    """A registry on disk whose working copy changes."""

    root: Path
    write: Callable[[Mapping[str, str]], Path]

    def describe(self, version: str, properties: str, required: str) -> None:
        text = DESCRIPTION.replace("VERSION", version).replace("PROPERTIES", properties)
        self.write({"specs/shop/apis/products/openapi.yaml": text.replace("REQUIRED", required)})

    def open(self, day: str) -> Workspace:
        from datetime import date  # noqa: PLC0415 - the name is taken by the type above

        return registry.open(self.root, as_of=date.fromisoformat(day))

    def release(
        self, day: str, version: str, properties: str, required: str, until: date | None = None
    ) -> None:
        self.describe(version, properties, required)
        self.open(day).release("shop/products", previous_until=until)

    def subscribe(self, text: str) -> None:
        self.write({"specs/subscriptions.yaml": text})


@pytest.fixture
def story(write_registry: Callable[[Mapping[str, str]], Path]) -> Story:
    """Mails and reports read the size, ads read the colour; the first version is out."""
    systems = {
        f"specs/{name}/system.yaml": f"system: 1\ntitle: {name}\nkind: own\nteam: {name}\n"
        for name in ("shop", "mails", "reports", "ads")
    }
    flows = {
        f"specs/{name}/flows/products.yaml": FLOW.replace("TITLE", f"Products for {name}")
        .replace("OWNER", name)
        .replace("FIELD", what)
        for name, what in (("mails", "size"), ("reports", "size"), ("ads", "colour"))
    }

    def write(files: Mapping[str, str]) -> Path:
        return write_registry({"specs/registry.yaml": REGISTRY, **files})

    root = write({**systems, **flows, "specs/subscriptions.yaml": SUBSCRIPTIONS})
    made = Story(root, write)
    made.release("2026-01-01", "1.0.0", f"{SIZE}, {COLOUR}", "size, colour")
    return made


@dataclass(slots=True)
class Received:
    """What a receiver got, in order."""

    host: str
    ids: list[str] = field(default_factory=list)
    payloads: list[Any] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """Statuses to answer with before all is well again."""


@pytest.fixture
def hook() -> Iterator[Received]:
    """A program that takes webhooks, and refuses those whose signature is wrong."""
    received = Received("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status = received.answers.pop(0) if received.answers else 204
            if status == 204:
                received.payloads.append(Webhook(SECRET).verify(body, dict(self.headers.items())))
                received.ids.append(self.headers["webhook-id"])
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    received.host = f"127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield received
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def mailbox() -> Iterator[Received]:
    """A mail server that keeps what it gets."""
    received = Received("")

    class Keep:
        async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
            import email.policy  # noqa: PLC0415 - only mail needs it

            assert isinstance(envelope.content, bytes)
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            received.subjects.append(str(message["subject"]))
            plain = message.get_body(("plain",))
            received.texts.append(plain.get_content() if plain else "")
            return "250 kept"

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Keep(), hostname="127.0.0.1", port=port)
    controller.start()
    received.host = f"127.0.0.1:{port}"
    yield received
    controller.stop()


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The environment of whoever sends: only what the receivers of the test need."""
    for name in ("hook", "mailbox"):
        if name in request.fixturenames:
            host = request.getfixturevalue(name).host
            monkeypatch.setenv({"hook": "HOOK_HOST", "mailbox": "SMTP_HOST"}[name], host)
    monkeypatch.setenv("HOOK_SECRET", SECRET)
