"""The knowledge in force. A saved edit replaces it as a whole; a broken one is refused and the last good base stays."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from engine.design import assemble
from engine.document import sections
from engine.findings import NOWHERE, Finding, KnowledgeError
from engine.inference import evaluate
from engine.inference.evaluating import release
from engine.interview import givens, start
from engine.knowledge import Knowledge
from engine.knowledge.spread import spread
from engine.loading.folders import SHIPPED, build, gather

log = logging.getLogger(__name__)
Listener = Callable[[Knowledge, Knowledge], None]
Refusal = Callable[[list[Finding]], None]


class LivingKnowledge:
    """`current` is always a whole, checked knowledge base. `watch` looks for saved edits in a thread of its own."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = (SHIPPED, *folders)
        self.seen = self._stamps()  # before they are read: an edit in between is seen at the first look
        self.current = build(gather(self.folders))
        self.lock = threading.Lock()
        self.refused: list[Finding] = []
        self._stop = threading.Event()

    def watch(self, seconds: float, changed: Listener, refused: Refusal) -> None:
        """Calls `changed(old, new)` after each accepted edit and `refused(findings)` after each broken one."""

        def run() -> None:
            while not self._stop.wait(seconds):
                try:
                    self.look(changed, refused)
                except Exception:
                    log.exception("looking at the knowledge files failed")

        threading.Thread(target=run, daemon=True, name="knowledge-watch").start()

    def stop(self) -> None:
        self._stop.set()

    def look(self, changed: Listener, refused: Refusal) -> None:
        """Loads the files again if any was saved since the last look."""
        stamps = self._stamps()
        if stamps == self.seen:
            return
        self.seen = stamps
        try:
            fresh = self._read()
        except KnowledgeError as error:
            self.refused = error.findings
            for finding in error.findings:
                log.error("knowledge edit refused: %s", finding)
            refused(error.findings)
            return
        with self.lock:
            old, self.current, mended, self.refused = self.current, fresh, bool(self.refused), []
        if fresh.revision != old.revision or mended:
            log.info("knowledge revision %s is in force", fresh.revision)
            changed(old, fresh)
        release(old)

    def _read(self) -> Knowledge:
        """The knowledge in the files. Raises KnowledgeError for whatever is wrong with them."""
        try:
            fresh = build(gather(self.folders))
            if fresh.templates != self.current.templates:
                _rehearse(fresh)
        except (OSError, ValueError) as error:  # a file that vanished while it was read, or is no UTF-8
            raise KnowledgeError([Finding("unreadable", NOWHERE, f"the files cannot be read: {error}")]) from None
        return fresh

    def _stamps(self) -> dict[str, tuple[int, int]]:
        stamps: dict[str, tuple[int, int]] = {}
        rooms = [*self.folders, SHIPPED.parent / "presets"]
        for folder in rooms:
            for pattern in ("**/*.yaml", "**/*.yml", "**/*.j2"):
                for file in folder.glob(pattern):
                    try:
                        stat = file.stat()
                    except OSError:
                        continue
                    stamps[str(file)] = (stat.st_mtime_ns, stat.st_size)
        return stamps


def _rehearse(knowledge: Knowledge) -> None:
    """Writes some presets' designs with edited templates before people get one. Raises KnowledgeError if one fails."""
    for name in spread(knowledge):
        given = givens(knowledge, start().but(preset=name))
        try:
            for _ in sections(assemble(evaluate(knowledge, given, "counting"), name)):
                time.sleep(0)  # others are served meanwhile
        except KnowledgeError:
            raise
        except Exception as error:
            raise KnowledgeError([Finding("template", NOWHERE, f"the edited templates fail: {error}")]) from None
