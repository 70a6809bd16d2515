"""The page, the health check, and who may speak for a person."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Request, TextMessage

import engine
from tests.web.running import PATIENCE, Running
from web.settings import PAGE

needs_page = pytest.mark.skipif(not (PAGE / "index.html").is_file(), reason="the page is not built: run make install")


def test_health(server: Running) -> None:
    health = server.health()
    assert health["status"] == "ok"
    assert health["version"] == engine.__version__
    assert health["rules"] > 500
    assert len(health["revision"]) == 16
    assert health["refused"] == []


@needs_page
def test_the_page_and_its_headers(server: Running) -> None:
    for path in ("/", "/index.html", "/some/place"):
        status, text, headers = server.get(path)
        assert status == 200
        assert '<div id="root">' in text
        assert headers["cache-control"] == "no-cache"
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    script = next((PAGE / "assets").glob("*.js")).name
    status, _, headers = server.get(f"/assets/{script}")
    assert status == 200
    assert "immutable" in headers["cache-control"]
    assert "javascript" in headers["content-type"]
    assert server.get("/groundplan.svg")[2]["cache-control"] == "no-cache", "its name bears no digest"


@pytest.mark.parametrize(
    "path", ["/nothing.js", "/favicon.ico", "/api/nothing", "/api/sessions/x/y/z", f"/{'x' * 300}.js"]
)
def test_what_is_not_there_is_said(server: Running, path: str) -> None:
    status, text, _ = server.get(path)
    assert status == 404
    assert json.loads(text)["error"].startswith("there is nothing at /")


@pytest.mark.parametrize(
    "path",
    [
        "/../../../pyproject.toml",
        "/assets/../../../../pyproject.toml",
        "/%2e%2e/%2e%2e/%2e%2e/pyproject.toml",
        "/..%2f..%2f..%2fpyproject.toml",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/..%5c..%5cpyproject.toml",
        "/%00/etc/passwd",
        f"/{'x' * 300}",
        "/api/sessions/..%2f..%2f/design.md",
    ],
)
def test_nothing_outside_the_page_is_served(server: Running, path: str) -> None:
    """Sent by hand: clients would tidy the path."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as raw:
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: raw.recv(65536), b"")).decode("utf-8", "replace")
    status = int(answer.split(" ", 2)[1])
    assert status in (200, 404, 503)
    if status == 200:
        assert '<div id="root">' in answer, "only the page itself"
    for secret in ("[project]", "root:x:"):
        assert secret not in answer


@pytest.mark.parametrize(
    ("origin", "end"),
    [
        ("https://evil.example", "this page may not connect here"),
        ("http://127.0.0.1:1", "this page may not connect here"),
        ("http://127.0.0.1:{port}.evil.example", "this page may not connect here"),
        ("null", "this page may not connect here"),
        ("http://127.0.0.1:{port}", "say hello first"),  # the own page may connect; it then says no hello
    ],
)
def test_only_the_own_page_may_connect(server: Running, origin: str, end: str) -> None:
    wire = WSConnection(ConnectionType.CLIENT)
    headers = [(b"Origin", origin.format(port=server.port).encode())]
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as raw:
        raw.sendall(wire.send(Request(host=f"127.0.0.1:{server.port}", target="/ws", extra_headers=headers)))
        said = False
        while True:
            wire.receive_data(raw.recv(4096))
            for event in wire.events():
                if isinstance(event, CloseConnection):
                    assert (event.code, event.reason) == (1008, end)
                    return
                if isinstance(event, AcceptConnection) and not said and end == "say hello first":
                    raw.sendall(wire.send(TextMessage('{"type": "skip"}')))
                    said = True


def test_the_generated_types_are_up_to_date() -> None:
    from web.wire_types import TARGET, wire_types

    assert Path(TARGET).read_text("utf-8") == wire_types(), "run python -m web.wire_types"
