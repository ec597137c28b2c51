"""Signed webhooks, as Standard Webhooks 1.0 has them: who receives one can tell who sent it, and a repetition."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMES = ("webhook+https://", "webhook+http://")
PREFIX = "whsec_"
FEWEST_BYTES = 24
"""Of a secret, as the standard asks."""
TIMEOUT = (5, 30)
"""Seconds to connect, and to wait for an answer."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where to post, and the key to sign with."""

    url: str = field(repr=False)
    key: bytes = field(repr=False)

    def post(self, message_id: str, payload: Mapping[str, Any]) -> int:
        """Post a payload and return the status of the answer; redirections are not followed."""
        import requests  # noqa: PLC0415 - slow to import

        body = json.dumps(payload, ensure_ascii=False).encode(errors="replace")
        stamp = str(int(time.time()))  # receivers refuse what is old, so this is the real clock
        headers = {
            "content-type": "application/json",
            "user-agent": "waybill",
            "webhook-id": message_id,
            "webhook-timestamp": stamp,
            "webhook-signature": signature(self.key, message_id, stamp, body),
        }
        answer = requests.post(self.url, data=body, headers=headers, timeout=TIMEOUT, allow_redirects=False)
        return answer.status_code


def signature(key: bytes, message_id: str, stamp: str, body: bytes) -> str:
    """Return the header value: version 1, HMAC-SHA256 over id, time and body."""
    signed = b".".join((message_id.encode(), stamp.encode(), body))
    return f"v1,{base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()}"


def webhook(address: str) -> Webhook:
    """Read ``webhook+https://host/path?secret=whsec_…``; the secret itself is not sent.

    Raises:
        ValueError: There is no secret, or it is none; the sentence says what to write.
    """
    parts = urlsplit(address.removeprefix("webhook+"))
    query = parse_qsl(parts.query.replace("+", "%2B"), keep_blank_values=True)
    secret = next((value for name, value in query if name == "secret"), "")
    kept = urlencode([(name, value) for name, value in query if name != "secret"])
    if not parts.hostname:
        raise ValueError("the address names no host; write webhook+https://host/path?secret=${NAME}")
    return Webhook(urlunsplit((parts.scheme, parts.netloc, parts.path, kept, "")), key_of(secret))


def key_of(secret: str) -> bytes:
    """Return the key that a secret stands for."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if len(key) < FEWEST_BYTES:
        raise ValueError(
            f"a webhook is signed, and its secret is '{PREFIX}' and at least {FEWEST_BYTES} random bytes in base64; "
            "write ?secret=${NAME} and set NAME"
        )
    return key
