"""The phrases of the language (`phrases/*.yaml`), loaded once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).with_name("phrases")


@cache
def phrases(name: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded = yaml.load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)
    assert isinstance(loaded, dict), name
    return loaded


@cache
def word_set(name: str) -> frozenset[str]:
    """A closed list of `words.yaml`."""
    return frozenset(str(phrases("words")[name]).split())


@cache
def common_words() -> frozenset[str]:
    return frozenset((_FOLDER / "common_words.txt").read_text(encoding="utf-8").split())
