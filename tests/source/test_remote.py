from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from registry.errors import UnreadableInput, UnreadableInputs
from registry.source import remote, text
from registry.source.bundle import bundle
from registry.source.files import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANSWERS = {
    "/schemas/shoe.yaml": b"properties: {size: {$ref: 'size.yaml#/Size'}}",
    "/schemas/size.yaml": b"Size: {type: number}",
    "/large.yaml": b"x" * 2000,
}
REDIRECTS = {
    "/moved": "/schemas/size.yaml",
    "/away": "http://other.example/x.yaml",
    "/file": "file:///etc/passwd",
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path in REDIRECTS:
            self.send_response(302)
            self.send_header("Location", REDIRECTS[self.path])
            self.end_headers()
            return
        self.send_response(200 if self.path in ANSWERS else 404)
        self.end_headers()
        self.wfile.write(ANSWERS.get(self.path, b""))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "*")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def refusal(url: str, host: str) -> str:
    with pytest.raises(UnreadableInput) as caught:
        remote.fetch(url, (host,))
    return str(caught.value)


def test_an_allowed_host_is_asked(host: str) -> None:
    assert remote.fetch(f"http://{host}/schemas/size.yaml", (host,)) == b"Size: {type: number}"


def test_a_redirect_on_the_same_host_is_followed(host: str) -> None:
    assert remote.fetch(f"http://{host}/moved", (host,)) == b"Size: {type: number}"


@pytest.mark.parametrize(
    ("path", "reason"), [("/away", "a host that is not allowed"), ("/file", "not allowed")]
)
def test_a_redirect_to_anywhere_else_is_refused(host: str, path: str, reason: str) -> None:
    assert reason in refusal(f"http://{host}{path}", host)


def test_a_host_that_is_not_listed_is_not_asked(host: str) -> None:
    assert "add 'example.com' to remoteReferences" in refusal("https://example.com/a.yaml", host)
    assert "is on '', a host" in refusal("file:///etc/passwd", host)
    assert "a host that is not allowed" in refusal(f"http://user@{host}/a.yaml", host)


def test_what_cannot_be_had_is_told(host: str) -> None:
    assert "cannot be read: HTTP Error 404" in refusal(f"http://{host}/absent.yaml", host)
    assert "cannot be read" in refusal("http://127.0.0.1:1/a.yaml", "127.0.0.1:1")


def test_an_answer_that_is_too_large_is_refused(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "MAX_BYTES", 100)
    monkeypatch.setattr(text, "MAX_BYTES", 100)
    assert "more than the 100 that are read" in refusal(f"http://{host}/large.yaml", host)


def test_a_description_may_refer_to_an_allowed_host(tmp_path: Path, host: str) -> None:
    reference = f"http://{host}/schemas/shoe.yaml"
    (tmp_path / "a.yaml").write_text(
        f"openapi: 3.1.0\ncomponents: {{schemas: {{X: {{not: {{$ref: '{reference}'}}}}}}}}"
    )
    result = bundle("a.yaml", WorkingTree(tmp_path), remote_hosts=(host,))
    assert result.data["components"]["schemas"] == {
        "X": {"not": {"$ref": "#/components/schemas/shoe"}},
        "shoe": {"properties": {"size": {"$ref": "#/components/schemas/Size"}}},
        "Size": {"type": "number"},
    }
    assert result.place("/components/schemas/shoe/properties").file == reference


def test_a_remote_file_may_not_refer_to_another_host_or_the_disk(tmp_path: Path, host: str) -> None:
    (tmp_path / "a.yaml").write_text(
        f"openapi: 3.1.0\ncomponents: {{schemas: {{X: {{$ref: 'http://{host}/evil.yaml'}}}}}}"
    )
    ANSWERS["/evil.yaml"] = b"allOf: [{$ref: 'file:///etc/passwd'}, {$ref: 'https://other.example/a.yaml'}]"
    with pytest.raises(UnreadableInputs) as caught:
        bundle("a.yaml", WorkingTree(tmp_path), remote_hosts=(host,))
    del ANSWERS["/evil.yaml"]
    assert len(caught.value.problems) == 2
