"""How long the files made to hurt keep the loader busy before they are refused."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from engine.findings import KnowledgeError
from engine.loading.folders import Sources, build
from tests.bench.measuring import median_ms
from tests.engine.checks.bombs import BOMBS, BROKER, with_file
from tests.engine.checks.check_kit import FILES


def slowest() -> float:
    """Milliseconds until the one is refused that takes longest; the bar is a second."""
    refused(with_file(BROKER, FILES[BROKER]))  # the grammar is made once for a process
    return max(median_ms(3, partial(refused, with_file(*bomb))) for bomb in BOMBS.values())


def refused(sources: Sources) -> None:
    with suppress(KnowledgeError):
        build(sources)
