"""'did you mean ...?' for a name that does not exist: one way to say it, everywhere."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

LONGEST = 80  # comparing grows with the square of the length, and no name is longer


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "", *, cutoff: float = 0.6, prefix: str = "") -> str:
    """The nearest of `known` as a question, or `otherwise` if none is near; `prefix` belongs before the name found."""
    close = difflib.get_close_matches(name[:LONGEST], list(known), n=1, cutoff=cutoff)
    return f"did you mean {prefix}{close[0]}?" if close else otherwise
