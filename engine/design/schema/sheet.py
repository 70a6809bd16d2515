"""What every part of a relational table's SQL needs: its dialect, its names, its constraints' reach."""

from __future__ import annotations

from engine.design.schema.dialects import DIALECTS
from engine.design.schema.quoting import quoted
from engine.design.schema.references import obstacle
from engine.design.schema.statement import BY_PART, Setting
from engine.design.schema.table import Column, Key

SHARDED_BY_HAND = frozenset({"mysql_sharded", "postgresql", "timescaledb"})
"""Engines whose shards know nothing of each other."""


class Sheet:
    """One table in one dialect. `time` is the column of its partitions, if it has any."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.table = setting.kept.table
        self.engine = setting.kept.option
        self.dialect = DIALECTS[self.engine]
        self.name = self.q(self.table.name)
        self.time = self.table.time if setting.partitioned else None
        self.exclusion = self.table.exclusion if self.engine == "postgresql" and self.time is None else None
        self.unspoken = frozenset(c.name for c in self.table.columns.values() if self.stored_as(c) != [c.name])
        self.enforced = [c for c in self.table.columns.values() if c.refers and not obstacle(c, setting)]
        self.at_once = [c for c in self.enforced if self.engine == "sqlite" or c.refers not in setting.later]

    def q(self, name: str) -> str:
        return quoted(name, self.engine)

    def stored_as(self, column: Column) -> list[str]:
        """A place is two numbers where the engine has no type for it; checks cannot name it then."""
        if self.engine == "sqlite" and column.type.name == "geo":
            return [f"{column.name}_lat", f"{column.name}_lon"]
        return [column.name]

    def parts(self, key: Key, descending: bool = True) -> str:
        return ", ".join(
            self.q(name) + (" DESC" if part.descending and descending else "")
            for part in key
            for name in self.stored_as(self.table.columns[part.name])
        )

    def can_be_unique(self, names: tuple[str, ...]) -> bool:
        """Partitions know nothing of each other: what is unique over all of them holds the time."""
        return self.time is None or self.time.name in names

    @property
    def sharded_by_hand(self) -> bool:
        return self.setting.sharded and self.setting.sharding != BY_PART and self.engine in SHARDED_BY_HAND
