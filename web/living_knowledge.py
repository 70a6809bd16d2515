"""The knowledge in force. A saved edit replaces it as a whole; a broken one is refused and the last good base stays."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from engine.findings import Finding, KnowledgeError
from engine.inference.evaluating import release
from engine.knowledge import Knowledge
from engine.loading.folders import SHIPPED, build, gather

log = logging.getLogger(__name__)
Listener = Callable[[Knowledge, Knowledge], None]
Refusal = Callable[[list[Finding]], None]


class LivingKnowledge:
    """`current` is always a whole, checked knowledge base. `watch` looks for saved edits in a thread of its own."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = (SHIPPED, *folders)
        self.current = build(gather(self.folders))
        self.lock = threading.Lock()
        self.seen = self._stamps()
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
            fresh = build(gather(self.folders))
        except KnowledgeError as error:
            self.refused = error.findings
            for finding in error.findings:
                log.error("knowledge edit refused: %s", finding)
            refused(error.findings)
            return
        with self.lock:
            old, self.current, self.refused = self.current, fresh, []
        if fresh.revision != old.revision:
            log.info("knowledge revision %s is in force", fresh.revision)
            changed(old, fresh)
        release(old)

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
