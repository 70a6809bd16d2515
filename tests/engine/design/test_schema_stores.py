"""The other engines: CQL by a strict grammar, JSON by the rules of its API, commands by their names."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lark import Lark

from engine.design.schema import Setting, Statement, kept, statement
from engine.knowledge import models
from tests.engine.design.schema_cases import everything, one, own, statements

CQL = r"""
    start: table+
    table: "CREATE TABLE" name "(" column ("," column)* "," "PRIMARY" "KEY" "(" key ")" ")" options? ";"
    column: name type
    key: "(" name ("," name)* ")" ("," name)*
    type: TYPE | "frozen" "<" type ">" | "list" "<" type ">" | "tuple" "<" type "," type ">"
    options: "WITH" option ("AND" option)*
    option: "CLUSTERING ORDER BY" "(" order ("," order)* ")" | "compaction" "=" "{" pair ("," pair)* "}"
    order: name (ASC | DESC)
    pair: STRING ":" STRING
    name: NAME | QUOTED
    ASC: "ASC"
    DESC: "DESC"
    TYPE: /(bigint|int|smallint|text|boolean|timestamp|date|duration|double|decimal|blob|uuid|inet)\b/
    RESERVED: /(token|from|to|order|select|group)\b/
    NAME: /(?!(?:add|allow|alter|and|apply|asc|authorize|batch|begin|by|create|delete|desc|drop|from|full|grant|if|in|index|insert|into|is|limit|not|null|of|on|or|order|primary|rename|schema|select|set|table|to|token|truncate|update|use|using|view|where|with)\b)[a-z][a-z0-9_]{0,47}/
    QUOTED: /"[a-z][a-z0-9_]{0,47}"/
    STRING: /'[^']*'/
    COMMENT: /--[^\n]*/
    %ignore COMMENT
    %ignore /\s+/
