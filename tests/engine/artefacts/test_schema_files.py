"""The schema files as a whole: SQLite runs its own, PostgreSQL's grammar takes its own."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

import pglast
import pytest
import sqlglot

from engine.artefacts.case import Case
from engine.design import Design
from tests.engine.artefacts.cases import ALL
from tests.engine.design.test_schema_postgresql import Server, server

Files = Mapping[str, Mapping[str, str]]
__all__ = ["server"]  # the throw-away cluster


@pytest.mark.parametrize("name", ALL)
def test_each_file_is_of_its_engine(designs: dict[str, Design], files: Files, name: str) -> None:
    case = Case(designs[name])
    stores = {"primary-store": case.chosen("primary_store"), "bulk-store": case.chosen("bulk_store")}
    found = {path: text for path, text in files[name].items() if path.startswith("schema/")}
    assert found
    for path, text in found.items():
        engine = stores.get(path.removeprefix("schema/").partition(".")[0], "")
        if path.endswith(".json"):
            assert json.loads(text)
        elif engine == "sqlite":
            with sqlite3.connect(":memory:") as database:
                database.executescript(text)
        elif engine in ("postgresql", "timescaledb"):
            assert pglast.parse_sql(text)
        elif path.endswith(".cql"):
            assert text.count("CREATE TABLE") >= 1
            assert text.count("(") == text.count(")")
        elif engine == "clickhouse":
            assert sqlglot.parse(text, read="clickhouse")


@pytest.mark.parametrize("name", ALL)
def test_every_entity_is_in_one_of_them(designs: dict[str, Design], files: Files, name: str) -> None:
    whole = "\n".join(text for path, text in files[name].items() if path.startswith("schema/"))
    named = [path for path in files[name] if path.startswith("schema/")]
    for entity in designs[name].entities:
        assert entity.name in whole or any(entity.name.lower() in path for path in named), entity.name


def test_postgresql_runs_its_files(server: Server, designs: dict[str, Design], files: Files) -> None:
    """On a real server, where one is installed: every case that keeps its records in PostgreSQL."""
    tried = 0
    for name, design in designs.items():
        if Case(design).chosen("primary_store") == "postgresql":
            assert server.sql(server.fresh(), files[name]["schema/primary-store.sql"]) == "", name
            tried += 1
    assert tried >= 3
