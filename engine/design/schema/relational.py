"""CREATE TABLE for SQLite, PostgreSQL, TimescaleDB, sharded MySQL and distributed SQL."""

from __future__ import annotations

from engine.design.schema.columns import Columns
from engine.design.schema.constraints import Constraints
from engine.design.schema.guards import Guards
from engine.design.schema.indexing import Indexes
from engine.design.schema.sheet import Sheet
from engine.design.schema.statement import Setting
from engine.design.schema.wording import comment, heading

MONTH, NEXT_MONTH = "2027-01-01", "2027-02-01"
"""The month of the example partition: the schema names no day on which it was written."""


class RelationalTable(Columns, Constraints, Indexes, Guards):
    """Everything of one table, from its comment to what the engine cannot be told."""

    def lines(self) -> list[str]:
        return [
            *(line for text in (*heading(self.setting), *self.units()) for line in comment(text)),
            *(["CREATE EXTENSION IF NOT EXISTS btree_gist;"] if self.needs_btree_gist() else []),
            f"CREATE TABLE {self.name} (",
            *_separated([*self.column_lines(), *self.constraint_lines()]),
            f"){_options(self)};",
            *_partitions(self),
            *self.index_lines(),
            *self.closing_lines(),
            *self.guard_lines(),
        ]


def create_table(setting: Setting) -> tuple[str, str, str]:
    """The engine's title, the SQL of the entity, and no further remark: SQL has comments."""
    table = RelationalTable(setting)
    return table.dialect.title, "\n".join(table.lines()), ""


def _separated(parts: list[str]) -> list[str]:
    """Each part indented, with a comma after every one but the last."""
    parts = [f"{part}," for part in parts[:-1]] + parts[-1:]
    return [f"  {line}" for part in parts for line in part.split("\n")]


def _options(sheet: Sheet) -> str:
    if sheet.engine == "sqlite":
        key = sheet.table.key
        whole = len(key) == 1 and sheet.dialect.types[sheet.table.columns[key[0].name].type.name] == "INTEGER"
        return " STRICT" if whole or sheet.setting.searched else " STRICT, WITHOUT ROWID"
    if sheet.time is None or sheet.engine == "timescaledb":
        return ""
    by = sheet.q(sheet.time.name)
    if sheet.engine == "postgresql":
        return f" PARTITION BY RANGE ({by})"
    return (
        f"\nPARTITION BY RANGE COLUMNS ({by}) (\n"
        f"  PARTITION p2027_01 VALUES LESS THAN ('{NEXT_MONTH}'),\n"
        "  PARTITION p_later VALUES LESS THAN (MAXVALUE)\n)"
    )


def _partitions(sheet: Sheet) -> list[str]:
    if sheet.time is None:
        return []
    if sheet.engine == "postgresql":
        return [
            "-- One partition a month, made ahead by a scheduled job; dropping it is how a month is deleted.",
            f"CREATE TABLE {sheet.table.name}_2027_01 PARTITION OF {sheet.name}",
            f"  FOR VALUES FROM ('{MONTH}') TO ('{NEXT_MONTH}');",
        ]
    if sheet.engine == "mysql_sharded":
        return ["-- One partition a month, split off p_later by a scheduled job; dropping it deletes a month."]
    by = sheet.q(sheet.table.partition[0])
    segment = "" if by == sheet.q(sheet.time.name) else f", timescaledb.compress_segmentby = '{by}'"
    return [
        f"SELECT create_hypertable('{sheet.name}', by_range('{sheet.time.name}', INTERVAL '1 day'));",
        f"ALTER TABLE {sheet.name} SET (timescaledb.compress{segment});",
        f"SELECT add_compression_policy('{sheet.name}', INTERVAL '7 days');",
    ]