"""  # noqa: E501


def both(option: str, sharding: str = "none") -> list[Statement]:
    return [*statements(own(), option, sharding), *statements(everything(), option, sharding)]


def in_role(name: str, form: models.Entity, option: str, role: str) -> Statement:
    return statement(Setting(kept(name, form, option, role=role), kept_for=form.kept))


def test_cql_keeps_to_the_grammar() -> None:
    strict = Lark(CQL, parser="lalr")
    for found in both("cassandra"):
        tree: Any = strict.parse(found.text)
        for table in tree.find_data("table"):
            columns = {str(c.children[0].children[0]) for c in table.find_data("column")}
            (key,) = table.find_data("key")
            keys = [str(part.children[0]) for part in key.children]
            assert set(keys) <= columns, found.entity
            assert len(keys) == len(set(keys)), found.entity
            ordered = [str(order.children[0].children[0]) for order in table.find_data("order")]
            assert ordered == keys[len(keys) - len(ordered) :], found.entity


def test_cql_has_a_table_for_each_question() -> None:
    text = one("Group", "cassandra").text
    assert 'PRIMARY KEY (("user"), "from", group_id)' in text.replace("((user)", '(("user")')
    assert "CREATE TABLE user_email_taken" in one("User", "cassandra").text
    everything_ = one("Everything", "cassandra").text
    assert "PRIMARY KEY ((k_time_day), k_time, a_id, b_no)" in everything_
    assert "CREATE TABLE everything_by_u_geo" not in everything_
    assert "WITH CLUSTERING ORDER BY (b_no DESC)" in everything_


@pytest.mark.parametrize("option", ["dynamodb", "dynamodb_bulk"])
def test_dynamodb_requests_keep_the_rules_of_the_api(option: str) -> None:
    for found in both(option):
        request = json.loads(found.text)
        indexes = request.get("GlobalSecondaryIndexes", [])
        schemas = [request["KeySchema"], *(index["KeySchema"] for index in indexes)]
        used = {part["AttributeName"] for schema in schemas for part in schema}
        assert used == {a["AttributeName"] for a in request["AttributeDefinitions"]}, found.entity
        assert {a["AttributeType"] for a in request["AttributeDefinitions"]} <= {"S", "N", "B"}
        assert all([part["KeyType"] for part in schema] in (["HASH"], ["HASH", "RANGE"]) for schema in schemas)
        assert all(len({part["AttributeName"] for part in schema}) == len(schema) for schema in schemas), found.entity
        assert len({index["IndexName"] for index in indexes}) == len(indexes) <= 20
        assert all(re.fullmatch(r"[\w.-]{3,255}", name) for name in (index["IndexName"] for index in indexes))
        assert re.fullmatch(r"[\w.-]{3,255}", request["TableName"]), found.entity


def test_dynamodb_spreads_what_has_few_values_and_what_grows_with_time() -> None:
    note = one("Everything", "dynamodb").note
    assert "k_time_day is the day" in note
    assert "Unique c_uuid: claimed in the same TransactWriteItems" in note


@pytest.mark.parametrize("sharding", ["none", "hash"])
def test_mongosh_reads_it(sharding: str, tmp_path: Path) -> None:
    texts = [found.text for found in both("mongodb", sharding)]
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine to check the JavaScript with")
    script = tmp_path / "schema.js"
    script.write_text("\n".join(texts), "utf-8")
    done = subprocess.run([node, "--check", str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_mongodb_shards_by_what_its_unique_keys_begin_with() -> None:
    assert "shardCollection" not in one("Booking", "mongodb").text
    assert 'sh.shardCollection("app.booking", { resource_id: "hashed" });' in one("Booking", "mongodb", "hash").text
    sample = one("Sample", "mongodb", "hash").text
    assert 'sh.shardCollection("app.sample", { device_id: 1 });' in sample
    assert "createIndex({ device_id: 1, sequence: 1 }, { unique: true })" in sample
    assert "createIndex({ reading_no: 1 });" in sample
    assert '{ unique: true, partialFilterExpression: { f_int: { $type: "int" } } }' in one("Everything", "mongodb").text
    assert 'i_money: { bsonType: "long", minimum: 0' not in one("Everything", "mongodb").text


def test_opensearch_mappings_are_strict() -> None:
    types = {"keyword", "text", "integer", "long", "double", "boolean", "date", "binary", "geo_point", "ip", "object"}
    for found in both("opensearch"):
        mapping = json.loads(found.text)["mappings"]
        assert mapping["dynamic"] == "strict"
        assert {p["type"] for p in mapping["properties"].values()} <= {*types, "scaled_float"}


@pytest.mark.parametrize("option", ["redis", "redis_cluster"])
def test_redis_commands(option: str) -> None:
    commands = {"ZADD", "ZREMRANGEBYRANK", "EXPIRE", "ZRANGE", "ZREM", "HSET", "HGETALL", "HGET", "HDEL", "DEL"}
    for found in both(option):
        words = {line.split()[0] for line in found.text.split("\n") if line and not line.startswith("#")}
        assert words <= {*commands, "key", "type", "GEOADD", "GEOSEARCH"}, found.entity
        keys = [line for line in found.text.split("\n") if line.startswith("key ") and "<" in line]
        assert all(("{" in key) == (option == "redis_cluster") for key in keys), found.entity


def test_a_timeline_is_a_trimmed_sorted_set() -> None:
    form = models.Entity.model_validate(
        {
            "key": ["user_id", "rank desc", "post_id"],
            "fields": {"user_id": "id", "rank": "bigint", "post_id": "id"},
            "store": "cache",
            "kept": "800 newest, one day after the last visit",
        }
    )
    text = in_role("Timeline", form, "redis_cluster", "cache").text
    assert "ZADD timeline:{<user_id>} <rank> <post_id>" in text
    assert "ZREMRANGEBYRANK timeline:{<user_id>} 0 -801" in text
    assert "-inf BYSCORE REV LIMIT 0 20" in text
    assert "EXPIRE timeline:{<user_id>} <seconds>" in text


def test_places_are_asked_by_distance() -> None:
    form = models.Entity.model_validate(
        {
            "key": "driver_id",
            "fields": {"driver_id": "id", "cell": "bigint", "lat": "float", "lon": "float", "speed": "int"},
            "store": "cache",
            "partition": "cell",
            "kept": "30 s",
        }
    )
    text = in_role("DriverPosition", form, "redis", "cache").text
    assert "GEOADD driver_position_places:<cell> <longitude> <latitude> <driver_id>" in text
    assert "GEOSEARCH" in text


def test_files_have_a_place_and_rights() -> None:
    form = models.Entity.model_validate(
        {"key": "object_key", "fields": {"object_key": "text(200)", "bytes": "bytes"}, "store": "object_storage"}
    )
    assert "s3://<bucket>/media_file/<object_key>" in in_role("MediaFile", form, "s3", "object_storage").text
    disk = in_role("MediaFile", form, "filesystem", "object_storage")
    assert disk.language == "text"
    assert "fsync" in disk.text


def test_clickhouse_merges_what_changes_and_appends_the_rest() -> None:
    sample = one("Sample", "clickhouse").text
    assert (
        "ENGINE = MergeTree\nPARTITION BY toYYYYMM(measured_at)\nORDER BY (device_id, sequence, measured_at);" in sample
    )
    form = models.Entity.model_validate({"key": "a_id", "fields": {"a_id": "id", "updated_at": "time"}})
    assert "ReplacingMergeTree(updated_at)" in in_role("Speed", form, "clickhouse", "bulk_store").text


def test_an_engine_nobody_wrote_for_is_described() -> None:
    found = one("Booking", "some_new_store")
    assert found.language == "text"
    assert "booking_id" in found.text
