"""Entities are read into columns and keys; what cannot be read is refused by name."""

from __future__ import annotations

import pytest

from engine.design.schema import kept, read_table
from engine.design.schema.checks import translated
from engine.design.schema.quoting import RESERVED, quoted
from engine.design.schema.types import Type, parse_field
from engine.findings import InputError
from engine.knowledge import models


def entity(**form: object) -> models.Entity:
    return models.Entity.model_validate({"key": "a_id", "fields": {"a_id": "id", "state": "text(20)"}, **form})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id", Type("id")),
        ("text(500)", Type("text", length=500)),
        ("decimal(12, 4)", Type("decimal", precision=12, scale=4)),
        ("enum(a, b-c)", Type("enum", values=("a", "b-c"))),
        ("list(text(20))", Type("list", of=Type("text", length=20))),
        ("list(enum(a,b))", Type("list", of=Type("enum", values=("a", "b")))),
    ],
)
def test_types(text: str, expected: Type) -> None:
    assert parse_field("Post", "x", text).type == expected


@pytest.mark.parametrize("text", ["id? -> User", "id?->User", "id -> User?"])
def test_nullable_references(text: str) -> None:
    field = parse_field("Post", "author_id", text)
    assert (field.type.name, field.nullable, field.refers) == ("id", True, "User")


@pytest.mark.parametrize("text", ["strng", "text(x)", "list(strng)", "enum()", "id(3)", "", "decimal(1,2,3)"])
def test_an_unknown_type_is_refused_by_name(text: str) -> None:
    with pytest.raises(InputError, match=r"Post\.title: unknown type .*the types are .*bigint"):
        parse_field("Post", "title", text)


def test_a_reference_needs_an_entity() -> None:
    with pytest.raises(InputError, match=r"Post\.author_id: .*refers to no entity"):
        parse_field("Post", "author_id", "id -> ")


def test_descriptive_keys_are_reduced_to_names() -> None:
    table = read_table("Post", entity(key="a_id (time-ordered, 64 bit)", index=["state desc, a_id"]))
    assert table.key_names == ("a_id",)
    assert [(p.name, p.descending) for p in table.indexes[0]] == [("state", True), ("a_id", False)]


@pytest.mark.parametrize("where", ["key", "index", "unique", "partition"])
def test_keys_name_fields(where: str) -> None:
    with pytest.raises(InputError, match=f"Post: its {where} names 'nothing'"):
        read_table("Post", entity(**{where: ["nothing"]}))


def test_checks_name_fields() -> None:
    table = read_table("Post", entity())
    with pytest.raises(InputError, match="Post: the check 'stat > 3' names 'stat'"):
        translated("stat > 3", table, "postgresql")


def test_checks_are_translated_or_left_out() -> None:
    table = read_table("Group", entity(fields={"a_id": "id", "order": "int", "name": "text", "tags": "list(text)"}))
    assert translated("order between 1 and 1e3", table, "postgresql") == '"order" between 1 and 1e3'
    assert translated("order > 0", table, "mysql_sharded") == "`order` > 0"
    assert translated("char_length(name) > 3", table, "sqlite") == "length(name) > 3"
    assert translated("cardinality(tags) < 9", table, "sqlite") == "json_array_length(tags) < 9"
    assert translated("name ~ '^order'", table, "sqlite") is None
    assert translated("name ~ '^order'", table, "postgresql") == "name ~ '^order'"


def test_reserved_words_are_the_engines_own() -> None:
    keywords = pytest.importorskip("pglast.keywords")
    assert {*keywords.RESERVED_KEYWORDS, *keywords.TYPE_FUNC_NAME_KEYWORDS} <= RESERVED["postgresql"]
    from sqlglot.generators.mysql import MySQLGenerator  # a list of its own, from the manual

    assert RESERVED["mysql_sharded"] >= MySQLGenerator.RESERVED_KEYWORDS
    assert quoted("user", "postgresql") == '"user"'
    assert quoted("user", "mysql_sharded") == "user"
    assert quoted("rank", "mysql_sharded") == "`rank`"


def test_only_bulk_records_with_a_time_lie_in_partitions() -> None:
    timed = entity(fields={"a_id": "id", "at": "time"}, store="bulk_store")
    assert kept("Sample", timed, "postgresql").partitioned
    assert kept("Sample", timed, "timescaledb").partitioned
    assert not kept("Sample", timed, "cassandra").partitioned
    assert not kept("Sample", entity(store="bulk_store"), "postgresql").partitioned
    changing = entity(fields={"a_id": "id", "updated_at": "time", "seen_at": "time?"}, store="bulk_store")
    assert not kept("Sample", changing, "postgresql").partitioned
