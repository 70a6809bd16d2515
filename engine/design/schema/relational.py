"""CREATE TABLE for SQLite, PostgreSQL, TimescaleDB, sharded MySQL and distributed SQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from engine.design.schema.checks import translated
from engine.design.schema.quoting import quoted
from engine.design.schema.references import obstacle, unenforced
from engine.design.schema.statement import Setting
from engine.design.schema.table import Column, Key, KeyPart, Table
from engine.design.schema.types import Type
from engine.design.schema.wording import aligned, comment, heading, listed, wrapped

MONTH, NEXT_MONTH = "2027-01-01", "2027-02-01"
INDEX_BYTES = 3072
"""The longest index entry of InnoDB, in bytes; a character takes four."""


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
    "geo": "point",
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
        Dialect("postgresql", "PostgreSQL 16", _POSTGRESQL_TYPES, descending_keys=False),
        Dialect("timescaledb", "TimescaleDB on PostgreSQL 16", _POSTGRESQL_TYPES, descending_keys=False),
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


def create_table(setting: Setting) -> tuple[str, str, str]:
    """The engine's title, the SQL of the entity, and the remark that goes with it."""
    dialect = DIALECTS[setting.kept.option]
    return dialect.title, "\n".join(_Writer(setting, dialect).lines()), ""


