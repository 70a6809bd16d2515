"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.knowledge import Knowledge
from engine.loading import load


@pytest.fixture(scope="session")
def shipped() -> Knowledge:
    """The knowledge that Groundplan ships with."""
    return load()


class Folder:
    """A small knowledge folder of a test: write files, load them."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, text: str) -> Folder:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return self

    def load(self) -> Knowledge:
        return load([self.root], shipped=False)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "knowledge")
