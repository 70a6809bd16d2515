"""Files made to hurt are refused with a finding; expressions too. `make bench` says in what time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.findings import KnowledgeError
from engine.loading.folders import build
from tests.engine.checks.bombs import BOMBS, condition, formula, with_file
from tests.fuzz.loading import bounded


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    with bounded():
        yield


@pytest.mark.parametrize("name", BOMBS)
def test_it_is_refused(name: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        build(with_file(*BOMBS[name]))
    assert caught.value.findings


def test_deep_but_sound_expressions_load() -> None:
    build(with_file(*condition("(" * 15 + "events <= 100/s" + ")" * 15)))
    build(with_file(*formula("ceil(events / (1k/s))" + " + 1" * 60)))