class _Writer:
    """Writes one table. Lines that begin with `--` say what the engine cannot be told."""

    def __init__(self, setting: Setting, dialect: Dialect) -> None:
        self.setting, self.dialect = setting, dialect
        self.engine = dialect.option
        self.table: Table = setting.kept.table
        self.q: Callable[[str], str] = partial(quoted, engine=self.engine)
        self.name = self.q(self.table.name)
        self.time = self.table.time if self.partitions else None
        self.split = self.engine == "sqlite"
        self.exclusion = self.table.exclusion if self.engine == "postgresql" and self.time is None else None

    @property
    def partitions(self) -> bool:
        """Whether the table lies in partitions by time in this engine."""
        return self.engine == "timescaledb" or (
            self.setting.partitioned and self.engine in ("postgresql", "mysql_sharded")
        )

    def lines(self) -> list[str]:
        head = [line for text in heading(self.setting) for line in comment(text)]
        before = ["CREATE EXTENSION IF NOT EXISTS btree_gist;"] if self.exclusion or self.mixed_gist() else []
        body = [*self.columns(), *self.constraints()]
        end = f"){self.options()};"
        created = [f"CREATE TABLE {self.name} (", *self.separated(body), end]
        return [*head, *before, *created, *self.partition_lines(), *self.index_lines(), *self.remarks()]

    @staticmethod
    def separated(parts: list[str]) -> list[str]:
        """Each part indented, with a comma after every one but the last."""
        parts = [f"{part}," for part in parts[:-1]] + parts[-1:]
        return [f"  {line}" for part in parts for line in part.split("\n")]

    # -- columns -----------------------------------------------------------------------------------------------------

    def columns(self) -> list[str]:
        rows = []
        for column in self.table.columns.values():
            null = "" if column.nullable else "NOT NULL"
            for name in self.stored_as(column):
                rows.append((self.q(name), self.type_of(column), null))
        return aligned(rows)

    def stored_as(self, column: Column) -> list[str]:
        """A place is two numbers where the engine has no type for it."""
        if self.split and column.type.name == "geo":
            return [f"{column.name}_lat", f"{column.name}_lon"]
        return [column.name]

    def type_of(self, column: Column) -> str:
        if self.engine == "mysql_sharded":
            return self.mysql_type(column)
        return self.plain_type(column.type)

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
        if type_.name == "text" and (type_.length or 1001) <= 1000:
            return f"varchar({type_.length})"
        if type_.name == "text" and column.name in self.keyed:
            return "varchar(255)"
        if type_.name == "bytes" and (type_.length is not None or column.name in self.keyed):
            return f"varbinary({min(type_.length or 64, 8000)})"
        if type_.name == "decimal" and type_.precision is not None:
            return f"decimal({type_.precision},{type_.scale})"
        if type_.name == "geo":
            return "point SRID 4326" if column.name not in self.table.key_names else "point"
        return self.dialect.types[type_.name]

    @property
    def keyed(self) -> frozenset[str]:
        keys = [[p.name for p in parts] for parts in (self.table.key, *self.table.indexes)]
        return frozenset(name for names in (*keys, *self.table.uniques) for name in names)

    # -- constraints -------------------------------------------------------------------------------------------------

    def constraints(self) -> list[str]:
        return [
            *self.primary_key(),
            *self.unique_keys(),
            *self.foreign_keys(),
            *self.value_checks(),
            *self.other_checks(),
            *self.no_overlaps(),
        ]

    def primary_key(self) -> list[str]:
        key = self.table.key
        if self.time is not None and self.time.name not in self.table.key_names:
            key = (*key, KeyPart(self.time.name))
        spread = " USING HASH" if self.engine == "distributed_sql" and self.grows_at_the_end(key) else ""
        return [f"PRIMARY KEY ({self.parts(key, self.dialect.descending_keys)}){spread}"]

    def grows_at_the_end(self, key: Key) -> bool:
        """Whether new rows all go to the last range: a time-ordered id alone is the key."""
        first = self.table.columns[key[0].name]
        return len(key) == 1 and first.type.name == "id" and not first.refers

    def parts(self, key: Key, descending: bool = True) -> str:
        return ", ".join(
            self.q(name) + (" DESC" if part.descending and descending else "")
            for part in key
            for name in self.stored_as(self.table.columns[part.name])
        )

    def unique_keys(self) -> list[str]:
        return [f"UNIQUE ({', '.join(map(self.q, names))})" for names in self.table.uniques if self.can_be_unique(names)]

    def can_be_unique(self, names: tuple[str, ...]) -> bool:
        return self.time is None or self.time.name in names

    def enforced(self) -> list[Column]:
        return [c for c in self.table.columns.values() if c.refers and not obstacle(c, self.setting)]

    def foreign_keys(self) -> list[str]:
        rows = []
        for column in self.enforced():
            there = self.setting.neighbours.get(column.refers, self.setting.kept).table
            target = f"{self.q(there.name)} ({self.q(there.key[0].name)})"
            rows.append((f"FOREIGN KEY ({self.q(column.name)})", f"REFERENCES {target}"))
        return aligned(rows)

    def value_checks(self) -> list[str]:
        """The values of enums, and of booleans where they are numbers."""
        found = []
        for column in self.table.columns.values():
            if column.type.values:
                values = ", ".join(f"'{value}'" for value in column.type.values)
                found.append("\n".join(wrapped(f"CHECK ({self.q(column.name)} IN ({values}))", "", "  ")))
            elif self.engine == "sqlite" and column.type.name == "bool":
                found.append(f"CHECK ({self.q(column.name)} IN (0, 1))")
            elif self.engine == "sqlite" and column.type.name in ("json", "list"):
                found.append(f"CHECK (json_valid({self.q(column.name)}))")
            elif self.engine == "sqlite" and column.type.name == "text" and column.type.length is not None:
                found.append(f"CHECK (length({self.q(column.name)}) <= {column.type.length})")
        return found

    @property
    def unspoken(self) -> frozenset[str]:
        """Columns that conditions cannot name, because they are stored as two."""
        return frozenset(c.name for c in self.table.columns.values() if self.stored_as(c) != [c.name])

    def other_checks(self) -> list[str]:
        texts = (translated(check, self.table, self.engine, self.unspoken) for check in self.table.checks)
        return [f"CHECK ({text})" for text in texts if text is not None]

    def no_overlaps(self) -> list[str]:
        exclusion = self.exclusion
        if exclusion is None:
            return []
        ranges = {"date": "daterange", "int": "int4range", "bigint": "int8range", "time": "tstzrange", "money": "int8range"}
        kind = ranges.get(self.table.columns[exclusion.start].type.name, "numrange")
        equal = [f"{self.q(name)} WITH =" for name in exclusion.equal]
        period = f"{kind}({self.q(exclusion.start)}, {self.q(exclusion.end)}) WITH &&"
        where = translated(exclusion.where, self.table, self.engine) if exclusion.where else None
        end = f"\n  WHERE ({where})" if where else ""
        return [
            f"CONSTRAINT {self.table.name}_no_overlap\n  EXCLUDE USING gist ({', '.join([*equal, period])}){end}",
        ]

    # -- after the columns -------------------------------------------------------------------------------------------

    def options(self) -> str:
        if self.engine == "sqlite":
            plain = len(self.table.key) == 1 and self.table.columns[self.table.key[0].name].type.number
            return " STRICT" if plain or self.setting.searched else " STRICT, WITHOUT ROWID"
        if self.time is None:
            return ""
        if self.engine == "postgresql":
            return f" PARTITION BY RANGE ({self.q(self.time.name)})"
        if self.engine == "mysql_sharded":
            return (
                f"\nPARTITION BY RANGE COLUMNS ({self.q(self.time.name)}) (\n"
                f"  PARTITION p2027_01 VALUES LESS THAN ('{NEXT_MONTH}'),\n"
                "  PARTITION p_later  VALUES LESS THAN (MAXVALUE)\n)"
            )
        return ""

    def partition_lines(self) -> list[str]:
        if self.time is None:
            return []
        if self.engine == "postgresql":
            return [
                "-- One partition a month, made ahead by a scheduled job; dropping one deletes a month in no time.",
                f"CREATE TABLE {self.table.name}_2027_01 PARTITION OF {self.name}",
                f"  FOR VALUES FROM ('{MONTH}') TO ('{NEXT_MONTH}');",
            ]
        if self.engine != "timescaledb":
            return ["-- One partition a month, split off p_later by a scheduled job; dropping one deletes a month."]
        by = self.table.partition[0]
        segment = "" if by == self.time.name else f", timescaledb.compress_segmentby = '{by}'"
        return [
            f"SELECT create_hypertable('{self.name}', by_range('{self.time.name}', INTERVAL '1 day'));",
            f"ALTER TABLE {self.name} SET (timescaledb.compress{segment});",
            f"SELECT add_compression_policy('{self.name}', INTERVAL '7 days');",
        ]

    def index_lines(self) -> list[str]:
        found = [line for key in self.table.indexes if not self.covered(key) for line in self.index(key)]
        lost = [tuple(KeyPart(name) for name in names) for names in self.table.uniques if not self.can_be_unique(names)]
        found += [line for key in lost for line in self.index(key)]
        return found + (self.text_search() if self.setting.searched else [])

    def covered(self, key: Key) -> bool:
        """Whether the primary key or a unique key already begins with these columns."""
        unique = [tuple(map(KeyPart, names)) for names in self.table.uniques if self.can_be_unique(names)]
        plain = tuple(KeyPart(part.name) for part in self.table.key)
        own = self.table.key if self.dialect.descending_keys else plain
        return any(other[: len(key)] == key for other in (own, *unique))

    def kind(self, key: Key) -> str:
        """`gist` for places, `gin` for lists and documents, nothing for the usual tree."""
        kinds = {self.table.columns[part.name].type.name for part in key}
        if "geo" in kinds:
            return "gist"
        return "gin" if kinds & {"json", "list"} else ""

    def mixed_gist(self) -> bool:
        return self.engine in POSTGRESQL and any(len(key) > 1 and self.kind(key) == "gist" for key in self.table.indexes)

    def index(self, key: Key) -> list[str]:
        name = self.q("_".join([self.table.name, *(part.name for part in key)])[:60])
        kind = self.kind(key)
        if self.engine == "sqlite" or not kind:
            if self.engine == "sqlite" and kind == "gin":
                return [f"-- No index on {self.parts(key)}: SQLite reads the JSON of every row."]
            columns = self.mysql_parts(key) if self.engine == "mysql_sharded" else self.parts(key)
            return [f"CREATE INDEX {name} ON {self.name} ({columns});"]
        if self.engine in POSTGRESQL:
            columns = self.parts(key, descending=False)
            special = [p for p in key if self.table.columns[p.name].type.name in ("json", "list")]
            if kind == "gin" and len(special) < len(key):
                columns = self.parts(tuple(special), descending=False)
            return [f"CREATE INDEX {name} ON {self.name} USING {kind} ({columns});"]
        if self.engine == "distributed_sql":
            special_first = sorted(key, key=lambda p: self.table.columns[p.name].type.name in ("json", "list", "geo"))
            return [f"CREATE INVERTED INDEX {name} ON {self.name} ({self.parts(tuple(special_first), descending=False)});"]
        return self.mysql_special(key, kind, name)

    def mysql_special(self, key: Key, kind: str, name: str) -> list[str]:
        """MySQL indexes a place alone, and the items of a JSON list as an array of one type."""
        if kind == "gist":
            place = next(p for p in key if self.table.columns[p.name].type.name == "geo")
            if self.table.columns[place.name].nullable:
                return [f"-- No spatial index on {place.name}: MySQL wants it NOT NULL."]
            return [f"CREATE SPATIAL INDEX {name} ON {self.name} ({self.q(place.name)});"]
        parts = []
        for part in key:
            type_ = self.table.columns[part.name].type
            if type_.name == "json":
                return [f"-- No index on {part.name}: index a generated column of the path that is asked for."]
            item = "unsigned" if type_.of is not None and type_.of.number else "char(191)"
            array = f"(CAST({self.q(part.name)} AS {item} ARRAY))"
            parts.append(array if type_.name == "list" else self.q(part.name))
        return [f"CREATE INDEX {name} ON {self.name} ({', '.join(parts)});"]

    def mysql_parts(self, key: Key) -> str:
        """Long texts are indexed by their first 191 characters where the whole would not fit."""
        lengths = {part.name: (self.table.columns[part.name].type.longest or 2) * 4 for part in key}
        unbounded = {p.name for p in key if self.table.columns[p.name].type.name == "text"}
        whole = sum(lengths.values()) <= INDEX_BYTES
        texts = []
        for part in key:
            prefix = "(191)" if not whole and part.name in unbounded and lengths[part.name] > 764 else ""
            texts.append(f"{self.q(part.name)}{prefix}{' DESC' if part.descending else ''}")
        return ", ".join(texts)

    def text_search(self) -> list[str]:
        columns = [c for c in self.table.columns.values() if c.type.name == "text" and (c.type.length or 999) > 64]
        if not columns:
            return []
        names = [self.q(c.name) for c in columns]
        if self.engine == "sqlite":
            base = self.table.name
            copied = f"INSERT INTO {base}_search(rowid, {', '.join(names)}) VALUES (new.rowid, {', '.join(f'new.{n}' for n in names)});"
            return [
                f"CREATE VIRTUAL TABLE {base}_search USING fts5({', '.join(names)}, content='{base}');",
                f"CREATE TRIGGER {base}_found AFTER INSERT ON {self.name} BEGIN",
                f"  {copied}",
                "END;",
            ]
        if self.engine == "mysql_sharded":
            return [f"CREATE FULLTEXT INDEX {self.table.name}_search ON {self.name} ({', '.join(names)});"]
        words = " || ' ' || ".join(f"coalesce({name}, '')" for name in names)
        return [f"CREATE INDEX {self.table.name}_search ON {self.name} USING gin (to_tsvector('simple', {words}));"]

    # -- what the engine cannot be told ------------------------------------------------------------------------------

    def remarks(self) -> list[str]:
        setting, table = self.setting, self.table
        found = []
        enforced = self.enforced()
        if rest := unenforced(table, setting, [c.name for c in enforced]):
            found += comment(rest)
        if enforced and self.engine == "sqlite":
            found += comment("SQLite checks foreign keys on connections that began with PRAGMA foreign_keys = ON.")
        for check in table.checks:
            if translated(check, table, self.engine, self.unspoken) is None:
                found += comment(f"{setting.keeper} checks: {check}.")
        for names in table.uniques:
            if not self.can_be_unique(names):
                found += comment(f"Unique within a partition only: {setting.keeper} refuses a second {listed(names)}.")
            elif setting.sharded and not set(table.partition) <= set(names) and self.sharded_by_hand:
                found += comment(
                    f"Unique within one shard only: a row of a lookup table sharded by {listed(names)} is claimed first."
                )
        if setting.sharded and self.sharded_by_hand:
            found += self.shard_lines()
        if table.exclusion is not None and self.exclusion is None:
            found += self.overlap_guard()
        return found

    @property
    def sharded_by_hand(self) -> bool:
        """Whether the engine, a shard, knows nothing of the others."""
        return self.engine in ("mysql_sharded", "postgresql", "timescaledb")

    def shard_lines(self) -> list[str]:
        by = ", ".join(map(self.q, self.table.partition))
        if self.engine == "mysql_sharded":
            return [f"-- Vitess: ALTER VSCHEMA ON {self.name} ADD VINDEX xxhash({by}) USING xxhash;"]
        return comment(f"Sharded by {by}: every query names it, or asks all shards.")

    def overlap_guard(self) -> list[str]:
        exclusion = self.table.exclusion
        if exclusion is None:
            return []
        equal = " AND ".join(f"{self.q(name)} = :{name}" for name in exclusion.equal)
        start, end = self.q(exclusion.start), self.q(exclusion.end)
        where = translated(exclusion.where, self.table, self.engine) if exclusion.where else None
        rest = f" AND ({where})" if where else ""
        select = (
            f"SELECT 1 FROM {self.name} WHERE {equal} AND {start} < :{exclusion.end} AND {end} > :{exclusion.start}{rest}"
        )
        sqlite = self.engine == "sqlite"
        lines = comment(
            f"No two rows of one {listed(exclusion.equal)} may overlap from {exclusion.start} to {exclusion.end}. "
            f"{self.dialect.title} has no constraint for it; this transaction keeps it:"
        )
        lines.append(f"--   {'BEGIN IMMEDIATE' if sqlite else 'BEGIN'};")
        if not sqlite:
            lines.append(f"--   {self.lock(exclusion.equal, equal)};")
        lines += wrapped(f"{select};", "--   ", "--     ")
        lines.append(f"--   INSERT INTO {self.name} ...;  -- only if no row was found")
        lines.append("--   COMMIT;")
        return lines

    def lock(self, equal: tuple[str, ...], where: str) -> str:
        """Locks what is booked, so that two bookings of one thing wait for each other."""
        for name in equal:
            there = self.setting.neighbours.get(self.table.columns[name].refers)
            if there is not None and not obstacle(self.table.columns[name], self.setting):
                return f"SELECT 1 FROM {self.q(there.table.name)} WHERE {self.q(there.table.key[0].name)} = :{name} FOR UPDATE"
        return f"SELECT 1 FROM {self.name} WHERE {where} FOR UPDATE"
