"""The columns of a relational table, aligned, and what their numbers and texts mean."""

from __future__ import annotations

from engine.design.schema.dialects import POSTGRESQL
from engine.design.schema.sheet import Sheet
from engine.design.schema.table import Column
from engine.design.schema.types import Type
from engine.design.schema.wording import aligned
from engine.texts import ended, listed

SHORT = 1000
"""Texts up to this length are varchar in MySQL, where a row has 65,535 bytes for all of them."""


class Columns(Sheet):
    def column_lines(self) -> list[str]:
        rows = []
        for column in self.table.columns.values():
            null = "" if column.nullable else "NOT NULL"
            rows += [(self.q(name), self.type_of(column), null) for name in self.stored_as(column)]
        return aligned(rows)

    def type_of(self, column: Column) -> str:
        return self.mysql_type(column) if self.engine == "mysql_sharded" else self.plain_type(column.type)

    def plain_type(self, type_: Type) -> str:
        if self.engine != "sqlite":
            if type_.name == "list" and type_.of is not None:
                return f"{self.plain_type(type_.of)}[]"
            if type_.name == "text" and type_.length is not None:
                return f"varchar({type_.length})"
            if type_.name == "decimal" and type_.precision is not None:
                return f"numeric({type_.precision},{type_.scale})"
        return self.dialect.types[type_.name]

    def mysql_type(self, column: Column) -> str:
        """Short texts as varchar; what is indexed needs a bounded type."""
        type_ = column.type
        if type_.name == "enum":
            return f"varchar({type_.longest})"
        if type_.name == "text" and (type_.length or SHORT + 1) <= SHORT:
            return f"varchar({type_.length})"
        if type_.name == "text" and column.name in self.keyed:
            return "varchar(255)" if type_.length is None else f"varchar({type_.length})"
        if type_.name == "bytes" and (type_.length is not None or column.name in self.keyed):
            return f"varbinary({min(type_.length or 64, 8000)})"
        if type_.name == "decimal" and type_.precision is not None:
            return f"decimal({type_.precision},{type_.scale})"
        return self.dialect.types[type_.name]

    @property
    def keyed(self) -> frozenset[str]:
        keys = [[part.name for part in key] for key in (self.table.key, *self.table.indexes)]
        return frozenset(name for names in (*keys, *self.table.uniques) for name in names)

    def units(self) -> list[str]:
        """Sentences on what the type does not say."""
        kinds: dict[str, list[str]] = {}
        for column in self.table.columns.values():
            kinds.setdefault(column.type.name, []).append(column.name)
        meanings = {"money": "whole minor units (cents), so that sums are exact"}
        if self.engine in POSTGRESQL:
            meanings |= {"geo": "(longitude, latitude)"}
        if self.engine == "sqlite":
            meanings |= {"time": "UTC as 2027-01-31T12:00:00.000Z", "decimal": "rounded by the service"}
        if self.engine == "mysql_sharded":
            meanings |= {"time": "UTC"}
        if self.engine in ("sqlite", "mysql_sharded"):
            meanings |= {"interval": "seconds"}
        return [ended(f"{listed(kinds[kind])}: {meaning}") for kind, meaning in meanings.items() if kind in kinds]
