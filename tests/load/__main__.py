"""Idle pages and conversations at once: how long until the first and the last section, for whom."""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from simple_websocket import Client

from tests.web.running import NETFLIX, Running, serving

PATIENCE = 120.0


def until(client: Client, kind: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        raw = client.receive(timeout=1)
        if raw is not None and (event := json.loads(raw))["type"] == kind:
            found: dict[str, Any] = event
            return found
    raise TimeoutError(f"no {kind} within {PATIENCE:g} s")


def opened(server: Running) -> Client:
    client = Client(server.socket_url)
    client.send(json.dumps({"type": "hello"}))
    until(client, "welcome")
    return client


def converse(server: Running, users: int, first: list[float], last: list[float], failed: list[str]) -> None:
    """One person: a description with numbers of their own, then a design."""
    try:
        client = opened(server)
        client.send(json.dumps({"type": "say", "text": NETFLIX.replace("120M", f"{users}k")}))
        until(client, "question")
        began = time.perf_counter()
        client.send(json.dumps({"type": "generate"}))
        until(client, "section")
        first.append(time.perf_counter() - began)
        until(client, "design_done")
        last.append(time.perf_counter() - began)
        client.close()
    except Exception as error:
        failed.append(repr(error))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--idle", type=int, default=500, help="pages that are open and quiet")
    parser.add_argument("--talking", type=int, default=20, help="people who ask for a design at the same time")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), Path(folder) / "log") as server:
        idle = [opened(server) for _ in range(min(chosen.idle, 2_000))]
        first: list[float] = []
        last: list[float] = []
        failed: list[str] = []
        people = [
            threading.Thread(target=converse, args=(server, 1_000 + n, first, last, failed))
            for n in range(min(chosen.talking, 200))
        ]
        for person in people:
            person.start()
        for person in people:
            person.join()
        for client in idle:
            client.close()
    print(f"{len(idle)} idle pages, {len(people)} designs at once, {len(failed)} failed")
    for name, times in (("first section", first), ("last section", last)):
        if times:
            print(f"{name}: median {statistics.median(times):.2f} s, slowest {max(times):.2f} s")
    if failed:
        raise SystemExit(failed[0])


if __name__ == "__main__":
    main()
