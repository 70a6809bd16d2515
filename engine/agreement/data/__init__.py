"""Tables of the comparison, kept as data: what tags and keys mean in ours, and which categories are one choice."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent


@cache
def table(name: str) -> dict[str, Any]:
    """The file `name`.yaml of this folder."""
    loaded = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text("utf-8"))
    assert isinstance(loaded, dict), name
    return loaded
