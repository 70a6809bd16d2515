"""Documents are rendered once for all tests of this folder."""

from __future__ import annotations

import pytest

from engine.design import Design
from engine.document import SectionText, render, sections
from engine.knowledge import Knowledge
from tests.engine.document.requests import ALL, designed


@pytest.fixture(scope="session")
def designs(shipped: Knowledge) -> dict[str, Design]:
    return {name: designed(shipped, name) for name in ALL}


@pytest.fixture(scope="session")
def finished(designs: dict[str, Design]) -> dict[str, list[SectionText]]:
    return {name: list(sections(design)) for name, design in designs.items()}


@pytest.fixture(scope="session")
def documents(designs: dict[str, Design], finished: dict[str, list[SectionText]]) -> dict[str, str]:
    return {name: render(design, finished[name]) for name, design in designs.items()}
