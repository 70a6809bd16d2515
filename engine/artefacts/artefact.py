"""What comes out: one file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file that can be used as it is. `path` is relative, with slashes; `about` is one line on what it is for."""

    path: str
    text: str
    about: str
