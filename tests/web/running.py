"""The real server in a process of its own, and a chat with it over its WebSocket."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from simple_websocket import Client, ConnectionClosed

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180.0  # a broken server fails a test late; a busy machine fails none
NETFLIX = "Design Netflix for 270M subscribers, 120M daily active, four nines, worldwide"
SECTIONS = [
    "goals",
    "architecture",
    "components",
    "storage",
    "apis",
    "scalability",
    "security",
    "observability",
    "delivery",
    "infrastructure",
    "tradeoffs",
]
Event = dict[str, Any]


class Running:
    """A server on `port`, whose knowledge is overlaid by `overlay`."""

    def __init__(self, port: int, overlay: Path) -> None:
        self.port, self.overlay = port, overlay
        self.url = f"http://127.0.0.1:{port}"
        self.socket_url = f"ws://127.0.0.1:{port}/ws"

    def get(self, path: str) -> tuple[int, str, dict[str, str]]:
        """Status, text and headers (lower-case names); the path goes out as it is, dots and all."""
        request = urllib.request.Request(self.url + path)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                status, body, headers = answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            with error:
                status, body, headers = error.code, error.read(), error.headers
        return status, body.decode("utf-8"), {name.lower(): value for name, value in headers.items()}

    def health(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.get("/api/health")[1])
        return found

    def download(self, session: str, name: str) -> str:
        status, text, _ = self.get(f"/api/sessions/{session}/{name}")
        assert status == 200, text
        return text

    def trace(self, session: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.download(session, "trace.json"))
        return found

    def eventually(self, holds: Callable[[], bool], what: str) -> None:
        """Asks again until `holds`; fails with `what` when patience ends."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, f"never happened: {what}"
            time.sleep(0.05)


@contextmanager
def serving(overlay: Path, log: Path, *options: str, port: int | None = None) -> Iterator[Running]:
    """`groundplan serve` on a free port, until the block ends."""
    server = Running(port or free_port(), overlay)
    process = started(server, log, *options)
    try:
        server.eventually(lambda: _is_up(server, process, log), f"the server answers; its log: {log}")
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def started(server: Running, log: Path, *options: str, apart: bool = False) -> subprocess.Popen[bytes]:
    """The process of this tree's `serve`, which may not answer yet, or never; `apart`: leads a group of its own."""
    command = [sys.executable, "-m", "web", "serve", "--port", str(server.port)]
    with log.open("w") as output:
        return subprocess.Popen(
            [*command, "--knowledge", str(server.overlay), *options],
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            start_new_session=apart,
        )


@contextmanager
def doomed(overlay: Path, log: Path, *options: str) -> Iterator[Running]:
    """Like `serving`, but at the end of the block the server and its workers end at once, as when the machine does."""
    server = Running(free_port(), overlay)
    process = started(server, log, *options, apart=True)
    try:
        server.eventually(lambda: _is_up(server, process, log), f"the server answers; its log: {log}")
        yield server
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _is_up(server: Running, process: subprocess.Popen[bytes], log: Path) -> bool:
    assert process.poll() is None, f"the server ended: {log.read_text()}"
    try:
        return server.get("/api/health")[0] == 200
    except OSError:
        return False


class Chat:
    """One connection: says hello, sends messages, reads events. `seen` is every event but welcomes and refusals."""

    def __init__(self, server: Running, session: str | None = None, after: int = 0) -> None:
        self.server = server
        self.socket = Client(server.socket_url)
        self.seen: list[Event] = []
        self.send(type="hello", session=session, after=after)
        self.welcome = self.read()
        assert self.welcome["type"] == "welcome", self.welcome
        self.session: str = self.welcome["session"]

    def __enter__(self) -> Chat:
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()

    def drop(self) -> None:
        try:
            self.socket.close()
        except (ConnectionClosed, OSError):
            pass

    def send(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def raw(self, frame: str | bytes) -> None:
        self.socket.send(frame)

    def read(self) -> Event:
        frame = self.socket.receive(timeout=PATIENCE)
        assert frame is not None, "the server said nothing more"
        event: Event = json.loads(frame)
        if event["seq"] and event["type"] != "welcome":
            self.seen.append(event)
        return event

    def until(self, *kinds: str) -> list[Event]:
        """The events up to the first of one of `kinds`."""
        events = [self.read()]
        while events[-1]["type"] not in kinds:
            events.append(self.read())
        return events

    def tell(self, **message: Any) -> list[Event]:
        """Sends it; the events of its turn, which ends with a question (or none) or with a refusal."""
        self.send(**message)
        return self.until("question", "refused")

    def say(self, text: str) -> list[Event]:
        return self.tell(type="say", text=text)

    def refused(self, **message: Any) -> str:
        """Sends what has to be refused; the words of the refusal."""
        return words_of_refusal(self.tell(**message))

    def design(self) -> list[Event]:
        return self.tell(type="generate")


def words_of_refusal(events: list[Event]) -> str:
    assert events[-1]["type"] == "refused", events[-1]
    assert events[-1]["seq"] == 0
    words: str = events[-1]["message"]
    return words


def only(events: list[Event], kind: str) -> Event:
    found = [event for event in events if event["type"] == kind]
    assert len(found) == 1, [event["type"] for event in events]
    return found[0]


def sections_of(events: list[Event]) -> list[Event]:
    return [event for event in events if event["type"] == "section"]


def said(events: list[Event], tone: str | None = None) -> str:
    """What Groundplan says in `events`, of one tone or of all."""
    texts = [e["text"] for e in events if e["type"] == "said" and e["who"] == "groundplan"]
    if tone is not None:
        texts = [e["text"] for e in events if e["type"] == "said" and e["tone"] == tone]
    return "\n".join(texts)


def choices(done: Event) -> dict[str, str]:
    return {view["decision"]: view["choice"] for view in done["decisions"]}


def fact_of(events: list[Event], name: str) -> Event:
    facts = only(events, "facts")["facts"]
    return next(fact for fact in facts if fact["fact"] == name)


def is_whole_design(events: list[Event]) -> None:
    """Fails unless `events` hold one design: its start, the eleven sections in order with their headings, its end."""
    started, done = only(events, "design_started"), only(events, "design_done")
    found = sections_of(events)
    assert [(s["number"], s["id"]) for s in found] == list(enumerate(SECTIONS, 1))
    assert {s["design"] for s in found} == {started["design"]} == {done["design"]}
    for section in found:
        assert section["markdown"].startswith(f"## {section['number']}. {section['title']}\n")
        assert not re.search(r"\{[a-z_]+\}", re.sub(r"```.*?```|`[^`\n]*`", "", section["markdown"], flags=re.S))
        assert len(section["markdown"]) > 400
    order = [e["type"] for e in events if e["type"] in ("design_started", "section", "design_done")]
    assert order == ["design_started", *["section"] * 11, "design_done"]
