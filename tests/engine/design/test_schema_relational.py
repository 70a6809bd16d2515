"""The SQL of the relational engines: it parses, SQLite runs it, and it says what the engine cannot be told."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

import pytest
import sqlglot
from sqlglot import exp

from tests.engine.design.schema_cases import by_capability, everything, one, own, statements

UNKNOWN_TO_SQLGLOT: list[tuple[str, Any]] = [
    (r"CREATE EXTENSION .*;", ""),
    (r"(?<=PRIMARY KEY \()[^)]*", lambda found: found[0].replace(" DESC", "")),
    (r"\(CAST\((\S+) AS [^;]+ ARRAY\)\)", r"\1"),  # an index over the items of a list
    (r"PARTITION BY RANGE COLUMNS", "PARTITION BY RANGE"),
    (r"\bpoint SRID 4326", "geometry"),
    (r"CREATE (SPATIAL|FULLTEXT) INDEX", "CREATE INDEX"),
    (r",\s+CONSTRAINT \w+\s+EXCLUDE USING gist .*(\s+WHERE .*)?", ""),
]
SQL = ["sqlite", "postgresql", "timescaledb", "mysql_sharded", "distributed_sql"]
SHARDINGS = ["none", "hash"]


@pytest.mark.parametrize("sharding", SHARDINGS)
def test_postgresql_parses_with_its_own_parser(sharding: str) -> None:
    pglast = pytest.importorskip("pglast")
    for option in ("postgresql", "timescaledb"):
        for found in (*statements(own(), option, sharding), *statements(everything(), option, sharding)):
            assert pglast.parse_sql(found.text), found.entity


@pytest.mark.parametrize("sharding", SHARDINGS)
def test_distributed_sql_is_postgresql_but_for_its_keys_and_indexes(sharding: str) -> None:
    pglast = pytest.importorskip("pglast")
    for found in statements(everything() | own(), "distributed_sql", sharding):
        text = found.text.replace(" USING HASH", "").replace("CREATE INVERTED INDEX", "CREATE INDEX")
        text = re.sub(r"(?<=PRIMARY KEY \()[^)]*", lambda key: key[0].replace(" DESC", ""), text)
        assert pglast.parse_sql(text), found.entity


@pytest.mark.parametrize("option", ["mysql_sharded", "postgresql"])
def test_every_statement_parses_in_its_dialect(option: str) -> None:
    dialect = {"mysql_sharded": "mysql", "postgresql": "postgres"}[option]
    for found in (*statements(own(), option), *statements(everything(), option)):
        text = found.text
        for pattern, known in UNKNOWN_TO_SQLGLOT:
            text = re.sub(pattern, known, text)
        for tree in sqlglot.parse(text, read=dialect, error_level=sqlglot.ErrorLevel.RAISE):
            assert not isinstance(tree, exp.Command), found.entity


def test_clickhouse_parses() -> None:
    for found in (*statements(own(), "clickhouse"), *statements(everything(), "clickhouse")):
        trees = sqlglot.parse(found.text, read="clickhouse")
        (tree,) = [tree for tree in trees if tree is not None and not isinstance(tree, exp.Semicolon)]
        assert isinstance(tree, exp.Create), found.entity
        assert "ENGINE = " in found.text
        assert "ORDER BY (" in found.text


@pytest.mark.parametrize("forms", [own(), everything(), *by_capability().values()])
def test_sqlite_runs_it(forms: dict) -> None:  # type: ignore[type-arg]
    with sqlite3.connect(":memory:") as database:
        database.execute("PRAGMA foreign_keys = ON")
        for found in statements(forms, "sqlite"):
            database.executescript(found.text)
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        assert len(tables) >= len(forms)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_sqlite_refuses_what_it_should() -> None:
    with sqlite3.connect(":memory:") as database:
        database.execute("PRAGMA foreign_keys = ON")
        for found in statements(own(), "sqlite"):
            database.executescript(found.text)
        database.execute("INSERT INTO resource VALUES (1, 'Room 1')")
        booking = "INSERT INTO booking VALUES (?, ?, ?, ?, ?)"
        start, end = "2027-01-01T00:00:00.000Z", "2027-01-02T00:00:00.000Z"
        database.execute(booking, (1, 1, start, end, "held"))
        wrong = [(9, start, end, "held"), (1, end, start, "held"), (1, start, end, "lost"), (1, start, None, "held")]
        for row in wrong:
            with pytest.raises(sqlite3.IntegrityError):
                database.execute(booking, (2, *row))


def test_a_search_by_word_is_answered_where_the_store_has_to() -> None:
    forms = {name: form for name, form in everything().items() if form.store == "search_index"}
    if not forms:
        pytest.skip("no capability keeps a search index")
    for option, said in {"postgresql": "to_tsvector", "mysql_sharded": "FULLTEXT", "sqlite": "fts5"}.items():
        assert all(said in found.text for found in statements(forms, option))


@pytest.mark.parametrize("option", SQL)
def test_columns_are_aligned_and_lines_short(option: str) -> None:
    for found in (*statements(own(), option), *statements(everything(), option)):
        assert found.text.startswith(f"-- {found.entity}")
        assert not re.search(r"[ \t]$", found.text, re.MULTILINE), found.entity
        longest = max((line for line in found.text.split("\n") if line.startswith("--")), key=len)
        assert len(longest) <= 110, longest


def test_reserved_words_are_quoted() -> None:
    assert 'CREATE TABLE "user"' in one("User", "postgresql").text
    assert '"select"' in one("Group", "postgresql").text
    assert "`rank`" in one("Group", "mysql_sharded").text
    assert 'CREATE TABLE "group"' in one("Group", "sqlite").text


def test_overlaps_are_a_constraint_in_postgresql_and_a_transaction_elsewhere() -> None:
    text = one("Booking", "postgresql").text
    assert "EXCLUDE USING gist (resource_id WITH =, tstzrange(starts_at, ends_at) WITH &&)" in text
    assert "WHERE (status in ('held','confirmed'))" in text
    assert "daterange(starts_on, ends_on)" in one("Night", "postgresql").text
    assert "SELECT 1 FROM resource WHERE resource_id = :resource_id FOR UPDATE" in one("Booking", "mysql_sharded").text
    assert "FOR UPDATE" in one("Booking", "distributed_sql").text
    assert "BEGIN IMMEDIATE" in one("Booking", "sqlite").text
    assert "(ends_on IS NULL OR" in one("Night", "sqlite").text


def test_foreign_keys_stay_within_a_shard() -> None:
    assert re.search(r"FOREIGN KEY \(user\)\s+REFERENCES user ", one("Group", "mysql_sharded").text)
    sharded = one("Group", "mysql_sharded", "hash").text
    assert "FOREIGN KEY" not in sharded
    assert "-- Its service enforces user -> User (on another shard), as no foreign key can." in sharded
    assert "REFERENCES resource (resource_id)" in one("Booking", "mysql_sharded", "hash").text
    assert 'REFERENCES "user" (user_id)' in one("Group", "distributed_sql", "hash").text


def test_an_organisations_rows_lie_together() -> None:
    text = one("Group", "postgresql", "tenant").text
    assert 'REFERENCES "user" (user_id)' in text
    assert "its organisation's shard" in text
    assert "region of its" in one("Group", "mysql_sharded", "geo").text


def test_uniqueness_across_shards_is_said_to_be_somebodys_work() -> None:
    assert "Unique within one shard only" in one("User", "mysql_sharded", "hash").text
    assert "Unique within one shard only" not in one("User", "mysql_sharded").text


def test_partitions_take_the_time_into_the_key() -> None:
    text = one("Sample", "postgresql").text
    assert ") PARTITION BY RANGE (measured_at);" in text
    assert "PRIMARY KEY (device_id, sequence, measured_at)" in text
    assert "UNIQUE (" not in text
    assert "-- Unique across partitions: its service rejects a second reading_no." in text
    assert "PARTITION BY RANGE COLUMNS (measured_at)" in one("Sample", "mysql_sharded").text
    assert "create_hypertable('sample', by_range('measured_at'" in one("Sample", "timescaledb").text


def test_what_refers_comes_later_and_circles_are_closed() -> None:
    found = {s.entity: s for s in statements(own(), "postgresql")}
    names = list(found)
    assert names.index("User") < names.index("Group")
    assert names.index("Resource") < names.index("Booking")
    assert names.index("Egg") < names.index("Chicken")
    assert "FOREIGN KEY (chicken_id)" not in found["Egg"].text.split("ALTER")[0]
    assert "ALTER TABLE egg ADD FOREIGN KEY (chicken_id)\n  REFERENCES chicken (chicken_id);" in found["Chicken"].text
    assert "REFERENCES egg (egg_id)" in found["Egg"].text


def test_the_same_every_time() -> None:
    assert statements(everything(), "postgresql") == statements(everything(), "postgresql")


def test_an_index_the_key_already_is_is_not_made_twice() -> None:
    forms = own()
    forms["Resource"] = forms["Resource"].model_copy(update={"index": [["resource_id"]]})
    text = next(s.text for s in statements(forms, "postgresql") if s.entity == "Resource")
    assert "CREATE INDEX" not in text
