"""Designs and their files are made once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engine.artefacts import artefacts
from engine.design import Design
from engine.knowledge import Knowledge
from tests.engine.artefacts.cases import ALL, designed

Files = Mapping[str, str]


@pytest.fixture(scope="session")
def designs(shipped: Knowledge) -> dict[str, Design]:
    return {name: designed(shipped, name) for name in ALL}


@pytest.fixture(scope="session")
def files(designs: dict[str, Design]) -> dict[str, Files]:
    """By case, the text of each file by its path."""
    return {name: {a.path: a.text for a in artefacts(design)} for name, design in designs.items()}
