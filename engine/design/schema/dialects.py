"""What differs between the relational engines: titles, types, and whether keys may descend."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between relational engines."""

    option: str
    title: str
    types: dict[str, str]
    descending_keys: bool


_POSTGRESQL_TYPES = {
    "id": "bigint",
    "uuid": "uuid",
    "text": "text",
    "enum": "text",
    "int": "integer",
    "bigint": "bigint",
    "decimal": "numeric",
    "money": "bigint",
    "bool": "boolean",
    "time": "timestamptz",
    "date": "date",
    "interval": "interval",
    "json": "jsonb",
    "float": "double precision",
    "bytes": "bytea",
    "geo": "point",
    "ip": "inet",
}
_SQLITE_TYPES = {
    "id": "INTEGER",
    "uuid": "TEXT",
    "text": "TEXT",
    "enum": "TEXT",
    "int": "INTEGER",
    "bigint": "INTEGER",
    "decimal": "REAL",
    "money": "INTEGER",
    "bool": "INTEGER",
    "time": "TEXT",
    "date": "TEXT",
    "interval": "INTEGER",
    "json": "TEXT",
    "float": "REAL",
    "bytes": "BLOB",
    "geo": "REAL",
    "ip": "TEXT",
    "list": "TEXT",
}
_MYSQL_TYPES = {
    "id": "bigint",
    "uuid": "char(36)",
    "text": "mediumtext",
    "int": "int",
    "bigint": "bigint",
    "decimal": "decimal(38,9)",
    "money": "bigint",
    "bool": "boolean",
    "time": "datetime(6)",
    "date": "date",
    "interval": "bigint",
    "json": "json",
    "float": "double",
    "bytes": "mediumblob",
    "geo": "point SRID 4326",
    "ip": "varchar(45)",
    "list": "json",
}

DIALECTS = {
    dialect.option: dialect
    for dialect in (
        Dialect(
            "sqlite",
            "SQLite 3",
            _SQLITE_TYPES,
            descending_keys=True,
        ),
        Dialect("postgresql", "PostgreSQL 17", _POSTGRESQL_TYPES, descending_keys=False),
        Dialect("timescaledb", "TimescaleDB on PostgreSQL 17", _POSTGRESQL_TYPES, descending_keys=False),
        Dialect("mysql_sharded", "MySQL 8", _MYSQL_TYPES, descending_keys=True),
        Dialect(
            "distributed_sql",
            "CockroachDB",
            {**_POSTGRESQL_TYPES, "geo": "geography(point, 4326)"},
            descending_keys=True,
        ),
    )
}
POSTGRESQL = frozenset({"postgresql", "timescaledb"})
