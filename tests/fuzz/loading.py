"""Loads a mutated file among sound ones, within a bounded time."""

from __future__ import annotations

import functools
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Literal
from unittest import mock

from engine.checks import check
from engine.findings import KnowledgeError
from engine.loading import folders
from engine.loading.folders import SHIPPED, Sources, gather
from engine.loading.positions import Document, read_document
from tests.engine.checks.check_kit import FILES

SECONDS = 10  # an honest case takes a tenth of one; a hang takes for ever
Outcome = Literal["refused", "loaded"]


class Hang(Exception):
    """A case took longer than SECONDS."""


@contextmanager
def bounded(seconds: float = SECONDS) -> Iterator[None]:
    """Raises Hang in the main thread when the time is over; elsewhere there is no bound."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def over(_: int, frame: FrameType | None) -> None:
        raise Hang(f"still running after {seconds} s in {frame.f_code.co_qualname if frame else 'C'}")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@functools.cache
def shipped() -> Sources:
    return gather([SHIPPED])


@functools.cache
def small() -> Sources:
    """A small sound base, in which a mutation that loads comes as far as strata, examples and checks."""
    return Sources(dict(FILES), {path: path.partition("/")[0] for path in FILES})


@functools.cache
def _read(path: str, text: str) -> Document:
    return read_document(path, text)


def texts(sources: Sources) -> dict[str, str]:
    return {path: text for path, text in sources.files.items() if text}


def try_small(path: str, text: str) -> Outcome:
    """The small base with one file mutated, and its checks where it loads."""
    sources = Sources({**small().files, path: text}, small().kinds)
    return _try(sources, checked=True)


def try_shipped(path: str, text: str) -> Outcome:
    """The mutated file with the shipped vocabulary and technologies around it, whose documents are read once."""
    base = shipped()
    kept = {p: t for p, t in base.files.items() if base.kinds[p] in ("vocabulary", "technologies")}
    sources = Sources({**kept, path: text}, base.kinds)
    unchanged = {p for p in kept if p != path}

    def read(name: str, content: str) -> Document:
        return _read(name, content) if name in unchanged else read_document(name, content)

    with mock.patch.object(folders, "read_document", read):
        return _try(sources, checked=False)


def _try(sources: Sources, *, checked: bool) -> Outcome:
    with bounded():
        try:
            knowledge = folders.build(sources)
            findings = check(knowledge) if checked else []
            outcome: Outcome = "loaded"
        except KnowledgeError as error:
            findings, outcome = error.findings, "refused"
        assert findings or outcome == "loaded", "refused without a finding"
        for finding in findings:
            assert finding.message
            assert finding.shown()
            assert finding.as_json()["line"]
        return outcome
