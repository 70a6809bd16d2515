"""What a server can be told: by the command line, or by the environment where a process manager starts it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

PAGE = Path(__file__).resolve().parent / "client" / "dist"


@dataclass(frozen=True, slots=True)
class Settings:
    """`database`: an SQLAlchemy URL; in memory by default. `folders` overlay the shipped knowledge, later over earlier.

    `watch_seconds`: how often the knowledge files are looked at; 0 never.
    """

    database: str = "sqlite://"
    folders: tuple[Path, ...] = ()
    page: Path = PAGE
    watch_seconds: float = 0.4
    allowed_origins: frozenset[str] = field(default_factory=frozenset)

    @staticmethod
    def from_environment() -> Settings:
        folders = os.environ.get("GROUNDPLAN_KNOWLEDGE", "")
        origins = os.environ.get("GROUNDPLAN_ORIGINS", "")
        return Settings(
            database=os.environ.get("GROUNDPLAN_DATABASE", "sqlite://"),
            folders=tuple(Path(part) for part in folders.split(os.pathsep) if part),
            allowed_origins=frozenset(part for part in origins.split(",") if part),
        )
